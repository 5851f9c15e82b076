"""Pages of calls: the list, a call with its answers, answering, deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.learning.resources.public import rows_of
from santong.domains.learning.sourcing.actions.calls import (
    accept_answer,
    close_call,
    contribute,
    decline_answer,
    may_answer,
    publish_call,
    put_call,
    reopen_call,
    take_answer_back,
)
from santong.domains.learning.sourcing.filters import CallFilter
from santong.domains.learning.sourcing.forms import AnswerForm, CallForm, DecisionForm
from santong.domains.learning.sourcing.models import Call, Contribution
from santong.domains.learning.sourcing.permissions import ANSWER, PUBLISH
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
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, StepPage, TemplatePanel
from santong.kit.pages.edits import Edit
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.pages.lists import ObjectList
from santong.kit.pages.steps import buttons
from santong.kit.refusals import NotPossible

MOST = 100
"""Answers that the page of a call shows; the export has all."""


def _state(request: Request, call: Call) -> dict[str, Any] | None:
    life = call.stage_of_life
    return {
        "state": CALL_STATES[life],
        "tone": CALL_TONES[life],
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

    steps = (
        StepPage(
            publish_call,
            _("Publish"),
            done=_("Published. Everybody whom it asks sees it now."),
            icon="send",
            variant="primary",
        ),
        StepPage(close_call, _("Close the call"), done=_("Closed."), icon="archive"),
        StepPage(reopen_call, _("Open it again"), done=_("It is open again."), icon="arrow-back-up"),
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


class AnswerPages(ModelPages):
    """What happens to an answer; it is read on the page of its call, and where it is decided about."""

    model = Contribution
    name = "answers"
    namespace = "sourcing"
    listed = False
    steps = (
        StepPage(take_answer_back, _("Withdraw"), done=_("Taken back."), icon="arrow-back-up"),
        StepPage(
            accept_answer,
            _("Choose it"),
            done=_("Accepted."),
            form=lambda data, row, viewer: DecisionForm(data, initial={"comment": row.comment}),
            asks_on=lambda request, edit: _decision_page(request, edit),
            goes_to=lambda viewer, row: _after_decision(viewer, row),
            icon="check",
            variant="primary",
        ),
        StepPage(
            decline_answer,
            _("Thank, not chosen"),
            done=_("Thanked."),
            form=lambda data, row, viewer: DecisionForm(data, initial={"comment": row.comment}),
            asks_on=lambda request, edit: _decision_page(request, edit),
            goes_to=lambda viewer, row: _after_decision(viewer, row),
            icon="heart",
        ),
    )

    def detail_url(self, row: Any) -> str:
        return reverse("sourcing:calls-detail", args=[row.call_id])


ANSWERS = AnswerPages()


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Choose one of one's own resources for a call."""
    viewer = request.viewer
    call = viewer.get(Call, pk)
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
@require_safe
def decision(request: Request, pk: int, contribution: int) -> HttpResponse:
    """Look at an answer, with the decisions about it."""
    viewer = request.viewer
    row = _contribution(request, pk, contribution)
    viewer.demand(PUBLISH, row.path)
    edit = Edit(request, row, lambda row, data: DecisionForm(data, initial={"comment": row.comment}), whole=True)
    return _decision_page(request, edit)


def _decision_page(request: Request, edit: Edit[Any, Any]) -> HttpResponse:
    viewer, row = request.viewer, edit.row
    context = {
        "row": row,
        "call": row.call,
        "form": edit.form,
        "edit": edit,
        "tone": ANSWER_TONES[row.state],
        "steps": buttons(ANSWERS, viewer, row),
        "objection": accept_answer.objection(viewer, row),
        "next": _next_waiting(viewer, row),
    }
    return render(request, "sourcing/decision.html", context, status=edit.status)


def _after_decision(viewer: Viewer, row: Contribution) -> str:
    following = _next_waiting(viewer, row)
    if following:
        return reverse("sourcing:decision", args=[row.call_id, following.pk])
    return reverse("sourcing:calls-detail", args=[row.call_id])


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
