"""Panels on the pages of choices and of pupils who choose."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.models import KEEP, VIEW, ChoiceRound, Chooser
from santong.domains.campus.choices.moving_queries import own_groups
from santong.domains.campus.choices.queries import (
    asked_for,
    choosers_of,
    fates,
    open_to,
    unserved,
    wishes_of,
)
from santong.domains.campus.choices.words import lacking, nth, reasons
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel

MOST_NAMED = 200


def _giving(request: Request, row: ChoiceRound) -> dict[str, Any] | None:
    return {} if row.state == ChoiceRound.State.DRAWING else None


def _progress(request: Request, row: ChoiceRound) -> dict[str, Any] | None:
    if row.is_draft or row.is_over:
        return None
    rows = choosers_of(row)
    done = rows.exclude(handed_in_at=None).count()
    unconfirmed = rows.exclude(handed_in_at=None).filter(confirmed_at=None).count() if row.asks_guardian else 0
    return {"all": rows.count(), "done": done, "unconfirmed": unconfirmed}


def _offers(request: Request, row: ChoiceRound) -> dict[str, Any]:
    lines = asked_for(row)
    return {
        "lines": lines,
        "keeps": request.viewer.can(KEEP, row.path),
        "busiest": max((x.all for x in lines), default=0),
    }


def _unserved(request: Request, row: ChoiceRound) -> dict[str, Any] | None:
    if not row.is_over:
        return None
    found = unserved(row)
    lines = [(each, lacking(each), reasons(each)) for each in found[:MOST_NAMED]]
    return {"lines": lines, "number": len(found), "more": len(found) - len(lines)}


def _moved(request: Request, row: ChoiceRound) -> dict[str, Any] | None:
    if not row.is_over:
        return None
    moved = fates(row, choosers_of(row).filter(moved=True))
    return {"moved": moved[:MOST_NAMED], "number": len(moved)} if moved else None


def _proof(request: Request, row: ChoiceRound) -> dict[str, Any] | None:
    return {} if row.commitment else None


GIVING = TemplatePanel(_("The draw"), template="choices/giving.html", context=_giving)
PROGRESS = TemplatePanel(_("Wishes handed in"), VIEW, template="choices/progress.html", context=_progress, side=True)
OFFERS = TemplatePanel(_("Offers"), template="choices/offers.html", context=_offers)
UNSERVED = TemplatePanel(_("Pupils without a place"), KEEP, template="choices/unserved.html", context=_unserved)
MOVED = TemplatePanel(_("Other places than before"), KEEP, template="choices/moved.html", context=_moved)
PROOF = TemplatePanel(_("Checking the draw"), side=True, template="choices/proof.html", context=_proof)


def _result(request: Request, row: Chooser) -> dict[str, Any] | None:
    keeps = request.viewer.can(KEEP, row.path)
    if not (row.round.is_announced or (keeps and row.round.is_over)):
        return None
    [fate] = fates(row.round, [row])
    return {"fate": fate, "reasons": reasons(fate), "lacking": lacking(fate) if fate.lacks > 0 else ""}


def _own_wishes(request: Request, row: Chooser) -> dict[str, Any]:
    wishes = [(nth(each.rank), each.offer) for each in wishes_of([row]).get(row.pk, [])]
    return {"wishes": wishes, "takes": row.round.takes_wishes}


def _choices(request: Request, row: Chooser) -> dict[str, Any]:
    asked = {each.offer.pk: each for each in asked_for(row.round)}
    keeps = request.viewer.can(KEEP, row.path)
    offers = open_to([each.offer for each in asked.values()], row.path)
    return {"lines": [asked[each.pk] for each in offers], "sizes": keeps or row.round.sizes_are_shown}


def _groups(request: Request, row: Chooser) -> dict[str, Any] | None:
    members = own_groups(row, all_plans=request.viewer.can(KEEP, row.path))
    return {"members": members} if members else None


RESULT = TemplatePanel(_("Result"), template="choices/result.html", context=_result)
OWN_WISHES = TemplatePanel(_("Wishes"), template="choices/own_wishes.html", context=_own_wishes)
GROUPS = TemplatePanel(_("Teaching groups"), template="choices/own_groups.html", context=_groups)
CHOICES = TemplatePanel(_("What is offered"), template="choices/choices.html", context=_choices)
