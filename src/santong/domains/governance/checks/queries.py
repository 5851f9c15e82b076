"""Reads: what waits for whom, how a place's data stand, and the sources behind an issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse

from santong.domains.governance.checks import words
from santong.domains.governance.checks.models import VIEW, CheckRule, DataIssue, Settlement
from santong.domains.governance.indicators.public import words as vocabulary
from santong.domains.governance.reports.public import confirmed_figures
from santong.domains.platform.figures.public import PERMISSION, Asked, rows_url
from santong.kit.access import Viewer
from santong.kit.measures.public import Measure, newest
from santong.kit.registry import Label

State = DataIssue.State
REPORTS_VIEW = "reports.view"


def waiting(viewer: Viewer) -> QuerySet[DataIssue]:
    """The issues that a viewer is to look at: those of the sources that they keep."""
    return DataIssue.objects.of_acting(viewer).filter(state=State.OPEN)


def open_for(viewer: Viewer) -> QuerySet[DataIssue]:
    """The open issues that a viewer sees."""
    rows = DataIssue.objects.visible_to(viewer, VIEW).filter(state=State.OPEN)
    return rows.select_related("rule", "place", "keeper")


def counted_by_kind(viewer: Viewer) -> Mapping[str, int]:
    """How many open issues of each kind a viewer sees."""
    rows = open_for(viewer).order_by().values("kind").annotate(number=Count("pk"))
    return {row["kind"]: row["number"] for row in rows}


def settlements(rules: Iterable[CheckRule]) -> dict[int, list[Settlement]]:
    """The settlements of rules, the innermost first, of one place the newest first."""
    found: dict[int, list[Settlement]] = {}
    rows = Settlement.objects.belonging_to(rule=list(rules)).filter(state=Settlement.State.IN_FORCE)
    for row in rows.select_related("rule", "place"):
        found.setdefault(row.rule_id, []).append(row)
    for several in found.values():
        several.sort(key=lambda row: (-len(row.path), -row.number))
    return found


def settled_for(path: str, rows: Iterable[Settlement]) -> Settlement | None:
    """The one that counts at a place."""
    return next((row for row in rows if path.startswith(row.path)), None)


@dataclass(frozen=True)
class Fact:
    """A figure that an issue rests on: what it is called, who counts it as of when, and where its rows are."""

    name: str
    figure: str
    comes_from: Label
    as_of: datetime | None
    page: str
    rows: str


def facts_of(viewer: Viewer, issue: DataIssue) -> list[Fact]:
    """The figures behind an issue, with their rows as far as the viewer may list them."""
    known = {name: word for name, word in vocabulary().items() if name in issue.facts}
    sources = {word.source.name: word.source for word in known.values() if word.source}
    counted = newest(sources.values())
    found = []
    for name, value in issue.facts.items():
        source = known[name].source if name in known else None
        if source is None or not viewer.can(source.permission, issue.path):
            continue
        shown = "—" if value is None else words.plain(value)
        as_of = counted[source.name][1] if source.name in counted else None
        page = f"{reverse('figures:measure', args=[source.name])}?place={issue.place_id}"
        rows = _rows(viewer, source, issue)
        found.append(Fact(name, shown, source.label, as_of, page if viewer.can(PERMISSION) else "", rows))
    return found


def _rows(viewer: Viewer, measure: Measure, issue: DataIssue) -> str:
    return rows_url(Asked(viewer, measure, issue.place))


@dataclass(frozen=True)
class Source:
    """One of two sources: what it says, where that is, and whether it holds."""

    label: str
    figure: str
    holds: bool
    where: str = ""
    url: str = ""


def sources_of(viewer: Viewer, issue: DataIssue) -> tuple[Sequence[Source], Settlement | None]:
    """The two versions of a figure side by side, and what was settled about them."""
    rule = issue.rule
    settled = settled_for(issue.path, settlements([rule]).get(rule.pk, ()))
    holds = settled.holds if settled else ""
    where, url = "", ""
    if rule.reported:
        known = confirmed_figures(rule.formula, [issue.place]).get(issue.place_id)
        where = known.period if known else ""
        if known and viewer.can(REPORTS_VIEW, issue.path):
            url = reverse("reports:report", args=[known.report])
    first = Source(rule.label, words.figure(rule, issue.value), holds == Settlement.Holds.FIRST)
    other = Source(rule.other_label, words.figure(rule, issue.other), holds == Settlement.Holds.OTHER, where, url)
    return (first, other), settled
