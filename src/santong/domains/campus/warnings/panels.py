"""What stands on the pages of warnings and pupils, and on the home page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.public import Pupil
from santong.domains.campus.warnings.actions import threshold_at
from santong.domains.campus.warnings.models import VIEW, EarlyWarning, WarningRule
from santong.domains.campus.warnings.queries import false_alarms, live_for
from santong.domains.campus.warnings.sources import source_named
from santong.domains.campus.warnings.tables import TONES
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel

AT_HOME = 5


def _why(request: Request, row: EarlyWarning) -> dict[str, Any]:
    source = source_named(row.kind)
    threshold = threshold_at(row.school, source) if source else None
    return {"source": source, "threshold": threshold, "rows": source.rows(row) if source else ""}


def _notes(request: Request, row: EarlyWarning) -> dict[str, Any] | None:
    lines = row.notes.splitlines()
    return {"lines": lines} if lines else None


def _alarms(request: Request, row: WarningRule) -> dict[str, Any]:
    closed, false = false_alarms(row)
    return {"closed": closed, "false": false}


def _of_pupil(request: Request, row: Pupil) -> dict[str, Any] | None:
    rows = EarlyWarning.objects.visible_to(request.viewer, VIEW).filter(pupil=row).order_by("-found_on", "-pk")
    found = [(each, TONES[each.state]) for each in rows.select_related("pupil__person", "place")[:AT_HOME]]
    return {"lines": found} if found else None


WHY = TemplatePanel(_("Why it warns"), template="warnings/why.html", context=_why)
NOTES = TemplatePanel(_("What was done"), template="warnings/notes.html", context=_notes)
ALARMS = TemplatePanel(_("How well it warns"), template="warnings/alarms.html", context=_alarms, side=True)
OF_PUPIL = TemplatePanel(
    _("Early warnings"), permission=VIEW, template="warnings/of_pupil.html", context=_of_pupil, side=True
)


def at_home(request: Request) -> SafeString | str:
    """The newest warnings that the viewer sees; "" for none."""
    rows = live_for(request.viewer).select_related("pupil__person", "place").order_by("-found_on", "-pk")
    lines = [(each, TONES[each.state]) for each in rows[:AT_HOME]]
    return render_to_string("warnings/home.html", {"lines": lines}, request) if lines else ""
