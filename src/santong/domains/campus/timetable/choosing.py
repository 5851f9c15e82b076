"""Whose week an address asks for, and which others the page offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from santong.domains.campus.places.public import Room, rooms_of
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.timetable.models import COLLEAGUES, VIEW
from santong.domains.campus.timetable.queries import (
    classes_to_look_at,
    own_classes,
    own_staff,
    pupils_in_classes,
    sees_colleagues,
    teachers_of,
)
from santong.domains.campus.timetable.weeks import Whose
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.lib.whole_numbers import whole_number

MOST_SCHOOLS = 60
"""Schools that a page offers to choose from; who looks after more comes from the page of a school."""


@dataclass(frozen=True)
class Offered:
    """What a viewer may look at of one school; nothing for a viewer who has none and has chosen none."""

    school: Organisation | None
    classes: Sequence[Organisation] = ()
    teachers: Sequence[Staff] = ()
    rooms: Sequence[Room] = ()
    pupils: Sequence[Pupil] = ()
    schools: Sequence[Organisation] = field(default=())


def chosen(request: Request) -> tuple[Whose | None, Offered]:
    """The class, teacher, room or pupil of the address, else the viewer's own, else the first class of their school.

    Raises `PermissionDenied` for what the viewer may not look at, `Http404` for what isn't there.
    """
    asked = _asked(request)
    if asked is not None:
        school = _school_of(asked)
        offered = offered_to(request.viewer, school)
        if not _is_offered(asked, offered) and not _is_own(request.viewer, asked):
            raise PermissionDenied(VIEW)
        return asked, offered
    return _by_default(request)


def _by_default(request: Request) -> tuple[Whose | None, Offered]:
    viewer = request.viewer
    school = _school_asked(request)
    own: Whose | None = None
    if school is None:
        own = next(iter(_own(viewer)), None)
        school = _school_of(own) if own is not None else _only_school(viewer)
    if school is None:
        return None, Offered(None, schools=schools_seen_by(viewer))
    offered = offered_to(viewer, school)
    teaches = isinstance(own, Staff) and own.is_teacher
    if own is not None and (teaches or not isinstance(own, Staff)):
        return own, offered
    return next(iter(offered.classes), None), offered


def _own(viewer: Viewer) -> Sequence[Whose]:
    """What a viewer looks at first: as what they teach, themself or their children as pupils, their classes."""
    if viewer.category == "staff":
        return own_staff(viewer)
    return pupils_in_classes(viewer) or own_classes(viewer)


def _asked(request: Request) -> Whose | None:
    for name, find in (("class", _class), ("teacher", _teacher), ("room", _room), ("pupil", _pupil)):
        if text := request.GET.get(name, ""):
            found = find(request.viewer, whole_number(text) or 0)
            if found is None:
                raise Http404
            return found
    return None


def _class(viewer: Viewer, key: int) -> Organisation | None:
    return Organisation.objects.open_to_everyone().filter(pk=key, kind=Organisation.Kind.CLASS).first()


def _teacher(viewer: Viewer, key: int) -> Staff | None:
    """Somebody whose record the viewer sees, or a colleague."""
    seen = Staff.objects.visible_to(viewer).filter(pk=key).first()
    return seen or Staff.objects.belonging_to(school__in=_own_schools(viewer)).filter(pk=key).first()


def _room(viewer: Viewer, key: int) -> Room | None:
    return Room.objects.visible_to(viewer).filter(pk=key).first()


def _pupil(viewer: Viewer, key: int) -> Pupil | None:
    """Oneself, a child of one's own, or somebody whose record the viewer sees."""
    own = next((row for row in pupils_in_classes(viewer) if row.pk == key), None)
    rows = Pupil.objects.visible_to(viewer).filter(pk=key, status__in=Pupil.PRESENT).exclude(school_class=None)
    return own or rows.select_related("person", "school", "school_class").first()


def _own_schools(viewer: Viewer) -> QuerySet[Organisation]:
    rows = Organisation.objects.open_to_everyone().filter(kind=Organisation.Kind.SCHOOL)
    return rows.filter(path__in=viewer.places_above(COLLEAGUES))


def _school_asked(request: Request) -> Organisation | None:
    key = whole_number(request.GET.get("school", ""))
    return next((row for row in schools_seen_by(request.viewer, key)), None) if key is not None else None


def _school_of(whose: Whose) -> Organisation:
    found = school_of(whose) if isinstance(whose, Organisation) else whose.school
    if found is None:
        raise Http404
    return found


def _only_school(viewer: Viewer) -> Organisation | None:
    found = schools_seen_by(viewer)
    return found[0] if len(found) == 1 else None


def schools_seen_by(viewer: Viewer, key: int | None = None) -> list[Organisation]:
    """The schools whose timetables a viewer may see as a whole, the first of them; or the one with a key."""
    rows = Organisation.objects.visible_to(viewer).filter(kind=Organisation.Kind.SCHOOL)
    rows = rows.filter(pk=key) if key is not None else rows
    found = rows.open_on(timezone.localdate()).order_by("path")[:MOST_SCHOOLS]
    return [row for row in found if sees_colleagues(viewer, row)]


def offered_to(viewer: Viewer, school: Organisation) -> Offered:
    """The classes, teachers and rooms of a school that a viewer may look at."""
    classes = classes_to_look_at(viewer, school)
    if not sees_colleagues(viewer, school):
        return Offered(school, classes, pupils=pupils_in_classes(viewer))
    schools = schools_seen_by(viewer) if viewer.can(VIEW, school.path) and not viewer.places_above(COLLEAGUES) else ()
    rooms = list(rooms_of(school, timezone.localdate()))
    return Offered(school, classes, teachers_of(school), rooms, schools=schools)


def _is_offered(whose: Whose, offered: Offered) -> bool:
    if isinstance(whose, Pupil):
        # Only who may see the record of the pupil, and the lessons of the class, comes here with one.
        return whose in offered.pupils or any(each.pk == whose.school_class_id for each in offered.classes)
    rows: Sequence[Whose] = (*offered.classes, *offered.teachers, *offered.rooms)
    return any(type(each) is type(whose) and each.pk == whose.pk for each in rows)


def _is_own(viewer: Viewer, whose: Whose) -> bool:
    return isinstance(whose, Staff) and whose.person_id == viewer.person_id
