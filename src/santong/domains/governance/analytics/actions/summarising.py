"""Working out what the activity pages show, so that they only have to read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import ibis.expr.types as ir
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from santong.domains.governance.analytics.engines import answer, facts_in
from santong.domains.governance.analytics.folder import path_of
from santong.domains.governance.analytics.models import ActivityDay, Lake, LakeFile, Retention
from santong.domains.governance.analytics.queries.cells import ASPECTS, Cell
from santong.domains.governance.analytics.queries.lake import files_with_days_from, lake
from santong.domains.governance.analytics.questions import WEEKS, activity_by_day, retention
from santong.domains.governance.analytics.schema import monday_of
from santong.domains.platform.organisations.public import Organisation

LEVELS = ("school", "county", "region")
TOLD_APART = (("role",), ("role", "subject"), ("role", "kind"), ("role", "subject", "kind"))
PORTION = 2000


@dataclass
class _Day:
    people: int = 0
    records: int = 0
    cells: list[Cell] = field(default_factory=list)


Days = dict[tuple[int, date], _Day]


def summarise() -> int:
    """Bring the figures of the days that have changed up to date; how many figures."""
    present = lake()
    if present.stale_since is None:
        return 0
    files = files_with_days_from(present.stale_since)
    days = _count_days(files, present.stale_since) if files else {}
    _replace_days(days, present)
    return len(days)


def summarise_retention() -> int:
    """Work the retention of every place out anew, from all that is in the lake; how many rows."""
    files = files_with_days_from()
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * (WEEKS + 1))
    if files:
        with facts_in(settings.ANALYTICS_URL, [path_of(file) for file in files]) as facts:
            for level in LEVELS:
                _add_retention(found, facts, level)
    known = _organisations(place for place, _ in found)
    rows = [Retention(organisation_id=p, week=monday_of(w), people=n) for (p, w), n in found.items() if p in known]
    with transaction.atomic():
        Retention.objects.all().delete()
        Retention.objects.bulk_create(rows, batch_size=PORTION)
    return len(rows)


def _count_days(files: Sequence[LakeFile], first: date) -> Days:
    days: Days = defaultdict(_Day)
    with facts_in(settings.ANALYTICS_URL, [path_of(file) for file in files]) as facts:
        recent = facts.filter(facts.day >= first)
        for level in LEVELS:
            _add_days(days, recent, level)
    return days


def _add_days(days: Days, facts: ir.Table, level: str) -> None:
    for place, day, people, records in _rows(activity_by_day(facts, level)):
        days[place, day].people, days[place, day].records = people, records
    for aspects in TOLD_APART:
        for place, day, *values, people, records in _rows(activity_by_day(facts, level, *aspects)):
            told = dict(zip(aspects, values, strict=True))
            days[place, day].cells.append([*(told.get(aspect) for aspect in ASPECTS), people, records])


def _add_retention(found: dict[tuple[int, int], list[int]], facts: ir.Table, level: str) -> None:
    for place, cohort, after, people in _rows(retention(facts, level)):
        found[place, cohort][after] = people


def _rows(question: ir.Table) -> Iterable[tuple]:
    columns = [column.to_pylist() for column in answer(question).columns]
    return zip(*columns, strict=True)


def _replace_days(days: Days, present: Lake) -> None:
    known = _organisations(place for place, _ in days)
    rows = [
        ActivityDay(organisation_id=place, day=day, **vars(figures))
        for (place, day), figures in days.items()
        if place in known
    ]
    with transaction.atomic():
        ActivityDay.objects.filter(day__gte=present.stale_since).delete()
        ActivityDay.objects.bulk_create(rows, batch_size=PORTION)
        Lake.objects.filter(pk=present.pk).update(summarised_at=timezone.now())
        # What was exported meanwhile is worked out next time.
        Lake.objects.filter(pk=present.pk, version=present.version).update(stale_since=None)


def _organisations(keys: Iterable[int]) -> set[int]:
    """The keys among these that are organisations (0 is none)."""
    every = Organisation.with_removed.open_to_everyone().values_list("pk", flat=True)
    return set(keys) & set(every)
