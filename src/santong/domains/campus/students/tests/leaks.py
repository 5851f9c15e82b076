"""How the leak guard plants pupils and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.domains.campus.students.models import Pupil
from santong.kit.testing.planting import FIRST, SCHOOLS, STEP, Planting, World, holders

LEAVER = 4
"""Offset of the pupil who is offered to another school."""
UNDONE = ("made", "moved", "closed", "graduated", "suspended", "roles", "changes")
"""What a change of the school year keeps for its taking back; here it did nothing."""


def _transfer(world: World, number: int) -> Mapping[str, Any]:
    """A pupil offered to the other school of the county: both schools may know."""
    school, other = SCHOOLS[number], SCHOOLS[number ^ 1]
    key = FIRST + number + LEAVER * STEP
    leaver = world.person(key, "leaver", f"{school}-class", frozenset({key}), keeper=school, also=other)
    pupil = Pupil(pk=key, person=leaver, **_place(world, number))
    pupil.save(force_insert=True)
    world.planted["students.pupil", str(key)] = world.planted["identity.person", str(key)]
    to = world.organisations[other]
    return {
        "pupil": pupil,
        "path": world.organisations[school].path,
        "from_school_id": FIRST + number,
        "to_school": to,
        "to_path": to.path,
    }


def _classmate(world: World, number: int) -> Mapping[str, Any]:
    return {"person_id": FIRST + number + 3 * STEP, **_place(world, number)}


def _place(world: World, number: int) -> Mapping[str, Any]:
    path = world.organisations[f"{SCHOOLS[number]}-class"].path
    return {"school_id": FIRST + number, "school_class_id": FIRST + number + STEP, "path": path}


PLANTING = Planting(
    how={
        "students.Pupil": lambda world, number: {"person_id": FIRST + number},
        "students.Transfer": _transfer,
        "students.YearChange": lambda world, number: {"undo": {key: [] for key in UNDONE}},
    },
    second={"students.Pupil": _classmate},
    also={"students.Transfer": lambda number: SCHOOLS[number ^ 1]},
    of_class=frozenset({
        "students.Pupil", "students.Guardianship", "students.Invitation", "students.Consent", "students.ClassPlace",
        "students.RollChange", "students.Transfer",
    }),
    # A pupil may change to any school, so whoever keeps a roll finds all of them by name.
    told_at={"/transfers/schools/": "organisations.Organisation"},
    unmarked={
        "students.Guardianship": "shown by the names of guardian and child",
        "students.YearChange": "numbers; its school has a name",
    },
    seen_by={
        "students.Consent": lambda: holders("guardians.view"),
        "students.Guardianship": lambda: holders("guardians.view"),
        "students.Pupil": lambda: holders("pupils.view"),
        "students.Transfer": lambda: holders("transfers.view"),
    },
    words={"kind": ("suspend", "resume", "leave")},
)  # fmt: skip
