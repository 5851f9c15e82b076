"""What stands on the pages of issues, on those of schools, and on the home page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.checks.models import VIEW, CheckKind, DataIssue, Settlement
from santong.domains.governance.checks.queries import counted_by_kind, facts_of, open_for, sources_of
from santong.domains.governance.checks.words import ICONS, TONES, said_to, sees_figures
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel

AT_HOME = 4
ON_PAGE = 10


def _found(request: Request, row: DataIssue) -> dict[str, Any]:
    return {"said": said_to(request.viewer, row), "facts": facts_of(request.viewer, row)}


def _sources(request: Request, row: DataIssue) -> dict[str, Any] | None:
    if row.kind != CheckKind.CONFLICT or not sees_figures(request.viewer, row):
        return None
    sources, settled = sources_of(request.viewer, row)
    return {"sources": sources, "settled": settled}


def _earlier(request: Request, row: Settlement) -> dict[str, Any] | None:
    rows = Settlement.objects.visible_to(request.viewer).filter(rule=row.rule_id, place=row.place_id)
    others = list(rows.exclude(pk=row.pk).select_related("rule").order_by("-number")[:ON_PAGE])
    return {"others": others} if others else None


def _of_school(request: Request, row: Organisation) -> dict[str, Any] | None:
    if row.kind != Organisation.Kind.SCHOOL:
        return None
    rows = DataIssue.objects.visible_to(request.viewer, VIEW).filter(place=row, state__in=DataIssue.LIVE)
    issues = list(rows.select_related("rule", "place").order_by("-found_on", "-pk")[:ON_PAGE])
    return {"lines": [_line(request, each) for each in issues], "place": row} if issues else None


def _line(request: Request, each: DataIssue) -> dict[str, Any]:
    return {"issue": each, "said": said_to(request.viewer, each), "tone": TONES[each.state]}


FOUND = TemplatePanel(_("What was found"), template="checks/found.html", context=_found)
SOURCES = TemplatePanel(_("Sources side by side"), template="checks/sources.html", context=_sources)
EARLIER = TemplatePanel(_("Other versions"), template="checks/earlier.html", context=_earlier)
OF_SCHOOL = TemplatePanel(_("Data to look at"), permission=VIEW, template="checks/of_school.html", context=_of_school)


def at_home(request: Request) -> SafeString | str:
    """The newest open issues that the viewer sees, and how many there are of each kind; "" for none."""
    counted = counted_by_kind(request.viewer)
    if not counted:
        return ""
    rows = open_for(request.viewer).order_by("-found_on", "-pk")[:AT_HOME]
    kinds = [(kind.value, kind.label, ICONS[kind], counted[kind]) for kind in CheckKind if kind in counted]
    context = {"lines": [_line(request, each) for each in rows], "kinds": kinds}
    return render_to_string("checks/home.html", context, request)
