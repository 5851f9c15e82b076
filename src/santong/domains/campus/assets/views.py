"""Scanning a label, counting a room, labels on paper, taking an asset off a list."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.assets.forms import CountForm, LabelsForm
from santong.domains.campus.assets.models import CHANGE, COUNT, Asset, RetirementLine, RoomCount, Sighting, StockTake
from santong.domains.campus.assets.queries import (
    asset_with_label,
    assets_in,
    labels_for,
    room_with_label,
    rooms_to_count,
)
from santong.domains.campus.assets.retiring import take_off
from santong.domains.campus.assets.stocktaking import count_room
from santong.domains.campus.places.public import Room, rooms_of
from santong.kit.http import Request
from santong.kit.printing.documents import Paper, answer
from santong.kit.refusals import NotPossible

COLUMNS, MOST = 3, 1000


@login_required
@require_safe
def scan(request: Request, label: str) -> HttpResponse:
    """What a label sticks on: the page of an asset, or of a room with its equipment."""
    asset = asset_with_label(request.viewer, label)
    if asset is not None:
        return redirect("assets:assets-detail", asset.pk)
    room = room_with_label(request.viewer, label)
    if room is None:
        raise Http404(label)
    return redirect("places:rooms-detail", room.pk)


@login_required
@require_http_methods(["GET", "POST"])
def count(request: Request, pk: int, room: int) -> HttpResponse:
    """What should be in a room, to be ticked off; works without a line once it is open."""
    take = request.viewer.get(StockTake, pk, COUNT)
    place = request.viewer.get(Room, room)
    if place.school_id != take.school_id:
        raise Http404(str(room))
    back = reverse("assets:stock-takings-detail", args=[take.pk])
    form = CountForm(request.POST if request.method == "POST" else None, initial={"room": place.pk})
    if request.method == "POST" and form.is_valid():
        try:
            unknown = count_room(
                acting=request.viewer, stock_take=take, room=place, seen=form.cleaned_data["seen"],
                codes=form.cleaned_data["codes"], at=timezone.now(),
            )  # fmt: skip
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            _say(request, place, unknown)
            return redirect(back)
    context = {"take": take, "form": form, "back_url": back, **_to_count([place], take)[0]}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assets/count.html", context, status=status)


@login_required
@require_safe
def count_all(request: Request, pk: int) -> HttpResponse:
    """All rooms of a round on one page, which stays on the device where there is no line."""
    take = request.viewer.get(StockTake, pk, COUNT)
    back = reverse("assets:stock-takings-detail", args=[take.pk])
    places = [each["room"] for each in rooms_to_count(take)]
    context = {"take": take, "rooms": _to_count(places, take), "back_url": back}
    return render(request, "assets/count_all.html", context)


def _to_count(rooms: Sequence[Room], take: StockTake) -> list[dict[str, Any]]:
    """For each room what should be in it and is ticked, what else was seen there, and unknown codes."""
    expected: dict[int | None, list[Asset]] = {room.pk: [] for room in rooms}
    for asset in assets_in(rooms):
        expected[asset.room_id].append(asset)
    seen: dict[int, list[Sighting]] = {room.pk: [] for room in rooms}
    for row in Sighting.objects.belonging_to(stock_take=take, room__in=list(rooms)).select_related("asset"):
        seen[row.room_id].append(row)
    counted = set(RoomCount.objects.belonging_to(stock_take=take).values_list("room", flat=True))
    return [
        {
            "room": room,
            "is_counted": room.pk in counted,
            "expected": [(row, row.pk in {each.asset_id for each in seen[room.pk]}) for row in expected[room.pk]],
            "others": [each.asset for each in seen[room.pk] if each.asset and each.asset.room_id != room.pk],
            "codes": [each.code for each in seen[room.pk] if each.asset_id is None],
        }
        for room in rooms
    ]


def _say(request: Request, room: Room, unknown: Sequence[str]) -> None:
    messages.success(request, _("%(room)s is counted.") % {"room": room})
    if unknown:
        text = _("The register doesn't know these codes: %(codes)s. They are kept as differences.")
        messages.info(request, text % {"codes": "、".join(unknown[:5])})


@login_required
@require_http_methods(["GET", "POST"])
def labels(request: Request) -> HttpResponse:
    """Labels with QR codes, 24 on a sheet, for assets or for the doors of rooms."""
    request.viewer.demand(CHANGE)
    given = {name: request.GET[name] for name in ("room", "since") if request.GET.get(name)}
    form = LabelsForm(request.POST if request.method == "POST" else None, viewer=request.viewer, initial=given)
    if request.method == "POST" and form.is_valid():
        found = _labels(form.cleaned_data)
        if found:
            return answer(request, _paper(form.cleaned_data["school"], found))
        form.add_error(None, _("Nothing in the register is so. Choose another room or day."))
    return render(request, "assets/labels.html", {"form": form}, status=422 if form.errors else 200)


def _labels(chosen: dict[str, Any]) -> list[dict[str, str]]:
    school, room = chosen["school"], chosen["room"]
    if chosen["doors"]:
        rooms = [room] if room is not None else list(rooms_of(school, timezone.localdate())[:MOST])
        known = labels_for(rooms)
        return [label(known[each.pk], str(each), _("Scan to see and report what is here")) for each in rooms]
    rows = Asset.objects.belonging_to(school=school).filter(state__in=Asset.PRESENT)
    if room is not None:
        rows = rows.filter(room=room)
    if chosen["since"]:
        rows = rows.filter(movements__day__gte=chosen["since"]).distinct()
    return [label(row.label, row.name, row.number) for row in rows.order_by("number")[:MOST]]


def label(code: str, name: str, below: str) -> dict[str, str]:
    """A label as the sheet shows it: the picture that leads to the page, and two lines."""
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('assets:scan', args=[code])}"
    picture = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True)
    # The picture is made of the address alone, by segno.
    return {"picture": mark_safe(picture), "name": name, "below": below}  # noqa: S308  # nosec


def _paper(school: Any, found: Sequence[dict[str, str]]) -> Paper:
    rows = [found[first : first + COLUMNS] for first in range(0, len(found), COLUMNS)]
    context = {"rows": rows, "school": school.short_name or school.name}
    return Paper(
        name="asset-labels", template="assets/print/labels.html", title=_("Labels"), context=context,
        issuer=school.name, rows=len(found), path=school.path,
    )  # fmt: skip


@login_required
@require_POST
def take_line_off(request: Request, pk: int) -> HttpResponse:
    """Take an asset off a list of retirements."""
    line = request.viewer.get(RetirementLine, pk)
    try:
        take_off(acting=request.viewer, line=line)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is off the list."))
    return redirect("assets:retirements-detail", line.retirement_id)
