"""Figures of indicators in words: with their unit, what has changed and where, how they stand to targets."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from santong.domains.governance.indicators.evaluating import rounded
from santong.domains.governance.indicators.kinds import UNIT_SIGNS, Direction, Level, Light, RollUp, State, Unit
from santong.domains.governance.indicators.models import Definition, Result, Target
from santong.domains.governance.indicators.queries import Child, Line, Peers, Picture, moved_most
from santong.domains.governance.indicators.reading import Reading
from santong.kit.formula_words import formula_in_words

NONE = "—"
TONES = MappingProxyType(
    {Light.MET: "ok", Light.NEAR: "warn", Light.BEHIND: "bad", Light.UNKNOWN: "neutral", Light.NONE: "neutral"}
)
ICONS = MappingProxyType(
    {
        Light.MET: "circle-check", Light.NEAR: "alert-triangle", Light.BEHIND: "square-x", Light.UNKNOWN: "help",
        Light.NONE: "minus",
    }
)  # fmt: skip


def number(value: float, digits: int) -> str:
    """Rounded, with marks between thousands."""
    return f"{rounded(value, digits):,.{digits}f}"


def is_share_of_places(definition: Definition, level: str) -> bool:
    """Whether a figure of a region is the share of its schools that meet something."""
    return definition.roll_up == RollUp.MEET and level != Level.SCHOOL


def unit_of(definition: Definition, level: str) -> str:
    """What stands behind a figure."""
    if is_share_of_places(definition, level):
        return "%"
    unit = Unit(definition.unit)
    return UNIT_SIGNS.get(unit, str(unit.label))


def figure(definition: Definition, result: Result | None) -> str:
    """A figure without its unit, or in words what it is instead of one."""
    if result is None:
        return NONE
    if result.is_hidden:
        return _("Hidden: too few people")
    if result.value is None:
        return str(State(result.state).label)
    if definition.unit == Unit.TRUTH and not is_share_of_places(definition, result.level):
        return pgettext("light", "Met") if result.value else pgettext("condition", "Not met")
    return number(result.value, definition.digits)


def with_unit(definition: Definition, result: Result | None) -> str:
    """A figure with its unit."""
    text = figure(definition, result)
    if result is None or result.value is None:
        return text
    unit = unit_of(definition, result.level)
    if definition.unit == Unit.TRUTH and not unit:
        return text
    return f"{text} {unit}".strip()


def aim(definition: Definition, target: Target, level: str) -> str:
    """What a target asks for, with the sign of its direction."""
    unit = unit_of(definition, level)
    low = f"{target.value:,g}"
    if definition.unit == Unit.TRUTH and not is_share_of_places(definition, level):
        return pgettext("condition", "To be met")
    if definition.direction == Direction.BAND:
        high = f"{target.upper if target.upper is not None else target.value:,g}"
        return f"{low}–{high} {unit}".strip()
    sign = "≤" if definition.direction == Direction.LESS else "≥"
    return f"{sign} {low} {unit}".strip()


def change(definition: Definition, by: float | None) -> str:
    """By how much a figure differs from last month."""
    if by is None:
        return ""
    step = rounded(by, definition.digits)
    if not step:
        return _("As last month")
    said = {"n": f"{abs(step):,.{definition.digits}f}"}
    return _("%(n)s higher than last month") % said if step > 0 else _("%(n)s lower than last month") % said


def lit(line: Line, level: str) -> list[dict[str, Any]]:
    """The lights of a line, for the template."""
    return [
        {
            "plan": each.plan, "light": each.light.label, "tone": TONES[each.light], "icon": ICONS[each.light],
            "aim": aim(line.version, each.target, level) if each.target else "", "target": each.target,
            "mark": each.target.mark if each.target else "",
        }
        for each in line.lights
    ]  # fmt: skip


def sentence(picture: Picture) -> str:
    """What changed since last month, and where."""
    line = picture.line
    said = change(line.version, line.change)
    if not said:
        return ""
    moved = moved_most(picture.children)
    if not moved or not rounded(line.change or 0, line.version.digits):
        return said
    where = "、".join(f"{each.place.name} {_signed(line.version, each)}" for each in moved)
    return _("%(change)s. Most of it: %(where)s") % {"change": said, "where": where}


def _signed(definition: Definition, child: Child) -> str:
    return f"{rounded(child.change or 0, definition.digits):+,.{definition.digits}f}"


def of_schools(picture: Picture) -> str:
    """How many schools have which light; "" where there is no target."""
    lights = picture.lights
    shown = [
        (light, lights[light]) for light in (Light.MET, Light.NEAR, Light.BEHIND, Light.UNKNOWN) if lights.get(light)
    ]
    parts = [
        ngettext("%(light)s: %(n)s school", "%(light)s: %(n)s schools", n) % {"light": light.label, "n": n}
        for light, n in shown
    ]
    return "，".join(parts)


def beside(definition: Definition, peers: Peers) -> str:
    """How places of the same type stand, without ranking any."""
    said = (
        _("Of %(n)s of the same type and a similar size, the middle half is between %(low)s and %(high)s, the median is"
          " %(middle)s.")
        if peers.of_size
        else _("Of %(n)s of the same type, the middle half is between %(low)s and %(high)s, the median is %(middle)s.")
    )  # fmt: skip
    return said % {
        "n": peers.number, "low": number(peers.low, definition.digits), "high": number(peers.high, definition.digits),
        "middle": number(peers.middle, definition.digits),
    }  # fmt: skip


def in_words(reading: Reading) -> str:
    """A definition read back as a sentence."""
    definition = reading.definition
    types = "、".join(str(each.label) for each in definition.types)
    whom = {
        Level.SCHOOL: _("For every school"), Level.COUNTY: _("For every county"), Level.CITY: _("For the city"),
    }[Level(definition.level)]  # fmt: skip
    if types:
        whom = _("%(whom)s (%(types)s)") % {"whom": whom, "types": types}
    parts = [
        _("%(whom)s: %(formula)s.") % {"whom": whom, "formula": formula_in_words(reading.formula)},
        _("%(direction)s.") % {"direction": Direction(definition.direction).label},
        *_on_the_way_up(reading),
        _("Where facts are missing: %(state)s.") % {"state": str(_blank(definition.when_blank))},
    ]
    if reading.sides is not None:
        parts.append(_("Where it would be divided by zero: %(state)s.") % {"state": str(_blank(definition.when_zero))})
    return " ".join(parts)


def _blank(value: str) -> str:
    return str(State(value).label)


def _on_the_way_up(reading: Reading) -> Sequence[str]:
    definition = reading.definition
    if definition.level == Level.CITY:
        return ()
    said = {
        RollUp.RATIO: _(
            "For county and city the two sides are added up and divided then; not the mean of the schools."
        ),
        RollUp.SUM: _("For county and city the figures are added up."),
        RollUp.MEAN: _("For county and city it is the mean, weighted by %(weight)s.")
        % {"weight": formula_in_words(reading.weight) if reading.weight else ""},
        RollUp.MEET: _("For county and city it is the share of schools that meet it."),
        RollUp.WORST: _("For county and city it is the worst of the schools."),
        RollUp.ANEW: _("For county and city it is computed anew from all schools."),
    }  # fmt: skip
    return (said[RollUp(definition.roll_up)],)


def trend(picture: Picture) -> dict[str, Any] | None:
    """The line of the months, with the target beside it; None for fewer than two."""
    known = [(month, row) for month, row in picture.months]
    if len(known) < 2:
        return None
    version = picture.line.version
    series = [
        {
            "name": version.name,
            "data": [None if row.value is None else rounded(row.value, version.digits) for _m, row in known],
        }
    ]
    for each in picture.line.lights:
        if each.target is not None:
            name = f"{each.plan.name} · {_('target value')}"
            series.append({"name": name, "data": [each.target.value] * len(known)})
    unit = unit_of(version, known[-1][1].level)
    return {"kind": "line", "categories": [f"{month:%Y-%m}" for month, _row in known], "series": series, "unit": unit}


def sheet(picture: Picture) -> list[list[Any]]:
    """The places inside (else the months) as rows of a sheet, heads first."""
    version = picture.line.version
    parts = [_("Numerator"), _("Denominator"), _("Schools known"), _("Schools unknown"), _("Schools that fail")]
    if not picture.children:
        rows = [[f"{month:%Y-%m}", *_cells(version, row)] for month, row in picture.months]
        return [[_("Month"), version.name, *parts], *rows]
    heads = [_("School or bureau"), version.name, *parts, _("Traffic light"), _("Since last month")]
    rows = [
        [each.place.name, *_cells(version, each.result), str(each.light.label), change(version, each.change)]
        for each in picture.children
    ]
    return [heads, *rows]


def _cells(version: Definition, row: Result) -> list[Any]:
    value: Any = figure(version, row) if row.value is None else rounded(row.value, version.digits)
    return [value, row.numerator, row.denominator, row.known, row.unknown, row.failing]


def board_sheet(lines: Sequence[Line], level: str) -> list[list[Any]]:
    """A board as rows of a sheet, heads first."""
    heads = [
        _("code of the indicator"),
        _("Indicator"),
        _("Figure"),
        _("Unit of the figure"),
        _("Since last month"),
        _("Traffic light"),
        _("Target"),
    ]
    return [heads, *(_board_row(line, level) for line in lines)]


def _board_row(line: Line, level: str) -> list[Any]:
    waits = "、".join(str(each) for each in line.waits_for)
    shown = _("Waiting for: %(modules)s") % {"modules": waits} if waits else figure(line.version, line.result)
    lights = "；".join(f"{each.plan.name}: {each.light.label}" for each in line.lights if each.target)
    aims = "；".join(
        f"{each.plan.name}: {aim(line.version, each.target, level)}" for each in line.lights if each.target
    )
    return [
        line.indicator.code,
        line.version.name,
        shown,
        unit_of(line.version, level),
        change(line.version, line.change),
        lights,
        aims,
    ]
