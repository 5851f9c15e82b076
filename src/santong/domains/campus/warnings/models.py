"""Thresholds of early warnings, and the warnings about pupils and classes of a school."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.warnings.sources import label_of, source_named
from santong.kit.access import NOTHING, Scope, Upward, Viewer, ancestor_paths, below
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, HANDLE, RULES, COUNTS = "warnings.view", "warnings.handle", "warnings.rules", "warnings.count"
PURPOSE = "early_warning"
"""What notes are sealed for (see `santong.lib.keyrings`); stands in ciphers, never changes."""
LEAST_WORDS = 6
ALIVE = ("open", "seen", "talked", "helped")
"""The states of warnings that aren't over; see `EarlyWarning.LIVE`."""


class WarningRule(SoftDeletedModel):
    """From when on a source warns at a place and below it, and why there; the innermost place counts.

    `number` and `days` are the source's own (`WarningSource.threshold` says what they mean).
    """

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("place where it counts")
    )
    path = PathField(editable=False)
    kind = models.CharField(_("kind of warning"), max_length=20)
    number = models.PositiveSmallIntegerField(_("how many"), validators=[MinValueValidator(1), MaxValueValidator(100)])
    days = models.PositiveSmallIntegerField(
        _("within how many days"), validators=[MinValueValidator(1), MaxValueValidator(400)]
    )
    is_on = models.BooleanField(_("switched on"), default=True)
    reason = models.CharField(_("why so"), max_length=200, validators=[MinLengthValidator(LEAST_WORDS)])

    scope = Upward(view=RULES) | Scope(view=RULES)

    class Meta:
        verbose_name = _("threshold of warnings")
        verbose_name_plural = _("thresholds of warnings")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind"], condition=Q(removed_at=None), name="warning_rule_once",
                violation_error_message=_("This place has a threshold for these warnings already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(label_of(self.kind))


@dataclass(frozen=True)
class InSchool(Scope):
    """Warnings show inside their school alone: to those who lead the class, and to the school once they are passed on.

    Whoever stands above the school sees none, whatever they hold there.
    """

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        held = [path for path in viewer.paths(permission or self.view) if path]
        found = NOTHING
        for path in held:
            inside = below("path", path) & Q(passed_on__isnull=False, school__path__in=ancestor_paths(path))
            found |= Q(path=path) | inside
        return found


class EarlyWarning(ScopedModel):
    """That something about a pupil, or about a class (`pupil` None), should be looked at early.

    It rests on the days `since` to `until` and on `facts`, ends by itself once its source finds it no more, and is
    never told to anybody outside the school. `place` is the class, `path` its path. `passed_on` is the day from which
    on the school sees it as well as the class teacher. Notes are sealed.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("early warning", "New")
        SEEN = "seen", pgettext_lazy("early warning", "Seen")
        TALKED = "talked", pgettext_lazy("early warning", "Talked to the pupil")
        HELPED = "helped", pgettext_lazy("early warning", "Being helped")
        CLOSED = "closed", pgettext_lazy("early warning", "Closed")
        ENDED = "ended", pgettext_lazy("early warning", "Ended by itself")

    LIVE = (State.OPEN, State.SEEN, State.TALKED, State.HELPED)
    WAITING = (State.OPEN, State.SEEN)

    kind = models.CharField(_("kind of warning"), max_length=20)
    pupil = models.ForeignKey(
        "students.Pupil", models.CASCADE, null=True, related_name="early_warnings", verbose_name=_("pupil")
    )
    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    place = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("class"))
    path = PathField(editable=False)
    state = models.CharField(_("status"), max_length=6, choices=State, default=State.OPEN)
    since = models.DateField(_("rests on days from"))
    until = models.DateField(_("rests on days until"))
    facts = models.JSONField(default=dict, blank=True)
    found_on = models.DateField(_("warned on"), default=timezone.localdate)
    passed_on = models.DateField(_("passed on to the school"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    is_false_alarm = models.BooleanField(_("false alarm"), default=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    note_cipher = models.TextField(default="", editable=False)

    audit_hidden = frozenset({"facts", "note_cipher", "kind"})
    scope = InSchool(view=VIEW)

    class Meta:
        verbose_name = _("early warning")
        verbose_name_plural = _("early warnings")
        indexes = [models.Index(fields=["path", "state"], name="early_warning_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "pupil"], condition=Q(pupil__isnull=False, state__in=ALIVE),
                name="early_warning_of_pupil",
            ),
            models.UniqueConstraint(
                fields=["kind", "place"], condition=Q(pupil=None, state__in=ALIVE), name="early_warning_of_class"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("closed", "ended"), closed_on__isnull=False)
                | (~Q(state__in=("closed", "ended")) & Q(closed_on=None)),
                name="early_warning_closed_on_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pupil.person.name if self.pupil is not None else self.place)

    @property
    def audit_name(self) -> str:
        """Names of people stay out of the audit."""
        return f"early warning {self.pk}"

    @property
    def label(self) -> Any:
        """What kind of warning it is."""
        return label_of(self.kind)

    @property
    def says(self) -> str:
        """The reason in words."""
        source = source_named(self.kind)
        return source.says(self.facts) if source else ""

    @property
    def notes(self) -> str:
        """What was noted, in clear, a line for each time."""
        return settings.FIELD_KEYS.open(self.note_cipher, self._purpose) if self.note_cipher else ""

    def add_note(self, text: str) -> None:
        """Add a line to the notes, sealed; saving is the caller's."""
        cleaned = " ".join(text.split())
        if cleaned:
            lines = [*self.notes.splitlines(), f"{timezone.localdate():%Y-%m-%d} {cleaned}"]
            self.seal("\n".join(lines))

    def seal(self, text: str) -> None:
        """Put all notes into the row, sealed."""
        self.note_cipher = settings.FIELD_KEYS.seal(text, self._purpose)

    @property
    def _purpose(self) -> str:
        return f"{PURPOSE}|{self.key}"
