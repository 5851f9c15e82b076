"""The organisation tree: bureaus, schools and what is inside them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from santong.kit.access import LEVEL, Scope
from santong.kit.models import PathField, SoftDeletedModel
from santong.kit.models.base import SoftDeletedQuerySet


class Kind(models.TextChoices):
    CITY_BUREAU = "city_bureau", _("City education bureau")
    COUNTY_BUREAU = "county_bureau", _("County education bureau")
    SCHOOL = "school", _("School")
    UNION = "union", _("School union")
    DEPARTMENT = "department", _("Department")
    RESEARCH_GROUP = "research_group", _("Teaching-research group")
    GRADE = "grade", _("Grade")
    CLASS = "class", _("Class")


class OrganisationQuerySet(SoftDeletedQuerySet):
    """Chains on the tree."""

    def open_on(self, day: date) -> OrganisationQuerySet:
        """Those that exist on a day: founded, and neither closed nor merged away."""
        started = Q(valid_from=None) | Q(valid_from__lte=day)
        not_ended = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(started & not_ended)

    def closed_on(self, day: date) -> OrganisationQuerySet:
        """Those that ended before a day."""
        return self.filter(valid_until__lt=day)


class PresentOrganisations(models.Manager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    """Leaves removed organisations out."""

    def get_queryset(self) -> OrganisationQuerySet:
        return super().get_queryset().filter(removed_at=None)


class Organisation(SoftDeletedModel):
    """A node of the tree; not an administrative division (that is `division`, GB/T 2260).

    `valid_until` is the last day of a closed or merged organisation; `merged_into` names its
    successor. Closed organisations stay where they are, so that their history can be read.
    """

    Kind = Kind

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("name of the organisation"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)
    code = models.CharField(_("code"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    path = PathField(unique=True, editable=False)
    division = models.CharField(_("division"), max_length=6, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        verbose_name=_("merged into"),
    )

    objects = PresentOrganisations()
    with_removed = OrganisationQuerySet.as_manager()
    scope = Scope(view="organisations.view")
    public = "what organisations are called and where they stand, everybody may know"

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["kind", "path"], name="organisation_kind_path"),
            models.Index(fields=["parent", "path"], name="organisation_parent_path"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], condition=~Q(code=""), name="organisation_code_once"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                name="organisation_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How many levels below the root; 0 for the root."""
        return len(self.path) // LEVEL - 1

    @property
    def is_closed(self) -> bool:
        """Whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    @property
    def status(self) -> str:
        """`open`, `planned`, `closing`, `closed` or `merged`, as of today."""
        today = timezone.localdate()
        if self.is_closed:
            return "merged" if self.merged_into_id else "closed"
        if self.valid_from is not None and self.valid_from > today:
            return "planned"
        return "closing" if self.valid_until is not None else "open"

    @property
    def status_label(self) -> str | Promise:
        """The status in words."""
        return STATUSES[self.status][0]

    @property
    def status_tone(self) -> str:
        """The colour of the status tag."""
        return STATUSES[self.status][1]


STATUSES: dict[str, tuple[str | Promise, str]] = {
    "open": (_("In operation"), "ok"),
    "planned": (_("Planned"), "info"),
    "closing": (_("Closing down"), "warn"),
    "closed": (_("Closed down"), "neutral"),
    "merged": (_("Merged into another"), "neutral"),
}
"""Words and tones of `Organisation.status`."""


def day_before(day: date) -> date:
    """The last day of what ends when something else begins."""
    return day - timedelta(days=1)


def place_name(path: str) -> str:
    """The name of the organisation at a path, one that was removed too; "" for none."""
    rows = Organisation.with_removed.open_to_everyone()
    return rows.filter(path=path).values_list("name", flat=True).first() or ""


def common_path(*paths: str) -> str:
    """The path of the innermost organisation above all; "" when there is none."""
    first, last = min(paths), max(paths)
    depth = 0
    while depth < len(first) and first[depth : depth + LEVEL] == last[depth : depth + LEVEL]:
        depth += LEVEL
    return first[:depth]
