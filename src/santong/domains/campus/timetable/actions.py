"""Writes on timetables: their lessons, publishing them, and what is otherwise on a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.timetable.clashes import clashes, clashes_of, slots_of
from santong.domains.campus.timetable.events import LessonsChanged, TimetablePublished
from santong.domains.campus.timetable.lessons import Lesson, lessons_of_school
from santong.domains.campus.timetable.models import ARRANGE, Change, Slot, Timetable, at, lazily_at
from santong.domains.campus.timetable.queries import exchanges
from santong.domains.platform.notices.public import tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps import Holds, step

State = Timetable.State
SHOWN = 3
COVERS = gettext_lazy("You cover %(subject)s in %(class)s, %(when)s.")
COVERED = gettext_lazy("Your %(subject)s in %(class)s, %(when)s, is covered.")
SWAPPED = gettext_lazy("Your %(subject)s in %(class)s is now %(when)s.")
CANCELLED = gettext_lazy("Your %(subject)s in %(class)s, %(when)s, was cancelled.")
AGAIN = gettext_lazy("%(subject)s in %(class)s, %(when)s, is again as the timetable says.")


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
    key = (slot.school_class_id, slot.weekday, slot.period, slot.rhythm)
    return (*key, slot.subject, slot.teacher_id, slot.room_id, slot.joined, slot.locked)


def put_lesson(*, acting: Viewer, slot: Slot) -> Slot:
    """Write a lesson of a draft, new or changed; refuses what clashes, by the names of both."""
    acting.demand(ARRANGE, slot.timetable.path)
    with transaction.atomic(), named("timetable.put_lesson"):
        timetable = _draft(slot.timetable)
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


@dataclass(frozen=True)
class Cover:
    """Who takes a lesson; nobody means that it is cancelled."""

    lesson: Lesson
    teacher: Staff | None


def cover(*, acting: Viewer, school: Organisation, covers: Sequence[Cover], reason: str = "") -> list[Change]:
    """Have lessons of one or more days taken by others, or cancelled, all in one act."""
    acting.demand(ARRANGE, school.path)
    _demand_some(covers)
    with transaction.atomic(), named("timetable.cover"):
        there = _fresh(school, [each.lesson for each in covers])
        busy = {(each.teacher.pk, each.day, each.period): each for each in there.values() if each.held and each.teacher}
        rows = []
        for each in covers:
            lesson = there[each.lesson.place]
            if each.teacher is not None:
                _demand_free(busy, each.teacher, lesson)
                busy[each.teacher.pk, lesson.day, lesson.period] = lesson
            rows.append(_covered(school, lesson, each.teacher, reason))
        changes = _write(school, rows)
        _tell_covers(acting, changes)
    return changes


def _demand_some(covers: Sequence[Cover]) -> None:
    if not covers:
        raise NotPossible(_("Say of at least one lesson what happens to it."))


def _fresh(school: Organisation, lessons: Sequence[Lesson]) -> dict[Any, Lesson]:
    """The lessons of those days as they are now, while nobody else changes lessons of the school."""
    Organisation.objects.locked_for_action(school)
    days = [each.day for each in lessons]
    if min(days) < timezone.localdate():
        raise NotPossible(_("That day is over. What was taught stays as it was."))
    there = {each.place: each for each in lessons_of_school(school, min(days), max(days))}
    for each in lessons:
        now = there.get(each.place)
        if now is None or not now.held or _sign(now) != _sign(each):
            raise NotPossible(
                _("%(when)s was changed meanwhile. Look at it again.") % {"when": at(each.day, each.period)}
            )
    return there


def _sign(lesson: Lesson) -> tuple[str, int | None]:
    return lesson.subject, lesson.teacher.pk if lesson.teacher is not None else None


def _demand_free(busy: Mapping[tuple[int, date, int], Lesson], teacher: Staff, lesson: Lesson) -> None:
    there = busy.get((teacher.pk, lesson.day, lesson.period))
    if there is not None:
        words = _("%(who)s teaches %(what)s in %(class)s then.")
        raise NotPossible(words % {"who": teacher, "what": there.subject, "class": there.school_class})


def _covered(school: Organisation, lesson: Lesson, teacher: Staff | None, reason: str) -> Change:
    kind = Change.Kind.COVERED if teacher is not None else Change.Kind.CANCELLED
    row = _change(school, lesson, kind, reason)
    if teacher is not None:
        row.subject, row.teacher, row.room = lesson.subject, teacher, _other_room(lesson)
    return row


def _change(school: Organisation, lesson: Lesson, kind: str, reason: str) -> Change:
    return Change(
        school=school, school_class=lesson.school_class, path=lesson.school_class.path, day=lesson.day,
        period=lesson.period, kind=kind, reason=reason, was_subject=lesson.subject, was_teacher=lesson.teacher,
    )  # fmt: skip


def _other_room(lesson: Lesson) -> Room | None:
    """Its room, where that isn't the class's own."""
    is_own = lesson.room is not None and lesson.room.home_class_id == lesson.school_class.pk
    return None if is_own else lesson.room


def swap(*, acting: Viewer, school: Organisation, one: Lesson, other: Lesson, reason: str = "") -> list[Change]:
    """Have two lessons of a class change places, each with its teacher; two dated changes in one act."""
    acting.demand(ARRANGE, school.path)
    with transaction.atomic(), named("timetable.swap"):
        there = _fresh(school, [one, other])
        first, second = there[one.place], there[other.place]
        offered = {each.lesson.place: each.objection for each in exchanges(school, first, timezone.localdate())}
        objection = offered.get(second.place, str(_("These two lessons can't change places.")))
        if objection:
            raise NotPossible(objection)
        changes = _write(school, [_moved(school, first, second, reason), _moved(school, second, first, reason)])
        for row in changes:
            _tell(acting, row.teacher, row, SWAPPED)
    return changes


def _moved(school: Organisation, goes: Lesson, there: Lesson, reason: str) -> Change:
    """The change at the place of `there`, to which `goes` moves."""
    row = _change(school, there, Change.Kind.SWAPPED, reason)
    row.subject, row.teacher, row.room = goes.subject, goes.teacher, _other_room(goes)
    return row


def _write(school: Organisation, rows: Iterable[Change]) -> list[Change]:
    """Write changes of one act; what was changed about the same lessons before gives way."""
    act, made = uuid.uuid4(), []
    for row in rows:
        before = _valid_at(row)
        if before is not None:
            row.was_subject, row.was_teacher = before.was_subject, before.was_teacher
            before.state = Change.State.TAKEN_BACK
            before.save(update_fields=["state"])
        row.act = act
        row.save()
        made.append(row)
    emit(LessonsChanged(school.pk, str(act)))
    return made


def _valid_at(row: Change) -> Change | None:
    found = Change.objects.belonging_to(school_class=row.school_class).filter(
        day=row.day, period=row.period, state=Change.State.VALID
    )
    return found.select_related("was_teacher").exclude(pk=row.pk).first()


def _over(acting: Viewer, change: Change) -> str:
    return str(_("That day is over. What was taught stays as it was.")) if change.day < timezone.localdate() else ""


@step(
    Change, "timetable.take_back", who=Holds(ARRANGE), sources=(Change.State.VALID,), target=Change.State.TAKEN_BACK,
    unless=(_over,), event=lambda row: LessonsChanged(row.school_id, str(row.act)),
)  # fmt: skip
def take_back(*, acting: Viewer, change: Change) -> list[int]:
    """Have the lesson as the timetable says, with all others that were changed in the same act."""
    rows = Change.objects.belonging_to(school=change.school).filter(act=change.act, state=Change.State.VALID)
    others = list(rows.exclude(pk=change.pk).select_related("school_class", "teacher__person", "was_teacher__person"))
    for row in others:
        row.state = Change.State.TAKEN_BACK
    Change.objects.bulk_save(others, ["state"])
    for row in (change, *others):
        for staff in {row.teacher, row.was_teacher}:
            _tell(acting, staff, row, AGAIN, subject=row.subject or row.was_subject)
    return [row.pk for row in others]


@take_back.back
def _valid_again(acting: Viewer, change: Change, others: list[int]) -> None:
    rows = list(Change.objects.noted(others))
    if any(_valid_at(row) is not None for row in (change, *rows)):
        raise NotPossible(_("Something else was changed about these lessons meanwhile."))
    for row in rows:
        row.state = Change.State.VALID
    Change.objects.bulk_save(rows, ["state"])


def _tell_covers(acting: Viewer, changes: Sequence[Change]) -> None:
    for row in changes:
        if row.kind == Change.Kind.COVERED:
            _tell(acting, row.teacher, row, COVERS)
            _tell(acting, row.was_teacher, row, COVERED, text=str(row.teacher))
        else:
            _tell(acting, row.was_teacher, row, CANCELLED, subject=row.was_subject)


def _tell(acting: Viewer, staff: Staff | None, row: Change, title: Label, *, subject: str = "", text: str = "") -> None:
    """A teacher hears of what others changed about their lessons; names of colleagues stand in the text alone."""
    if staff is None or staff.person_id == acting.person_id:
        return
    words = {"subject": subject or row.subject, "class": str(row.school_class), "when": lazily_at(row.day, row.period)}
    address = f"{reverse('timetable:week')}?teacher={staff.pk}&day={row.day.isoformat()}"
    tell(staff.person, title, words=words, text="\n".join(filter(None, (text, row.reason))), address=address)
