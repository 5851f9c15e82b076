"""What stands on the pages of tasks and assignments beside their facts, and on the page of the area."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision.models import Assignment, Assistant, LogEntry, Milestone, SupervisedTask
from santong.domains.campus.supervision.queries import log_of, numbers_of, steps_of
from santong.domains.campus.supervision.tables import LeadTable, urgency
from santong.domains.platform.files.public import show_several
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ListPanel, TemplatePanel

SHOWN = 5
KIND_TONES: dict[str, str] = {
    LogEntry.Kind.MILESTONE: "ok", LogEntry.Kind.ACCEPTED: "ok", LogEntry.Kind.GRANTED: "ok",
    LogEntry.Kind.ASKED: "warn", LogEntry.Kind.RETURNED: "bad", LogEntry.Kind.REFUSED: "bad",
    LogEntry.Kind.DONE: "info", LogEntry.Kind.PROGRESS: "info",
}  # fmt: skip


def _milestones(request: Request, row: Assignment) -> dict[str, Any] | None:
    steps = steps_of(row)
    return {"steps": steps} if steps else None


def _log(request: Request, row: Assignment) -> dict[str, Any] | None:
    entries = log_of(row)
    keys = [each.file_id for entry in entries for each in entry.evidence.all()]
    shown = show_several(request.viewer, keys) if keys else {}
    lines = [
        (entry, KIND_TONES.get(entry.kind, ""), [shown[each.file_id] for each in entry.evidence.all()
                                                 if each.file_id in shown])
        for entry in entries
    ]  # fmt: skip
    return {"lines": lines} if lines else None


def _plan(request: Request, row: SupervisedTask) -> dict[str, Any] | None:
    assistants = Assistant.objects.belonging_to(task=row).select_related("organisation", "person").order_by("path")
    milestones = Milestone.objects.belonging_to(task=row)
    return {"assistants": list(assistants), "milestones": list(milestones)}


def _leads(viewer: Viewer, row: SupervisedTask) -> Any:
    rows = Assignment.objects.belonging_to(task=row).with_progress()  # type: ignore[attr-defined]
    return rows.select_related("organisation", "person", "task")


def lead_address(row: Assignment) -> str:
    """The page of an assignment; there is none before it is issued."""
    return "" if row.state == Assignment.State.PLANNED else reverse("supervision:supervision-detail", args=[row.pk])


MILESTONES = TemplatePanel(_("Milestones"), template="supervision/milestones.html", context=_milestones, side=True)
LOG = TemplatePanel(_("What was said and decided"), template="supervision/log.html", context=_log)
PLAN = TemplatePanel(_("Milestones and assisting places"), template="supervision/plan.html", context=_plan, side=True)
LEADS = ListPanel(
    _("Who leads it"), table=LeadTable, rows=_leads, url=lead_address, sort="path",
    more=lambda row: f"{reverse('supervision:supervision')}?task={row.pk}&state=all",
    empty=_("Nobody leads it yet. Add a place that does."),
)  # fmt: skip


def hub_card(request: Any) -> str:
    """How the supervised tasks stand that a viewer sees, and those due first; "" when there is none."""
    rows = Assignment.objects.visible_to(request.viewer)
    numbers = numbers_of(rows)  # type: ignore[arg-type]
    if not numbers.working and not numbers.settled:
        return ""
    first = rows.open().select_related("task", "organisation").order_by("due", "pk")[:SHOWN]  # type: ignore[attr-defined]
    context = {"numbers": numbers, "rows": [(row, urgency(row)) for row in first]}
    return render_to_string("supervision/hub.html", context, request)
