"""Schemes of credits with their versions, courses taken, how people stand, and corrections that they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.platform.credits.declaring import Holders
from santong.domains.platform.credits.engine import State as Standing_
from santong.domains.platform.credits.kinds import HolderKind, Unit
from santong.domains.platform.credits.rules import PASSED
from santong.kit.access import NOTHING, Holder, Scope, Shipped, Through, Upward, Viewer
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel, Version, Versioned
from santong.kit.registry import registry

SCHEMES, WRITE = "credits.schemes", "credits.write"
VIEW, AWARD, KEEP = "credits.view", "credits.award", "credits.keep"
FIGURES = "credits.figures"
ORGANISATION, SCHEME = "organisations.Organisation", "credits.Scheme"
LONGEST_NAME = 60
MOST_CREDITS = Decimal(2000)
CREDITS = {"max_digits": 6, "decimal_places": 1}


@dataclass(frozen=True)
class Dependants(Holder):
    """Rows about a person show to those who speak for them, as the modules say that know their families."""

    def own(self, viewer: Viewer) -> Q:
        found = NOTHING
        for each in registry.of(Holders):
            if each.dependants is not None and viewer.person_id is not None:
                found |= Q(**{f"{self.owner}__in": each.dependants(viewer)})
        return found


def _of_a_person(view: str) -> Any:
    """Rows about a person show to those who hold a permission there, to the person and to who speaks for them."""
    own: dict[str, Any] = {"view": view, "owner": "person_id"}
    return Scope(**own) | Holder(**own) | Dependants(**own, listed=False)


def _number(name: Any, **more: Any) -> Any:
    given = {"validators": [MinValueValidator(0), MaxValueValidator(MOST_CREDITS)], **CREDITS, **more}
    return models.DecimalField(name, **given)


class Scheme(Versioned, SoftDeletedModel):
    """Rules of credits in their present wording: a draft until a version of it is published.

    `path` is that of the bureau or school that keeps it; "" for those that came with the product. Of the published
    ones for a kind of people the nearest one above them holds. `effects_at` is when it was worked out for whom the
    draft changes something; a change of the draft empties it.
    """

    place = models.ForeignKey(
        ORGANISATION, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    path = PathField(blank=True, editable=False)
    code = models.CharField(max_length=24, blank=True, editable=False)
    name = models.CharField(_("name of the scheme"), max_length=LONGEST_NAME)
    kind = models.CharField(_("whom it is for"), max_length=10, choices=HolderKind)
    unit = models.CharField(_("counted in"), max_length=7, choices=Unit, default=Unit.CREDITS)
    total = _number(_("needed in all"))
    years = models.PositiveSmallIntegerField(
        _("years for it"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    repeats = models.BooleanField(_("begins anew after these years"), default=False)
    hours_per_credit = _number(_("hours for one credit"), default=18, validators=[MinValueValidator(1)])
    earned = models.CharField(_("a course is earned when"), max_length=400, default=PASSED)
    authority = models.CharField(_("authority"), max_length=160, blank=True)
    source = models.CharField(_("where it comes from"), max_length=240, blank=True)
    effects_at = models.DateTimeField(_("effects worked out"), null=True, editable=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("copied from")
    )

    scope = Shipped(view=SCHEMES) | Upward(view=SCHEMES, when=Q(is_published=True)) | Scope(view=SCHEMES)

    class Meta:
        verbose_name = _("scheme of credits")
        verbose_name_plural = _("schemes of credits")
        indexes = [models.Index(fields=["path", "kind"], name="credit_scheme_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind"], condition=Q(removed_at=None, is_published=True), name="credit_scheme_once",
                violation_error_message=_("There is a scheme for these people here already. Change that one."),
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="credit_scheme_shipped_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.path == ""


class Category(ScopedModel):
    """A category of courses of a scheme, with the credits that are needed in it and the most that count."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="categories")
    name = models.CharField(_("category"), max_length=30)
    floor = _number(_("needed in it"), default=0)
    cap = _number(_("at most counted"), null=True, blank=True)

    scope = Through(view=SCHEMES, parent="scheme", of=SCHEME)

    class Meta:
        verbose_name = _("category of credits")
        verbose_name_plural = _("categories of credits")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="credit_category_once")]

    def __str__(self) -> str:
        return self.name


class Course(SoftDeletedModel):
    """A course of a scheme; see `rules.CourseRule` for what its fields mean."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="courses", verbose_name=_("scheme of credits"))
    path = PathField(blank=True, editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="courses", verbose_name=_("category"))
    code = models.CharField(_("code of the course"), max_length=24)
    name = models.CharField(_("name of the course"), max_length=LONGEST_NAME)
    credits = _number(
        _("credits"), help_text=_("Of one that is taken in parts: the most; 0 is without end."),
    )  # fmt: skip
    required = models.BooleanField(_("everybody needs it"), default=False)
    adds_up = models.BooleanField(_("taken in parts that add up"), default=False)
    part = _number(_("credits of one part"), default=0, help_text=_("Where a part says neither credits nor hours."))
    semester = models.PositiveSmallIntegerField(
        _("due in semester"), default=0, validators=[MaxValueValidator(12)], help_text=_("0: in none of its own.")
    )
    subject = models.CharField(
        _("subject of examinations"), max_length=20, blank=True,
        help_text=_("Results of examinations that give credits are taken from there."),
    )  # fmt: skip
    own = models.BooleanField(_("course of the school"), default=False)

    scope = Through(view=SCHEMES, parent="scheme", of=SCHEME)

    class Meta:
        verbose_name = _("course of a scheme")
        verbose_name_plural = _("courses of schemes")
        indexes = [models.Index(fields=["path", "-id"], name="credit_course_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"], condition=Q(removed_at=None), name="credit_course_once",
                violation_error_message=_("The scheme has a course with this code already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Replacement(ScopedModel):
    """Credits of one course count for another one of the scheme, at most `most`."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="replacements")
    of = models.ForeignKey(Course, models.CASCADE, related_name="+", verbose_name=_("stands for"))
    by = models.ForeignKey(Course, models.CASCADE, related_name="+", verbose_name=_("course that counts"))
    most = _number(_("at most"))
    authority = models.CharField(_("authority"), max_length=160)

    scope = Through(view=SCHEMES, parent="scheme", of=SCHEME)

    class Meta:
        verbose_name = _("replacement of a course")
        verbose_name_plural = _("replacements of courses")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["of", "by"], name="credit_replacement_once")]

    def __str__(self) -> str:
        return f"{self.by_id} → {self.of_id}"


class SchemeVersion(Version):
    """What a scheme said for those who began from a day on. It is never changed; another wording is the next one.

    `rules` is what `Rules.as_json` gives.
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="versions")
    from_day = models.DateField(_("for those who began from"))
    note = models.CharField(_("what was changed"), max_length=200, blank=True)
    rules = models.JSONField(editable=False)

    scope = Through(view=SCHEMES, parent="scheme", of=SCHEME)

    class Meta:
        verbose_name = _("version of a scheme")
        verbose_name_plural = _("versions of schemes")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["scheme", "number"], name="credit_version_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class Entry(ScopedModel):
    """A course that somebody took, entered by hand or from a sheet. It is never changed.

    What was wrong is cancelled by an entry that names it in `cancels`, with the `reason`; neither of both counts.
    `points` and `attendance` are hundredths, `act` is common to entries that were made at once. `path` is where the
    person stood.
    """

    class Source(models.TextChoices):
        BY_HAND = "by_hand", pgettext_lazy("source of credits", "Entered by hand")
        SHEET = "sheet", pgettext_lazy("source of credits", "From a sheet")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="credit_entries", verbose_name=_("name")
    )
    path = PathField(editable=False)
    course = models.CharField(_("course"), max_length=LONGEST_NAME)
    on = models.DateField(_("taken on"))
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    points = models.DecimalField(_("points of 100"), max_digits=5, decimal_places=2, null=True, blank=True)
    attendance = models.DecimalField(_("attendance in percent"), max_digits=5, decimal_places=2, null=True, blank=True)
    hours = _number(_("hours of study"), null=True, blank=True)
    credits = _number(_("credits"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=7, choices=Source, default=Source.BY_HAND, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("written down on"), default=timezone.now, editable=False)
    act = models.UUIDField(null=True, editable=False)
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="cancelled_by", verbose_name=_("cancels")
    )
    reason = models.CharField(_("reason"), max_length=160, blank=True)

    audit_hidden = frozenset({"points"})
    scope = _of_a_person(VIEW)

    class Meta:
        verbose_name = _("course taken")
        verbose_name_plural = _("courses taken")
        indexes = [
            models.Index(fields=["path", "-id"], name="credit_entry_path"),
            models.Index(fields=["act"], name="credit_entry_act", condition=Q(act__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancels=None) | ~Q(reason=""), name="credit_entry_cancelled_with_reason",
                violation_error_message=_("Say why it is cancelled."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.course

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"{self.course} {self.person_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a course that was taken isn't changed; cancel it, and enter the right one")
        super().save(*args, **kwargs)


class Standing(ScopedModel):
    """How somebody stands, as it was last computed. Derived, so not audited; the page of one is computed anew.

    `sums` are credits and floor by category, `lacks` and `warnings` what `words.said` reads. `ahead` is what comes out
    at this pace.
    """

    class State(models.TextChoices):
        BEHIND = Standing_.BEHIND, pgettext_lazy("credits", "Short at this pace")
        ON_WAY = Standing_.ON_WAY, pgettext_lazy("credits", "On the way")
        DONE = Standing_.DONE, pgettext_lazy("credits", "Everything earned")
        NO_SCHEME = Standing_.NO_SCHEME, pgettext_lazy("credits", "No scheme in force")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="credit_standings", verbose_name=_("name")
    )
    kind = models.CharField(_("whom it is for"), max_length=10, choices=HolderKind)
    path = PathField(editable=False)
    place = models.ForeignKey(ORGANISATION, models.CASCADE, related_name="+", verbose_name=_("class or school"))
    since = models.DateField(_("began on"))
    version = models.ForeignKey(SchemeVersion, models.CASCADE, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.NO_SCHEME)
    earned = _number(_("earned"), default=0)
    needed = _number(_("needed in all"), default=0)
    missing = models.PositiveSmallIntegerField(_("things missing"), default=0)
    sums = models.JSONField(default=dict)
    lacks = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    computed_at = models.DateTimeField(_("computed"))

    scope = _of_a_person(VIEW)

    class Meta:
        verbose_name = _("standing in credits")
        verbose_name_plural = _("standings in credits")
        indexes = [
            models.Index(fields=["path", "id"], name="credit_standing_path"),
            models.Index(fields=["kind", "path"], name="credit_standing_kind"),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="credit_standing_once")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"credits {self.kind} {self.person_id}"

    @property
    def is_pupil(self) -> bool:
        """Whether it is a pupil's."""
        return self.kind != HolderKind.STAFF


class Effect(ScopedModel):
    """That a draft of a scheme, once published, changes how somebody stands. Derived, so not audited."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="effects", verbose_name=_("scheme of credits"))
    standing = models.ForeignKey(Standing, models.CASCADE, related_name="+", verbose_name=_("name"))
    path = PathField(editable=False)
    state = models.CharField(_("state after it"), max_length=9, choices=Standing.State)
    earned = _number(_("earned after it"))

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("effect of a scheme")
        verbose_name_plural = _("effects of schemes")
        indexes = [models.Index(fields=["path", "-id"], name="credit_effect_path")]
        constraints = [models.UniqueConstraint(fields=["scheme", "standing"], name="credit_effect_once")]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.standing_id}"


class Correction(ScopedModel):
    """Somebody, or who speaks for them, asks for a correction of their credits; it is answered with a reason."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("correction of credits", "Waits for an answer")
        GRANTED = "granted", pgettext_lazy("correction of credits", "Corrected")
        REFUSED = "refused", pgettext_lazy("correction of credits", "Stays as it is")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="credit_corrections", verbose_name=_("name")
    )
    kind = models.CharField(max_length=10, choices=HolderKind, editable=False)
    path = PathField(editable=False)
    course = models.CharField(_("course"), max_length=LONGEST_NAME, blank=True)
    text = models.TextField(_("what is wrong"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.ASKED, editable=False)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answer given on"), null=True, editable=False)

    audit_hidden = frozenset({"text", "answer"})
    scope = _of_a_person(KEEP)

    class Meta:
        verbose_name = _("correction of credits")
        verbose_name_plural = _("corrections of credits")
        indexes = [models.Index(fields=["path", "state"], name="credit_correction_path")]

    def __str__(self) -> str:
        return str(self.course or self.person)

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"correction {self.person_id}"


def today() -> date:
    """Today, where the installation is."""
    return timezone.localdate()
