"""Taking an import of pupils or guardians back, with all that followed from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.settling import (
    BATCH,
    REASON,
    places_of,
    pupils_by_person,
    settle,
    uncount,
    unfollow_children,
)
from santong.kit.audit import named
from santong.kit.imports.written import Undone, Written, take_back

DERIVED = frozenset({"access.appointment", "duplicates.suspicion", "organisations.organisationcount"})
"""What hangs on imported rows without being entered by anybody."""


def undo_pupils(written: Sequence[Written]) -> Undone:
    """Take back what can be, then bring roles and numbers in line with what is left."""
    with transaction.atomic(), named("students.undo_import"):
        keys = _keys(written, "students.pupil")
        before = places_of(_pupils(keys).values())
        links = _links(written)
        done = take_back(written, derived=DERIVED)
        present = _pupils(keys)
        _forget_links(links)
        uncount([place for key, place in before.items() if key not in present])
        settle({key: place for key, place in before.items() if key in present}, list(present.values()), forget=True)
    return done


def undo_guardians(written: Sequence[Written]) -> Undone:
    """Take links and people back that an import of guardians made."""
    with transaction.atomic(), named("students.undo_import"):
        links = _links(written)
        done = take_back(written, derived=DERIVED)
        _forget_links(links)
    return done


def _keys(written: Iterable[Written], label: str) -> list[int]:
    return sorted({each.pk for each in written if each.model == label})


def _pupils(keys: Sequence[int]) -> dict[int, Pupil]:
    rows = Pupil.objects.unscoped(REASON).select_related("school", "school_class", "person")
    return {
        pupil.pk: pupil
        for start in range(0, len(keys), BATCH)
        for pupil in rows.filter(pk__in=keys[start : start + BATCH])
    }


def _links(written: Iterable[Written]) -> list[Guardianship]:
    keys = _keys(written, "students.guardianship")
    rows = Guardianship.objects
    return [row for start in range(0, len(keys), BATCH) for row in rows.noted(keys[start : start + BATCH])]


def _forget_links(links: Sequence[Guardianship]) -> None:
    """The role "parent" of links that are gone, where the guardian is still known."""
    kept = {
        key
        for start in range(0, len(links), BATCH)
        for key in Guardianship.objects.again(links[start : start + BATCH]).values_list("pk", flat=True)
    }
    gone = [link for link in links if link.pk not in kept]
    unfollow_children(gone, pupils_by_person(link.child_id for link in gone), forget=True)
