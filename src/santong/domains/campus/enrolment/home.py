"""Enrolment on the home pages of families and of bureaus."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from santong.domains.campus.enrolment.models import PLAN, Application, Round
from santong.domains.campus.enrolment.queries import of_family, rounds_open, standings
from santong.domains.campus.enrolment.tables import ROUND_TONES, tone_of
from santong.kit.http import Request

MOST = 3
GOING_ON = (Round.State.OPEN, Round.State.LISTED, Round.State.DRAWING, Round.State.PROPOSED, Round.State.PUBLISHED)


def family_card(request: Request) -> str:
    """How one's applications stand, and which rounds are open; "" when there is neither."""
    viewer = request.viewer
    if viewer.category != "parent":
        return ""
    mine = of_family(viewer).exclude(state__in=(*Application.GONE, Application.State.ENTERED))
    rows = [(row, tone_of(row)) for row in mine[:MOST]]
    rounds = list(rounds_open(viewer)[:MOST])
    context = {"rows": rows, "rounds": rounds}
    return render_to_string("enrolment/card_parent.html", context, request) if rows or rounds else ""


def county_card(request: Request) -> str:
    """How the rounds stand that one's bureau runs: applications against places; "" without one."""
    rows = Round.objects.visible_to(request.viewer, PLAN).filter(state__in=GOING_ON).order_by("-pk")[:MOST]
    shown = [_standing(row) for row in rows]
    return render_to_string("enrolment/card_county.html", {"rows": shown}, request) if shown else ""


def _standing(round: Round) -> dict[str, Any]:
    found = standings(round)
    return {
        "round": round,
        "tone": ROUND_TONES[round.state],
        "first": sum(each.first for each in found),
        "places": sum(each.plan.places for each in found),
        "waiting": sum(each.waiting for each in found),
        "overfull": sum(each.is_overfull for each in found),
    }
