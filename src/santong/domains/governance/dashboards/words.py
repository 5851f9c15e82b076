"""What stands beside a figure: what changed and where, what isn't known, how the peers stand; and its sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from santong.domains.governance.dashboards.models import PanelKind
from santong.domains.governance.dashboards.reading import Board, Row, Shown
from santong.domains.governance.indicators.public import Light
from santong.kit.measures.public import Grain, Period

SIGNS = MappingProxyType({Light.MET: "●", Light.NEAR: "▲", Light.BEHIND: "■", Light.UNKNOWN: "?", Light.NONE: ""})
"""A sign for each light, so that nobody needs its colour."""


def number(value: float, digits: int) -> str:
    """With marks between thousands; zeros after the point only where the figure has decimals of its own."""
    return f"{value:,.{digits}f}"


def step_of(shown: Shown, by: float | None) -> float | None:
    """A difference, rounded as the figure is shown; None where it isn't known."""
    if by is None:
        return None
    factor = 10.0**shown.digits
    return math.copysign(math.floor(abs(by) * factor + 0.5 + 1e-9) / factor, by)


def sentence(board: Board, shown: Shown) -> str:
    """What changed since the month before, mostly because of whom, and of how many schools nothing is known."""
    parts = [part for part in (_changed(board, shown), _unknown(shown)) if part]
    return _("; ").join(parts)


def _changed(board: Board, shown: Shown) -> str:
    step = step_of(shown, shown.change)
    if step is None:
        return ""
    month = _month_before(board)
    if not step:
        return _("As in %(month)s") % {"month": month}
    said = {"n": number(abs(step), shown.digits), "unit": _unit(shown), "month": month}
    text = _("%(n)s %(unit)s up since %(month)s") if step > 0 else _("%(n)s %(unit)s down since %(month)s")
    where = "、".join(f"{row.label} {_signed(shown, row)}" for row in moved(shown))
    changed = " ".join((text % said).split())
    return _("%(changed)s, mostly %(where)s") % {"changed": changed, "where": where} if where else changed


def _month_before(board: Board) -> str:
    return str(Period(Grain.MONTH, board.month).before)


def _unit(shown: Shown) -> str:
    if shown.is_percent:
        return pgettext("unit", "points")
    return "" if shown.unit.startswith(":") else shown.unit


def _signed(shown: Shown, row: Row) -> str:
    return f"{step_of(shown, row.change) or 0:+,.{shown.digits}f}"


def moved(shown: Shown) -> list[Row]:
    """The places inside that are named: those that moved most, by something that is seen."""
    return [row for row in shown.moved if step_of(shown, row.change)]


def _unknown(shown: Shown) -> str:
    if not shown.unknown:
        return ""
    if not shown.counts_schools:
        return _("%(n)s unknown") % {"n": f"{shown.unknown:,}"}
    return ngettext("%(n)s school unknown", "%(n)s schools unknown", shown.unknown) % {"n": shown.unknown}


def arrow(shown: Shown) -> str:
    """ "up", "down" or "": the direction of the change, whatever it means."""
    step = step_of(shown, shown.change)
    return "" if not step else "up" if step > 0 else "down"


def change_of(shown: Shown, row: Row) -> str:
    """By how much a place has changed, with its sign; "" where that isn't known."""
    step = step_of(shown, row.change)
    return "" if step is None else f"{step:+,.{shown.digits}f}" if step else _("no change")


def with_unit(shown: Shown) -> str:
    """The figure with its unit."""
    return f"{shown.text} {shown.unit}".strip() if shown.value is not None else shown.text


def stands(shown: Shown) -> str:
    """Where a place stands among its peers, in words that rank nobody."""
    peers, value = shown.peers, shown.value
    if peers is None or value is None:
        return ""
    if value < peers.low:
        return _("It lies below the middle half.")
    return _("It lies above the middle half.") if value > peers.high else _("It lies within the middle half.")


def map_said(shown: Shown) -> str:
    """What a map shows, in a sentence for those who don't see it."""
    if not shown.rows:
        return _("There are no places below with figures.")
    counted = {light: sum(row.light == light for row in shown.rows) for light in Light}
    lit = [
        ngettext("%(light)s: %(n)s place", "%(light)s: %(n)s places", n) % {"light": light.label, "n": n}
        for light in (Light.BEHIND, Light.NEAR, Light.MET, Light.UNKNOWN)
        if (n := counted[light]) and shown.is_lit
    ]
    known = [row.value for row in shown.rows if row.value is not None]
    if lit or not known:
        return "，".join(lit)
    said = _("Between %(low)s and %(high)s %(unit)s")
    low, high = number(min(known), shown.digits), number(max(known), shown.digits)
    return (said % {"low": low, "high": high, "unit": shown.unit}).strip()


def sheet(shown: Shown) -> list[list[Any]]:
    """What a panel shows as rows of a sheet, heads first."""
    name = f"{shown.name} ({shown.unit})" if shown.unit else shown.name
    if shown.panel.kind in (PanelKind.MAP, PanelKind.TABLE):
        heads = [_("School or bureau"), name, _("Traffic light"), _("Since the month before"), _("Unknown")]
        return [heads, *([row.label, _cell(row), *_beside(shown, row)] for row in shown.rows)]
    if shown.panel.kind == PanelKind.PEERS:
        return [[_("Beside its peers"), name], *_peer_rows(shown)]
    rows = [[row.label, _cell(row), row.unknown] for row in shown.months]
    return [[_("Month"), name, _("Unknown")], *rows]


def _cell(row: Row) -> Any:
    return row.text if row.value is None else row.value


def _beside(shown: Shown, row: Row) -> Sequence[Any]:
    light = "" if row.light == Light.NONE else str(row.light.label)
    return light, step_of(shown, row.change), row.unknown


def _peer_rows(shown: Shown) -> list[list[Any]]:
    rows: list[list[Any]] = [[_("This place"), shown.value if shown.value is not None else shown.text]]
    if shown.peers is not None:
        low, middle, high = shown.peers.low, shown.peers.middle, shown.peers.high
        rows += [[_("Lower quartile"), low], [_("Median"), middle], [_("Upper quartile"), high]]
        rows.append([_("Places compared with"), shown.peers.number])
    return rows


def board_sheet(board: Board) -> list[list[Any]]:
    """All figures of a dashboard, heads first."""
    heads = [_("Indicator"), _("Figure"), _("Unit of the figure"), _("Traffic light"), _("Target")]
    heads += [_("Change since the month before"), _("Unknown")]
    rows: dict[str, list[Any]] = {}
    for each in board.shown:
        light = "" if each.light == Light.NONE else str(each.light.label)
        value = each.value if each.value is not None else each.text
        rows[each.name] = [each.name, value, each.unit, light, each.aim, sentence(board, each), each.unknown]
    return [heads, *rows.values()]
