"""How the leak guard plants supervised tasks: at each school one that it has issued and leads itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders


def _seen() -> frozenset[str]:
    return holders("supervision.view")


def _task(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "issued", "issued_on": timezone.localdate(), "source_link": ""}


def _assignment(world: World, number: int) -> Mapping[str, Any]:
    today = timezone.localdate()
    return {"state": "working", "first_due": today, "due": today, "asked_due": None, "closed_on": None}


def _entry(world: World, number: int) -> Mapping[str, Any]:
    return {"kind": "progress", "milestone": None}


PLANTING = Planting(
    how={
        "supervision.SupervisedTask": _task,
        "supervision.Assignment": _assignment,
        "supervision.LogEntry": _entry,
    },
    unmarked={
        "supervision.Assignment": "shown by the title of its task and the name of the place",
        "supervision.Assistant": "shown by the name of the place",
        "supervision.Evidence": "shown by the name of the file",
    },
    # Whoever issues a task, leads it or writes about it does so before all who look at the place.
    published=frozenset(
        f"supervision.{kind}"
        for kind in ("SupervisedTask", "Assignment", "Assistant", "LogEntry", "Evidence", "Milestone")
    ),
    seen_by=dict.fromkeys(
        (f"supervision.{kind}" for kind in ("SupervisedTask", "Assignment", "Assistant", "LogEntry", "Milestone",
                                            "Evidence")),
        _seen,
    ),
)  # fmt: skip
