"""How the leak guard plants credits: rows of people to those who keep them, published schemes to the staff below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from santong.domains.platform.credits.rules import Rules
from santong.kit.testing.planting import COLLEAGUES, Planting, World, holders

RULES = Rules(total=Decimal(144), years=3, hours_per_credit=Decimal(18)).as_json()
KINDS = ("senior", "vocational", "staff")


def _scheme(world: World, number: int) -> Mapping[str, Any]:
    return {"kind": KINDS[number % 3], "total": 144, "earned": "通过", "code": "", "is_published": True,
            "removed_at": None, "years": 3}  # fmt: skip


def _standing(world: World, number: int) -> Mapping[str, Any]:
    return {"kind": "senior", "state": "behind", "since": date(2024, 9, 1), "sums": {}, "lacks": [], "warnings": []}


PLANTING = Planting(
    how={
        "credits.Scheme": _scheme,
        "credits.Course": lambda world, number: {"credits": 2, "removed_at": None},
        "credits.SchemeVersion": lambda world, number: {"rules": RULES, "number": 1},
        "credits.Standing": _standing,
        "credits.Entry": lambda world, number: {"source": "by_hand", "points": 61},
        "credits.Correction": lambda world, number: {"kind": "senior", "state": "asked"},
        "credits.Effect": lambda world, number: {"state": "behind"},
    },
    of_class=frozenset({"credits.Standing", "credits.Entry", "credits.Correction", "credits.Effect"}),
    unmarked={
        "credits.Category": "a word of a scheme, which has a name",
        "credits.Replacement": "two courses, which have names",
        "credits.SchemeVersion": "a number; its scheme has a name",
        "credits.Standing": "shown by the name of the person",
        "credits.Effect": "shown by the name of the person",
    },
    published=frozenset({
        "credits.Scheme", "credits.Category", "credits.Course", "credits.Replacement", "credits.SchemeVersion",
    }),
    seen_by={
        "credits.Scheme": lambda: COLLEAGUES | holders("credits.schemes"),
        "credits.Category": lambda: COLLEAGUES | holders("credits.schemes"),
        "credits.Course": lambda: COLLEAGUES | holders("credits.schemes"),
        "credits.Replacement": lambda: COLLEAGUES | holders("credits.schemes"),
        "credits.SchemeVersion": lambda: COLLEAGUES | holders("credits.schemes"),
        "credits.Standing": lambda: holders("credits.view"),
        "credits.Entry": lambda: holders("credits.view"),
        "credits.Effect": lambda: holders("credits.view"),
        "credits.Correction": lambda: holders("credits.keep"),
    },
)  # fmt: skip
