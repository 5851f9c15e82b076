"""What stands on the pages of indicators and plans beside their facts, and on the home page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.indicators import words
from santong.domains.governance.indicators.kinds import Light
from santong.domains.governance.indicators.models import VIEW, Indicator, Plan, PlanMilestone, Target
from santong.domains.governance.indicators.previewing import tried_of
from santong.domains.governance.indicators.queries import (
    KINDS,
    Line,
    board,
    months_computed,
    reading_of,
    versions_of,
)
from santong.domains.governance.indicators.watching import plan_watch
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel

AT_HOME = 5


def _read_back(request: Request, row: Indicator) -> dict[str, Any]:
    reading = reading_of(row)
    if reading is None:
        return {"read_back": "", "words": []}
    known = [(name, word.comes_from, word.is_awaited) for name, word in reading.words.items()]
    return {"read_back": words.in_words(reading), "words": known, "may_judge": not any(
        word.may_not_judge for word in reading.words.values())}  # fmt: skip


def _cases(request: Request, row: Indicator) -> dict[str, Any]:
    tried = tried_of(row)
    return {"tried": tried, "passed": sum(each.passed for each in tried)}


def _versions(request: Request, row: Indicator) -> dict[str, Any] | None:
    versions = versions_of(row)
    return {"versions": versions} if versions else None


def _grid(request: Request, row: Plan) -> dict[str, Any]:
    """The targets of a plan: a line for each indicator and type of schools, a column for each year."""
    targets = Target.objects.belonging_to(plan=row).select_related("indicator")
    rows = list(targets.order_by("indicator__path", "indicator__code", "applies_to", "year"))
    years = sorted({each.year for each in rows})
    lines: dict[tuple[int, str], dict[str, Any]] = {}
    for each in rows:
        key = each.indicator_id, each.applies_to
        level = "county" if each.applies_to == Target.REGION else "school"
        line = lines.setdefault(key, {"indicator": each.indicator, "whom": each.get_applies_to_display(), "cells": {},
                                      "marks": []})  # fmt: skip
        line["cells"][each.year] = words.aim(each.indicator, each, level)
        if each.mark and each.mark not in line["marks"]:
            line["marks"].append(each.mark)
    shown = [{**line, "cells": [(year, line["cells"].get(year, "")) for year in years]} for line in lines.values()]
    return {"years": years, "lines": shown}


def _watch(request: Request, row: Plan) -> dict[str, Any] | None:
    if row.is_shipped or row.place is None or row.status == "coming":
        return None
    month = next(iter(months_computed(1)), None)
    if month is None:
        return None
    lines = plan_watch(request.viewer, row, month)
    shown = [
        {
            "line": line, "figure": words.with_unit(line.version, line.result), "lights": words.lit(line, "county"),
            "waits": "、".join(str(each) for each in line.waits_for), "lagging": lagging,
        }
        for line, lagging in lines
    ]  # fmt: skip
    return {
        "lines": [each for each in shown if not each["waits"]],
        "waiting": [each for each in shown if each["waits"]],
        "month": month,
        "place": row.place,
    }


def _milestones(request: Request, row: Plan) -> dict[str, Any] | None:
    rows = list(PlanMilestone.objects.belonging_to(plan=row))
    return {"milestones": rows} if rows else None


READ_BACK = TemplatePanel(_("Read back"), template="indicators/read_back.html", context=_read_back)
CASES = TemplatePanel(_("Examples"), template="indicators/cases.html", context=_cases)
VERSIONS = TemplatePanel(_("Versions"), template="indicators/versions.html", context=_versions, side=True)
GRID = TemplatePanel(_("Targets"), template="indicators/grid.html", context=_grid)
WATCH = TemplatePanel(_("Where it stands"), template="indicators/watch.html", context=_watch)
MILESTONES = TemplatePanel(_("Milestones"), template="indicators/milestones.html", context=_milestones, side=True)


def at_home(request: Request) -> SafeString | str:
    """The lights of the first place whose indicators the viewer reads; those that lag, with the reason."""
    viewer = request.viewer
    rows = Organisation.objects.visible_to(viewer, VIEW).filter(kind__in=KINDS, path__in=viewer.paths(VIEW))
    place, month = rows.order_by("path").first(), next(iter(months_computed(1)), None)
    if place is None or month is None:
        return ""
    found = board(viewer, place, month, computed=True)
    lit = [line for line in found.lines if line.worst not in (Light.NONE,) and not line.waits_for]
    if not lit:
        return ""
    level = lit[0].result.level if lit[0].result else "school"
    behind = [_behind(line, level) for line in found.behind[:AT_HOME]]
    context = {"place": place, "month": month, "counted": found.counted, "behind": behind, "number": len(found.behind)}
    return render_to_string("indicators/home.html", context, request)


def _behind(line: Line, level: str) -> dict[str, Any]:
    return {
        "line": line,
        "figure": words.with_unit(line.version, line.result),
        "change": words.change(line.version, line.change),
        "aim": next((each["aim"] for each in words.lit(line, level) if each["tone"] == "bad"), ""),
    }
