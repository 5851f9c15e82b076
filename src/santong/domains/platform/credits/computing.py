"""Computing how people stand: all of a school at once, or one person with every credit traced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from santong.domains.platform.credits.declaring import CreditSource, Entrant, holders_of
from santong.domains.platform.credits.engine import Fact, Lack, Result, State, stand
from santong.domains.platform.credits.kinds import HolderKind
from santong.domains.platform.credits.models import Entry, SchemeVersion, Standing, today
from santong.domains.platform.credits.reading import InForce, in_force
from santong.domains.platform.credits.rules import Rules
from santong.kit.access import below_any
from santong.kit.registry import registry

BATCH = 3000
WRITTEN = (
    "path", "place_id", "since", "version_id", "state", "earned", "needed", "missing", "sums", "lacks", "warnings",
    "computed_at",
)  # fmt: skip
COLUMNS = ("person_id", "course", "on", "pk", "source", "points", "attendance", "hours", "credits", "passed")


@dataclass(frozen=True)
class Stood:
    """How one person stands by which version; `result` is None where no scheme holds."""

    version: SchemeVersion | None
    rules: Rules | None
    result: Result


def facts_of(people: Sequence[int]) -> dict[int, list[Fact]]:
    """What people took, from the entries that weren't cancelled and from all modules that know of something."""
    found: dict[int, list[Fact]] = defaultdict(list)
    rows = Entry.objects.noted(people, by="person_id")
    cancelled = set(rows.exclude(cancels=None).values_list("cancels_id", flat=True))
    for person, course, on, key, source, points, attendance, hours, worth, passed in (
        rows.filter(cancels=None).order_by("on", "pk").values_list(*COLUMNS)
    ):
        if key not in cancelled:
            found[person].append(
                Fact(course, on, source, str(key), "", _float(points), _float(attendance), _float(hours), worth, passed)
            )
    for each in registry.of(CreditSource):
        for person, fact in each.find(people):
            found[person].append(fact)
    return found


def _float(number: Any) -> float | None:
    return None if number is None else float(number)


def entrants_at(kind: str, paths: Sequence[str]) -> list[Entrant]:
    """Who collects credits of a kind at places and below; of somebody who is there twice the first."""
    found: dict[int, Entrant] = {}
    for each in holders_of(kind):
        for entrant in each.find(paths):
            found.setdefault(entrant.person, entrant)
    return list(found.values())


def recompute(paths: Sequence[str]) -> int:
    """Compute everybody's standing at places and below anew; answers for how many."""
    day, force, number = today(), in_force(paths), 0
    for kind in HolderKind.values:
        entrants = entrants_at(kind, paths)
        _forget(kind, paths, {each.person for each in entrants})
        for at in range(0, len(entrants), BATCH):
            number += _compute(kind, entrants[at : at + BATCH], force, day)
    return number


def _compute(kind: str, entrants: Sequence[Entrant], force: InForce, day: date) -> int:
    facts, now = facts_of([each.person for each in entrants]), timezone.now()
    rows = []
    for entrant in entrants:
        version = force.version_for(kind, entrant, day)
        rules = force.rules_of(version) if version is not None else None
        result = stand_of(rules, facts.get(entrant.person, ()), entrant, day)
        rows.append(_row(kind, entrant, Stood(version, rules, result), now))
    # Derived, and thousands at once: written without the audit record, like figures.
    plain: models.QuerySet[Standing] = models.QuerySet(Standing)
    with transaction.atomic():
        plain.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["person", "kind"],
            update_fields=[name.removesuffix("_id") for name in WRITTEN],
        )  # fmt: skip
    return len(rows)


def stand_of(rules: Rules | None, facts: Iterable[Fact], entrant: Entrant, day: date) -> Result:
    """How somebody stands by rules; without any, that there are none."""
    if rules is None:
        return Result(State.NO_SCHEME)
    return stand(rules, facts, since=entrant.since, today=day)


def _row(kind: str, entrant: Entrant, stood: Stood, now: datetime) -> Standing:
    result = stood.result
    return Standing(
        person_id=entrant.person, kind=kind, path=entrant.path, place_id=entrant.place, since=entrant.since,
        version=stood.version, state=result.state.value, earned=result.earned,
        needed=stood.rules.total if stood.rules else 0, missing=len(result.lacks),
        sums={name: float(value) for name, value in result.sums.items()},
        lacks=[_kept(each) for each in result.lacks], warnings=[_kept(each) for each in result.warnings],
        computed_at=now,
    )  # fmt: skip


def _kept(lack: Lack) -> list[Any]:
    return [lack.why.value, lack.what, float(lack.have), float(lack.need), list(lack.proposals)]


def _forget(kind: str, paths: Sequence[str], present: set[int]) -> None:
    """Standings of people who no longer collect credits there."""
    rows = Standing.objects.keeping_unique().filter(below_any("path", paths), kind=kind)
    gone = [pk for pk, person in rows.values_list("pk", "person_id") if person not in present]
    if gone:
        models.QuerySet(Standing).filter(pk__in=gone).delete()


def recompute_people(kind: str, people: Iterable[int]) -> None:
    """Compute the standing of a few people anew, at once: whoever wrote something sees it."""
    rows = Standing.objects.noted(sorted(set(people)), by="person_id").filter(kind=kind)
    entrants = [entrant_of(row) for row in rows]
    if entrants:
        _compute(kind, entrants, in_force([each.path for each in entrants], [kind]), today())


def entrant_of(row: Standing) -> Entrant:
    """Where somebody stands and since when, as their standing keeps it."""
    return Entrant(row.person_id, row.path, row.place_id, row.since)


def stood(row: Standing) -> Stood:
    """How somebody in hand stands today, with every credit traced."""
    entrant, day = entrant_of(row), today()
    force = in_force([row.path], [row.kind])
    version = force.version_for(row.kind, entrant, day)
    rules = force.rules_of(version) if version is not None else None
    return Stood(version, rules, stand_of(rules, facts_of([row.person_id]).get(row.person_id, ()), entrant, day))


def stood_by(rows: Sequence[Standing], rules_for: Any) -> Iterator[tuple[Standing, Result]]:
    """How people in hand would stand by other rules: `rules_for(entrant)` gives them, None where nothing changes."""
    day = today()
    for at in range(0, len(rows), BATCH):
        part = rows[at : at + BATCH]
        facts = facts_of([row.person_id for row in part])
        for row in part:
            rules = rules_for(row)
            if rules is not None:
                yield row, stand_of(rules, facts.get(row.person_id, ()), entrant_of(row), day)
