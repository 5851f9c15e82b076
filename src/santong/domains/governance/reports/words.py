"""Figures of reports in words: with their unit, what has changed, and why somebody should look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.governance.indicators.public import UNIT_SIGNS, State, Unit
from santong.domains.governance.reports.filling import WAITS, WORDS, Bound
from santong.domains.governance.reports.variation import Unusual

NONE = "—"


def figure(each: Bound, value: Mapping[str, Any] | None, name: str = "v") -> str:
    """A figure without its unit, or in words what it is instead of one."""
    if value is None or value.get("s") in (None, WORDS):
        return NONE
    if value["s"] == WAITS:
        return _("Waits for %(modules)s") % {"modules": modules(each)} if modules(each) else _("Not known yet")
    found = value.get(name)
    if found is None:
        return str(State(value["s"]).label) if name == "v" else NONE
    if each.unit == Unit.TRUTH and value.get("k", 0) <= 1 and found in (0, 1):
        return _("Yes") if found else _("No")
    return f"{found:,.{each.digits}f}"


def modules(each: Bound) -> str:
    """The modules that a field waits for."""
    return "、".join(str(label) for label in each.waits_for)


def unit(each: Bound) -> str:
    """What stands behind a figure."""
    if each.unit == Unit.TRUTH:
        return ""
    found = Unit(each.unit)
    return UNIT_SIGNS.get(found, str(found.label))


def with_unit(each: Bound, value: Mapping[str, Any] | None, name: str = "v") -> str:
    """A figure with its unit."""
    text = figure(each, value, name)
    if value is None or value.get(name) is None:
        return text
    return f"{text} {unit(each)}".strip()


def sealed(each: Bound, value: Mapping[str, Any]) -> str:
    """A figure as it is sealed: digits and a point, or the word of its state."""
    found = value.get("v")
    return f"{found:.{each.digits}f}" if found is not None else str(value["s"])


def shown_sealed(each: Bound, text: str) -> str:
    """A sealed figure for people."""
    try:
        number = float(text)
    except ValueError:
        return str(State(text).label) if text in State.values else NONE
    return f"{number:,.{each.digits}f} {unit(each)}".strip()


def change(each: Bound, value: Mapping[str, Any]) -> str:
    """By how much a figure differs from the period before; "" where either isn't known."""
    now, then = value.get("v"), value.get("b")
    if now is None or then is None:
        return ""
    if now == then:
        return _("As before")
    said = {"n": f"{abs(now - then):,.{each.digits}f}"}
    return _("%(n)s more than before") % said if now > then else _("%(n)s fewer than before") % said


def why(value: Mapping[str, Any]) -> str:
    """Why somebody should look at a figure."""
    return {
        Unusual.BLANK: _("It was known before, and isn't now."),
        Unusual.ZERO: _("It was never zero before."),
        Unusual.STEP: _("It changed more than it usually does."),
    }.get(Unusual(value.get("u", "")), "")


def proposal(each: Bound, value: Mapping[str, Any]) -> str:
    """A sentence with which an unusual figure may be explained, if it is so."""
    if value.get("v") is None:
        return _("Looked at: the records don't hold it at present.")
    said = {"then": with_unit(each, value, "b"), "now": with_unit(each, value)}
    return _("Looked at: it did change from %(then)s to %(now)s.") % said


def comes_from(each: Bound) -> str:
    """Which records a figure comes from."""
    return "、".join(str(label) for label in each.comes_from)
