"""Pages of calls: the list, a call with its answers, answering, deciding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.learning.resources.public import rows_of
from santong.domains.learning.sourcing.actions.calls import (
    bring_answer_back,
    close_call,
    contribute,
    decide,
    may_answer,
    publish_call,
    put_call,
    reopen_call,
    take_answer_back,
    undecide,
)
from santong.domains.learning.sourcing.filters import CallFilter
from santong.domains.learning.sourcing.forms import AnswerForm, CallForm, DecisionForm
from santong.domains.learning.sourcing.models import Call, Contribution
from santong.domains.learning.sourcing.permissions import ANSWER, PUBLISH
from santong.domains.learning.sourcing.problems import NotPossible
from santong.domains.learning.sourcing.queries.calls import (
    accepted_of,
    answers_to,
    may_contribute,
    own_answers,
    with_numbers,
)
from santong.domains.learning.sourcing.tables import ANSWER_TONES, CALL_STATES, CALL_TONES, AnswerTable, CallTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, TemplatePanel
from santong.kit.pages.edits import Edit
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.pages.lists import ObjectList
from santong.kit.undo import CannotUndo, offer, undoable

TAKE_BACK, DECIDE, CLOSE = "calls.take_back", "calls.decide", "calls.close"
MOST = 100
"""Answers that the page of a call shows; the export has all."""


def _state(request: Request, call: Call) -> dict[str, Any] | None:
    life = call.stage_of_life
    return {
        "state": CALL_STATES[life],
        "tone": CALL_TONES[life],
        "may_publish": request.viewer.can(PUBLISH, call.path),
        "may_answer": call.takes_answers and may_answer(request.viewer, call),
    }


def _own(request: Request, call: Call) -> dict[str, Any] | None:
    rows = own_answers(request.viewer, call)
    return {"answers": rows, "tones": ANSWER_TONES, "call": call} if rows else None


def _answers(request: Request, call: Call) -> dict[str, Any] | None:
    if call.state == Call.State.DRAFT:
        return None
    rows = list(answers_to(request.viewer, call)[: MOST + 1])
    return {
        "answers": [(row, ANSWER_TONES[row.state]) for row in rows[:MOST]],
        "more": len(rows) > MOST,
        "waiting": sum(row.state == Contribution.State.WAITING for row in rows),
    }


def _harvest(request: Request, call: Call) -> dict[str, Any] | None:
    rows = accepted_of(call)
    seen = {row.pk for row in rows_of(request.viewer, [each.resource_id for each in rows])}
    return {"accepted": [(row, row.resource_id in seen) for row in rows]}


class CallPages(ModelPages):
    """Calls for resources."""

    model = Call
    name = "calls"
    namespace = "sourcing"
    title = _("Calls for resources")
    icon = "inbox"
    table = CallTable
    filterset = CallFilter
    form = CallForm
    create = change = remove = PUBLISH
    export = ANSWER
    sort = "-pk"
    new_label = _("New call")
    empty_text = _("As soon as somebody asks for resources that you could give, the call appears here.")
    panels = (
        TemplatePanel(_("Status"), template="sourcing/call_state.html", context=_state, side=True),
        FactsPanel(
            _("What is wanted"),
            facts=(
                Fact("wanted"),
                Fact("criteria"),
                Fact("stage"),
                Fact("subject"),
                Fact("textbook"),
                Fact("node"),
                Fact(lambda call: call.kind_names or gettext("Any kind"), _("kinds of resource")),
                Fact(lambda call: call.audience.name, _("who may answer")),
            ),
        ),
        TemplatePanel(_("Your answers"), template="sourcing/own_answers.html", context=_own),
        TemplatePanel(_("Answers"), permission=PUBLISH, template="sourcing/answers.html", context=_answers),
        TemplatePanel(_("Accepted resources"), template="sourcing/harvest.html", context=_harvest),
        HistoryPanel(_("History"), permission=PUBLISH, side=True),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return with_numbers(super().rows(viewer).select_related("organisation", "audience"))

    def get(self, viewer: Viewer, pk: int) -> Any:
        return viewer.get(Call, pk)

    def subtitle(self, row: Any) -> str:
        return str(row.organisation.name)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return CallForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return put_call(acting=acting, call=form.save())


def _seen(request: Request, pk: int) -> Call:
    return request.viewer.get(Call, pk)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Publish, close or reopen a call."""
    call = request.viewer.get(Call, pk, PUBLISH)
    step = request.POST.get("step", "")
    try:
        if step == "publish":
            publish_call(acting=request.viewer, call=call)
            messages.success(request, gettext("Published. Everybody whom it asks sees it now."))
        elif step == "close":
            with transaction.atomic():
                close_call(acting=request.viewer, call=call)
                offer(request, gettext("Closed."), handler=CLOSE, payload={"id": pk})
        elif step == "reopen":
            reopen_call(acting=request.viewer, call=call)
            messages.success(request, gettext("It is open again."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("sourcing:calls-detail", pk)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Choose one of one's own resources for a call."""
    viewer, call = request.viewer, _seen(request, pk)
    rows = may_contribute(viewer, call)
    fitting = rows.filter(subject=call.subject) if call.subject else rows
    form = AnswerForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            contribute(acting=viewer, call=call, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, gettext("Handed in. Until the deadline you can take it back."))
            return redirect("sourcing:calls-detail", pk)
    if request.method == "GET":
        form.initial = {"resource": fitting.values_list("pk", flat=True).first()}
    context = {"call": call, "form": form, "has_rows": rows.exists(), "may": call.takes_answers}
    context["is_asked"] = may_answer(viewer, call)
    return render(request, "sourcing/answer.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def unanswer(request: Request, pk: int, contribution: int) -> HttpResponse:
    """Take an answer back; that can be undone as long as the call is open."""
    row = _contribution(request, pk, contribution)
    try:
        with transaction.atomic():
            take_answer_back(acting=request.viewer, contribution=row)
            offer(request, gettext("Taken back."), handler=TAKE_BACK, payload={"id": row.pk})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("sourcing:calls-detail", pk)


@login_required
@require_http_methods(["GET", "POST"])
def decision(request: Request, pk: int, contribution: int) -> HttpResponse:
    """Look at an answer, take it or thank for it, and go on to the next that waits."""
    viewer = request.viewer
    row = _contribution(request, pk, contribution)
    viewer.demand(PUBLISH, row.path)
    edit = Edit(request, row, lambda row, data: DecisionForm(data, initial={"comment": row.comment}), whole=True)
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid() and _decide(request, edit.row, edit.form):
                return _to_next(viewer, row)
        row = edit.row
    context = {"row": row, "call": row.call, "form": edit.form, "edit": edit, "tone": ANSWER_TONES[row.state]}
    context["next"] = _next_waiting(viewer, row)
    context["is_own"] = row.person_id == viewer.person_id
    return render(request, "sourcing/decision.html", context, status=edit.status)


def _decide(request: Request, row: Contribution, form: DecisionForm) -> bool:
    accept = request.POST.get("decision") == "accept"
    try:
        with transaction.atomic():
            decide(acting=request.viewer, contribution=row, accept=accept, comment=form.cleaned_data["comment"])
            text = gettext("Accepted.") if accept else gettext("Thanked.")
            offer(request, text, handler=DECIDE, payload={"id": row.pk})
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _to_next(viewer: Viewer, row: Contribution) -> HttpResponse:
    following = _next_waiting(viewer, row)
    if following:
        return redirect("sourcing:decision", row.call_id, following.pk)
    return redirect("sourcing:calls-detail", row.call_id)


@login_required
@require_safe
def answers_export(request: Request, pk: int) -> HttpResponseBase:
    """The answers to a call as a sheet."""
    call = request.viewer.get(Call, pk, PUBLISH)
    rows = ObjectList(answers_to(request.viewer, call), table=AnswerTable, query=QueryDict(), sort="pk")
    name = gettext("Answers to %(call)s") % {"call": call.title}
    kind = request.GET.get("format", "xlsx")
    return export_response(request, rows.exported(), name=name, kind=kind if kind in TYPES else "xlsx")


def _contribution(request: Request, call: int, pk: int) -> Contribution:
    row = request.viewer.get(Contribution, pk)
    if row.call_id != call:
        raise Http404(str(pk))
    return row


def _next_waiting(viewer: Viewer, row: Contribution) -> Contribution | None:
    rows = answers_to(viewer, row.call).filter(state=Contribution.State.WAITING).exclude(pk=row.pk)
    rows = rows.exclude(person=viewer.person_id or 0).order_by("pk")
    return rows.filter(pk__gt=row.pk).first() or rows.first()


@undoable(TAKE_BACK)
def _undo_take_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    _redo(bring_answer_back, viewer, payload)
    return gettext("It answers the call again.")


@undoable(DECIDE)
def _undo_decision(viewer: Viewer, payload: dict[str, Any]) -> str:
    _redo(undecide, viewer, payload)
    return gettext("The answer waits for a decision again.")


@undoable(CLOSE)
def _undo_close(viewer: Viewer, payload: dict[str, Any]) -> str:
    call = viewer.get(Call, payload["id"], PUBLISH)
    try:
        reopen_call(acting=viewer, call=call)
    except NotPossible as problem:
        raise CannotUndo(str(problem)) from problem
    return gettext("It is open again.")


def _redo(action: Callable[..., None], viewer: Viewer, payload: dict[str, Any]) -> None:
    try:
        action(acting=viewer, contribution=viewer.get(Contribution, payload["id"]))
    except NotPossible as problem:
        raise CannotUndo(str(problem)) from problem
