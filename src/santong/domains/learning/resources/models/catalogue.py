"""Textbooks with their units and lessons, and knowledge points: what resources are for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Stage, grade_name
from santong.kit.access import Scope
from santong.kit.models import ScopedModel
from santong.lib.grades import Grade

EVERYBODY = Scope(view="resources.view", everyone=True)
"""Textbooks and knowledge points are public knowledge."""


class Textbook(ScopedModel):
    """One volume of one edition (版本) of a subject's textbook, as revised in a year.

    A new revision is a new row that `replaces` the old one; the old one stays for what refers to it
    and is no longer `is_current`. `grade` counts as `santong.lib.grades.Grade`; `term` is 1 or 2, or
    0 for a volume of a whole year.
    """

    GRADES = [(int(grade), grade_name(grade)) for grade in Grade]

    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    subject = models.CharField(_("subject"), max_length=20)
    edition = models.CharField(_("edition"), max_length=30)
    volume = models.CharField(_("volume"), max_length=30)
    grade = models.SmallIntegerField(_("grade"), choices=GRADES)
    term = models.SmallIntegerField(
        _("term"), default=0, choices=((0, _("Whole year")), (1, _("First term")), (2, _("Second term")))
    )
    year = models.PositiveSmallIntegerField(_("revised in"))
    is_current = models.BooleanField(_("in use"), default=True)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    scope = EVERYBODY

    class Meta:
        verbose_name = _("textbook")
        verbose_name_plural = _("textbooks")
        indexes = [models.Index(fields=["subject", "grade", "term"], name="textbook_subject_grade")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "edition", "volume", "stage", "year"], name="textbook_revision_once"
            ),
            models.UniqueConstraint(
                fields=["subject", "edition", "volume", "stage"],
                condition=Q(is_current=True),
                name="textbook_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.volume} {self.edition}"


class Node(ScopedModel):
    """A unit or lesson of a textbook. `position` sorts the tree: two digits a level ("03.02").

    `successor` is the node of the same name in the next revision, so that what was made for the old
    one is found for the new one.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("Unit")
        LESSON = "lesson", _("Lesson")

    textbook = models.ForeignKey(Textbook, models.CASCADE, related_name="nodes", verbose_name=_("textbook"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    name = models.CharField(_("name of the unit or lesson"), max_length=80)
    position = models.CharField(_("position"), max_length=12)
    hours = models.PositiveSmallIntegerField(_("hours"), default=1)
    successor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="predecessors")

    scope = EVERYBODY

    class Meta:
        verbose_name = _("unit or lesson")
        verbose_name_plural = _("units and lessons")
        ordering = ["textbook", "position"]
        constraints = [models.UniqueConstraint(fields=["textbook", "position"], name="node_position_once")]

    def __str__(self) -> str:
        return self.name


class Point(ScopedModel):
    """A knowledge point of a subject and stage, and those that must be understood before."""

    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    subject = models.CharField(_("subject"), max_length=20)
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name of the point"), max_length=80)
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="leads_to", verbose_name=_("needs")
    )

    scope = EVERYBODY

    class Meta:
        verbose_name = _("knowledge point")
        verbose_name_plural = _("knowledge points")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["subject", "stage", "name"], name="point_name_once")]

    def __str__(self) -> str:
        return self.name
