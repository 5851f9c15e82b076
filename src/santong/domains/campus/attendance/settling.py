"""Working out a class's day anew after something was said, and telling those who have to know."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from santong.domains.campus.attendance.events import PupilAbsent
from santong.domains.campus.attendance.models import ClassDay, Presence
from santong.domains.campus.attendance.queries import ClassView, PupilDay, class_on
from santong.domains.campus.attendance.telling import take_back_came, take_back_missing, tell_came, tell_missing
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.events import emit


def locked_day(school_class: Organisation, day: date) -> ClassDay:
    """The row of a class's day, locked until the transaction ends: words about it follow each other."""
    row, _made = ClassDay.objects.keeping_unique().get_or_create(
        school_class=school_class, day=day, defaults={"path": school_class.path}
    )
    locked: ClassDay = ClassDay.objects.locked_for_action(row)
    return locked


def settle(acting: Viewer, row: ClassDay) -> ClassView:
    """Work out the numbers of a class's day, locked before, and tell of pupils who are missing, or no longer."""
    view = class_on(row.school_class, row.day)
    ClassDay.objects.again([row]).update_quietly(**view.numbers())
    if row.day == timezone.localdate():
        told = _told(view)
        for each in view.pupils:
            _tell(acting, row, each, each.pupil.pk in told)
    return view


def _told(view: ClassView) -> set[int]:
    """The pupils of whom somebody was told today that they are missing."""
    rows = Presence.objects.belonging_to(pupil__in=[each.pupil for each in view.pupils])
    return set(rows.filter(day=view.day, told=True).values_list("pupil_id", flat=True))


def _tell(acting: Viewer, row: ClassDay, each: PupilDay, was_told: bool) -> None:
    pupil, day = each.pupil, row.day
    if each.state.is_missing:
        take_back_came(pupil, day)
        tell_missing(acting, pupil, row.school_class, day)
        if not was_told:
            Presence.objects.again(each.words).update_quietly(told=True)
            emit(PupilAbsent(pupil.pk, day))
    elif was_told:
        take_back_missing(pupil, day)
        if each.state.has_come:
            tell_came(pupil, day)
        else:
            take_back_came(pupil, day)
            Presence.objects.belonging_to(pupil=pupil).filter(day=day).update_quietly(told=False)


def settle_known(acting: Viewer, school_class: Organisation, day: date) -> None:
    """Work out a day anew for which the roll was called; nothing where it wasn't."""
    if ClassDay.objects.belonging_to(school_class=school_class).filter(day=day, calls__gt=0).exists():
        settle(acting, locked_day(school_class, day))
