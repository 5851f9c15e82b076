"""Placements of pupils into the classes of a grade: the list, who stays together or apart, the draw, its outcome."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.students.public import Family
from santong.kit.access import NOTHING, Scope, Through, Upward, Viewer
from santong.kit.draws import PublicDraw
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, KEEP = "placement.view", "placement.keep"
SUBJECTS = ("chinese", "maths", "english", "others")
FULL = 1000
"""No result is higher."""


@dataclass(frozen=True)
class Published(Scope):
    """Published placements show to those who hold `view` at the school or above it."""

    @property
    def shown_by(self) -> str:
        """Nobody's: what is published says nothing of a person."""
        return ""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view):
            return NOTHING
        return super().rows(viewer, permission) & Q(state__in=Placement.OPEN)


class Placement(PublicDraw, SoftDeletedModel):
    """The pupils of a grade are placed into its classes. `path` is the school's: the families of the grade look on."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", pgettext_lazy("placement", "List published")
        DRAWING = "drawing", pgettext_lazy("placement", "Being drawn")
        DRAWN = "drawn", pgettext_lazy("placement", "Drawn")
        IN_FORCE = "in_force", pgettext_lazy("placement", "In the classes")

    class Whom(models.TextChoices):
        GRADE = "grade", _("All pupils of the grade")
        NEW = "new", _("Pupils of the school who are in no class yet")

    sealed_for = "placement"
    OPEN = (State.PUBLISHED, State.DRAWING, State.DRAWN, State.IN_FORCE)
    OVER = (State.DRAWN, State.IN_FORCE)

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    grade = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="placements", verbose_name=_("grade")
    )
    path = PathField(editable=False)
    whom = models.CharField(_("who is placed"), max_length=5, choices=Whom, default=Whom.GRADE)
    weighs_boarders = models.BooleanField(_("spread boarders evenly"), default=True)
    weighs_results = models.BooleanField(_("make the classes equal in results"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)

    audit_hidden = frozenset({"secret_cipher"})
    scope = Upward(view=VIEW, when=Q(state__in=OPEN)) | Published(view=VIEW) | Scope(view=KEEP)

    class Meta:
        verbose_name = _("class placement")
        verbose_name_plural = _("class placements")
        indexes = [models.Index(fields=["path", "-id"], name="placement_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["grade"],
                condition=Q(removed_at=None) & ~Q(state="in_force"),
                name="placement_one_at_a_time",
                violation_error_message=_("There is a placement of this grade already. Finish or remove it first."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(commitment=""), name="placement_committed_when_published"
            ),
        ]

    def __str__(self) -> str:
        return str(self.grade)

    @property
    def is_draft(self) -> bool:
        """Whether the list may still change."""
        return self.state == self.State.DRAFT

    @property
    def is_over(self) -> bool:
        """Whether the lots have fallen."""
        return self.state in self.OVER


class PlacementClass(ScopedModel):
    """A class that pupils are placed into, in the order in which lots are given to classes."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="classes")
    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("class")
    )
    position = models.PositiveSmallIntegerField()

    scope = Through(view=VIEW, parent="placement", of="placement.Placement")

    class Meta:
        verbose_name = _("class of a placement")
        verbose_name_plural = _("classes of placements")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["placement", "school_class"], name="placement_class_once"),
            models.UniqueConstraint(fields=["placement", "position"], name="placement_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.position}"


class PlacedPupil(ScopedModel):
    """A pupil on the list, under a code by lot that says nothing of them; `school_class` is where the lots put them.

    Only those who keep the placement, and the family, connect code and name. Results are weighed to make classes
    equal, and shown to nobody else.
    """

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="pupils")
    pupil = models.ForeignKey("students.Pupil", models.PROTECT, related_name="placements", verbose_name=_("pupil"))
    path = PathField(editable=False)
    code = models.CharField(_("code on the list"), max_length=8)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    is_boarder = models.BooleanField(_("boarder"), default=False)
    particular = models.CharField(_("foreign language or other particular"), max_length=20, blank=True)
    chinese = models.DecimalField(_("result in Chinese"), max_digits=6, decimal_places=2, null=True, blank=True)
    maths = models.DecimalField(_("result in mathematics"), max_digits=6, decimal_places=2, null=True, blank=True)
    english = models.DecimalField(_("result in English"), max_digits=6, decimal_places=2, null=True, blank=True)
    others = models.DecimalField(_("result in other subjects"), max_digits=6, decimal_places=2, null=True, blank=True)
    is_late = models.BooleanField(_("came after the draw"), default=False, editable=False)
    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", verbose_name=_("class")
    )

    audit_hidden = frozenset(SUBJECTS)
    scope = Scope(view=KEEP) | Family(view=VIEW, owner="pupil__person_id", listed=False)

    class Meta:
        verbose_name = _("pupil of a placement")
        verbose_name_plural = _("pupils of a placement")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["placement", "pupil"], name="placed_pupil_once"),
            models.UniqueConstraint(fields=["placement", "code"], name="placed_code_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"{self.placement_id} {self.code}"

    @property
    def marks(self) -> dict[str, int]:
        """The results there are, in hundredths."""
        found = {name: getattr(self, name) for name in SUBJECTS}
        return {name: int(value * 100) for name, value in found.items() if value is not None}


class Pair(ScopedModel):
    """Two pupils on the list who stay together, or are kept apart. Why is nobody's business but the school's."""

    class Kind(models.TextChoices):
        TOGETHER = "together", _("Stay together")
        APART = "apart", _("Are kept apart")

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="pairs")
    path = PathField(editable=False)
    kind = models.CharField(_("what is asked"), max_length=8, choices=Kind)
    one = models.ForeignKey(PlacedPupil, models.CASCADE, related_name="+", verbose_name=_("one pupil"))
    other = models.ForeignKey(PlacedPupil, models.CASCADE, related_name="+", verbose_name=_("other pupil"))
    reason = models.CharField(_("reason"), max_length=100, blank=True)

    scope = Scope(view=KEEP)

    class Meta:
        verbose_name = _("pair of pupils")
        verbose_name_plural = _("pairs of pupils")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="placement_pair_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="placement_pair_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
