"""How the use of a place went over months, asked of the lake itself, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q

from santong.domains.governance.analytics.models import LakeFile
from santong.domains.governance.analytics.queries.lake import lake
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import below

MONTHS, MOST_CHANGES = 36, 20
KEPT = 3600
"""Seconds for which an answer is kept: until the next export at most, as its key names that."""
Kind = Organisation.Kind
COLUMNS: Mapping[str, str] = {Kind.CITY_BUREAU: "region", Kind.COUNTY_BUREAU: "county", Kind.SCHOOL: "school"}


@dataclass(frozen=True)
class Month:
    """A month of a place: "2026-03", the people in it, person-days, records."""

    name: str
    people: int
    person_days: int
    records: int


@dataclass(frozen=True)
class Change:
    """By how many person-days the use of one kind changed at a school, from the month before the last to the last."""

    school: str
    kind: str
    was: int
    now: int

    @property
    def change(self) -> int:
        """The difference."""
        return self.now - self.was


def months_of(place: Organisation) -> tuple[Sequence[Month], Sequence[Change]]:
    """The last 36 months of a place, the oldest first, and what changed most between the last two that are over."""
    key = f"lake-months-{place.pk}-{lake().exported_at}".replace(" ", "-")
    found = cache.get(key)
    if found is None:
        found = _asked(place)
        cache.set(key, found, KEPT)
    return found  # type: ignore[no-any-return]


def _asked(place: Organisation) -> tuple[list[Month], list[Change]]:
    # The engines are large libraries, which only those who ask the lake load.
    from santong.domains.governance.analytics.engines import answer, facts_in
    from santong.domains.governance.analytics.folder import path_of
    from santong.domains.governance.analytics.questions import by_month, changes

    column = COLUMNS[place.kind]
    rows = LakeFile.objects.filter(Q(county=place.pk) if column == "county" else Q()).order_by("month", "first_seq")
    newest = sorted(set(rows.values_list("month", flat=True)))[-MONTHS:]
    paths = [path_of(each) for each in rows if each.month in newest]
    if not paths:
        return [], []
    with facts_in(settings.ANALYTICS_URL, paths) as facts:
        mine = facts.filter(facts[column] == place.pk)
        months = [
            Month(f"{row['month'] // 100}-{row['month'] % 100:02}", row["people"], row["person_days"], row["records"])
            for row in answer(by_month(mine, column)).to_pylist()
        ]
        over = months[-3:-1]
        if len(over) < 2:
            return months, []
        before, after = (int(each.name.replace("-", "")) for each in over)
        rows_changed = answer(changes(mine, before, after).limit(MOST_CHANGES)).to_pylist()
    keys = [row["school"] for row in rows_changed]
    names = dict(Organisation.objects.open_to_everyone().filter(below("path", place.path), pk__in=keys)
                 .values_list("pk", "name"))  # fmt: skip
    return months, [
        Change(names[row["school"]], row["kind"], row["was"], row["now"])
        for row in rows_changed
        if row["school"] in names
    ]
