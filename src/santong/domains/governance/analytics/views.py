"""How much a school, county or city uses the platform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.governance.analytics import charts
from santong.domains.governance.analytics.forms import ActivityForm
from santong.domains.governance.analytics.queries.activity import (
    Activity,
    activity_of,
    chosen_place,
    cohorts_of,
    places_inside,
    way_to,
)
from santong.domains.governance.analytics.queries.lake import lake
from santong.domains.governance.analytics.queries.months import months_of
from santong.kit.http import Request
from santong.kit.pages.exports import export_response

SHOWN = 300


@login_required
@require_safe
def activity(request: Request) -> HttpResponse:
    """Charts and tables of a place in a period; the figures were worked out before."""
    form = ActivityForm(request.GET.dict())
    place, period = chosen_place(request.viewer, form.place), form.period
    found = activity_of(place, period, form.narrowing)
    form.offer(found.options)
    context = {
        "form": form,
        "place": place,
        "way": way_to(request.viewer, place),
        "period": period,
        "activity": found,
        "charts": _charts(found),
        "inside": places_inside(request.viewer, place, period, form.narrowing)[:SHOWN],
        "cohorts": cohorts_of(place),
        "as_of": lake().exported_at,
        "query": f"place={place.pk}&{form.query}",
    }
    return render(request, "analytics/activity.html", context)


@login_required
@require_safe
def months(request: Request) -> HttpResponse:
    """How the use of a place went over months, and what changed most; asked of the lake when somebody looks."""
    form = ActivityForm(request.GET.dict())
    place = chosen_place(request.viewer, form.place)
    found, changes = months_of(place)
    context = {
        "place": place,
        "way": way_to(request.viewer, place),
        "months": found[::-1],
        "over": [each.name for each in found[-3:-1]],
        "changes": [(each, charts.kind_label(each.kind)) for each in changes],
        "chart": charts.by_month(found),
        "as_of": lake().exported_at,
    }
    return render(request, "analytics/months.html", context)


def _charts(found: Activity) -> dict[str, Any]:
    return {
        "days": charts.by_day(found),
        "roles": charts.by_role(found.by_role),
        "subjects": charts.by_subject(found.by_subject),
        "kinds": charts.by_kind(found.by_kind),
    }


@login_required
@require_safe
def export(request: Request, kind: str) -> StreamingHttpResponse:
    """The days of a place as a file: CSV or XLSX."""
    form = ActivityForm(request.GET.dict())
    place = chosen_place(request.viewer, form.place)
    name = "-".join(part for part in (place.name, _("Activity"), form.said) if part)
    rows = _sheet(activity_of(place, form.period, form.narrowing))
    return export_response(request, rows, name=name, kind=kind)


def _sheet(found: Activity) -> Iterator[list[Any]]:
    """A row for each day; a column of people for each role, subject and kind that occurs."""
    roles, subjects, kinds = sorted(found.by_role), sorted(found.by_subject), sorted(found.by_kind)
    yield [
        _("Day"), _("Active people"), _("Records"),
        *map(charts.role_label, roles), *map(charts.subject_label, subjects), *map(charts.kind_label, kinds),
    ]  # fmt: skip
    for day in found.days:
        columns = ((day.by_role, roles), (day.by_subject, subjects), (day.by_kind, kinds))
        yield [day.day, day.people, day.records, *[f.get(name, [0])[0] for f, names in columns for name in names]]
