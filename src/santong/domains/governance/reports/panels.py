"""What stands on the pages of templates beside their facts, and on the home page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.reports import words
from santong.domains.governance.reports.actions import bound_preview, fields_of
from santong.domains.governance.reports.filling import Bound, fill_now
from santong.domains.governance.reports.models import VIEW, Report, ReportTemplate, TemplateVersion
from santong.domains.governance.reports.periods import Span
from santong.domains.governance.reports.queries import own_places, standing
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel
from santong.lib.whole_numbers import whole_number

AT_HOME, MOST_SCHOOLS = 4, 60


def _samples(viewer: Viewer, template: ReportTemplate) -> list[Organisation]:
    """The schools at which a viewer may try a template."""
    rows = Organisation.objects.visible_to(viewer, VIEW).filter(kind=Organisation.Kind.SCHOOL)
    rows = rows.filter(path__startswith=template.path).open_on(timezone.localdate())
    return list(rows.order_by("path")[:MOST_SCHOOLS])


def _fields(request: Request, row: ReportTemplate) -> dict[str, Any] | None:
    """The fields of a template, each with what it gives at a real school."""
    fields = {each.code: each for each in fields_of(row)}
    if not fields:
        return None
    today = timezone.localdate()
    bound = bound_preview(row, today)
    schools = _samples(request.viewer, row)
    asked = whole_number(request.GET.get("school", "")) or 0
    school = next((each for each in schools if each.pk == asked), schools[0] if schools else None)
    values = fill_now(bound, school, Span(today.replace(day=1), today)) if school is not None else {}
    lines = [_line(each, values.get(each.code, {}), fields[each.code].pk) for each in bound]
    sections: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        sections.setdefault(line["field"].section, []).append(line)
    waiting = sum(each.waits or values.get(each.code, {}).get("s") == "waits" for each in bound)
    return {"sections": list(sections.items()), "school": school, "schools": schools, "waiting": waiting,
            "number": len(bound), "may_edit": not row.is_shipped}  # fmt: skip


def _line(each: Bound, value: dict[str, Any], key: int) -> dict[str, Any]:
    return {
        "field": each, "key": key, "shown": words.with_unit(each, value) if value else "",
        "comes_from": words.comes_from(each), "waits": value.get("s") == "waits" or each.waits,
    }  # fmt: skip


def _versions(request: Request, row: ReportTemplate) -> dict[str, Any] | None:
    versions = list(TemplateVersion.objects.belonging_to(template=row).order_by("-number"))
    return {"versions": versions} if versions else None


FIELDS = TemplatePanel(_("Fields of the report"), template="reports/fields.html", context=_fields)
VERSIONS = TemplatePanel(_("Versions"), template="reports/versions.html", context=_versions, side=True)


def at_home(request: Request) -> SafeString | str:
    """The reports of the newest rounds: one's own, or how far those below are; "" where there are none."""
    viewer = request.viewer
    rows = Report.objects.visible_to(viewer, VIEW).filter(own_places(viewer)).order_by("-round__first", "path")
    reports = list(rows.select_related("round__template", "round__version", "place").distinct()[:AT_HOME])
    if not reports:
        return ""
    return render_to_string("reports/home.html", {"lines": [_home_line(viewer, each) for each in reports]}, request)


def _home_line(viewer: Viewer, report: Report) -> dict[str, Any]:
    if report.part == Report.Part.OWN:
        return {"report": report, "standing": None}
    below = Report.objects.visible_to(viewer, VIEW).filter(round=report.round_id, part=Report.Part.OWN)
    states = below.filter(stood__startswith=report.stood).values_list("state", flat=True)
    return {"report": report, "standing": standing(report.round, states)}
