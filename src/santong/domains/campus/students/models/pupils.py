"""Pupils, the classes they were in, and what happened to their place on the roll."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models.families import Family
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel
from santong.lib.identity_numbers import mask_identity_number

ROLL_NUMBER = "roll_number"
"""What roll numbers are sealed for (see `santong.lib.keyrings`); stands in ciphers, never changes."""


class Pupil(ScopedModel):
    """A person's place on the school roll (学籍). `path` is the class's, or the school's without one.

    A roll number of the kind G contains the identity number, so it is sealed like one. `traits`
    are words of `santong.lib.pupil_notes` between commas (",boarder,").
    """

    class Status(models.TextChoices):
        ENROLLED = "enrolled", _("Enrolled")
        SUSPENDED = "suspended", _("Suspended")
        TRANSFERRED = "transferred", _("Transferred out")
        GRADUATED = "graduated", _("Graduated")
        LEFT = "left", _("Left the school")

    PRESENT = (Status.ENROLLED, Status.SUSPENDED)

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pupil", verbose_name=_("name")
    )
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="school_pupils", verbose_name=_("school"))
    school_class = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="class_pupils", verbose_name=_("class")
    )
    path = PathField(editable=False)
    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.ENROLLED)
    roll_number_cipher = models.CharField(max_length=120, blank=True, editable=False)
    roll_number_index = models.CharField(max_length=43, blank=True, editable=False, db_index=True)
    ethnic_group = models.CharField(_("ethnic group"), max_length=2, blank=True)
    traits = models.CharField(_("particulars"), max_length=80, blank=True)
    entered_on = models.DateField(_("entered on"), null=True, blank=True)
    class_since = models.DateField(_("in this class since"), null=True, blank=True)

    audit_hidden = frozenset({"roll_number_cipher", "roll_number_index"})
    scope = Scope(view="pupils.view", owner="person_id") | Family(view="pupils.view", listed=False)

    class Meta:
        verbose_name = _("pupil")
        verbose_name_plural = _("pupils")
        indexes = [
            models.Index(fields=["path", "id"], name="pupil_path"),
            models.Index(fields=["status", "path"], name="pupil_status_path"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["roll_number_index"], condition=~Q(roll_number_index=""), name="pupil_roll_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def audit_name(self) -> str:
        """Names of people stay out of the audit."""
        return f"pupil {self.person_id}"

    @property
    def is_present(self) -> bool:
        """On the roll of the school: enrolled or suspended."""
        return self.status in self.PRESENT

    def set_roll_number(self, number: str) -> None:
        """Seal the roll number into the row, "" removes it; saving is the caller's."""
        self.roll_number_index = roll_number_index(number)
        purpose = f"{ROLL_NUMBER}|{self.roll_number_index}"
        self.roll_number_cipher = settings.FIELD_KEYS.seal(number, purpose) if number else ""

    @property
    def roll_number(self) -> str:
        """The roll number in clear; whoever calls this answers for where it goes."""
        if not self.roll_number_cipher:
            return ""
        return str(settings.FIELD_KEYS.open(self.roll_number_cipher, f"{ROLL_NUMBER}|{self.roll_number_index}"))

    @property
    def masked_roll_number(self) -> str:
        """The letter and the masked rest, "" when unknown."""
        number = self.roll_number
        return number[:1] + mask_identity_number(number[1:])


def roll_number_index(number: str) -> str:
    """What to look a roll number up by; "" for none."""
    return str(settings.FIELD_KEYS.index(number, ROLL_NUMBER)) if number else ""


class ClassPlace(ScopedModel):
    """A class that a pupil was in before, from and until days (both included)."""

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="former_classes")
    school_class = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("class"))
    path = PathField(editable=False)
    class_name = models.CharField(_("name of the class then"), max_length=80)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"))

    scope = Scope(view="pupils.view", path="pupil__path", owner="pupil__person_id")

    class Meta:
        verbose_name = _("former class")
        verbose_name_plural = _("former classes")
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return self.class_name

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"{self.class_name} {self.pupil_id}"


class RollChange(ScopedModel):
    """A change of a pupil's place on the roll (学籍异动). `path` is where it was made."""

    class Kind(models.TextChoices):
        ENTER = "enter", _("Entered")
        MOVE = "move", _("Changed class")
        TRANSFER = "transfer", _("Transferred")
        SUSPEND = "suspend", _("Suspended")
        RESUME = "resume", _("Resumed")
        GRADUATE = "graduate", _("Graduated")
        LEAVE = "leave", _("Left the school")

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="changes")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    day = models.DateField(_("day"))
    path = PathField(editable=False)
    from_status = models.CharField(max_length=11, blank=True)
    from_place = models.CharField(_("out of"), max_length=120, blank=True)
    to_place = models.CharField(_("into"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    scope = Scope(view="pupils.view", path="pupil__path", owner="pupil__person_id")

    class Meta:
        verbose_name = _("change of the roll")
        verbose_name_plural = _("changes of the roll")
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["pupil", "-day"], name="roll_change_pupil")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"{self.kind} {self.pupil_id}"
