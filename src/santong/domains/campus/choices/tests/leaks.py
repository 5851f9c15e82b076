"""How the leak guard plants choices: open ones show to the school's staff, rows of pupils to keepers and families."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import COLLEAGUES, MEMBERS, Planting, World, holders


def _round(world: World, number: int) -> Mapping[str, Any]:
    return {
        "state": "announced", "kind": "combination", "secret_cipher": "", "each": 1, "ranked": 3, "trial_until": None,
        "final_until": timezone.localdate(),
    }  # fmt: skip


def _offer(world: World, number: int) -> Mapping[str, Any]:
    return {"least": 1, "most": 40, "removed_at": None}


def _plan(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "in_force", "runs": 1, "removed_at": None}


def _looking_on() -> frozenset[str]:
    return holders("choices.view")


def _colleagues() -> frozenset[str]:
    return COLLEAGUES | holders("choices.view")


def _whole_school() -> frozenset[str]:
    return MEMBERS | holders("choices.view")


PLANTING = Planting(
    how={
        "choices.ChoiceRound": _round,
        "choices.Offer": _offer,
        "choices.MovingPlan": _plan,
        "choices.TeachingGroup": lambda world, number: {"band": 1, "level": "final"},
        "choices.GroupMember": lambda world, number: {"level": "final"},
        "choices.Wish": lambda world, number: {"rank": 1},
    },
    of_class=frozenset({"choices.Chooser", "choices.GroupMember"}),
    unmarked={
        "choices.RoundGrade": "a grade, which has a name",
        "choices.Chooser": "shown by the name of the pupil",
        "choices.Wish": "an offer, which has a name",
        "choices.Allotment": "an offer, which has a name",
        "choices.MovingPlan": "shown by the name of the choice",
        "choices.GroupMember": "shown by the name of the pupil",
    },
    # Who teaches a course is said to all who may choose it.
    published=frozenset({"choices.Offer", "choices.TeachingGroup"}),
    seen_by={
        "choices.ChoiceRound": _colleagues,
        "choices.RoundGrade": _colleagues,
        "choices.Offer": _whole_school,
        "choices.Chooser": _looking_on,
        "choices.Wish": _looking_on,
        "choices.Allotment": _looking_on,
        "choices.MovingPlan": _colleagues,
        "choices.TeachingGroup": _whole_school,
        "choices.GroupMember": _looking_on,
    },
)
