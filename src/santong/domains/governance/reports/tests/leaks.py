"""How the leak guard plants reports: to whoever reads those of the place, templates further down, too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from santong.kit.testing.planting import Planting, World, holders

FIRST, LAST, DUE = date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 10)


def _seen() -> frozenset[str]:
    return holders("reports.view")


def _template(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "is_published": True, "since": FIRST, "until": date(2090, 1, 1), "copied_from": None}


def _field(world: World, number: int) -> Mapping[str, Any]:
    return {"code": f"A{number}", "kind": "fact", "binding": "学生数", "unit": "people", "roll_up": "sum"}


def _version(world: World, number: int) -> Mapping[str, Any]:
    return {"number": number + 1, "fields": []}


def _round(world: World, number: int) -> Mapping[str, Any]:
    return {"first": FIRST, "last": LAST, "due": DUE}


def _report(world: World, number: int) -> Mapping[str, Any]:
    return {"values": {}, "part": "own", "state": "filled"}


def _edition(world: World, number: int) -> Mapping[str, Any]:
    return {"number": number + 1, "content": {"values": [], "covers": []}, "seal": "0" * 64}


KINDS = ("ReportTemplate", "ReportField", "TemplateVersion", "Round", "Report", "Remark", "Edition", "LaterChange")
PLANTING = Planting(
    how={
        "reports.ReportTemplate": _template,
        "reports.ReportField": _field,
        "reports.TemplateVersion": _version,
        "reports.Round": _round,
        "reports.Report": _report,
        "reports.Edition": _edition,
    },
    unmarked={
        "reports.TemplateVersion": "holds a number and the fields, which the template shows as well",
        "reports.Round": "holds days and keys",
    },
    published=frozenset(f"reports.{kind}" for kind in ("ReportTemplate", "ReportField", "TemplateVersion", "Round")),
    seen_by={f"reports.{kind}": _seen for kind in KINDS},
)
