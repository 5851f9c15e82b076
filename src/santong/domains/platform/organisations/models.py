"""The organisation tree: bureaus, schools and what is inside them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.models import PathField, SoftDeletedModel

LEVEL = 4
"""Characters of the path for each level of the tree."""


class Organisation(SoftDeletedModel):
    """A node of the tree; not an administrative division (that is `division`, GB/T 2260)."""

    class Kind(models.TextChoices):
        CITY_BUREAU = "city_bureau", _("City education bureau")
        COUNTY_BUREAU = "county_bureau", _("County education bureau")
        SCHOOL = "school", _("School")
        UNION = "union", _("School union")
        DEPARTMENT = "department", _("Department")
        RESEARCH_GROUP = "research_group", _("Teaching-research group")
        GRADE = "grade", _("Grade")
        CLASS = "class", _("Class")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)
    code = models.CharField(_("code"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    path = PathField(unique=True, editable=False)
    division = models.CharField(_("division"), max_length=6, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    scope = Scope(view="organisations.view")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["path"]
        indexes = [models.Index(fields=["kind", "path"], name="organisation_kind_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~models.Q(code=""), name="organisation_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many levels below the root; 0 for the root."""
        return len(self.path) // LEVEL - 1
