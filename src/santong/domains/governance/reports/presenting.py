"""What the pages, exports and sheets of reports show of each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.governance.indicators.public import rows_of
from santong.domains.governance.reports import words
from santong.domains.governance.reports.comparing import COVERS, Change
from santong.domains.governance.reports.filling import WAITS, Bound, Values, compare, sum_up
from santong.domains.governance.reports.models import Report
from santong.domains.governance.reports.queries import (
    Group,
    Moved,
    before_values,
    confirmed_below,
    moved_by,
    remarks_of,
    values_of,
)
from santong.kit.access import Viewer
from santong.kit.measures.public import Period

Part = Report.Part


@dataclass(frozen=True)
class Line:
    """A field as a page shows it. `rows` are the names of facts with the addresses where they are listed."""

    field: Bound
    value: Mapping[str, Any]
    shown: str
    before: str = ""
    change: str = ""
    why: str = ""
    said: str = ""
    proposal: str = ""
    unknown_at: int = 0
    rows: Sequence[tuple[str, str]] = ()
    moved: Sequence[Moved] = ()
    comes_from: str = ""

    @property
    def waits(self) -> bool:
        """Whether no module fills it yet."""
        return self.value.get("s") == WAITS

    @property
    def is_unusual(self) -> bool:
        """Whether somebody should look."""
        return bool(self.value.get("u"))

    @property
    def moved_words(self) -> str:
        """The places that moved the sum most, with by how much."""
        return "、".join(f"{each.report.place.name} {each.by:+,.{self.field.digits}f}" for each in self.moved)


@dataclass(frozen=True)
class Summary:
    """How many fields of a report are filled, unusual, waiting."""

    filled: int
    unusual: int
    waiting: int
    words: int
    lines: Sequence[Line] = field(default_factory=tuple)


def shown_values(report: Report, bound: Sequence[Bound]) -> Values:
    """What a report says; of one that sums up others and is open, what their confirmed reports give so far."""
    if report.part == Part.OWN or not report.is_open:
        return report.values
    values = values_of(report, bound)
    then = before_values(confirmed_below(report))
    compare(bound, values, [sum_up(bound, then)] if then else [])
    return values


def lines_of(viewer: Viewer, report: Report, bound: Sequence[Bound]) -> list[Line]:
    """All fields of a report, in their order."""
    values, said = shown_values(report, bound), remarks_of(report)
    below = confirmed_below(report) if report.part != Part.OWN else []
    return [_line(viewer, report, each, values.get(each.code, {}), said, below) for each in bound]


def _line(
    viewer: Viewer, report: Report, each: Bound, value: Mapping[str, Any], said: Mapping[str, str],
    below: Iterable[Report],
) -> Line:  # fmt: skip
    return Line(
        each, value, words.with_unit(each, value), words.with_unit(each, value, "b") if "b" in value else "",
        words.change(each, value), words.why(value), said.get(each.code, ""),
        words.proposal(each, value) if value.get("u") else "", value.get("x", 0) if report.part != Part.OWN else 0,
        _rows(viewer, report, each), moved_by(each.code, below) if each.counts else (), words.comes_from(each),
    )  # fmt: skip


def _rows(viewer: Viewer, report: Report, each: Bound) -> list[tuple[str, str]]:
    """Where the rows behind a figure are listed, for the viewer: the records in which it is corrected."""
    found = []
    for word in each.reading.words.values() if each.reading is not None else ():
        source = word.source
        # The rows of a state are those of today, which is what a report that is open is counted from.
        month = report.round.last.replace(day=1)
        if source is not None and source.grain is None and report.is_open:
            month = Period.this_month().first
        if source is not None and (url := rows_of(viewer, word, source, report.place, month)):
            found.append((word.name, url))
    return found


def by_section(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Lines under the headings of their sections."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.field.section, []).append(line)
    return list(found.items())


def sections_of(viewer: Viewer, report: Report, bound: Sequence[Bound]) -> list[tuple[str, list[Line]]]:
    """All fields of a report under their sections."""
    return by_section(lines_of(viewer, report, bound))


def summary_of(report: Report, bound: Sequence[Bound]) -> Summary:
    """How many fields are filled, unusual, waiting."""
    values = shown_values(report, bound)
    waiting = sum(values.get(each.code, {}).get("s") == WAITS for each in bound)
    texts = sum(each.is_words for each in bound)
    unusual = sum(bool(values.get(each.code, {}).get("u")) for each in bound)
    return Summary(len(bound) - waiting - texts, unusual, waiting, texts)


def change_lines(changes: Iterable[Change], bound: Sequence[Bound]) -> list[dict[str, Any]]:
    """Later changes of figures, for the page."""
    fields = {each.code: each for each in bound}
    return [
        {
            "label": _("Report below") if each.code == COVERS else fields[each.code].label,
            "was": each.was if each.code == COVERS else words.shown_sealed(fields[each.code], each.was),
            "now": each.now if each.code == COVERS else words.shown_sealed(fields[each.code], each.now),
            "seen_at": each.seen_at,
        }
        for each in changes if each.code == COVERS or each.code in fields
    ]  # fmt: skip


def standing_words(group: Group) -> str:
    """How the places of a bureau stand, in words."""
    number = group.standing
    parts = [_("%(done)s of %(all)s confirmed") % {"done": number.confirmed, "all": number.number}]
    if number.returned:
        parts.append(ngettext("%(n)s sent back", "%(n)s sent back", number.returned) % {"n": number.returned})
    if number.late:
        parts.append(ngettext("%(n)s late", "%(n)s late", number.late) % {"n": number.late})
    return " · ".join(parts)


def sheet(lines: Sequence[Line]) -> list[list[Any]]:
    """The fields of a report as rows of a sheet, heads first."""
    heads = [
        _("code of the field"), _("section"), _("name of the field"), _("Figure"), _("Unit of the figure"),
        _("Period before"), _("Known at"), _("Unknown at"), _("what was said"), _("where the value comes from"),
        _("mark of the source"), _("where it comes from"),
    ]  # fmt: skip
    return [heads, *(_cells(line) for line in lines)]


def _cells(line: Line) -> list[Any]:
    each, value = line.field, line.value
    figure = value.get("v")
    shown: Any = figure if figure is not None else words.figure(each, value)
    return [
        each.code, each.section, each.label, shown if not each.is_words else "", words.unit(each), value.get("b"),
        value.get("k"), value.get("x"), line.said, line.comes_from, each.mark, each.source,
    ]  # fmt: skip


def sheet_by_place(report: Report, below: Sequence[Report], bound: Sequence[Bound]) -> list[list[Any]]:
    """The places below a report as rows of a sheet, a column for each field; what isn't confirmed says so."""
    fields = [each for each in bound if not each.is_words]
    heads = [_("School or bureau"), _("status"), *(f"{each.code} {each.label}" for each in fields)]
    rows: list[list[Any]] = []
    for row in below:
        cells: list[Any] = [row.place.name, str(row.get_state_display())]
        for each in fields:
            value = row.values.get(each.code, {}) if not row.is_open else {}
            cells.append(value["v"] if value.get("v") is not None else words.figure(each, value))
        rows.append(cells)
    return [heads, *rows]
