"""What a search found in the way, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.teaching_plans.building import LOCK
from santong.domains.campus.teaching_plans.groups import SIDE_BY_SIDE
from santong.domains.campus.teaching_plans.models import Rule, Search
from santong.domains.campus.timetable.public import Slot
from santong.domains.platform.organisations.public import Organisation


@dataclass(frozen=True)
class Named:
    """One of the rules that contradict each other: a rule of the school, or a locked lesson."""

    text: str
    rule: Rule | None = None


@dataclass(frozen=True)
class Reported:
    """Sentences about what can't be, rules that contradict each other and about whom, lessons left without a time."""

    problems: Sequence[str] = ()
    contradiction: Sequence[Named] = ()
    who: str = ""
    is_minimal: bool = True
    unplaced: Sequence[str] = field(default=())


def reported(search: Search) -> Reported:
    """The report of a search in words."""
    report: Mapping[str, Any] = search.report
    of = report.get("of", ("", ""))
    return Reported(
        [_problem(search, each) for each in report.get("problems", ())],
        _rules(search, report.get("contradiction", ())),
        _name(search, of[0], of[1]),
        report.get("minimal", True),
        report.get("unplaced", ()),
    )


def _problem(search: Search, told: Mapping[str, Any]) -> str:
    who = _name(search, *told["of"])
    if told["kind"] == "TooMuch":
        if told["of"][0] == "room" and not told["room"]:
            return _("%(who)s: the plan needs %(n)s lessons there a week, but the school has no such room.") % {
                "who": who, "n": told["periods"],
            }  # fmt: skip
        words = _("%(who)s: %(n)s lessons a week, but there is room for %(room)s only.")
        return words % {"who": who, "n": told["periods"], "room": told["room"]}
    names = [each.text for each in _rules(search, (told["one"], told["other"]))]
    return _("%(who)s: two locked lessons are at one time: %(lessons)s.") % {"who": who, "lessons": "、".join(names)}


def _rules(search: Search, numbers: Sequence[int]) -> list[Named]:
    rules = Rule.objects.noted([each for each in numbers if each > 0]).filter(path=search.path)
    slots = Slot.objects.noted([LOCK - each for each in numbers if each <= LOCK])
    found = [Named(str(row), row) for row in rules.select_related("place", "teacher__person").order_by("pk")]
    for row in slots.select_related("school_class"):
        words = _("%(class)s %(subject)s is locked: %(day)s lesson %(n)s")
        said = {"class": row.whom, "subject": row.subject, "day": row.get_weekday_display(), "n": row.period}
        found.append(Named(words % said))
    if SIDE_BY_SIDE in numbers:
        found.append(Named(_("Teaching groups of one band are held at the same time.")))
    return found


def _name(search: Search, kind: str, key: Any) -> str:
    if kind == "class":
        return str(Organisation.objects.noted([key]).first() or "")
    if kind == "teacher":
        return str(Staff.objects.noted([key]).filter(school=search.school_id).select_related("person").first() or "")
    if kind == "place":
        return str(Room.objects.noted([key]).filter(school=search.school_id).select_related("building").first() or "")
    return str(dict(Room.Kind.choices).get(key, "")) if kind == "room" else ""


WIDTH, HEIGHT = 300.0, 60.0


def curve(points: Sequence[Sequence[float]]) -> str:
    """The falling cost as the points of a line in a box of 300 × 60; "" for fewer than two."""
    if len(points) < 2:
        return ""
    last, highest = max(points[-1][0], 1.0), max(max(cost for _at, cost in points), 1.0)
    return " ".join(f"{at / last * WIDTH:.1f},{HEIGHT - cost / highest * (HEIGHT - 4):.1f}" for at, cost in points)
