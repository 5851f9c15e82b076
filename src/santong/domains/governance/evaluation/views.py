"""Pages of their own: a visit that opens without a line, cost per use, sealed results, suggestions of places."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.governance.evaluation import benefit as benefits_
from santong.domains.governance.evaluation.forms import FindingForm, JudgementForm, places_below
from santong.domains.governance.evaluation.inspecting import judge, note_finding
from santong.domains.governance.evaluation.models import VIEW, WRITE, Entrant, EvaluationRound
from santong.domains.governance.evaluation.presenting import lines_of, sections_of
from santong.domains.governance.evaluation.queries import findings_of, is_visitor, judgements_of
from santong.domains.governance.evaluation.tables import finding_status
from santong.domains.platform.organisations.public import organisation_picks
from santong.kit.http import Request
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.picking import suggestions
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

PAGE = 25


@login_required
@require_http_methods(["GET", "POST"])
def visit(request: Request, pk: int) -> HttpResponse:
    """What an expert notes at a place: it stays on the device and opens without a line."""
    viewer = request.viewer
    row = viewer.get(Entrant, pk)
    row = Entrant.objects.again([row]).select_related("place", "round__standard", "round__version").get()
    if not is_visitor(viewer, row):
        raise PermissionDenied
    if row.round.state != EvaluationRound.State.OPEN or row.computed_at is None:
        raise Http404(_("The round isn't under way."))
    form = FindingForm(request.POST if request.method == "POST" and "text" in request.POST else None)
    judging = JudgementForm(request.POST if request.method == "POST" and "points" in request.POST else None)
    if _noted(request, row, form, judging):
        return redirect("evaluation:visit", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "evaluation/visit.html", _visited(row, form, judging), status=status)


def _noted(request: Request, row: Entrant, form: FindingForm, judging: JudgementForm) -> bool:
    """Whether what was sent without the outbox could be done."""
    try:
        if form.is_bound and form.is_valid():
            note_finding(acting=request.viewer, entrant=row, **form.cleaned_data)
            return True
        if judging.is_bound and judging.is_valid():
            judge(acting=request.viewer, entrant=row, **judging.cleaned_data)
            return True
    except NotPossible as problem:
        bound = form if form.is_bound else judging
        bound.add_error(problem.field if problem.field in bound.fields else None, str(problem))
    return False


def _visited(row: Entrant, form: FindingForm, judging: JudgementForm) -> dict[str, Any]:
    lines = lines_of(row)
    judged = judgements_of(row)
    open_items = [
        {"line": each, "judged": judged.get(each.code)} for each in lines if each.is_unanswered
    ]  # fmt: skip
    return {
        "row": row, "form": form, "judging": judging, "items": open_items, "sections": sections_of(lines),
        "findings": [(each, finding_status(each)) for each in findings_of(row)],
        "back_url": reverse("evaluation:evaluated-detail", args=[row.pk]),
    }  # fmt: skip


@login_required
@require_safe
def benefit(request: Request) -> HttpResponse:
    """Cost per use of the schools that a viewer sees, in the order of the tree: no ranking."""
    request.viewer.demand(VIEW)
    seen = benefits_.schools_seen(request.viewer)
    last = seen.filter(pk=whole_number(request.GET.get("after", "")) or 0).first()
    found = list((seen.filter(path__gt=last.path) if last else seen)[: PAGE + 1])
    context = {
        "rows": benefits_.benefits(found[:PAGE]), "month": benefits_.last_month().first, "is_first": last is None,
        "after": found[PAGE - 1].pk if len(found) > PAGE else None, "months": benefits_.LIFE_MONTHS,
    }  # fmt: skip
    return render(request, "evaluation/benefit.html", context)


@login_required
@require_safe
def benefit_export(request: Request) -> HttpResponseBase:
    """The same of all of them, as a sheet."""
    request.viewer.demand(VIEW)
    kind = request.GET.get("format", "xlsx")
    if kind not in TYPES:
        raise Http404(kind)
    rows = benefits_.benefits(list(benefits_.schools_seen(request.viewer)))
    return export_response(request, benefits_.sheet(rows), name=_("Cost per use"), kind=kind)


@login_required
@require_safe
def results_export(request: Request, pk: int) -> HttpResponse:
    """The sealed results of a round, for recomputing the seal."""
    row = request.viewer.get(EvaluationRound, pk)
    if not row.seal:
        raise Http404(_("Nothing is sealed yet."))
    response = JsonResponse(
        {"seal": row.seal, "content": row.content}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="evaluation-{row.pk}.json"'
    return response


@login_required
@require_safe
def round_places(request: Request, pk: int) -> HttpResponse:
    """Places that a draft may be about."""
    row = request.viewer.get(EvaluationRound, pk, WRITE)
    return suggestions(request, organisation_picks(request, places_below(row)))
