"""Finding people who may be entered twice, at a place and below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from santong.domains.platform.duplicates.models import Suspicion
from santong.domains.platform.duplicates.reasons import weight_of
from santong.domains.platform.duplicates.rules import Hint, rules
from santong.domains.platform.identity.public import Person, id_numbers_of
from santong.domains.platform.organisations.public import common_path
from santong.kit.access import below
from santong.kit.audit import named

BATCH = 500
MOST_OF_A_KIND = 6
"""More people who agree in the same two facts are not one person entered so often, but a common name."""
CLOSE = 2
"""Digits in which a number typed twice differs, at most."""
OVERRULED_BY_NUMBERS = {"name_birth", "sound_birth", "name_school"}
"""Reasons that weigh nothing against two identity numbers that differ."""
REASON = "whether people are entered twice is judged for all of them"

Pair = tuple[int, int]


def find_suspicions(path: str = "") -> int:
    """Look at everybody at a path and below; returns how many pairs are to be looked at there.

    What was decided stays decided. Pairs that no longer look alike are taken off the list.
    """
    found = dict(_judged(_hints(path)))
    with transaction.atomic(), named("duplicates.find"):
        known = _known(found)
        gone = Suspicion.objects.unscoped(REASON).filter(below("path", path), state=Suspicion.State.OPEN)
        asked = gone.filter(reasons__contains="asked").values_list("pk", flat=True)
        stale = set(gone.values_list("pk", flat=True)) - {row.pk for row in known.values()} - set(asked)
        for start in range(0, len(stale), BATCH):
            gone.filter(pk__in=sorted(stale)[start : start + BATCH]).delete()
        _renew(known, found)
        _add({pair: joined for pair, joined in found.items() if pair not in known})
    return Suspicion.objects.numbers_only().filter(below("path", path), state=Suspicion.State.OPEN).count()


def _hints(path: str) -> dict[Pair, set[str]]:
    pairs: dict[Pair, set[str]] = defaultdict(set)
    own = (hint for facts, reason in ALIKE for hint in _alike(path, facts, reason))
    others = (hint for rule in rules() for hint in rule.hints(path))
    for hint in (*own, *others):
        if hint.first_id != hint.second_id:
            pair = min(hint.first_id, hint.second_id), max(hint.first_id, hint.second_id)
            pairs[pair].add(hint.reason)
    return pairs


ALIKE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("name", "birth_date"), "name_birth"),
    (("name", "phone_index"), "name_phone"),
    (("pinyin", "birth_date", "path"), "sound_birth"),
)
"""Columns in which people agree who may be one, and the reason that this is."""


def _alike(path: str, facts: tuple[str, ...], reason: str) -> Iterator[Hint]:
    people = _people(path)
    for fact in facts:
        people = people.exclude(**{fact: None if fact == "birth_date" else ""})
    repeated = people.order_by().values_list(*facts).annotate(n=Count("pk")).filter(n__gt=1, n__lte=MOST_OF_A_KIND)
    kinds = set(repeated.values_list(*facts))
    firsts = sorted({kind[0] for kind in kinds})
    for start in range(0, len(firsts), BATCH):
        members: dict[Any, list[tuple[int, str]]] = defaultdict(list)
        batch = people.filter(**{f"{facts[0]}__in": firsts[start : start + BATCH]})
        for key, name, *values in batch.values_list("pk", "name", *facts):
            if tuple(values) in kinds:
                members[tuple(values)].append((key, name))
        for group in members.values():
            for (first, name), (second, other) in combinations(group, 2):
                if reason != "sound_birth" or name != other:
                    yield Hint(first, second, reason)


def _people(path: str) -> QuerySet[Person]:
    found: QuerySet[Person] = Person.objects.unscoped(REASON).filter(below("path", path), is_active=True)
    return found


def _judged(pairs: Mapping[Pair, set[str]]) -> Iterator[tuple[Pair, tuple[str, str]]]:
    """The pairs that stand up to a closer look, with their reasons and the path above both."""
    people = _load({key for pair in pairs for key in pair})
    for pair, reasons in pairs.items():
        if pair[0] not in people or pair[1] not in people:
            continue
        first, second = people[pair[0]], people[pair[1]]
        left = judge(first, second, reasons)
        if left:
            yield pair, (",".join(sorted(left)), common_path(first.path, second.path))


def judge(first: Person, second: Person, reasons: Iterable[str]) -> set[str]:
    """The reasons that hold out against what is known of both; empty when they are two people."""
    left = set(reasons)
    numbers = id_numbers_of((first, second))
    if len(numbers) == 2:
        if _distance(*numbers) <= CLOSE:
            left.add("near_number")
        else:
            left -= OVERRULED_BY_NUMBERS
    if first.birth_date and second.birth_date and first.birth_date != second.birth_date:
        left.discard("name_school")
    if {first.sex, second.sex} == {Person.Sex.MALE, Person.Sex.FEMALE}:
        left.discard("sound_birth")
    return left


def _distance(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


def _load(keys: set[int]) -> dict[int, Person]:
    wanted = sorted(keys)
    rows = Person.objects.unscoped(REASON).filter(is_active=True)
    return {
        person.pk: person
        for start in range(0, len(wanted), BATCH)
        for person in rows.filter(pk__in=wanted[start : start + BATCH])
    }


def _known(pairs: Mapping[Pair, Any]) -> dict[Pair, Suspicion]:
    firsts = sorted({first for first, _second in pairs})
    rows = Suspicion.objects.unscoped(REASON)
    found = {
        (row.first_id, row.second_id): row
        for start in range(0, len(firsts), BATCH)
        for row in rows.filter(first_id__in=firsts[start : start + BATCH])
    }
    return {pair: row for pair, row in found.items() if pair in pairs}


def _renew(known: Mapping[Pair, Suspicion], found: Mapping[Pair, tuple[str, str]]) -> None:
    changed = []
    for pair, row in known.items():
        reasons, path = found[pair]
        if row.state == Suspicion.State.OPEN and (row.reasons, row.path) != (reasons, path):
            row.reasons, row.path, row.score = reasons, path, weight_of(reasons.split(","))
            changed.append(row)
    Suspicion.objects.bulk_save(changed, ["reasons", "path", "score"])


def _add(found: Mapping[Pair, tuple[str, str]]) -> None:
    today = timezone.localdate()
    rows = [
        Suspicion(
            first_id=first,
            second_id=second,
            path=path,
            reasons=reasons,
            score=weight_of(reasons.split(",")),
            found_on=today,
        )
        for (first, second), (reasons, path) in sorted(found.items())
    ]
    Suspicion.objects.bulk_create(rows, batch_size=BATCH)
