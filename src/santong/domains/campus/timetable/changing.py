"""Writes on what is otherwise on a day: covers, swaps, cancelled lessons, swaps that colleagues ask each other for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.timetable.events import LessonsChanged
from santong.domains.campus.timetable.lessons import Lesson, lessons_of_school
from santong.domains.campus.timetable.models import ARRANGE, COLLEAGUES, Change, SwapOffer, at, lazily_at
from santong.domains.campus.timetable.queries import exchanges, lesson_at
from santong.domains.platform.notices.public import tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps import Holds, Is, step

COVERS = gettext_lazy("You cover %(subject)s in %(class)s, %(when)s.")
COVERED = gettext_lazy("Your %(subject)s in %(class)s, %(when)s, is covered.")
SWAPPED = gettext_lazy("Your %(subject)s in %(class)s is now %(when)s.")
CANCELLED = gettext_lazy("Your %(subject)s in %(class)s, %(when)s, was cancelled.")
SUSPENDED = gettext_lazy("%(n)s of your lessons were cancelled, from %(when)s on.")
REINSTATED = gettext_lazy("%(n)s of your lessons are again as the timetable says, from %(when)s on.")
AGAIN = gettext_lazy("%(subject)s in %(class)s, %(when)s, is again as the timetable says.")

ASKED = gettext_lazy("A colleague asks to swap your lesson in %(class)s, %(other)s, for the one %(when)s.")
DECLINED = gettext_lazy("The swap in %(class)s, %(when)s for %(other)s, was declined.")


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
        raise NotPossible(words % {"who": teacher, "what": there.subject, "class": there.whom})


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
        group=lesson.group, group_name=lesson.group_name,
    )  # fmt: skip


def _other_room(lesson: Lesson) -> Room | None:
    """Its room, where that isn't the class's own."""
    is_own = lesson.room is not None and lesson.room.home_class_id == lesson.school_class.pk
    return None if is_own else lesson.room


def swap(*, acting: Viewer, school: Organisation, one: Lesson, other: Lesson, reason: str = "") -> list[Change]:
    """Have two lessons of a class change places, each with its teacher; two dated changes in one act."""
    acting.demand(ARRANGE, school.path)
    with transaction.atomic(), named("timetable.swap"):
        return _swap(acting, school, one, other, reason)


def _swap(acting: Viewer, school: Organisation, one: Lesson, other: Lesson, reason: str) -> list[Change]:
    there = _fresh(school, [one, other])
    first, second = there[one.place], there[other.place]
    _demand_exchangeable(school, first, second)
    changes = _write(school, [_moved(school, first, second, reason), _moved(school, second, first, reason)])
    for row in changes:
        _tell(acting, row.teacher, row, SWAPPED)
    return changes


def _demand_exchangeable(school: Organisation, first: Lesson, second: Lesson) -> None:
    offered = {each.lesson.place: each.objection for each in exchanges(school, first, timezone.localdate())}
    objection = offered.get(second.place, str(_("These two lessons can't change places.")))
    if objection:
        raise NotPossible(objection)


def ask_for_swap(*, acting: Viewer, school: Organisation, one: Lesson, other: Lesson, reason: str = "") -> SwapOffer:
    """Ask the teacher of `other` to exchange it for a lesson of one's own; both are of one class."""
    with transaction.atomic(), named("timetable.ask_for_swap"):
        there = _fresh(school, [one, other])
        first, second = there[one.place], there[other.place]
        if first.teacher is None or first.teacher.person_id != acting.person_id or not acting.can(COLLEAGUES):
            raise PermissionDenied(COLLEAGUES)
        if second.teacher is None or second.teacher.person_id == acting.person_id:
            raise NotPossible(_("Only a lesson of a colleague can be asked for."))
        _demand_to_come(first, second)
        _demand_exchangeable(school, first, second)
        places = {
            "school_class": first.school_class, "day": first.day, "period": first.period,
            "other_day": second.day, "other_period": second.period,
        }  # fmt: skip
        if SwapOffer.objects.inside(school).filter(**places, state=SwapOffer.State.OPEN).exists():
            raise NotPossible(_("You have asked for this already. Your colleague has yet to answer."))
        offer = SwapOffer.objects.create(
            school=school, path=first.school_class.path, asker=first.teacher, asked=second.teacher,
            subject=first.subject, other_subject=second.subject, reason=reason, **places,
        )  # fmt: skip
        _tell_of(offer, offer.asked, ASKED, str(offer.asker))
    return offer


def _demand_to_come(*lessons: Lesson) -> None:
    if any(each.moment is not None and each.moment <= timezone.now() for each in lessons):
        raise NotPossible(_("One of the two lessons has begun already."))


def _lesson_is_over(acting: Viewer, offer: SwapOffer) -> str:
    over = min(offer.day, offer.other_day) < timezone.localdate()
    return str(_("That day is over. What was taught stays as it was.")) if over else ""


@step(
    SwapOffer, "timetable.agree_to_swap", who=Is("asked.person_id"), sources=(SwapOffer.State.OPEN,),
    target=SwapOffer.State.AGREED, unless=(_lesson_is_over,),
)  # fmt: skip
def agree_to_swap(*, acting: Viewer, offer: SwapOffer) -> int:
    """Both lessons change places on their days."""
    one = lesson_at(offer.school, offer.school_class, offer.day, offer.period)
    other = lesson_at(offer.school, offer.school_class, offer.other_day, offer.other_period)
    asked = ((one, offer.asker_id, offer.subject), (other, offer.asked_id, offer.other_subject))
    if (
        one is None
        or other is None
        or any(_sign(lesson) != (subject, staff) for lesson, staff, subject in asked if lesson is not None)
    ):
        raise NotPossible(_("One of the two lessons was changed meanwhile. Ask anew."))
    _demand_to_come(one, other)
    changes = _swap(acting, offer.school, one, other, offer.reason)
    offer.change = changes[0]
    return changes[0].pk


@agree_to_swap.back
def _disagree(acting: Viewer, offer: SwapOffer, change: int) -> None:
    row = Change.objects.noted([change]).select_related("school", "school_class").get()
    if row.state != Change.State.VALID or _over(acting, row):
        raise NotPossible(_("Something else was changed about these lessons meanwhile."))
    both = _of_act(row.school, row.act)
    _set_back(both)
    for each in both:
        _tell(acting, each.teacher, each, AGAIN)
    emit(LessonsChanged(row.school_id, str(row.act)))


@step(
    SwapOffer, "timetable.decline_swap", who=Is("asked.person_id"), sources=(SwapOffer.State.OPEN,),
    target=SwapOffer.State.DECLINED, undo=True,
)  # fmt: skip
def decline_swap(*, acting: Viewer, offer: SwapOffer, answer: str = "") -> None:
    """Leave both lessons where they are."""
    offer.answer = answer
    _tell_of(offer, offer.asker, DECLINED, answer)


@step(
    SwapOffer, "timetable.withdraw_swap", who=Is("asker.person_id"), sources=(SwapOffer.State.OPEN,),
    target=SwapOffer.State.WITHDRAWN, undo=True,
)  # fmt: skip
def withdraw_swap(*, acting: Viewer, offer: SwapOffer) -> None:
    """Ask no longer."""


def _tell_of(offer: SwapOffer, staff: Staff, title: Label, text: str) -> None:
    """One of the two hears of an offer; names of colleagues stand in the text alone."""
    words = {"class": str(offer.school_class), "when": lazily_at(offer.day, offer.period),
             "other": lazily_at(offer.other_day, offer.other_period)}  # fmt: skip
    address = reverse("timetable:swap-offers-detail", args=[offer.pk])
    tell(staff.person, title, words=words, text="\n".join(filter(None, (text, offer.reason))), address=address)


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
        day=row.day, period=row.period, state=Change.State.VALID, group=row.group
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
    others = [row for row in _of_act(change.school, change.act) if row.pk != change.pk]
    _set_back(others)
    for row in (change, *others):
        for staff in {row.teacher, row.was_teacher}:
            _tell(acting, staff, row, AGAIN, subject=row.subject or row.was_subject)
    return [row.pk for row in others]


def _of_act(school: Organisation, act: uuid.UUID) -> list[Change]:
    """What is valid still of all that was changed in an act."""
    rows = Change.objects.belonging_to(school=school).filter(act=act, state=Change.State.VALID)
    return list(rows.select_related("school_class", "teacher__person", "was_teacher__person"))


def _set_back(rows: Sequence[Change]) -> None:
    for row in rows:
        row.state = Change.State.TAKEN_BACK
    Change.objects.bulk_save(rows, ["state"])


@take_back.back
def _valid_again(acting: Viewer, change: Change, others: list[int]) -> None:
    rows = list(Change.objects.noted(others))
    if any(_valid_at(row) is not None for row in (change, *rows)):
        raise NotPossible(_("Something else was changed about these lessons meanwhile."))
    for row in rows:
        row.state = Change.State.VALID
    Change.objects.bulk_save(rows, ["state"])


def suspend(*, acting: Viewer, school: Organisation, lessons: Sequence[Lesson], reason: str) -> uuid.UUID | None:
    """Cancel many lessons in one act, for something that takes the classes away; each teacher hears of it once.

    Answers the act, by which `reinstate` has them again; None where none of the lessons is held.
    """
    acting.demand(ARRANGE, school.path)
    held = [each for each in lessons if each.held]
    if not held:
        return None
    with transaction.atomic(), named("timetable.suspend"):
        there = _fresh(school, held)
        act = uuid.uuid4()
        rows = [_change(school, there[each.place], Change.Kind.CANCELLED, reason) for each in held]
        _replace(school, rows)
        for row in rows:
            row.act = act
        Change.objects.bulk_create(rows)
        emit(LessonsChanged(school.pk, str(act)))
        _tell_each(acting, rows, SUSPENDED, reason)
    return act


def _replace(school: Organisation, rows: Sequence[Change]) -> None:
    """Take back what was changed about the same lessons before; the new changes say what the timetable has there."""
    classes, days = {row.school_class_id for row in rows}, {row.day for row in rows}
    valid = Change.objects.belonging_to(school=school).filter(
        school_class__in=classes, day__in=days, state=Change.State.VALID
    )
    before = {row.place: row for row in valid.select_related("was_teacher")}
    replaced = []
    for row in rows:
        if (there := before.get(row.place)) is not None:
            row.was_subject, row.was_teacher = there.was_subject, there.was_teacher
            replaced.append(there)
    _set_back(replaced)


def reinstate(*, acting: Viewer, school: Organisation, act: uuid.UUID) -> int:
    """Have the lessons of an act, of days that aren't over, as the timetable says; answers how many they are."""
    acting.demand(ARRANGE, school.path)
    with transaction.atomic(), named("timetable.reinstate"):
        found = [row for row in _of_act(school, act) if row.day >= timezone.localdate()]
        _set_back(found)
        emit(LessonsChanged(school.pk, str(act)))
        _tell_each(acting, found, REINSTATED, "")
    return len(found)


def _tell_each(acting: Viewer, rows: Sequence[Change], title: Label, text: str) -> None:
    """Tell every teacher once of all their lessons."""
    by_teacher: dict[int, list[Change]] = {}
    for row in rows:
        if row.was_teacher is not None and row.was_teacher.person_id != acting.person_id:
            by_teacher.setdefault(row.was_teacher.pk, []).append(row)
    for pk, changes in by_teacher.items():
        first = min(changes, key=lambda row: (row.day, row.period))
        assert first.was_teacher is not None
        address = f"{reverse('timetable:week')}?teacher={pk}&day={first.day.isoformat()}"
        words = {"n": str(len(changes)), "when": lazily_at(first.day, first.period)}
        tell(first.was_teacher.person, title, words=words, text=text, address=address)


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
    words = {"subject": subject or row.subject, "class": row.whom, "when": lazily_at(row.day, row.period)}
    address = f"{reverse('timetable:week')}?teacher={staff.pk}&day={row.day.isoformat()}"
    tell(staff.person, title, words=words, text="\n".join(filter(None, (text, row.reason))), address=address)
