"""How the leak guard plants examinations: published ones show to the staff of the school, the rest to few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import MEMBERS, Planting, World, holders


def _examination(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "published", "origin": None, "act": None, "booked": None}


def _paper(world: World, number: int) -> Mapping[str, Any]:
    return {"begins": None, "ends": None, "released_at": timezone.now()}


def _result(world: World, number: int) -> Mapping[str, Any]:
    return {"points": None, "is_absent": True}


def _staff() -> frozenset[str]:
    return MEMBERS | holders("exams.view")


PLANTING = Planting(
    how={"exams.Examination": _examination, "exams.Paper": _paper, "exams.ExamResult": _result},
    of_class=frozenset({"exams.Seat", "exams.Absentee", "exams.ExamResult"}),
    unmarked={
        "exams.ExamRoom": "numbers alone; the room has a name of its own",
        "exams.Invigilation": "keys alone; the person has a name of their own",
        "exams.ExamRoll": "keys and a moment alone",
        "exams.Absentee": "keys alone; the pupil has a name of their own",
        "exams.ExamResult": "points alone; the pupil has a name of their own",
    },
    published=frozenset({"exams.Invigilation"}),
    seen_by={
        "exams.Examination": _staff,
        "exams.Paper": _staff,
        "exams.ExamRoom": _staff,
        "exams.Invigilation": _staff,
        "exams.Seat": lambda: holders("exams.seats"),
        "exams.ExamRoll": lambda: holders("exams.keep"),
        "exams.ExamResult": lambda: holders("exams.results"),
    },
)
