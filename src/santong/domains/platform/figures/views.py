"""The hub of all figures, the page of each measure, its export."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from santong.domains.platform.figures import words
from santong.domains.platform.figures.queries import (
    MONTHS,
    PERMISSION,
    Asked,
    Picture,
    cards,
    measures_for,
    picture_of,
    places_below,
)
from santong.domains.platform.organisations.public import Organisation, lineage, place_chosen
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.measures.public import Measure, Period, months
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.registry import registry

LONGEST = 60


@login_required
@require_safe
def hub(request: Request) -> HttpResponse:
    """What can be counted, with the last figures of a place."""
    viewer = request.viewer
    viewer.demand(PERMISSION)
    place = place_chosen(viewer, PERMISSION, request.GET.get("place", ""))
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = [each for each in measures_for(viewer) if _holds(each, text)]
    shown = cards(viewer, place, found)
    context = {
        "place": place,
        "above": _above(viewer, place, PERMISSION),
        "below": places_below(place),
        "text": text,
        **words.said(shown),
    }
    return render(request, "figures/hub.html", context)


def _holds(measure: Measure, text: str) -> bool:
    said = f"{measure.label} {measure.says} {measure.words}".casefold()
    return all(word in said for word in text.casefold().split())


@login_required
@require_safe
def measure(request: Request, name: str) -> HttpResponse:
    """A measure at a place: the figure, its months, its values, the places inside."""
    asked = asked_of(request, name)
    picture = picture_of(asked)
    context = {
        "asked": asked,
        "measure": asked.measure,
        "place": asked.place,
        "picture": picture,
        "above": _above(request.viewer, asked.place, asked.measure.permission),
        "months": months(asked.measure, MONTHS * 3),
        "trend": words.trend(picture),
        "split": words.split(picture),
        "lines": _lines(picture, picture.places),
        "values": _lines(picture, picture.values),
        **_said(picture),
    }
    return render(request, "figures/measure.html", context)


def _said(picture: Picture) -> dict[str, str]:
    measure, parts = picture.asked.measure, picture.parts
    return {
        "shown": words.shown(measure, parts),
        "unit": words.unit_of(measure),
        "change": "" if picture.is_hidden else words.change(measure, parts, picture.before),
        "numerator": words.number(parts.numerator) if parts else "",
        "denominator": words.number(parts.denominator) if parts else "",
        "unknown": words.number(parts.unknown) if parts else "",
    }


def _lines(picture: Picture, lines: list[Any]) -> list[dict[str, Any]]:
    measure = picture.asked.measure
    return [
        {
            "line": line,
            "url": picture.asked.query(place=line.place.pk) if line.place else line.rows,
            "leads": line.place is not None and line.place.pk != picture.asked.place.pk,
            "shown": words.with_unit(measure, line.parts),
            "numerator": words.number(line.parts.numerator),
            "denominator": words.number(line.parts.denominator),
            "unknown": words.number(line.parts.unknown),
            "change": words.change(measure, line.parts, line.before),
        }
        for line in lines
    ]


@login_required
@require_safe
def export(request: Request, name: str) -> HttpResponseBase:
    """What the page shows as a sheet."""
    asked = asked_of(request, name)
    title = "-".join(str(each) for each in (asked.place.name, asked.measure.label, asked.period) if each)
    kind = request.GET.get("format", "xlsx")
    rows = words.sheet(picture_of(asked))
    return export_response(request, rows, name=title, kind=kind if kind in TYPES else "xlsx")


def asked_of(request: Request, name: str) -> Asked:
    """What an address asks for: 404 for a measure that isn't there or a place that the viewer may not look at."""
    found = registry.by_name(Measure).get(name)
    if found is None:
        raise Http404(name)
    viewer = request.viewer
    viewer.demand(PERMISSION)
    viewer.demand(found.permission)
    place = place_chosen(viewer, found.permission, request.GET.get("place", ""))
    viewer.demand(PERMISSION, place.path)
    by, period = found.aspect(request.GET.get("by", "")), Period.read(request.GET.get("period", ""))
    return Asked(viewer, found, place, period, by, request.GET.get("as") == "is")


def _above(viewer: Viewer, place: Organisation, permission: str) -> list[Organisation]:
    above = lineage(place)[:-1]
    return [each for each in above if viewer.can(PERMISSION, each.path) and viewer.can(permission, each.path)]
