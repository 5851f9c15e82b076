"""Asking for the erasure of a learning record, and deciding about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.actions.erasing import ask_erasure, grant_erasure, withdraw_erasure
from santong.domains.platform.records.forms import ErasureForm
from santong.domains.platform.records.jobs import erase_learning_record
from santong.domains.platform.records.models import ErasureRequest
from santong.domains.platform.records.models.erasures import PERMISSION
from santong.domains.platform.records.queries.erasures import count_about, last_request
from santong.domains.platform.records.queries.learners import may_ask_for
from santong.domains.platform.records.queries.own import person_for
from santong.kit.http import Request
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible


def record_address(request: Request, person: Person) -> str:
    """The page of a person's record, as this viewer reaches it."""
    own = person.pk == request.viewer.person_id
    return reverse("records:own") if own else reverse("records:person", args=[person.pk])


def erasure_of(request: Request, person: Person) -> dict[str, Any] | None:
    """What a page says about erasing a person's record; None for viewers who can't ask for it."""
    if not may_ask_for(request.viewer, person.pk):
        return None
    last = last_request(person.pk)
    return {
        "last": last,
        "waiting": last is not None and last.state in ErasureRequest.WAITING,
        "ask": reverse("records:erasure-ask", args=[person.pk]),
        "withdraw": reverse("records:erasure-withdraw", args=[person.pk]),
    }


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: Request, pk: int) -> HttpResponse:
    """Ask for one's own record, or one's child's, to be erased."""
    person = _decided_by(request, pk)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ask_erasure(acting=request.viewer, person=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("Asked for. On this page you see what is decided."))
        return redirect(record_address(request, person))
    context = {
        "person": person,
        "own": person.pk == request.viewer.person_id,
        "form": form,
        "count": count_about(person.pk),
        "back": record_address(request, person),
    }
    return render(request, "records/erasure_ask.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take one's request back."""
    person = _decided_by(request, pk)
    last = last_request(person.pk)
    if last is None:
        raise Http404(ErasureRequest._meta.label)
    try:
        withdraw_erasure(acting=request.viewer, request=last)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Withdrawn. The record stays as it is."))
    return redirect(record_address(request, person))


def _decided_by(request: Request, pk: int) -> Person:
    person = person_for(request.viewer, pk)
    if not may_ask_for(request.viewer, pk):
        raise PermissionDenied(PERMISSION)
    return person


@login_required
@require_http_methods(["GET", "POST"])
def grant(request: Request, pk: int) -> HttpResponse:
    """Have a record erased, after a question that says whose and how much."""
    row = _to_decide(request, pk)
    if request.method == "POST":
        try:
            with transaction.atomic():
                grant_erasure(acting=request.viewer, request=row)
                key = f"records.erase-{row.pk}"
                start(erase_learning_record, {"request_id": row.pk}, acting=request.viewer, key=key, path=row.path)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Granted. The record is erased in the background; this page says when it is."))
        return redirect("records:erasures-detail", row.pk)
    back = reverse("records:erasures-detail", args=[row.pk])
    context = {"row": row, "back": back, "count": count_about(row.person_id), "title": _("Erase the learning record")}
    return render(request, "records/erasure_decide.html", context)


def _to_decide(request: Request, pk: int) -> ErasureRequest:
    row = request.viewer.get(ErasureRequest, pk)
    # People see their own requests by the same permission; deciding takes the permission itself.
    request.viewer.demand(PERMISSION, row.path)
    return row
