"""The page about the use of resources in classes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.learning.coverage.models import PERMISSION
from santong.domains.learning.coverage.queries import (
    Asked,
    as_of,
    by_subject,
    exported,
    lines,
    months_offered,
    most_used,
    subjects,
    total,
)
from santong.domains.platform.organisations.public import Organisation, lineage, place_chosen
from santong.kit.http import Request
from santong.kit.measures.public import Period
from santong.kit.pages.exports import TYPES, export_response


@login_required
@require_safe
def page(request: Request) -> HttpResponse:
    """Classes covered, place by place, down to the classes of a school."""
    viewer = request.viewer
    asked = _asked(request)
    found = by_subject(viewer, asked)
    context = {
        "asked": asked,
        "total": total(asked),
        "as_of": as_of(asked),
        "lines": lines(viewer, asked),
        "are_classes": asked.place.kind == Organisation.Kind.SCHOOL,
        "above": [each for each in lineage(asked.place)[:-1] if viewer.can(PERMISSION, each.path)],
        "periods": months_offered(),
        "subjects": subjects(viewer, asked),
        "chart": _chart(found),
        "most_used": most_used(viewer, asked),
        "can_see_missing": viewer.can("resources.oversee"),
        "query": request.GET.urlencode(),
    }
    return render(request, "coverage/page.html", context)


@login_required
@require_safe
def export(request: Request) -> HttpResponseBase:
    """The lines of the page as a sheet."""
    asked = _asked(request)
    kind = request.GET.get("format", "xlsx")
    heads = (
        _("County or school"),
        _("Classes"),
        _("Classes covered"),
        _("Coverage (%)"),
        _("Teachers using resources"),
        _("Uses"),
        _("Admitted resources from here"),
    )
    rows = exported(lines(request.viewer, asked), heads)
    name = _("Use in classes %(place)s") % {"place": asked.place.name}
    return export_response(request, rows, name=name, kind=kind if kind in TYPES else "xlsx")


def _asked(request: Request) -> Asked:
    request.viewer.demand(PERMISSION)
    return Asked(
        place_chosen(request.viewer, PERMISSION, request.GET.get("place", "")),
        Period.read(request.GET.get("period", "")) or Period.this_month(),
        request.GET.get("subject", "")[:20],
    )


def _chart(found: list[tuple[str, int]]) -> dict[str, Any]:
    return {
        "kind": "bar",
        "categories": [subject or _("Without a subject") for subject, _uses in found],
        "series": [{"name": _("Uses"), "data": [uses for _subject, uses in found]}],
    }
