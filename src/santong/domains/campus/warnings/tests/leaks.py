"""How the leak guard plants warnings: the class teacher sees them, the rest of the school once they are passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders


def _warning(world: World, number: int) -> Mapping[str, Any]:
    today = timezone.localdate()
    return {
        "kind": "absences", "state": "open", "closed_on": None, "passed_on": today, "facts": {"days": [], "of": 10},
        "since": today, "until": today, "note_cipher": "",
    }  # fmt: skip


def _rule(world: World, number: int) -> Mapping[str, Any]:
    return {"kind": "absences", "number": 3, "days": 10}


PLANTING = Planting(
    how={"warnings.EarlyWarning": _warning, "warnings.WarningRule": _rule},
    of_class=frozenset({"warnings.EarlyWarning"}),
    unmarked={"warnings.EarlyWarning": "shown by the name of the pupil"},
    published=frozenset({"warnings.WarningRule"}),
    seen_by={
        "warnings.EarlyWarning": lambda: holders("warnings.view"),
        "warnings.WarningRule": lambda: holders("warnings.rules"),
    },
)
