"""What stands on the page of a timetable: its clashes, changes that it breaks, and its lessons class by class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from santong.domains.campus.timetable.clashes import clashes, slots_of
from santong.domains.campus.timetable.groups import groups_of_school
from santong.domains.campus.timetable.models import ARRANGE, VIEW, Slot, Timetable
from santong.domains.campus.timetable.queries import changes_that_no_longer_fit, classes_to_look_at
from santong.domains.platform.calendars.public import periods_of
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.http import Request
from santong.kit.pages import Panel
from santong.lib.whole_numbers import whole_number

SHOWN = 20
DAYS = range(1, 6)


@dataclass(frozen=True)
class ClashesPanel(Panel):
    """Who would be at two places at once; nothing where nobody is."""

    def html(self, request: Request, row: Timetable) -> SafeString | str:
        if not request.viewer.can(ARRANGE, row.path):
            return ""
        found = clashes(slots_of(row))
        if not found:
            return ""
        context = {"rows": found[:SHOWN], "more": max(0, len(found) - SHOWN), "timetable": row}
        return render_to_string("timetable/clashes.html", context, request)


@dataclass(frozen=True)
class BrokenChangesPanel(Panel):
    """Changes of days to come that were made for another lesson than this timetable has there."""

    def html(self, request: Request, row: Timetable) -> SafeString | str:
        if row.state != Timetable.State.PUBLISHED or not request.viewer.can(ARRANGE, row.path):
            return ""
        found = changes_that_no_longer_fit(row.school, timezone.localdate())
        return render_to_string("timetable/broken.html", {"rows": found[:SHOWN]}, request) if found else ""


@dataclass(frozen=True)
class GroupsPanel(Panel):
    """Teaching groups that are no longer in force and have lessons here, and groups that have none here yet."""

    def html(self, request: Request, row: Timetable) -> SafeString | str:
        if not request.viewer.can(ARRANGE, row.path):
            return ""
        named = {slot.group: slot.whom for slot in slots_of(row) if slot.group}
        there = {each.key: f"{each.place} {each.name}" for each in groups_of_school(row.school)}
        gone = [name for key, name in named.items() if key not in there]
        # A timetable without any groups is one of a school, or of a time, that doesn't have them in it.
        lacking = [name for key, name in there.items() if named and key not in named]
        if not gone and not lacking:
            return ""
        return render_to_string("timetable/groups.html", {"gone": gone, "lacking": lacking}, request)


@dataclass(frozen=True)
class SlotsPanel(Panel):
    """The lessons of one class after the other; in a draft each leads to its form."""

    def html(self, request: Request, row: Timetable) -> SafeString | str:
        classes = classes_to_look_at(request.viewer, row.school)
        key = whole_number(request.GET.get("class", ""))
        chosen = next((each for each in classes if each.pk == key), classes[0] if classes else None)
        if chosen is None:
            return ""
        can_change = row.state == Timetable.State.DRAFT and request.viewer.can(ARRANGE, row.path)
        slots = [each for each in slots_of(row) if chosen.pk in each.classes]
        context = {
            "timetable": row,
            "classes": classes,
            "chosen": chosen,
            "rows": _rows(row, slots),
            "weekdays": [Slot.WEEKDAYS[number - 1] for number in _days(slots)],
            "can_change": can_change,
            "count": len(slots),
        }
        return render_to_string("timetable/slots.html", context, request)


def _days(slots: list[Slot]) -> list[int]:
    return sorted({*DAYS, *(each.weekday for each in slots)})


def _rows(timetable: Timetable, slots: list[Slot]) -> list[tuple[int, list[tuple[int, list[Slot]]]]]:
    periods = {each.number for each in periods_of(timetable.path).rows if each.number}
    numbers = sorted({*periods, *(each.period for each in slots)})
    by_time: dict[tuple[int, int], list[Slot]] = {}
    for each in slots:
        by_time.setdefault((each.weekday, each.period), []).append(each)
    return [(number, [(day, by_time.get((day, number), [])) for day in _days(slots)]) for number in numbers]


@dataclass(frozen=True)
class TimetableLink(Panel):
    """On the page of a school or class: the way to its timetable."""

    def html(self, request: Request, row: Organisation) -> SafeString | str:
        if row.kind not in (Organisation.Kind.SCHOOL, Organisation.Kind.CLASS):
            return ""
        school: Any = school_of(row)
        if school is None or not classes_to_look_at(request.viewer, school) or not request.viewer.can(VIEW):
            return ""
        name = "class" if row.kind == Organisation.Kind.CLASS else "school"
        url = f"{reverse('timetable:week')}?{name}={row.pk}"
        return render_to_string("timetable/link.html", {"url": url, "row": row}, request)
