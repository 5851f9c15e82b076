"""How the leak guard plants what hangs on timetables here."""

from __future__ import annotations

from datetime import date

from santong.kit.testing.planting import Planting

PLANTING = Planting(
    how={
        "teaching_plans.PlanLine": lambda world, number: {
            "lessons": 2, "doubles": 0, "rhythm": "every", "room_kind": "", "group": 0,
        },
        "teaching_plans.Rule": lambda world, number: {
            "kind": "spread", "weekdays": "", "periods": "", "weight": "must",
        },
        "teaching_plans.Search": lambda world, number: {
            "state": "done", "base": None, "draft": None, "job": None, "since": date(2027, 2, 22),
        },
        "teaching_plans.Move": lambda world, number: {"lessons": [], "was": []},
    },
    unmarked={"teaching_plans.Move": "keys of lessons and numbers alone"},
)  # fmt: skip
