"""Panels on the pages of rounds and applications."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.enrolment.models import PLAN, REVIEW, Application, Evidence, Round, words_of
from santong.domains.campus.enrolment.queries import (
    caps_of,
    categories_of,
    findings,
    of_family,
    same_number,
    standings,
    wishes_of,
)
from santong.domains.campus.enrolment.words import next_of, reason_of
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel


def _categories(request: Request, row: Round) -> dict[str, Any] | None:
    found = categories_of(row)
    return {"categories": [(each, _needs(row, each.needs)) for each in found]} if found else None


def _needs(row: Round, needs: str) -> list[str]:
    return [str(Evidence(word).label) for word in words_of(needs)]


def _schools(request: Request, row: Round) -> dict[str, Any] | None:
    found = standings(row)
    if not found:
        return None
    names = {each.position: each.name for each in categories_of(row)}
    caps = {
        school: [(names.get(position, ""), most) for position, most in sorted(each.items())]
        for school, each in caps_of(row).items()
    }
    return {
        "rows": [(each, caps.get(each.plan.school_id, [])) for each in found],
        "counts": request.viewer.can(PLAN, row.path),
        "places": sum(each.plan.places for each in found),
        "first": sum(each.first for each in found),
        "waiting": sum(each.waiting for each in found),
        "overfull": sum(each.is_overfull for each in found),
        "is_told": row.is_told,
    }


def _drawing(request: Request, row: Round) -> dict[str, Any] | None:
    return {} if row.state == Round.State.DRAWING else None


def _proof(request: Request, row: Round) -> dict[str, Any] | None:
    return {} if row.commitment else None


def _mine(request: Request, row: Round) -> dict[str, Any] | None:
    rows = list(of_family(request.viewer).filter(round=row))
    return {"rows": rows} if rows else None


def _findings(request: Request, row: Application) -> dict[str, Any] | None:
    if not request.viewer.can(REVIEW, row.path):
        return None
    others = same_number(row).select_related("school")
    return {"findings": findings(row), "others": list(others)}


def _wishes(request: Request, row: Application) -> dict[str, Any] | None:
    told = row.round.is_told or (row.round.is_over and request.viewer.can(PLAN, row.round.path))
    return {
        "wishes": wishes_of(row),
        "reason": reason_of(row) if told else "",
        "proposed": row.proposed if told else None,
        "next": next_of(row),
    }


CATEGORIES = TemplatePanel(_("Whom schools take first"), template="enrolment/categories.html", context=_categories)
SCHOOLS = TemplatePanel(_("Schools and places"), template="enrolment/schools.html", context=_schools)
DRAWING = TemplatePanel(_("The draw"), template="enrolment/drawing.html", context=_drawing)
PROOF = TemplatePanel(_("Checking the draw"), side=True, template="enrolment/proof.html", context=_proof)
MINE = TemplatePanel(_("My applications"), template="enrolment/mine_panel.html", context=_mine)
FINDINGS = TemplatePanel(_("Checked against the records"), template="enrolment/findings.html", context=_findings)
WISHES = TemplatePanel(_("Wishes and result"), template="enrolment/wishes.html", context=_wishes)
