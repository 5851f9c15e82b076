"""What is known about a school, a grade and a class besides its place in the tree."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.models.tree import Organisation
from santong.kit.access import Scope
from santong.kit.models import ScopedModel
from santong.lib.grades import Grade


class Stage(models.TextChoices):
    """学段."""

    PRESCHOOL = "preschool", _("Preschool")
    PRIMARY = "primary", _("Primary")
    JUNIOR = "junior", _("Junior secondary")
    SENIOR = "senior", _("Senior secondary")
    VOCATIONAL = "vocational", _("Secondary vocational")
    HIGHER = "higher", _("Higher vocational")
    SPECIAL = "special", _("Special education")


class SchoolProfile(ScopedModel):
    """One for each organisation of the kind school.

    `education_type` is a code of the table `education_type` (办学类型, JY/T 1001), `area` of the
    table `urban_rural` (统计用城乡分类代码). `stages` lists the stages taught, as sorted words
    between commas (",primary,junior,"), so that one look-up finds them on every database.
    """

    class Ownership(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="school")
    education_type = models.CharField(_("type of school"), max_length=3, blank=True, db_index=True)
    stages = models.CharField(_("stages"), max_length=80, blank=True, editable=False)
    ownership = models.CharField(_("run by"), max_length=8, choices=Ownership, default=Ownership.PUBLIC)
    area = models.CharField(_("urban or rural"), max_length=3, blank=True)
    address = models.CharField(_("postal address"), max_length=160, blank=True)
    postal_code = models.CharField(
        _("postal code"), max_length=6, blank=True, validators=[RegexValidator(r"^\d{6}$", _("Six digits, please."))]
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    office_phone = models.CharField(_("office phone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    established = models.DateField(_("founded on"), null=True, blank=True)

    # Follows from the type of school.
    audit_ignored = frozenset({"stages"})
    scope = Scope(view="organisations.view", path="organisation__path")
    public = "the directory of schools is published"

    class Meta:
        verbose_name = _("school profile")
        verbose_name_plural = _("school profiles")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="school_profile_place_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def stage_list(self) -> list[Stage]:
        """The stages taught."""
        return [Stage(word) for word in self.stages.split(",") if word]


class GradeProfile(ScopedModel):
    """One for each organisation of the kind grade: the pupils who entered a stage in one year.

    A grade is a cohort. It keeps its place in the tree as it moves up; `level` says where it has
    come to (see `santong.lib.grades.Grade`: 1 to 6 primary, 7 to 9 junior …), `entry_year` the
    year in which its school year at the first level of the stage began (入学年份).
    """

    LEVELS = [(int(level), level.name) for level in Grade]

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="grade")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    level = models.SmallIntegerField(_("level"), choices=LEVELS)
    entry_year = models.PositiveSmallIntegerField(_("entry year"))

    scope = Scope(view="organisations.view", path="organisation__path")
    public = "a grade is named after its stage and level"

    class Meta:
        verbose_name = _("grade profile")
        verbose_name_plural = _("grade profiles")
        indexes = [models.Index(fields=["stage", "level"], name="grade_stage_level")]

    def __str__(self) -> str:
        return str(self.organisation)


class ClassProfile(ScopedModel):
    """One for each organisation of the kind class.

    `number` counts within the grade; a class called by a word ("向日葵") has it in `label`.
    `class_type` is a code of the table `class_type` (班级类型). `entry_year` is the grade's.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="class_profile")
    entry_year = models.PositiveSmallIntegerField(_("entry year"))
    number = models.PositiveSmallIntegerField(_("class number"), null=True, blank=True)
    label = models.CharField(_("label"), max_length=20, blank=True)
    class_type = models.CharField(_("type of class"), max_length=3, default="10")
    room = models.CharField(_("classroom"), max_length=30, blank=True)

    scope = Scope(view="organisations.view", path="organisation__path")
    public = "a class is named after its number"

    class Meta:
        verbose_name = _("class profile")
        verbose_name_plural = _("class profiles")

    def __str__(self) -> str:
        return str(self.organisation)
