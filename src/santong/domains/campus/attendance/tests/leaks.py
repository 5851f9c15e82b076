"""How the leak guard plants attendance: staff of the class and the school see it, the family their own child's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders


def _call(world: World, number: int) -> Mapping[str, Any]:
    return {"day": timezone.localdate(), "session": 0, "removed_at": None}


def _presence(world: World, number: int) -> Mapping[str, Any]:
    today = timezone.localdate()
    return {"day": today, "first": 0, "last": 0, "state": "absent", "source": "roll_call", "leave": None,
            "ended_at": None}  # fmt: skip


def _day(world: World, number: int) -> Mapping[str, Any]:
    return {"day": timezone.localdate(), "calls": 1, "expected": 2, "present": 1, "on_leave": 0, "absent": 1}


def _leave(world: World, number: int) -> Mapping[str, Any]:
    today = timezone.localdate()
    return {"state": "asked", "kind": "sick", "since": today, "until": today, "since_half": "am", "until_half": "pm",
            "reason_cipher": "", "answer_cipher": ""}  # fmt: skip


PLANTING = Planting(
    how={
        "attendance.RollCall": _call,
        "attendance.Presence": _presence,
        "attendance.ClassDay": _day,
        "attendance.PupilLeave": _leave,
        "attendance.AttendanceRules": lambda world, number: {"long_after": 3},
    },
    of_class=frozenset({
        "attendance.RollCall", "attendance.Presence", "attendance.ClassDay", "attendance.PupilLeave",
        "attendance.LeaveNote",
    }),
    unmarked={
        "attendance.RollCall": "shown by the name of the class",
        "attendance.Presence": "shown by the name of the pupil",
        "attendance.ClassDay": "numbers of a class, which has a name",
        "attendance.PupilLeave": "shown by the name of the pupil",
        "attendance.LeaveNote": "shown by the name of the file",
        "attendance.AttendanceRules": "a number; its school has a name",
    },
    # Who has called the roll is said to all who look at the class.
    published=frozenset({"attendance.RollCall"}),
    seen_by={
        "attendance.RollCall": lambda: holders("attendance.view"),
        "attendance.Presence": lambda: holders("attendance.view"),
        "attendance.ClassDay": lambda: holders("attendance.view"),
        "attendance.PupilLeave": lambda: holders("attendance.decide"),
        "attendance.LeaveNote": lambda: holders("attendance.decide"),
        "attendance.AttendanceRules": lambda: holders("attendance.rules"),
    },
    words={"day": (timezone.localdate().isoformat(),)},
)  # fmt: skip
