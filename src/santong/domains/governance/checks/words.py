"""Issues in words: what was found, beside what was expected."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from santong.domains.governance.checks.models import CheckKind, CheckRule, DataIssue
from santong.domains.governance.indicators.public import UNIT_SIGNS, Unit, words
from santong.kit.access import Viewer

ICONS = {
    CheckKind.IMPOSSIBLE: "alert-triangle", CheckKind.PEERS: "users-group", CheckKind.JUMP: "activity",
    CheckKind.CONFLICT: "switch-horizontal",
}  # fmt: skip
TONES = {"open": "bad", "explained": "info", "settled": "ok", "corrected": "ok"}


def sees_figures(viewer: Viewer, row: DataIssue) -> bool:
    """Whether a viewer may see every figure that an issue is about, at its place."""
    known = words()
    sources = [known[name].source for name in row.facts if name in known]
    return all(source is not None and viewer.can(source.permission, row.path) for source in sources)


def figure(rule: CheckRule, value: float | None) -> str:
    """A figure with its unit, "—" where there is none."""
    if value is None:
        return "—"
    sign = UNIT_SIGNS.get(rule.unit, Unit(rule.unit).label)
    number = plain(value, rule.digits)
    return f"{number}{sign}" if sign == "%" else f"{number} {sign}".strip()


def plain(value: float, digits: int = 2) -> str:
    """A number without zeros at its end."""
    text = number_format(round(value, digits), digits, force_grouping=True)
    return text.rstrip("0").rstrip(".") if "." in text else text


def facts_in_words(row: DataIssue) -> str:
    """The names of the formula with what they hold."""
    return "，".join(f"{name} {plain(value) if value is not None else '—'}" for name, value in row.facts.items())


def sentence(row: DataIssue) -> str:
    """What was found, and why it asks to be looked at."""
    rule = row.rule
    said = {"value": figure(rule, row.value), "other": figure(rule, row.other)}
    if row.kind == CheckKind.IMPOSSIBLE:
        return _("This can't be: %(facts)s.") % {"facts": facts_in_words(row)}
    if row.kind == CheckKind.PEERS:
        said |= {"low": figure(rule, row.low), "high": figure(rule, row.high), "n": str(row.peers)}
        return _("%(value)s; half of %(n)s similar schools have %(low)s to %(high)s.") % said
    if row.kind == CheckKind.JUMP:
        return _("%(value)s after %(other)s the month before; it never changes as much.") % said
    said |= {"first": rule.label, "second": rule.other_label}
    return _("%(first)s says %(value)s, %(second)s says %(other)s.") % said


def said_to(viewer: Viewer, row: DataIssue) -> str:
    """The sentence, for whoever may see the figures."""
    return sentence(row) if sees_figures(viewer, row) else _("You may not see the figures themselves.")
