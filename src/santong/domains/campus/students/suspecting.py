"""Pupils and guardians who may be entered twice, by what only the roll and families tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.db.models import Count, Q

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.duplicates.public import Hint
from santong.domains.platform.identity.public import people_by_id_number
from santong.kit.access import below

REASON = "whether people are entered twice is judged for all of them"
BATCH = 500
MOST_NAMESAKES = 6


def hints(path: str) -> Iterator[Hint]:
    """Every hint at a path and below."""
    yield from _by_roll_number(path)
    yield from _namesakes(path)
    yield from _in_families(path)


def _by_roll_number(path: str) -> Iterator[Hint]:
    """Pupils without identity number whose roll number holds that of somebody else."""
    rows = Pupil.objects.unscoped(REASON).filter(below("path", path), person__id_number_index="")
    holders = {row.roll_number[1:]: row.person_id for row in rows.exclude(roll_number_index="")}
    for number, person in people_by_id_number(holders).items():
        yield Hint(holders[number], person.pk, "number")


def _namesakes(path: str) -> Iterator[Hint]:
    """Pupils of one school with one name, of whom one is known by the name alone."""
    rows = Pupil.objects.unscoped(REASON).filter(below("path", path), status__in=Pupil.PRESENT)
    bare = rows.filter(person__id_number_index="", person__birth_date=None).exclude(person__name="")
    wanted = set(bare.values_list("school_id", "person__name"))
    names = sorted({name for _school, name in wanted})
    found: dict[tuple[int, str], list[tuple[int, bool]]] = defaultdict(list)
    for start in range(0, len(names), BATCH):
        batch = rows.filter(person__name__in=names[start : start + BATCH])
        fields = ("school_id", "person__name", "person_id", "person__id_number_index", "person__birth_date")
        for school, name, person, number, born in batch.values_list(*fields):
            if (school, name) in wanted:
                found[school, name].append((person, not number and born is None))
    for group in found.values():
        for (one, is_bare), (other, also_bare) in combinations(group[:MOST_NAMESAKES], 2):
            if is_bare or also_bare:
                yield Hint(one, other, "name_school")


def _in_families(path: str) -> Iterator[Hint]:
    """Guardians of one child with one name."""
    rows = Guardianship.objects.numbers_only().filter(below("path", path), ended_on=None)
    repeated = rows.order_by().values_list("child_id", "guardian__name").annotate(n=Count("pk")).filter(n__gt=1)
    pairs = list(repeated.values_list("child_id", "guardian__name"))
    for start in range(0, len(pairs), BATCH):
        part = pairs[start : start + BATCH]
        groups: dict[tuple[int, str], list[int]] = defaultdict(list)
        batch = rows.filter(Q(child_id__in=[child for child, _name in part]))
        for child, name, guardian in batch.values_list("child_id", "guardian__name", "guardian_id"):
            groups[child, name].append(guardian)
        for group in groups.values():
            for one, other in combinations(group, 2):
                yield Hint(one, other, "family")
