"""Reasons in whole sentences, for those who read how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from santong.domains.platform.credits.declaring import CreditSource
from santong.domains.platform.credits.engine import Lack, Left, Why
from santong.domains.platform.credits.models import Entry
from santong.kit.registry import Label, registry

LEFT: dict[Left, Label] = {
    Left.UNKNOWN: gettext_lazy("The scheme has no such course."),
    Left.NOT_EARNED: gettext_lazy("It isn't passed by the rule of the scheme."),
    Left.OUTSIDE: gettext_lazy("It lies outside of the time that counts."),
    Left.REPEATED: gettext_lazy("The same course counts once, where it gives most."),
    Left.FULL: gettext_lazy("The course has all the credits that it can give."),
}
UNITS = {"credits": pgettext_lazy("after a number", "credits"), "hours": pgettext_lazy("after a number", "hours")}


def number(value: Any) -> str:
    """A number without noughts at its end: 2, 4.5."""
    return f"{float(value):.1f}".removesuffix(".0")


def said(lack: Lack | Sequence[Any]) -> str:
    """What is missing, as a sentence; `lack` is one of the engine, or as a standing keeps it."""
    why, what, have, need, proposals = _parts(lack)
    given = {"what": what, "have": number(have), "need": number(need), "gap": number(float(need) - float(have))}
    return _SENTENCES[Why(why)]() % given + _fills(proposals)


def _parts(lack: Lack | Sequence[Any]) -> tuple[Any, ...]:
    if isinstance(lack, Lack):
        return lack.why, lack.what, lack.have, lack.need, lack.proposals
    return tuple(lack)


_SENTENCES = {
    Why.REQUIRED: lambda: _("“%(what)s” is required: %(have)s of %(need)s."),
    Why.FLOOR: lambda: _("In “%(what)s” %(gap)s are missing: %(have)s of %(need)s."),
    Why.TOTAL: lambda: _("In all %(gap)s are missing: %(have)s of %(need)s."),
    Why.DUE: lambda: _("“%(what)s” should be done by now: %(have)s of %(need)s."),
    Why.PACE: lambda: _("At this pace it will be %(have)s of %(need)s at the end."),
}


def _fills(proposals: Sequence[str]) -> str:
    return " " + _("It can be filled by: %(names)s.") % {"names": "、".join(proposals)} if proposals else ""


def source_label(name: str) -> Label:
    """What a source of courses taken is called."""
    found = registry.by_name(CreditSource).get(name)
    return found.label if found else dict(Entry.Source.choices).get(name, name)
