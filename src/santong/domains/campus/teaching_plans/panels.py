"""What stands on the page of a search, and what the rules say on the page of a timetable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from santong.domains.campus.teaching_plans.judging import judge
from santong.domains.campus.teaching_plans.models import CHANGE, Rule, Search
from santong.domains.campus.teaching_plans.reports import Reported, curve, reported
from santong.domains.campus.timetable.public import Timetable
from santong.kit.http import Request
from santong.kit.pages import Panel

SHOWN = 12


@dataclass(frozen=True)
class ProgressPanel(Panel):
    """How far a search is, asked for again while it goes on; at last what it found, or what contradicts itself."""

    def html(self, request: Request, row: Search) -> SafeString | str:
        return render_to_string("teaching_plans/progress.html", progress_context(request, row), request)


def progress_context(request: Request, row: Search) -> dict[str, Any]:
    """What the panel shows."""
    report: Reported = reported(row)
    can_change = request.viewer.can(CHANGE, row.path)
    relaxed = list(Rule.objects.noted(row.relaxed).filter(path=row.path).select_related("place", "teacher__person"))
    spent = (timezone.now() - row.started_at).total_seconds() if row.state == Search.State.RUNNING else row.spent
    spent = min(spent, row.seconds)
    return {
        "search": row, "report": report, "can_change": can_change, "relaxed": relaxed,
        "percent": int(spent * 100 / row.seconds),
        "curve": curve(row.curve), "first": row.curve[0] if row.curve else None,
        "spent": round(spent),
    }  # fmt: skip


@dataclass(frozen=True)
class RulesPanel(Panel):
    """On the page of a timetable: which rules of the school don't hold in it, and for whom."""

    def html(self, request: Request, row: Timetable) -> SafeString | str:
        if not request.viewer.can(CHANGE, row.path):
            return ""
        found = judge(row)
        if found is None:
            return ""
        context = {
            "timetable": row, "judged": found, "lacking": found.lacking[:SHOWN],
            "more": max(0, len(found.lacking) - SHOWN), "is_draft": row.state == Timetable.State.DRAFT,
        }  # fmt: skip
        return render_to_string("teaching_plans/judged.html", context, request)
