"""Which schools and bureaus there were in a month, where they stood, and of which type they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from santong.domains.governance.indicators.kinds import Level, SchoolType, area_of_code, type_of_code
from santong.domains.governance.indicators.models import PlaceOfMonth
from santong.domains.platform.organisations.public import Organisation, SchoolProfile
from santong.kit.measures.public import Counted, Figure, Grain, Period

Kind = Organisation.Kind
LEVELS = MappingProxyType({Kind.SCHOOL: Level.SCHOOL, Kind.COUNTY_BUREAU: Level.COUNTY, Kind.CITY_BUREAU: Level.CITY})
SCHOOLS = "schools"
TYPE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        SchoolType.KINDERGARTEN: "幼儿园", SchoolType.TEACHING_POINT: "教学点", SchoolType.PRIMARY: "小学",
        SchoolType.JUNIOR: "初级中学", SchoolType.NINE_YEAR: "九年制学校", SchoolType.COMPLETE: "完全中学",
        SchoolType.SENIOR: "高级中学", SchoolType.TWELVE_YEAR: "十二年制学校", SchoolType.VOCATIONAL: "中等职业学校",
        SchoolType.HIGHER: "高等职业学校", SchoolType.SPECIAL: "特殊教育学校",
    }
)  # fmt: skip
"""What formulas call the types of schools."""
BATCH = 500


def standing_in(month: date) -> list[PlaceOfMonth]:
    """The places of a month. What is over stays as it was written down; this month is written anew each time."""
    this = Period.this_month().first
    kept = PlaceOfMonth.objects.filter(month=month)
    if month < this and (found := list(kept)):
        return found
    found = list(_present(month))
    kept._raw_delete(kept.db)  # type: ignore[attr-defined]
    return PlaceOfMonth.objects.bulk_create(found, batch_size=BATCH)


def _present(month: date) -> Iterator[PlaceOfMonth]:
    """From the figures of schools, which know where each stood; of which type it is, from the directory."""
    rows = _counted(month)
    places = (
        Organisation.with_removed.open_to_everyone()
        .filter(kind__in=list(LEVELS))
        .in_bulk([key for key, _p, _n in rows])
    )
    profiles = SchoolProfile.objects.open_to_everyone().in_bulk(list(places))
    for key, path, number in rows:
        if key not in places or (places[key].kind == Kind.SCHOOL and not number):
            continue
        profile = profiles.get(key)
        yield PlaceOfMonth(
            month=month, place=key, path=path, level=LEVELS[Kind(places[key].kind)],
            school_type=type_of_code(profile.education_type) if profile else "",
            area=area_of_code(profile.area) if profile else "",
        )  # fmt: skip


def _counted(month: date) -> list[tuple[int, str, int]]:
    """Key, path and number of schools at each place, as they were counted last in the month."""
    days = Counted.objects.filter(measure=SCHOOLS).exclude(as_of=None)
    whole = Period(Grain.MONTH, month)
    day = days.filter(grain=Grain.DAY, day__range=(whole.first, whole.last)).order_by("-day").first()
    grain, first = (Grain.DAY, day.day) if day and whole == Period.this_month() else (Grain.MONTH, month)
    rows = Figure.objects.filter(measure=SCHOOLS, grain=grain, day=first, by="", place__gt=0).order_by("path")
    return list(rows.values_list("place", "path", "numerator"))
