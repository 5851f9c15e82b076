"""What the page of a report shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from santong.domains.governance.reports.comparing import changes_now, history_of
from santong.domains.governance.reports.forms import SAID
from santong.domains.governance.reports.models import VIEW, Edition, Report
from santong.domains.governance.reports.presenting import Line, by_section, change_lines, lines_of, standing_words
from santong.domains.governance.reports.queries import (
    Group,
    above_it,
    bound_of,
    confirms,
    groups_of,
    places_of,
    standing,
)
from santong.domains.governance.reports.tables import TONES
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.kit.pages.steps import Button
from santong.kit.printing.declare import buttons_of

Part = Report.Part
MOST_OPEN = 12
"""Places that haven't confirmed, of which the page names the first."""


def context_of(request: Request, edit: Edit[Any, Any], steps: Sequence[Button]) -> dict[str, Any]:
    """Everything on the page of a report; `edit` holds the form for confirming it, `steps` what else can be done."""
    viewer, report = request.viewer, edit.row
    bound = bound_of(report.round)
    lines = lines_of(viewer, report, bound)
    may_confirm = report.is_open and confirms(viewer, report.path)
    changes = change_lines(changes_now(report), bound)
    above = above_it(report)
    return {
        "report": report, "round": report.round, "place": report.place, "edit": edit, "form": edit.form,
        "tone": TONES[report.state], "above": above, "may_confirm": may_confirm,
        "above_url": _page(viewer, above), "rounds_url": reverse("reports:rounds"),
        "unusual": [_with_input(line, edit.form) for line in lines if line.is_unusual],
        "silent": sum(line.is_unusual and not line.said for line in lines),
        "texts": [_with_input(line, edit.form) for line in lines if line.field.is_words],
        "usual": by_section(line for line in lines if not (line.is_unusual or line.waits or line.field.is_words)),
        "waiting": [line for line in lines if line.waits],
        "filled": sum(not line.waits and not line.field.is_words for line in lines),
        "usual_number": sum(not (line.is_unusual or line.waits or line.field.is_words) for line in lines),
        "origins": "、".join(sorted({line.comes_from for line in lines if line.comes_from and not line.waits})[:6]),
        "changes": changes, "history": _history(report, bound), "editions": _editions(report),
        "steps": steps, "printables": buttons_of(Report, viewer, report),
        **_below(viewer, report, as_is=request.GET.get("as") == "is"),
    }  # fmt: skip


def _page(viewer: Viewer, above: Report | None) -> str:
    """The page of the report above, for whoever sees it."""
    return reverse("reports:report", args=[above.pk]) if above is not None and viewer.can(VIEW, above.path) else ""


def _with_input(line: Line, form: Any) -> dict[str, Any]:
    name = SAID + line.field.code
    return {"line": line, "input": form[name] if name in form.fields else None}


def _history(report: Report, bound: Any) -> list[dict[str, Any]]:
    return change_lines(history_of(report), bound)  # type: ignore[arg-type]


def _editions(report: Report) -> list[Edition]:
    return list(Edition.objects.belonging_to(report=report).select_related("person").order_by("-number"))


def _below(viewer: Viewer, report: Report, *, as_is: bool) -> dict[str, Any]:
    """How the places below stand: by bureau, or school by school."""
    if report.part == Part.OWN:
        return {}
    groups = groups_of(report, as_is=as_is)
    own = list(places_of(report).defer("values"))
    stand = standing(report.round, [each.state for each in own])
    return {
        "groups": [_group(group) for group in groups],
        "as_is": as_is,
        "standing": stand,
        "open_places": [each for each in own if each.is_open][:MOST_OPEN],
        "open_number": stand.open,
        "places": [_place(each) for each in own] if not groups else [],
    }


def _group(group: Group) -> dict[str, Any]:
    report = group.report
    url = reverse("reports:report", args=[report.pk])
    return {"report": report, "words": standing_words(group), "tone": TONES[report.state], "url": url}


def _place(report: Report) -> dict[str, Any]:
    return {"report": report, "tone": TONES[report.state], "url": reverse("reports:report", args=[report.pk])}
