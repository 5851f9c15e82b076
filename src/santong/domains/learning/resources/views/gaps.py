"""Where resources are missing: what a place's teachers find, by textbook and unit, and place by place."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.learning.resources.filters import subjects
from santong.domains.learning.resources.queries.gaps import Asked, books_exported, gaps, places, places_exported
from santong.domains.platform.organisations.public import Stage, lineage, place_chosen
from santong.kit.http import Request
from santong.kit.pages.exports import TYPES, export_response

PERMISSION = "resources.oversee"


@login_required
@require_safe
def missing(request: Request) -> HttpResponse:
    """Which units have no admitted resource, scarce subjects first; below, the places that lack most."""
    asked = _asked(request)
    rows = gaps(asked)
    context = {
        "asked": asked,
        "above": [each for each in lineage(asked.place)[:-1] if request.viewer.can(PERMISSION, each.path)],
        "rows": rows,
        "places": places(asked),
        "stages": Stage.choices,
        "subjects": subjects(),
        "units": sum(row.units for row in rows),
        "covered": sum(row.covered for row in rows),
        "resources": sum(row.resources for row in rows),
    }
    return render(request, "resources/gaps.html", context)


@login_required
@require_safe
def export(request: Request) -> HttpResponseBase:
    """One of the page's two tables as a sheet: textbooks, or with `table=places` the places below."""
    asked = _asked(request)
    kind = request.GET.get("format", "xlsx")
    heads: tuple[str, ...]
    if request.GET.get("table") == "places":
        heads = (
            _("County or school"), _("Resources for units"), _("Units"), _("Units with something"),
            _("Units with nothing"), _("Covered (%)"),
        )  # fmt: skip
        rows = places_exported(places(asked), heads)
    else:
        heads = (
            _("Subject"), _("Textbook"), _("Edition"), _("Resources for units"), _("Units"),
            _("Units with something"), _("Units with nothing"),
        )  # fmt: skip
        rows = books_exported(gaps(asked), heads)
    name = _("Missing resources %(place)s") % {"place": asked.place.name}
    return export_response(request, rows, name=name, kind=kind if kind in TYPES else "xlsx")


def _asked(request: Request) -> Asked:
    request.viewer.demand(PERMISSION)
    stage, subject = request.GET.get("stage", ""), request.GET.get("subject", "")
    place = place_chosen(request.viewer, PERMISSION, request.GET.get("place", ""))
    return Asked(place, stage if stage in Stage.values else "", subject[:20])
