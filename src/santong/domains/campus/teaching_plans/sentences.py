"""Rules in words, as people would say them, and what a search found in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.teaching_plans.models import Rule, numbers_in
from santong.domains.campus.timetable.public import Slot
from santong.kit.registry import Label

Kind = Rule.Kind
_SAID: dict[str, Label] = {
    Kind.NOT_AT: gettext_lazy("%(who)s: not %(when)s"),
    Kind.ONLY_AT: gettext_lazy("%(who)s: only %(when)s"),
    Kind.MOST_AT: gettext_lazy("%(who)s: at most %(n)s a week %(when)s"),
    Kind.MOST_A_DAY: gettext_lazy("%(who)s: at most %(n)s a day"),
    Kind.SPREAD: gettext_lazy("%(who)s: spread over the days"),
    Kind.NOT_SUCCESSIVE: gettext_lazy("%(who)s: not on successive days"),
    Kind.NOT_AFTER: gettext_lazy("%(who)s: not directly after %(other)s"),
    Kind.TOGETHER: gettext_lazy("%(who)s: at the same time"),
    Kind.MOST_AT_ONCE: gettext_lazy("%(who)s: at most %(n)s classes at one time"),
    Kind.NO_GAPS: gettext_lazy("%(who)s: free periods at the end of the day"),
    Kind.TEACHER_A_DAY: gettext_lazy("%(who)s: at most %(n)s lessons a day"),
    Kind.TEACHER_IN_A_ROW: gettext_lazy("%(who)s: at most %(n)s lessons in a row"),
    Kind.TEACHER_DAYS: gettext_lazy("%(who)s: on at most %(n)s days"),
    Kind.TEACHER_FREE: gettext_lazy("%(who)s: at least %(n)s half days free"),
    Kind.TEACHER_NOON: gettext_lazy("%(who)s: not both directly before and after noon"),
    Kind.TEACHERS_NOT_AT: gettext_lazy("%(who)s: no lessons %(when)s"),
    Kind.ROOM_NOT_AT: gettext_lazy("%(who)s: closed %(when)s"),
}


def sentence(rule: Rule) -> str:
    """A rule in one sentence, without its weight."""
    words = {"who": about(rule), "when": when(rule), "n": rule.number, "other": rule.other_subject}
    return str(_SAID[rule.kind]) % words


def about(rule: Rule) -> str:
    """About whom and what a rule is."""
    parts = [str(rule.place)] if rule.place_id else []
    if rule.kind == Kind.ROOM_NOT_AT:
        parts.append(str(rule.get_room_kind_display()))
    elif rule.teacher_id:
        parts.append(str(rule.teacher))
    elif rule.kind in Rule.OF_TEACHERS:
        said = _("teachers of %(subject)s") % {"subject": rule.subject} if rule.subject else _("every teacher")
        return " · ".join([*parts, said])
    if rule.subject:
        parts.append(rule.subject)
    return " · ".join(parts) or (_("every class") if rule.kind == Kind.NO_GAPS else _("all lessons"))


def when(rule: Rule) -> str:
    """The times that a rule names."""
    days, periods = numbers_in(rule.weekdays), numbers_in(rule.periods)
    if not days and not periods:
        return _("at any time")
    said = [_days(days)] if days else [_("every day")]
    return " ".join([*said, _periods(periods)] if periods else said)


def _days(days: Sequence[int]) -> str:
    return ranges(days, lambda number: str(dict(Slot.WEEKDAYS)[number]))


def _periods(periods: Sequence[int]) -> str:
    return ngettext("lesson %(which)s", "lessons %(which)s", len(periods)) % {"which": ranges(periods, str)}


def ranges(numbers: Sequence[int], said: Callable[[int], str]) -> str:
    """Numbers with those in a row drawn together: 1–3, 5."""
    found = []
    for _difference, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        row = [number for _place, number in run]
        found.append(said(row[0]) if len(row) == 1 else f"{said(row[0])}–{said(row[-1])}")
    return _(", ").join(found)


def named(of: Sequence[Any], names: Any) -> str:
    """Whom ("class", 3), ("teacher", 7), ("room", "computer") or ("", "") means; `names` has those of the school."""
    kind, key = of
    return str(names.get((kind, key), "")) if kind else ""
