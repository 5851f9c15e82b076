"""How a place stands by its indicators, the page of each of them, their exports, and the preview of the editor."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.governance.indicators import words
from santong.domains.governance.indicators.drilling import facts_behind
from santong.domains.governance.indicators.kinds import Light
from santong.domains.governance.indicators.models import VIEW, WRITE, Indicator
from santong.domains.governance.indicators.previewing import preview_of
from santong.domains.governance.indicators.queries import (
    KINDS,
    LEVELS,
    Board,
    Line,
    Picture,
    board,
    month_named,
    months_computed,
    picture,
    plans_at,
    reading_of,
)
from santong.domains.platform.figures.public import places_below
from santong.domains.platform.organisations.public import Organisation, lineage, place_chosen
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages.exports import TYPES, export_response
from santong.lib.whole_numbers import whole_number

LONGEST = 60
WAITING = "waiting"
MOST_SCHOOLS = 60
ORDER = {Light.BEHIND: 0, Light.NEAR: 1, Light.UNKNOWN: 2, Light.MET: 3, Light.NONE: 4}


@login_required
@require_safe
def board_page(request: Request) -> HttpResponse:
    """How a place stands by all its indicators, beside the targets of its plans."""
    place, month, found = _board_asked(request)
    lines = _chosen(found, request)
    viewer = request.viewer
    level = LEVELS[Organisation.Kind(place.kind)]
    context = {
        "place": place,
        "above": _above(viewer, place),
        "below": places_below(place),
        "month": month,
        "months": _months(month),
        "board": found,
        "groups": _grouped([line for line in lines if not line.waits_for], level, place, month),
        "waiting": [_shown(line, level, place, month) for line in lines if line.waits_for],
        "plans": plans_at(viewer, place, month),
        "shown_plans": found.plans,
        "topics": sorted({line.indicator.topic for line in found.lines if line.indicator.topic}),
        "asked": {name: request.GET.get(name, "") for name in ("plan", "topic", "light", "q")},
        "lights": [
            (light.value, light.label, found.counted[light.value], words.TONES[light], words.ICONS[light])
            for light in ORDER
        ],
        "is_filtered": any(request.GET.get(name) for name in ("topic", "light", "q")),
        "query": _query(place, month, plan=request.GET.get("plan", "")),
        "may_write": viewer.can(WRITE, place.path),
    }
    return render(request, "indicators/board.html", context)


def _board_asked(request: Request) -> tuple[Organisation, date, Board]:
    place = place_asked(request)
    month = month_asked(request)
    return place, month, board(request.viewer, place, month, whole_number(request.GET.get("plan", "")) or None)


def place_asked(request: Request) -> Organisation:
    """The bureau or school that an address asks for: 404 for any that the viewer may not look at."""
    place = place_chosen(request.viewer, VIEW, request.GET.get("place", ""))
    if place.kind not in KINDS:
        raise Http404(place.kind)
    return place


def month_asked(request: Request) -> date:
    """The month that an address asks for, else the newest one that was computed."""
    return month_named(request.GET.get("month", ""))


def _months(month: date) -> list[date]:
    found = months_computed()
    return found if month in found else sorted({month, *found}, reverse=True)


def _above(viewer: Viewer, place: Organisation) -> list[Organisation]:
    return [each for each in lineage(place)[:-1] if viewer.can(VIEW, each.path)]


def _query(place: Organisation, month: date, **more: Any) -> str:
    return urlencode(
        {"place": place.pk, "month": f"{month:%Y-%m}", **{name: each for name, each in more.items() if each}}
    )


def _chosen(found: Board, request: Request) -> list[Line]:
    topic, light = request.GET.get("topic", ""), request.GET.get("light", "")
    text = request.GET.get("q", "").strip()[:LONGEST].casefold()
    return [
        line
        for line in found.lines
        if (not topic or line.indicator.topic == topic)
        and _has_light(line, light)
        and all(part in f"{line.version.name} {line.indicator.code}".casefold() for part in text.split())
    ]


def _has_light(line: Line, light: str) -> bool:
    if not light:
        return True
    if light == WAITING:
        return bool(line.waits_for)
    return not line.waits_for and line.worst == light


def _grouped(lines: list[Line], level: str, place: Organisation, month: date) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lines by their topics, what lags first; the topic of which most lags comes first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in sorted(lines, key=lambda each: ORDER[each.worst]):
        groups.setdefault(line.indicator.topic, []).append(_shown(line, level, place, month))
    return list(groups.items())


def _shown(line: Line, level: str, place: Organisation, month: date) -> dict[str, Any]:
    base = _base()
    return {
        "line": line,
        "url": f"{base}{line.indicator.pk}/?{_query(place, month)}",
        "figure": words.with_unit(line.version, line.result),
        "change": words.change(line.version, line.change),
        "lights": words.lit(line, level),
        "waits": "、".join(str(each) for each in line.waits_for),
    }


@login_required
@require_safe
def board_export(request: Request) -> HttpResponseBase:
    """What the page of a place shows as a sheet."""
    place, month, found = _board_asked(request)
    rows = words.board_sheet(_chosen(found, request), LEVELS[Organisation.Kind(place.kind)])
    return export_response(request, rows, name=f"{place.name}-{_('Indicators')}-{month:%Y-%m}", kind=_kind(request))


def _kind(request: Request) -> str:
    kind = request.GET.get("format", "xlsx")
    return kind if kind in TYPES else "xlsx"


@login_required
@require_safe
def indicator_page(request: Request, pk: int) -> HttpResponse:
    """An indicator at a place: its figure, months, the places inside, those of the same type, the facts behind it."""
    indicator, place, found = _picture_asked(request, pk)
    line, viewer = found.line, request.viewer
    reading = reading_of(line.version)
    level = LEVELS[Organisation.Kind(place.kind)]
    context = {
        "indicator": indicator,
        "version": line.version,
        "place": place,
        "above": _above(viewer, place),
        "month": found.month,
        "months": _months(found.month),
        "picture": found,
        "line": line,
        "figure": words.figure(line.version, line.result),
        "unit": words.unit_of(line.version, level) if line.result and line.result.value is not None else "",
        "sentence": words.sentence(found),
        "of_schools": words.of_schools(found),
        "lights": words.lit(line, level),
        "waits": "、".join(str(each) for each in line.waits_for),
        "read_back": words.in_words(reading) if reading else "",
        "facts": facts_behind(viewer, reading, place, found.month) if reading and not reading.is_waiting else [],
        "peers": words.beside(line.version, found.peers) if found.peers else "",
        "trend": words.trend(found),
        "children": [_child(each, line, found.month, indicator) for each in found.children],
        "lagging": [_child(each, line, found.month, indicator) for each in found.lagging[:MOST_SCHOOLS]],
        "more_lagging": max(len(found.lagging) - MOST_SCHOOLS, 0),
        "query": _query(place, found.month, **{"as": "is" if _as_is(request) else ""}),
        "plans": plans_at(viewer, place, found.month),
        "as_is": _as_is(request),
    }
    return render(request, "indicators/indicator.html", context)


def _picture_asked(request: Request, pk: int) -> tuple[Indicator, Organisation, Picture]:
    indicator = request.viewer.get(Indicator, pk, VIEW)
    place = place_asked(request)
    if not indicator.is_published or not place.path.startswith(indicator.path):
        raise Http404(pk)
    plan = whole_number(request.GET.get("plan", "")) or None
    return (
        indicator,
        place,
        picture(request.viewer, indicator, place, month_asked(request), plan, as_is=_as_is(request)),
    )


def _as_is(request: Request) -> bool:
    return request.GET.get("as") == "is"


@cache
def _base() -> str:
    """What the addresses of indicators begin with: working each of them out would cost more than its line."""
    return reverse("indicators:board")


def _child(child: Any, line: Line, month: date, indicator: Indicator) -> dict[str, Any]:
    address = f"{_base()}{indicator.pk}/"
    return {
        "child": child,
        "url": f"{address}?{_query(child.place, month)}",
        "figure": words.with_unit(line.version, child.result),
        "numerator": child.result.numerator,
        "denominator": child.result.denominator,
        "change": words.change(line.version, child.change),
        "light": child.light.label,
        "tone": words.TONES[child.light],
        "icon": words.ICONS[child.light],
        "has_target": child.target is not None,
    }


@login_required
@require_safe
def indicator_export(request: Request, pk: int) -> HttpResponseBase:
    """The places inside (of a school: its months) as a sheet."""
    _indicator, place, found = _picture_asked(request, pk)
    title = "-".join((place.name, found.line.version.name, f"{found.month:%Y-%m}"))
    return export_response(request, words.sheet(found), name=title, kind=_kind(request))


@login_required
@require_POST
def preview(request: Request) -> HttpResponse:
    """What a definition that is being written says and gives: read back, tried on three schools and its examples."""
    request.viewer.demand(WRITE)
    return render(request, "indicators/preview.html", preview_of(request.viewer, request.POST))
