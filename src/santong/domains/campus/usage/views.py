"""Registering devices, and giving them orders."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.campus.usage.actions import Registered, register, renew
from santong.domains.campus.usage.forms import OrderForm, TerminalForm
from santong.domains.campus.usage.models import CHANGE, CONTROL, Order, Terminal
from santong.domains.campus.usage.ordering import Reach, give_order, reach_of
from santong.domains.campus.usage.pages import progress
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The form for a device, then its credential, once."""
    request.viewer.demand(CHANGE)
    form = TerminalForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        registered = register(acting=request.viewer, terminal=form.save(commit=False))
        return _credential(request, registered)
    return render(request, "usage/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def renewed(request: Request, pk: int) -> HttpResponse:
    """Another secret for a device: a question, then the credential, once."""
    terminal = request.viewer.get(Terminal, pk, CHANGE)
    if request.method == "POST":
        return _credential(request, renew(acting=request.viewer, terminal=terminal))
    return render(request, "usage/renew.html", {"terminal": terminal})


def _credential(request: Request, registered: Registered) -> HttpResponse:
    context = {"registered": registered, "address": broker_address(), "topic": registered.key.topic}
    return render(request, "usage/credential.html", context)


def broker_address() -> str:
    """What is entered in devices: the broker's address as far as the settings tell it."""
    if settings.MQTT_URL:
        scheme, _sep, rest = settings.MQTT_URL.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"
    return f"{'mqtts' if settings.MQTT_CERTIFICATE else 'mqtt'}://{settings.MQTT_LISTEN}"


@login_required
@require_http_methods(["GET", "POST"])
def order(request: Request) -> HttpResponse:
    """What is to be done by whom; then whom it reaches, to be confirmed; then it is given."""
    request.viewer.demand(CONTROL)
    asked = {name: request.GET[name][:60] for name in ("whom", "do") if name in request.GET}
    form = OrderForm(request.POST if request.method == "POST" else None, viewer=request.viewer, initial=asked)
    if request.method == "POST" and form.is_valid():
        return _reached(request, form)
    return render(request, "usage/order.html", {"form": form}, status=422 if form.errors else 200)


def _reached(request: Request, form: OrderForm) -> HttpResponse:
    given, terminals = form.cleaned_data, form.terminals
    reach = reach_of(terminals[0].school, form.reachable.words[given["whom"]], terminals, timezone.now())
    # Whoever confirms has seen just these devices: where others came or went meanwhile, it is asked again.
    seen = _digest(reach, given["do"], given["text"])
    if request.POST.get("reached") != seen:
        return render(request, "usage/order.html", {"form": form, "reach": reach, "seen": seen, "words": _words(reach)})
    try:
        made = give_order(
            acting=request.viewer, reach=reach, do=given["do"], text=given["text"], in_lessons=given["in_lessons"]
        )
    except NotPossible as problem:
        form.add_error(problem.field or None, str(problem))
        return render(request, "usage/order.html", {"form": form}, status=422)
    text = ngettext("Given to %(n)s device.", "Given to %(n)s devices.", reach.number) % {"n": reach.number}
    offer(request, text, handler="usage.order", payload={"order": made.pk})
    return redirect("usage:device-orders-detail", made.pk)


def _digest(reach: Reach, do: str, text: str) -> str:
    keys = ",".join(str(each.pk) for each in reach.terminals)
    return hashlib.sha256(f"{do} {text} {keys}".encode()).hexdigest()[:32]


def _words(reach: Reach) -> dict[str, Any]:
    """What the question says of the reach."""
    now = timezone.now()
    rooms = {each.room_id for each in reach.terminals if each.room_id}
    online = sum(each.now.is_online(now) for each in reach.terminals)
    number = ngettext("%(n)s device", "%(n)s devices", reach.number) % {"n": reach.number}
    in_rooms = ngettext("in %(n)s room", "in %(n)s rooms", len(rooms)) % {"n": len(rooms)}
    away = reach.number - online
    return {"number": number, "rooms": in_rooms if rooms else "", "away": away, "lessons": reach.rooms_in_lesson}


@login_required
@require_safe
def order_progress(request: Request, pk: int) -> HttpResponse:
    """How an order fares, for the page that looks again every few seconds."""
    row = request.viewer.get(Order, pk)
    return render(request, "usage/progress.html", progress(request, row))
