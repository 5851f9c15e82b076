"""Leave and words about presence over the API, for reading. Why somebody is away isn't in it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_filters import DateFilter
from ninja import Router, Schema

from santong.domains.campus.attendance.models import ClassDay, Presence, State
from santong.domains.platform.organisations.public import PlaceFilter, path_within
from santong.kit.access import Viewer
from santong.kit.api.resources import Resource, add_resource
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter

router = Router(tags=[gettext_noop("Attendance")])


class PresenceOut(Schema):
    """A word about where a pupil was, from session `first` to `last` of a day (0: in the morning, 99: to the end)."""

    id: int
    pupil: int
    day: date
    first: int
    last: int
    state: str
    source: str
    said_at: datetime
    ended_at: datetime | None


class ClassDayOut(Schema):
    """The attendance of a class on a day; expected = present + on_leave + absent, late is among present."""

    id: int
    school_class: int
    day: date
    calls: int
    expected: int
    present: int
    late: int
    left_early: int
    on_leave: int
    absent: int


class PresenceFilter(FilterSet):
    """By pupil, day and state."""

    pupil = KeyFilter(label=_("Pupil"))
    day = DateFilter(label=_("day"))
    state = ChoiceFilter(choices=State.choices)
    place = PlaceFilter()

    class Meta:
        model = Presence
        fields = ["pupil", "day", "state", "place"]


class ClassDayFilter(FilterSet):
    """By class, day and place."""

    school_class = KeyFilter(label=_("class"))
    day = DateFilter(label=_("day"))
    place = PlaceFilter()

    class Meta:
        model = ClassDay
        fields = ["school_class", "day", "place"]


def _presence(row: Presence, viewer: Viewer) -> PresenceOut:
    return PresenceOut(
        id=row.pk, pupil=row.pupil_id, day=row.day, first=row.first, last=row.last, state=row.state, source=row.source,
        said_at=row.said_at, ended_at=row.ended_at,
    )  # fmt: skip


def _class_day(row: ClassDay, viewer: Viewer) -> ClassDayOut:
    return ClassDayOut(
        id=row.pk, school_class=row.school_class_id, day=row.day, calls=row.calls, expected=row.expected,
        present=row.present, late=row.late, left_early=row.left_early, on_leave=row.on_leave, absent=row.absent,
    )  # fmt: skip


def _presences(viewer: Viewer) -> QuerySet:
    return Presence.objects.visible_to(viewer)


def _class_days(viewer: Viewer) -> QuerySet:
    return ClassDay.objects.visible_to(viewer)


PRESENCES = Resource(
    name="presences", schema=PresenceOut, shape=_presence, model=Presence, rows=_presences,
    summaries=(gettext_noop("Words about presence"), gettext_noop("One word about presence")),
    filterset=PresenceFilter, place=path_within,
)  # fmt: skip
CLASS_DAYS = Resource(
    name="class-days", schema=ClassDayOut, shape=_class_day, model=ClassDay, rows=_class_days,
    summaries=(gettext_noop("Attendance of classes by day"), gettext_noop("Attendance of a class on a day")),
    filterset=ClassDayFilter, place=path_within,
)  # fmt: skip
for each in (PRESENCES, CLASS_DAYS):
    add_resource(router, each)
