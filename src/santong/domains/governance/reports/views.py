"""The page of a report, the way to it from a round, exports and sealed editions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.governance.reports.forms import ConfirmForm
from santong.domains.governance.reports.models import Edition, Report, Round
from santong.domains.governance.reports.pages import confirm_page
from santong.domains.governance.reports.presenting import lines_of, sheet, sheet_by_place
from santong.domains.governance.reports.queries import bound_of, places_of, sealed_of
from santong.domains.governance.reports.sealing import FORMAT
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.kit.pages.exports import TYPES, export_response

PLACES = "places"


def _got(request: Request, pk: int) -> Report:
    row = request.viewer.get(Report, pk)
    rows = Report.objects.again([row])
    return rows.select_related("round__template", "round__version", "round__place", "place").get()


@login_required
@require_safe
def round_page(request: Request, pk: int) -> HttpResponse:
    """The viewer's own report of a round, else the uppermost that they see."""
    row = request.viewer.get(Round, pk)
    reports = Report.objects.visible_to(request.viewer).filter(round=row).order_by("path", "-part")
    found = reports.first()
    if found is None:
        return render(request, "reports/nothing.html", {"round": row})
    return redirect("reports:report", found.pk)


@login_required
@require_safe
def report_page(request: Request, pk: int) -> HttpResponse:
    """What a report says, what is unusual about it, and what has changed since it was sealed."""
    viewer = request.viewer
    row = _got(request, pk)
    edit: Edit[Any, Any] = Edit(request, row, lambda row, data: ConfirmForm(data, row, viewer), whole=True)
    return confirm_page(request, edit)


@login_required
@require_safe
def report_export(request: Request, pk: int) -> HttpResponseBase:
    """The fields of a report, or with `by=places` the places below it, as a sheet."""
    row = _got(request, pk)
    kind = request.GET.get("format", "xlsx")
    if kind not in TYPES:
        raise Http404(kind)
    bound = bound_of(row.round)
    if request.GET.get("by") == PLACES and row.part != Report.Part.OWN:
        rows = sheet_by_place(row, list(places_of(row)), bound)
    else:
        rows = sheet(lines_of(request.viewer, row, bound))
    return export_response(request, rows, name=f"{row.round} {row.place}", kind=kind)


@login_required
@require_safe
def seal_export(request: Request, pk: int) -> HttpResponse:
    """The newest sealed edition of a report with all that it covers, for recomputing the seals."""
    row = _got(request, pk)
    sealed = sealed_of(row)
    if sealed is None:
        raise Http404(_("Nothing is sealed yet."))
    found = [sealed, *_covered(sealed, row)]
    answer = {"format": FORMAT, "editions": [{"seal": each.seal, "content": each.content} for each in found]}
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="report-{row.pk}-{sealed.number}.json"'
    return response


def _covered(sealed: Edition, report: Report) -> list[Edition]:
    """The editions that one covers, and those that these cover."""
    rows = Edition.objects.belonging_to(report__in=list(Report.objects.belonging_to(round=report.round)))
    by_seal = {row.seal: row for row in rows}
    found: dict[str, Edition] = {}
    waiting = [each["seal"] for each in sealed.content["covers"]]
    while waiting:
        seal = waiting.pop()
        if seal in by_seal and seal not in found:
            found[seal] = by_seal[seal]
            waiting += [each["seal"] for each in by_seal[seal].content["covers"]]
    return sorted(found.values(), key=lambda each: each.pk)
