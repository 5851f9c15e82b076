"""Taking in what devices send, and the page of what waits or was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Field
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from santong.kit.http import Request
from santong.kit.outbox.arriving import Refused, correct, form_of, put_away, take_in
from santong.kit.outbox.batches import MOST_A_MINUTE, BadBatch, read_batch
from santong.kit.outbox.former import former_accounts
from santong.kit.outbox.intake import Intake, intake_named
from santong.kit.outbox.models import Delivery
from santong.kit.outbox.undoing import BACK
from santong.kit.rates import seconds_to_wait
from santong.kit.registry import Label
from santong.kit.undo import offer

log = structlog.get_logger(__name__)
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
MOST_HELD = 50
"""Accounts that a device asks about."""
SHOWN = 100
"""Refused entries on the page, the latest first; the others follow when some are settled."""


@dataclass(frozen=True)
class Shown:
    """A refused entry as its person sees it: what was sent, in words, and what may be done with it."""

    pk: int
    label: Label
    title: str
    reason: str
    made_at: datetime | None
    facts: list[tuple[Label, str]]
    is_known: bool
    can_correct: bool

    @property
    def text(self) -> str:
        """What was typed, to be copied."""
        return "\n".join(value for _name, value in self.facts)


def outbox(request: Request) -> HttpResponse:
    """POST takes a batch of entries; GET shows what waits on this device and what was refused."""
    return _take(request) if request.method == "POST" else _page(request)


@login_required
@require_safe
def _page(request: Request) -> HttpResponse:
    rows = Delivery.objects.of_person(request.viewer).refused().order_by("-pk")[:SHOWN]
    return render(request, "outbox/outbox.html", {"refused": [_shown(row) for row in rows]})


def _take(request: Request) -> HttpResponse:
    viewer = request.viewer
    if viewer.person_id is None:
        return _problem(HTTPStatus.UNAUTHORIZED, _("Sign in to send."))
    if wait := seconds_to_wait(f"outbox-{viewer.person_id}", MOST_A_MINUTE):
        response = _problem(HTTPStatus.TOO_MANY_REQUESTS, _("Too much at once. It goes on by itself."))
        response["Retry-After"] = str(wait)
        return response
    if request.content_type in FORMS:
        return _problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("A batch of entries is JSON."))
    try:
        batch = read_batch(request.body)
    except BadBatch as problem:
        return _problem(HTTPStatus.BAD_REQUEST, str(problem))
    if batch.person != viewer.person_id:
        return _problem(HTTPStatus.CONFLICT, _("Somebody else is signed in. Sign in again to send."))
    outcomes = [take_in(viewer, sent).as_json() for sent in batch.entries]
    return JsonResponse({"person": viewer.person_id, "outcomes": outcomes})


def _problem(status: HTTPStatus, detail: str) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)


@never_cache
@require_safe
def state(request: Request) -> HttpResponse:
    """Who is signed in, and the token that a page left open since then lacks.

    `held` names the accounts of which the device holds something: `former` says which of them are the same person's.
    """
    if request.viewer.person_id is None:
        return _problem(HTTPStatus.UNAUTHORIZED, _("Sign in to send."))
    held = [int(key) for key in request.GET.getlist("held")[:MOST_HELD] if key.isascii() and key.isdigit()]
    former = former_accounts(request.viewer, held) if held else []
    return JsonResponse({"person": request.viewer.person_id, "token": get_token(request), "former": former})


def _mine(request: Request, pk: int) -> Delivery:
    row = Delivery.objects.of_person(request.viewer).filter(pk=pk, state=Delivery.State.REFUSED).first()
    if row is None or row.content is None:
        raise Http404
    return row


def _shown(row: Delivery) -> Shown:
    kept, kind = row.get_content(), intake_named(row.kind)
    return Shown(
        pk=row.pk,
        label=kind.label if kind else row.kind,
        title=kept["title"],
        reason=kept["reason"],
        made_at=row.made_at,
        facts=_facts(kind, kept["fields"]),
        is_known=kind is not None,
        can_correct=any(not control.widget.is_hidden for control in _controls(kind).values()),
    )


def _controls(kind: Intake | None) -> dict[str, Field]:
    return dict(kind.form.base_fields) if kind else {}  # type: ignore[attr-defined]


def _facts(kind: Intake | None, fields: dict[str, Any]) -> list[tuple[Label, str]]:
    """What was sent, with the labels of the form; what the form doesn't show people is left out."""
    found: list[tuple[Label, str]] = []
    for name, control in _controls(kind).items():
        value = fields.get(name, "")
        text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        if not control.widget.is_hidden and value not in ("", None):
            found.append((control.label or name, text))
    return found


@login_required
def correct_one(request: Request, pk: int) -> HttpResponse:
    """What was refused, to be corrected and sent again; with "again" it is sent as it was."""
    row = _mine(request, pk)
    kind, kept = intake_named(row.kind), row.get_content()
    if kind is None or row.settled_at:
        return redirect("outbox:outbox")
    reason = kept["reason"]
    form = form_of(kind, kept["fields"])
    if request.method == "POST":
        fields: dict[str, Any] = {name: request.POST.getlist(name) for name in form.fields}
        if "again" in request.POST:
            fields = kept["fields"]
        form = form_of(kind, fields)
        if form.is_valid():
            try:
                correct(request.viewer, row, fields)
            except Refused as problem:
                reason = str(problem)
                form.add_error(None, reason)
            else:
                messages.success(request, _("Delivered."))
                return redirect("outbox:outbox")
    context = {"form": form, "row": _shown(row), "reason": reason}
    is_wrong = request.method == "POST" and bool(form.errors)
    return render(request, "outbox/correct.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else 200)


@login_required
@require_POST
def put_one_away(request: Request, pk: int) -> HttpResponse:
    """Leave what was refused undone."""
    row = _mine(request, pk)
    put_away(request.viewer, row)
    offer(request, _("Put away."), handler=BACK, payload={"id": row.pk})
    return redirect(reverse("outbox:outbox"))
