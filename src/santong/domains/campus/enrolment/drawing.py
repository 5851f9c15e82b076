"""From the rows of a round to what rules and lots reckon with, and the record by which anybody works it out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.domains.campus.enrolment.models import Application, Category, Round, Wish
from santong.domains.campus.enrolment.queries import Districts, caps_of, categories_of, plans_of, ranks_of
from santong.domains.platform.organisations.public import Organisation
from santong.lib.school_admission import NO_CATEGORY

MOST_POINTS = 32_767
VERSION = 1
"""Of the rules by which categories and lots become places: `santong.lib.school_admission`."""


def listed(round: Round) -> dict[str, Any]:
    """The list as it stands: children by codes, schools by keys. Nothing in it names anybody."""
    categories, districts = categories_of(round), Districts(round)
    caps = caps_of(round)
    children = Application.objects.belonging_to(round=round).exclude(code="")
    wishes: dict[int, list[Organisation]] = {}
    for wish in Wish.objects.belonging_to(application=children).select_related("school").order_by("position"):
        wishes.setdefault(wish.application_id, []).append(wish.school)
    return {
        "version": VERSION,
        "coordinated": round.coordinates,
        "ordered": [each.position for each in categories if each.within != Category.Within.LOT],
        "categories": {str(each.position): each.name for each in categories},
        "schools": [
            {
                "school": _key(plan.school_id),
                "name": str(plan.school),
                "places": plan.places,
                "caps": {str(position): most for position, most in sorted(caps.get(plan.school_id, {}).items())},
            }
            for plan in plans_of(round)
        ],
        "children": [
            _child(row, categories, wishes.get(row.pk, []), districts.of(row.area, row.number))
            for row in children.select_related("child").order_by("code")
        ],
    }


def _key(school: int) -> str:
    return str(school)


def _child(row: Application, categories: list[Category], wishes: list[Organisation], ours: set[int]) -> dict[str, Any]:
    ranks = ranks_of(row, categories, wishes, ours)
    within = {each.position: each.within for each in categories}
    order = {_key(school): _order(row, within[rank]) for school, rank in ranks.items() if rank in within}
    return {
        "code": row.code,
        "wishes": [_key(each.pk) for each in wishes],
        "ranks": {_key(school): rank for school, rank in ranks.items() if rank != NO_CATEGORY},
        "order": {school: text for school, text in order.items() if text},
    }


def _order(row: Application, within: str) -> str:
    """What a child goes by in a category, so that the smaller text goes first; "" where the lot decides."""
    if within == Category.Within.DATE and row.since is not None:
        return row.since.isoformat()
    if within == Category.Within.RESULTS and row.points is not None:
        return f"{MOST_POINTS - row.points:05}"
    return ""


def record_of(round: Round) -> Mapping[str, Any]:
    """What anybody needs to work it out again; before the draw, to keep until then."""
    record: dict[str, Any] = {"list": round.listed, "digest": round.digest, "commitment": round.commitment}
    if round.is_over:
        record |= {"secret": round.secret, "drawn": round.drawn}
    return record
