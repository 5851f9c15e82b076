"""How the leak guard plants enrolment: rounds are published, applications show to reviewers and to the family alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.domains.campus.enrolment.tests.conftest import BORN, day
from santong.kit.testing.planting import FIRST, MEMBERS, Planting, World, holders


def _round(world: World, number: int) -> Mapping[str, Any]:
    return {
        "state": "open", "stage": "primary", "begins": 2027, "opens_on": day(-1), "closes_on": day(5),
        "reviewed_by": day(6), "results_on": day(7), "confirm_by": day(8), "born_from": BORN, "born_until": day(0),
        "most_wishes": 3, "secret_cipher": "", "commitment": "", "published_at": None, "drawn_at": None, "listed": {},
        "asks": ",hukou,",
    }  # fmt: skip


def _category(world: World, number: int) -> Mapping[str, Any]:
    return {"position": 1, "stage": "primary", "within": "lot", "needs": ",hukou,"}


def _plan(world: World, number: int) -> Mapping[str, Any]:
    return {"category": None, "places": 5}


def _district(world: World, number: int) -> Mapping[str, Any]:
    return {"first": 1, "last": 99, "parity": "all", "stage": "primary"}


def _application(world: World, number: int) -> Mapping[str, Any]:
    return {
        "round_id": FIRST + number, "state": "submitted", "position": number + 1, "receipt": f"{number}-00001-0001",
        "id_number_cipher": "", "id_number_index": "", "phone_cipher": "", "rest_cipher": "", "answer_cipher": "",
        "code_hash": "", "code": "", "evidence": ",hukou,", "since": None, "birth_date": BORN, "number": 3,
        "points": None, "proposed": None, "why": "", "pupil": None, "sent_as": "", "confirm_by": None,
    }  # fmt: skip


def _looking_on() -> frozenset[str]:
    return MEMBERS | holders("enrolment.view")


def _reviewing() -> frozenset[str]:
    return holders("enrolment.review")


PLANTING = Planting(
    how={
        "enrolment.Round": _round,
        "enrolment.Category": _category,
        "enrolment.SchoolPlan": _plan,
        "enrolment.District": _district,
        "enrolment.Application": _application,
    },
    unmarked={
        "enrolment.SchoolPlan": "a number of places of a school, which has a name of its own",
        "enrolment.Wish": "a school in an order; the school has a name of its own",
    },
    published=frozenset({"enrolment.Application"}),
    seen_by={
        "enrolment.Round": _looking_on,
        "enrolment.Category": _looking_on,
        "enrolment.SchoolPlan": _looking_on,
        "enrolment.District": _looking_on,
        "enrolment.Application": _reviewing,
        "enrolment.Wish": _reviewing,
    },
)
