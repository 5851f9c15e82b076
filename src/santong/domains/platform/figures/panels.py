"""Figures on other pages: a card on the home page, a panel on the page of a school or bureau."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from santong.domains.platform.figures import words
from santong.domains.platform.figures.queries import PERMISSION, cards
from santong.domains.platform.organisations.public import Organisation
from santong.kit.home import HomeCard
from santong.kit.http import Request
from santong.kit.measures.public import Measure
from santong.kit.pages import Panel
from santong.kit.registry import registry

Kind = Organisation.Kind
KINDS = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)


@dataclass(frozen=True)
class FiguresPanel(Panel):
    """Some measures (all: none named) of the organisation that a page is about."""

    measures: Sequence[str] = ()

    def html(self, request: Request, row: Organisation) -> SafeString | str:
        return _figures(request, row, self.measures) if row.kind in KINDS else ""


def measure_card(*measures: str, name: str, order: int = 100) -> HomeCard:
    """A card on the home page with some measures of the first place whose figures the viewer may see."""
    render = partial(_at_home, measures=measures)
    return HomeCard(name, render, permission=PERMISSION, order=order, width="full")


def _at_home(request: Request, measures: Sequence[str]) -> SafeString | str:
    rows = Organisation.objects.visible_to(request.viewer, PERMISSION).filter(kind__in=KINDS)
    place = rows.filter(path__in=request.viewer.paths(PERMISSION)).order_by("path").first()
    return _figures(request, place, measures) if place else ""


def _figures(request: Request, place: Organisation, names: Sequence[str]) -> SafeString | str:
    known = registry.by_name(Measure)
    found = cards(request.viewer, place, [known[name] for name in names] or list(known.values()))
    shown = [card for card in found if card.parts is not None]
    if not shown:
        return ""
    return render_to_string("figures/cards.html", {**words.said(shown), "place": place}, request)
