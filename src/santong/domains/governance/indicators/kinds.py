"""The words that indicators and targets are made of: types of schools, directions, units, ways up the tree."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SchoolType(models.TextChoices):
    """Types of schools as targets tell them apart, from the codes of 办学类型 (JY/T 1001)."""

    KINDERGARTEN = "kindergarten", _("Kindergarten")
    TEACHING_POINT = "teaching_point", _("Teaching point")
    PRIMARY = "primary", _("Primary school")
    JUNIOR = "junior", _("Junior secondary school")
    NINE_YEAR = "nine_year", _("Nine-year school")
    COMPLETE = "complete", _("Complete secondary school")
    SENIOR = "senior", _("Senior secondary school")
    TWELVE_YEAR = "twelve_year", _("Twelve-year school")
    VOCATIONAL = "vocational", _("Secondary vocational school")
    HIGHER = "higher", _("Higher vocational college")
    SPECIAL = "special", _("Special school")


Type = SchoolType
OF_CODE: Mapping[str, str] = MappingProxyType(
    {
        "218": Type.TEACHING_POINT, "312": Type.NINE_YEAR, "341": Type.COMPLETE, "345": Type.TWELVE_YEAR,
    }
)  # fmt: skip
OF_START = (
    ("1", Type.KINDERGARTEN), ("2", Type.PRIMARY), ("31", Type.JUNIOR), ("32", Type.JUNIOR), ("33", Type.JUNIOR),
    ("34", Type.SENIOR), ("35", Type.SENIOR), ("36", Type.VOCATIONAL), ("37", Type.JUNIOR), ("4", Type.HIGHER),
    ("5", Type.SPECIAL),
)  # fmt: skip
ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Type.TEACHING_POINT: (Type.PRIMARY,),
        Type.NINE_YEAR: (Type.PRIMARY, Type.JUNIOR),
        Type.COMPLETE: (Type.JUNIOR, Type.SENIOR),
        Type.TWELVE_YEAR: (Type.PRIMARY, Type.JUNIOR, Type.SENIOR),
    }
)
"""Whose targets a school takes where there is none of its own type."""
COMPULSORY = frozenset(
    {Type.TEACHING_POINT, Type.PRIMARY, Type.JUNIOR, Type.NINE_YEAR, Type.COMPLETE, Type.TWELVE_YEAR}
)


def type_of_code(code: str) -> str:
    """The type of a school by its code of 办学类型, "" for one that isn't known."""
    found = OF_CODE.get(code) or next((kind for start, kind in OF_START if code.startswith(start)), "")
    return str(found)


def area_of_code(code: str) -> str:
    """城区, 镇区 or 乡村, by the code of 统计用城乡分类; "" where it isn't known."""
    return "城区" if code.startswith("11") else "镇区" if code.startswith("12") else "乡村" if code[:1] == "2" else ""


class Unit(models.TextChoices):
    """What a figure is in."""

    PERCENT = "percent", _("%")
    TO_ONE = "to_one", _("n : 1")
    PER_PERSON = "per_person", _("per person")
    PEOPLE_PER_HUNDRED = "per_hundred", _("per 100 pupils")
    SQUARE_METRES = "m2", _("m²")
    SQUARE_METRES_EACH = "m2_each", _("m² per person")
    MBPS = "mbps", _("Mbps")
    COUNT = "count", _("a number")
    PEOPLE = "people", pgettext_lazy("unit", "people")
    SCHOOLS = "schools", pgettext_lazy("unit", "schools")
    YUAN = "yuan", _("yuan")
    YUAN_EACH = "yuan_each", _("yuan per person")
    BOOKS_EACH = "books_each", _("volumes per person")
    HOURS = "hours", pgettext_lazy("unit", "hours")
    MINUTES = "minutes", pgettext_lazy("unit", "minutes")
    TIMES = "times", pgettext_lazy("unit", "times")
    NONE = "none", _("no unit")
    TRUTH = "truth", _("met or not")


UNIT_SIGNS: Mapping[str, str] = MappingProxyType(
    {Unit.PERCENT: "%", Unit.TO_ONE: ": 1", Unit.NONE: "", Unit.TRUTH: "", Unit.COUNT: ""}
)
"""What stands behind a figure, where that isn't the word of the unit."""


class Direction(models.TextChoices):
    """Which figures are better."""

    MORE = "more", _("More is better")
    LESS = "less", _("Less is better")
    BAND = "band", _("Within a band")


class Level(models.TextChoices):
    """The kind of place that an indicator is computed at."""

    SCHOOL = "school", pgettext_lazy("level", "School")
    COUNTY = "county", pgettext_lazy("level", "County")
    CITY = "city", pgettext_lazy("level", "City")


class RollUp(models.TextChoices):
    """How a figure of several places comes of theirs."""

    RATIO = "ratio", _("Ratio of the sums")
    SUM = "sum", _("Sum")
    MEAN = "mean", _("Mean, weighted")
    MEET = "meet", _("Share of places that meet it")
    WORST = "worst", _("The worst of them")
    ANEW = "anew", _("Computed anew at each level")


class Blank(models.TextChoices):
    """What a figure that can't be computed counts as."""

    UNKNOWN = "unknown", _("Unknown: counted as missing")
    FAILS = "fails", _("Not met")
    NOT_APPLICABLE = "na", _("Not applicable: left out")


class State(models.TextChoices):
    """What a result is."""

    KNOWN = "known", _("Known")
    UNKNOWN = "unknown", _("Unknown")
    FAILS = "fails", _("Not met")
    NOT_APPLICABLE = "na", _("Not applicable")


class Light(models.TextChoices):
    """How a figure stands to a target."""

    MET = "met", pgettext_lazy("light", "Met")
    NEAR = "near", pgettext_lazy("light", "Nearly")
    BEHIND = "behind", pgettext_lazy("light", "Behind")
    UNKNOWN = "unknown", pgettext_lazy("light", "No figure")
    NONE = "none", pgettext_lazy("light", "No target")
