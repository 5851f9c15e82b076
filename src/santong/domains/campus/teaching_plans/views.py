"""The plan beside those who teach it, the usual rules, and what is done with a search while it goes on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.teaching_plans.actions import search_again, stop_search, take_usual_rules
from santong.domains.campus.teaching_plans.models import CHANGE, VIEW, Rule, Search
from santong.domains.campus.teaching_plans.overview import overview_of
from santong.domains.campus.teaching_plans.panels import progress_context
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

TAKEN = "teaching_plans.usual_rules"
MOST_SCHOOLS = 60


def _schools(request: Request, permission: str) -> list[Organisation]:
    rows = Organisation.objects.visible_to(request.viewer, permission).filter(kind=Organisation.Kind.SCHOOL)
    return list(rows.order_by("path")[:MOST_SCHOOLS])


def _chosen(request: Request, schools: list[Organisation]) -> Organisation | None:
    text = request.GET.get("school", "") or request.POST.get("school", "")
    if not text:
        return schools[0] if schools else None
    found = request.viewer.get(Organisation, whole_number(text) or 0)
    if found.kind != Organisation.Kind.SCHOOL:
        raise Http404
    return found


@login_required
@require_safe
def overview(request: Request) -> HttpResponse:
    """What each class has and who teaches it; the subjects for which nobody is known."""
    request.viewer.demand(VIEW)
    schools = _schools(request, VIEW)
    school = _chosen(request, schools)
    if school is not None:
        request.viewer.demand(VIEW, school.path)
    found = overview_of(school, whole_number(request.GET.get("grade", ""))) if school is not None else None
    context = {"school": school, "schools": schools, "found": found}
    return render(request, "teaching_plans/overview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def usual_rules(request: Request) -> HttpResponse:
    """Take the usual rules of schools of this kind over."""
    request.viewer.demand(CHANGE)
    schools = _schools(request, CHANGE)
    if request.method == "POST":
        school = _chosen(request, schools)
        if school is None:
            raise Http404
        new = take_usual_rules(acting=request.viewer, school=school)
        words = ngettext("%(n)s rule was added.", "%(n)s rules were added.", len(new)) % {"n": len(new)}
        if new:
            offer(request, words, handler=TAKEN, payload={"ids": [row.pk for row in new]})
        else:
            messages.info(request, _("Your school has all of them already."))
        return redirect("teaching_plans:timetable-rules")
    return render(request, "teaching_plans/usual.html", {"schools": schools})


@undoable(TAKEN)
def _undo(viewer: object, payload: dict[str, list[int]]) -> str:
    for row in Rule.objects.noted(payload["ids"]):
        viewer.get(Rule, row.pk, CHANGE).delete()  # type: ignore[attr-defined]
    return _("The rules are gone again.")


@login_required
@require_safe
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a search is; the page asks for it every other second while it goes on."""
    row = request.viewer.get(Search, pk)
    return render(request, "teaching_plans/progress.html", progress_context(request, row))


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Stop a search; its best timetable stays."""
    row = request.viewer.get(Search, pk)
    try:
        stop_search(acting=request.viewer, search=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The search stops; the best timetable stays as a draft."))
    return redirect("teaching_plans:timetable-searches-detail", pk)


@login_required
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Search once more; `relax` names a rule that only should hold this time."""
    row = request.viewer.get(Search, pk)
    key = whole_number(request.POST.get("relax", ""))
    if key is not None:
        request.viewer.get(Rule, key)
    try:
        made = search_again(acting=request.viewer, search=row, relax=key)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("teaching_plans:timetable-searches-detail", pk)
    return redirect("teaching_plans:timetable-searches-detail", made.pk)
