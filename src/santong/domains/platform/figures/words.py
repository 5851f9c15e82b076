"""Figures in words: numbers with their unit, shares in percent, what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from santong.domains.platform.figures.queries import Card, Line, Picture
from santong.kit.measures.public import Measure, Parts

NONE = "—"


def number(value: int) -> str:
    """With marks between thousands."""
    return f"{value:,}"


def shown(measure: Measure, parts: Parts | None) -> str:
    """The figure without its unit; a dash where there is nothing to tell."""
    if parts is None:
        return NONE
    if not measure.is_share:
        return number(parts.numerator)
    return NONE if parts.percent is None else f"{parts.percent:g}"


def unit_of(measure: Measure) -> str:
    """What the figure is counted in."""
    return "%" if measure.is_share else str(measure.unit)


def with_unit(measure: Measure, parts: Parts | None) -> str:
    """The figure with its unit."""
    text = shown(measure, parts)
    return text if text == NONE else f"{text} {unit_of(measure)}"


def change(measure: Measure, parts: Parts | None, before: Parts | None) -> str:
    """What has changed since the month before; "" where that isn't known."""
    if parts is None or before is None or before.is_empty:
        return ""
    if measure.is_share:
        if parts.percent is None or before.percent is None:
            return ""
        return _difference(round(parts.percent - before.percent, 1), pgettext("unit", "points"))
    return _difference(parts.numerator - before.numerator, str(measure.unit))


def _difference(by: float, unit: str) -> str:
    if not by:
        return _("As at the end of last month")
    said = {"n": f"{abs(by):,g}" if isinstance(by, float) else f"{abs(by):,}", "unit": unit}
    if by > 0:
        return _("%(n)s %(unit)s more than last month") % said
    return _("%(n)s %(unit)s fewer than last month") % said


def card_note(card: Card) -> str:
    """What stands below the figure of a card."""
    if card.parts is None:
        return _("Counted next night")
    if card.is_hidden:
        return _("Hidden: too few people")
    return change(card.measure, card.parts, card.before)


def said(cards: Sequence[Card]) -> dict[str, Any]:
    """Cards for the template: each with figure, unit and note, and the moment as of which all of them hold."""
    rows = [(card, shown(card.measure, card.parts), unit_of(card.measure), card_note(card)) for card in cards]
    return {"cards": rows, "as_of": min((card.as_of for card in cards if card.as_of), default=None)}


def trend(picture: Picture) -> dict[str, Any] | None:
    """The line of the months, None for fewer than two."""
    lines = picture.months
    return _chart(picture, "line", lines) if len(lines) > 1 else None


def split(picture: Picture) -> dict[str, Any] | None:
    """The bars of the values."""
    return _chart(picture, "hbar", picture.values) if picture.values else None


def _chart(picture: Picture, kind: str, lines: Sequence[Line]) -> dict[str, Any]:
    measure = picture.asked.measure
    return {
        "kind": kind,
        "categories": [str(line.label) for line in lines],
        "series": [{"name": str(measure.label), "data": [_plotted(measure, line) for line in lines]}],
        "unit": unit_of(measure),
    }


def _plotted(measure: Measure, line: Line) -> float | None:
    if line.is_hidden:
        return None
    return line.parts.percent if measure.is_share else line.parts.numerator


def sheet(picture: Picture) -> list[list[Any]]:
    """The places, else the values, else the months as rows of a sheet, heads first."""
    heads, lines = _exported(picture)
    measure = picture.asked.measure
    if not measure.is_share:
        return [[*heads, str(measure.label)], *([str(line.label), _plain(line)] for line in lines)]
    share = f"{measure.label} (%)"
    return [[*heads, _("Counted"), _("Out of"), _("Unknown"), share], *(_share_row(line) for line in lines)]


def _exported(picture: Picture) -> tuple[list[str], list[Line]]:
    if picture.asked.by is not None:
        return [str(picture.asked.by.label)], picture.values
    if picture.places:
        return [_("School or bureau")], picture.places
    return [_("Month")], picture.months


def _plain(line: Line) -> Any:
    return None if line.is_hidden else line.parts.numerator


def _share_row(line: Line) -> list[Any]:
    if line.is_hidden:
        return [str(line.label), None, None, None, None]
    return [str(line.label), line.parts.numerator, line.parts.denominator, line.parts.unknown, line.parts.percent]
