"""How the leak guard plants evaluation: to whoever reads that of the place, standards and rounds further down, too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders


def _seen() -> frozenset[str]:
    return holders("evaluation.view")


def _standard(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "is_published": True, "applies_to": "", "copied_from": None, "number": 1}


def _item(world: World, number: int) -> Mapping[str, Any]:
    return {"code": f"A{number}", "kind": "onsite", "binding": "", "points": 1, "choice": "", "scale": ""}


def _band(world: World, number: int) -> Mapping[str, Any]:
    return {"least": 1, "floor": None, "sections": ""}


def _version(world: World, number: int) -> Mapping[str, Any]:
    return {"number": number + 1, "content": {"items": [], "bands": []}}


def _round(world: World, number: int) -> Mapping[str, Any]:
    return {
        "kind": "inspection", "state": "open", "due": date(2090, 1, 1), "visits_from": None, "until": date(2091, 1, 1),
        "announced_on": date(2026, 1, 1), "published_on": None, "secret": "", "commitment": "", "seed": "", "seal": "",
        "content": {},
    }  # fmt: skip


def _entrant(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "in", "values": {}, "points": {}, "computed_at": timezone.now(), "verdict": "", "possible": ""}


def _of_item(world: World, number: int) -> Mapping[str, Any]:
    return {"code": f"A{number}"}


def _judgement(world: World, number: int) -> Mapping[str, Any]:
    return {"code": f"A{number}", "points": 1}


def _finding(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "state": "open", "due": date(2090, 1, 1), "photo": None, "proof": None, "closed_on": None}


def _objection(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "state": "open"}


KINDS = (
    "Standard", "StandardItem", "Band", "StandardVersion", "EvaluationRound", "Quota", "Entrant", "Said", "Judgement",
    "Expert", "Visit", "Finding", "Objection", "Pack",
)  # fmt: skip
PLANTING = Planting(
    how={
        "evaluation.Standard": _standard,
        "evaluation.StandardItem": _item,
        "evaluation.Band": _band,
        "evaluation.StandardVersion": _version,
        "evaluation.EvaluationRound": _round,
        "evaluation.Entrant": _entrant,
        "evaluation.Said": _of_item,
        "evaluation.Judgement": _judgement,
        "evaluation.Finding": _finding,
        "evaluation.Objection": _objection,
    },
    unmarked={
        "evaluation.StandardVersion": "holds a number and what the standard shows as well",
        "evaluation.Quota": "holds a place and a number",
        "evaluation.Visit": "holds keys",
        "evaluation.Expert": "shown by the name of the person",
        "evaluation.Pack": "shown by the name of the file",
    },
    # Standards and announced rounds show further down; experts are named to the places that they visit.
    published=frozenset(f"evaluation.{kind}" for kind in KINDS),
    seen_by={f"evaluation.{kind}": _seen for kind in KINDS},
)
