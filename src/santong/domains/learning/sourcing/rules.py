"""The one table of what brings points; the bureau changes the numbers on a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from santong.domains.learning.sourcing.models import Rule
from santong.kit.registry import Label


@dataclass(frozen=True)
class Occasion:
    """Something that brings points, with what it brings until the bureau says otherwise."""

    name: str
    label: Label
    person: int
    school: int


OCCASIONS = (
    Occasion("admitted-school", _("Admitted by the school, once for each resource"), 2, 1),
    Occasion("admitted-county", _("Admitted by the county, once for each resource"), 5, 3),
    Occasion("admitted-city", _("Admitted by the city, once for each resource"), 10, 5),
    Occasion("used", _("Used by another school, once for each resource and school"), 1, 1),
    Occasion("certified-school", _("Certified by the school"), 5, 2),
    Occasion("certified-county", _("Certified by the county"), 15, 8),
    Occasion("certified-city", _("Certified by the city"), 30, 15),
)
BY_NAME = {each.name: each for each in OCCASIONS}


def reward_of(name: str) -> tuple[int, int]:
    """What an occasion brings its author and the author's school today."""
    row = Rule.objects.filter(occasion=name).first()
    given = BY_NAME[name]
    return (row.person_points, row.school_points) if row else (given.person, given.school)


def table() -> list[tuple[Occasion, int, int]]:
    """Every occasion with what it brings today."""
    changed = {row.occasion: (row.person_points, row.school_points) for row in Rule.objects.all()}
    return [(each, *changed.get(each.name, (each.person, each.school))) for each in OCCASIONS]
