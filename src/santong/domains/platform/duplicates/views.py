"""Pages about people who may be entered twice: the list, the comparison, merging and taking back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.duplicates.actions import (
    UNDO_TIME,
    merge,
    objections_to,
    reopen,
    suspect,
    take_back,
    tell_apart,
)
from santong.domains.platform.duplicates.comparing import comparison, proposed_account
from santong.domains.platform.duplicates.filters import SuspicionFilter
from santong.domains.platform.duplicates.forms import PairForm
from santong.domains.platform.duplicates.jobs import look_for_duplicates
from santong.domains.platform.duplicates.models import PERMISSION, Merger, Suspicion
from santong.domains.platform.duplicates.rules import Merging
from santong.domains.platform.duplicates.tables import SuspicionTable
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.http import Request
from santong.kit.jobs.public import start
from santong.kit.pages import ModelPages, PageAction
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable

APART, MERGE = "duplicates.tell_apart", "duplicates.merge"
State = Suspicion.State


class SuspicionPages(ModelPages):
    """People who may be entered twice."""

    model = Suspicion
    name = "duplicates"
    namespace = "duplicates"
    title = _("People entered twice")
    icon = "copy"
    table = SuspicionTable
    filterset = SuspicionFilter
    sort = "-score"
    empty_text = _("Nobody seems to be entered twice. Everybody is looked at again each night.")
    list_actions = (
        PageAction(_("Compare two accounts"), lambda row: reverse("duplicates:pair"), PERMISSION, icon="users"),
        PageAction(_("Look again now"), lambda row: reverse("duplicates:look"), PERMISSION, icon="refresh"),
    )
    detail = False

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("first", "second")

    def detail_url(self, row: Any) -> str:
        return row_address("duplicates:compare", row.pk)


@login_required
@require_safe
def compare(request: Request, pk: int) -> HttpResponse:
    """Two people side by side, with everything that can be decided about them."""
    return _comparison(request, request.viewer.get(Suspicion, pk))


@login_required
@require_POST
def merge_pair(request: Request, pk: int) -> HttpResponse:
    """Make the two one, as the form says."""
    row = request.viewer.get(Suspicion, pk, PERMISSION)
    people = {"first": row.first, "second": row.second}
    kept = people.get(request.POST.get("kept", ""))
    if kept is None:
        return _comparison(request, row, gettext("Choose the account that stays."))
    answers = {
        name.removeprefix("choose-"): people[value]
        for name, value in request.POST.items()
        if name.startswith("choose-") and isinstance(value, str) and value in people
    }
    try:
        with transaction.atomic():
            merger = merge(acting=request.viewer, suspicion=row, kept=kept, answers=answers)
            offer(request, gettext("Merged into one person."), handler=MERGE, payload={"merger": merger.pk})
    except NotPossible as problem:
        row.refresh_from_db()
        return _comparison(request, row, str(problem))
    return redirect("duplicates:compare", row.pk)


@login_required
@require_POST
def apart(request: Request, pk: int) -> HttpResponse:
    """Remember that the two are two people."""
    row = request.viewer.get(Suspicion, pk, PERMISSION)
    with transaction.atomic():
        tell_apart(acting=request.viewer, suspicion=row)
        offer(
            request,
            gettext("Remembered: these are two people. They won't be proposed again."),
            handler=APART,
            payload={"suspicion": row.pk},
        )
    return redirect("duplicates:duplicates")


@login_required
@require_POST
def back(request: Request, pk: int) -> HttpResponse:
    """Take a decision back: the merger, or that the two are two."""
    row = request.viewer.get(Suspicion, pk, PERMISSION)
    try:
        if row.merger is not None:
            take_back(acting=request.viewer, merger=row.merger)
        else:
            reopen(acting=request.viewer, suspicion=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, gettext("Taken back. The pair is on the list again."))
    return redirect("duplicates:compare", row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def pair(request: Request) -> HttpResponse:
    """Choose two accounts by hand."""
    request.viewer.demand(PERMISSION)
    form = PairForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            row = suspect(acting=request.viewer, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error("second", str(problem))
        else:
            return redirect("duplicates:compare", row.pk)
    return render(request, "duplicates/pair.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def look(request: Request) -> HttpResponse:
    """Look for people entered twice now, wherever the viewer may merge them."""
    request.viewer.demand(PERMISSION)
    if request.method == "GET":
        return render(request, "duplicates/look.html")
    for path in request.viewer.paths(PERMISSION):
        start(look_for_duplicates, {"path": path}, acting=request.viewer, path=path)
    messages.success(request, gettext("Started. The list fills by itself; reload it in a moment."))
    return redirect("duplicates:duplicates")


def _comparison(request: Request, row: Suspicion, problem: str = "") -> HttpResponse:
    first, second = row.first, row.second
    kept = proposed_account(first, second)
    context = {
        "row": row,
        "first": first,
        "second": second,
        "lines": comparison(first, second) if row.state == State.OPEN else [],
        "kept": "first" if kept == first else "second",
        "problem": problem,
        "objections": _objections(request.viewer, first, second) if row.state == State.OPEN else [],
        "until": _until(row.merger),
        "may": request.viewer.can(PERMISSION, row.path),
    }
    return render(request, "duplicates/compare.html", context, status=422 if problem else 200)


def _objections(viewer: Viewer, first: Person, second: Person) -> list[str]:
    """What forbids merging whichever of the two is kept."""
    one, other = (objections_to(Merging(*both), acting=viewer) for both in ((first, second), (second, first)))
    return [text for text in one if text in other]


def _until(merger: Merger | None) -> datetime | None:
    if merger is None or not merger.journal or merger.made_at + UNDO_TIME < timezone.now():
        return None
    return merger.made_at + UNDO_TIME


@undoable(APART)
def _reopen(viewer: Viewer, payload: dict[str, int]) -> str:
    reopen(acting=viewer, suspicion=viewer.get(Suspicion, payload["suspicion"], PERMISSION))
    return gettext("The pair is on the list again.")


@undoable(MERGE)
def _take_back(viewer: Viewer, payload: dict[str, int]) -> str:
    take_back(acting=viewer, merger=viewer.get(Merger, payload["merger"], PERMISSION))
    return gettext("The two are two people again, each as before.")
