"""Writes on timetables: their lessons, publishing them, and what is otherwise on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.campus.timetable.clashes import clashes, clashes_of, slots_of
from santong.domains.campus.timetable.events import TimetablePublished
from santong.domains.campus.timetable.groups import with_classes
from santong.domains.campus.timetable.models import ARRANGE, Slot, Timetable
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

State = Timetable.State
SHOWN = 3


def copy(*, acting: Viewer, timetable: Timetable, name: str, since: date) -> Timetable:
    """A draft with the lessons of a timetable, to be changed and published from another day on."""
    acting.demand(ARRANGE, timetable.path)
    with transaction.atomic(), named("timetable.copy"):
        found = Timetable.objects.create(school=timetable.school, path=timetable.path, name=name, since=since)
        Slot.objects.bulk_create([_copied(each, found) for each in slots_of(timetable)])
    return found


def _copied(slot: Slot, timetable: Timetable) -> Slot:
    names = (
        "school_class_id",
        "path",
        "weekday",
        "period",
        "rhythm",
        "subject",
        "teacher_id",
        "room_id",
        "joined",
        "locked",
        "group",
        "group_name",
    )
    return Slot(timetable=timetable, **{name: getattr(slot, name) for name in names})


def fill(*, acting: Viewer, timetable: Timetable, slots: Sequence[Slot]) -> None:
    """Give a draft other lessons in place of all that it has; those that stay the same stay the same rows."""
    acting.demand(ARRANGE, timetable.path)
    with transaction.atomic(), named("timetable.fill"):
        there = {_content(each): each for each in slots_of(_draft(timetable))}
        wanted = {_content(each): each for each in slots}
        gone = [row.pk for content, row in there.items() if content not in wanted]
        Slot.objects.noted(gone).delete()
        Slot.objects.bulk_create([each for content, each in wanted.items() if content not in there])


def _content(slot: Slot) -> tuple[Any, ...]:
    key = (slot.school_class_id, slot.group, slot.group_name, slot.weekday, slot.period, slot.rhythm)
    return (*key, slot.subject, slot.teacher_id, slot.room_id, slot.joined, slot.locked)


def put_lesson(*, acting: Viewer, slot: Slot) -> Slot:
    """Write a lesson of a draft, new or changed; refuses what clashes, by the names of both."""
    acting.demand(ARRANGE, slot.timetable.path)
    with transaction.atomic(), named("timetable.put_lesson"):
        timetable = _draft(slot.timetable)
        with_classes([slot])
        if found := clashes_of(slot, slots_of(timetable)):
            raise NotPossible(_("That clashes. %(clash)s.") % {"clash": found[0]})
        slot.path = slot.school_class.path
        slot.save()
    return slot


def rearrange(*, acting: Viewer, timetable: Timetable, changes: Sequence[tuple[Slot, Mapping[str, Any]]]) -> None:
    """Write several lessons of a draft at once, each with other values; refuses all when one of them clashes then.

    Two lessons that change places are given each other's content: a place is never held twice.
    """
    acting.demand(ARRANGE, timetable.path)
    with transaction.atomic(), named("timetable.rearrange"):
        others = {row.pk: row for row in slots_of(_draft(timetable))}
        for slot, values in changes:
            for name, value in values.items():
                setattr(slot, name, value)
            others[slot.pk] = slot
        for slot, _values in changes:
            if found := clashes_of(slot, others.values()):
                raise NotPossible(_("That clashes. %(clash)s.") % {"clash": found[0]})
            slot.save()


def take_lesson(*, acting: Viewer, slot: Slot) -> None:
    """Take a lesson out of a draft."""
    acting.demand(ARRANGE, slot.timetable.path)
    with transaction.atomic(), named("timetable.take_lesson"):
        _draft(slot.timetable)
        slot.delete()


def _draft(timetable: Timetable) -> Timetable:
    found: Timetable = Timetable.objects.locked_for_action(timetable)
    if found.state != State.DRAFT:
        raise NotPossible(_("This timetable is in force. Copy it, change the copy, and publish that from a day on."))
    return found


def _empty(acting: Viewer, timetable: Timetable) -> str:
    found = Slot.objects.belonging_to(timetable=timetable).exists()
    return "" if found else str(_("It has no lessons yet. Import them, or copy another timetable."))


def _clashing(acting: Viewer, timetable: Timetable) -> str:
    found = clashes(slots_of(timetable))
    if not found:
        return ""
    text = ngettext("%(n)s clash: %(lines)s", "%(n)s clashes: %(lines)s", len(found))
    return str(text % {"n": len(found), "lines": "；".join(str(each) for each in found[:SHOWN])})


def _taken(acting: Viewer, timetable: Timetable) -> str:
    others = Timetable.objects.belonging_to(school=timetable.school).filter(
        state=State.PUBLISHED, since=timetable.since
    )
    return str(_("Another timetable holds from this day. Choose another day.")) if others.exists() else ""


@step(
    Timetable, "timetable.publish", who=Holds(ARRANGE), sources=(State.DRAFT,), target=State.PUBLISHED, undo=True,
    unless=(_empty, _clashing, _taken),
    event=lambda row: TimetablePublished(row.pk, row.school_id),
)  # fmt: skip
def publish(*, acting: Viewer, timetable: Timetable) -> None:
    """Let it hold from its first day on; changes of single days stay."""


@step(
    Timetable, "timetable.withdraw", who=Holds(ARRANGE), sources=(State.PUBLISHED,), target=State.DRAFT, undo=True,
    event=lambda row: TimetablePublished(row.pk, row.school_id),
)  # fmt: skip
def withdraw(*, acting: Viewer, timetable: Timetable) -> None:
    """Let it hold no longer; the one before it holds again."""
