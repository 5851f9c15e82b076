"""Measuring a line from the browser, and entering the Wi-Fi of rooms."""

from __future__ import annotations

import os
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.campus.network.actions import (
    NotedMeanwhile,
    begin_test,
    count_bytes,
    count_down,
    end_test,
    put_coverage,
)
from santong.domains.campus.network.forms import CoverageForm, SchoolForm, TestForm
from santong.domains.campus.network.models import CHANGE, SpeedTest
from santong.domains.campus.network.queries import by_building, coverage_of, indoor_rooms
from santong.domains.campus.network.tables import in_mbps
from santong.domains.campus.places.public import Room, rooms_of
from santong.domains.platform.organisations.public import Organisation, schools_held
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

LARGEST = 8 * 1024 * 1024
"""Bytes of one part of a test."""
SOME = os.urandom(1024 * 1024)
"""What is sent down: nothing on the way can pack it."""


@login_required
@require_http_methods(["GET", "POST"])
def measure(request: Request) -> HttpResponse:
    """The page that measures; sent as a form it begins a test and says its key."""
    request.viewer.demand(CHANGE)
    form = TestForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            test = begin_test(
                acting=request.viewer, school=form.cleaned_data["school"], where=form.cleaned_data["where"]
            )
        except NotPossible as problem:
            return JsonResponse({"reason": str(problem)}, status=409)
        return JsonResponse({"test": test.pk})
    return render(request, "network/measure.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def carry(request: Request, pk: int, way: str) -> HttpResponse:
    """A part of a test. What came up is counted when it is here; what went down, when the next part is asked for."""
    test = request.viewer.get(SpeedTest, pk, CHANGE)
    try:
        if way == "up":
            count_bytes(test, "up", len(request.read(LARGEST + 1)))
            return HttpResponse(status=204)
        size = _size(request, "size")
        count_down(test, _size(request, "got"), size)
    except NotPossible as problem:
        return JsonResponse({"reason": str(problem)}, status=409)
    content = (SOME * (size // len(SOME) + 1))[:size]
    return HttpResponse(content, content_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _size(request: Any, name: str) -> int:
    return min(whole_number(request.GET.get(name, "")) or 0, LARGEST)


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """The end of a test, and what came of it."""
    test = end_test(acting=request.viewer, test=request.viewer.get(SpeedTest, pk, CHANGE))
    return JsonResponse({"down": in_mbps(test.down), "up": in_mbps(test.up)})


@login_required
@require_http_methods(["GET", "POST"])
def cover(request: Request) -> HttpResponse:
    """The rooms of a school, building by building, with what is known of their Wi-Fi."""
    request.viewer.demand(CHANGE)
    school = _school(request)
    if school is None:
        return render(request, "network/cover.html", {"choose": SchoolForm(None, viewer=request.viewer)})
    rooms = list(indoor_rooms(rooms_of(school, timezone.localdate())))
    states = {key: row.state for key, row in coverage_of(rooms).items()}
    form = CoverageForm(request.POST if request.method == "POST" else None, rooms=rooms, states=states)
    status = 200
    if request.method == "POST" and form.is_valid():
        known = form.cleaned_data["known"]
        try:
            number = put_coverage(
                acting=request.viewer, school=school, known=known, states=form.states(), seen=form.seen()
            )
        except NotedMeanwhile as problem:
            form.point_at(problem.rooms, {key: row.state for key, row in coverage_of(rooms).items()})
            status = 409
        else:
            text = ngettext("Noted for %(n)s room.", "Noted for %(n)s rooms.", number) % {"n": number}
            messages.success(request, text)
            return redirect("network:wifi")
    elif form.errors:
        status = 422
    context = {"form": form, "school": school, "buildings": _fields(form, rooms)}
    return render(request, "network/cover.html", context, status=status)


def _fields(form: CoverageForm, rooms: list[Room]) -> list[tuple[str, list[Any]]]:
    return [(name, [form[f"room-{room.pk}"] for room in here]) for name, here in by_building(rooms)]


def _school(request: Request) -> Organisation | None:
    """The school in the address, or the only one that the viewer keeps."""
    held = schools_held(request.viewer, CHANGE)
    key = whole_number(request.GET.get("school", ""))
    found = list(held.filter(pk=key)) if key else list(held[:2])
    return found[0] if len(found) == 1 else None
