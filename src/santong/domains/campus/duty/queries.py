"""Reads on week plans and duties: what stands in whose calendar, whose turn it is, who is on duty today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from santong.domains.campus.duty.models import PHONE, VIEW, DutyEntry, Member, PlanItem, Roster, Shift
from santong.domains.platform.calendars.public import working_days
from santong.kit.access import Viewer
from santong.kit.agenda import Entry, all_day

ALL_DAYS, WORKING_DAYS, DAYS_OFF = "all", "working", "off"


def at_home(viewer: Viewer) -> list[str]:
    """The paths of the places to whose staff a viewer belongs, and of those above them."""
    return viewer.places_above(VIEW)


def plan_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """The week plans of a viewer's own places, for their calendar."""
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    rows = PlanItem.objects.visible_to(viewer).filter(day__gte=first, day__lte=last, path__in=at_home(viewer))
    for row in rows.select_related("organisation"):
        yield _plan_entry(row)


def _plan_entry(row: PlanItem) -> Entry:
    url = f"{reverse('duty:week-plan')}?day={row.day.isoformat()}"
    if row.begins is None:
        return all_day(str(row.pk), row.what, row.day, row.day, url=url, where=row.where, note=row.people)
    since = timezone.make_aware(datetime.combine(row.day, row.begins))
    until = timezone.make_aware(datetime.combine(row.day, row.ends)) if row.ends else since + timedelta(hours=1)
    return Entry(str(row.pk), row.what, since, until, url=url, where=row.where, note=row.people)


def duty_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """The shifts of a viewer themselves."""
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    rows = Shift.objects.of_acting(viewer).filter(day__gte=first, day__lte=last).select_related("roster")
    for row in rows:
        url = reverse("duty:duty-detail", args=[row.pk])
        yield all_day(str(row.pk), row.roster.name, row.day, row.day, url=url, where=row.roster.post)


def days_chosen(path: str, first: date, last: date, which: str) -> list[date]:
    """The days from `first` to `last` (included) on which there is duty: all, working days, or days off."""
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    if which == ALL_DAYS:
        return every
    working = set(working_days(path, first, last))
    return [day for day in every if (day in working) == (which == WORKING_DAYS)]


def members_of(roster: Roster) -> list[Member]:
    """Those who take turns, in their order."""
    return list(Member.objects.belonging_to(roster=roster).select_related("person").order_by("position", "pk"))


def in_turn(roster: Roster, before: date) -> list[Member]:
    """The members in the order in which their turns come from a day on: after whoever had the last one before it."""
    members = members_of(roster)
    last = Shift.objects.belonging_to(roster=roster).filter(day__lt=before).order_by("-day", "-pk").first()
    places = [number for number, each in enumerate(members) if last and each.person_id == last.person_id]
    start = places[0] + 1 if places else 0
    return members[start:] + members[:start]


def swappable(shift: Shift) -> QuerySet[Shift]:
    """The coming shifts of others on the same roster for which a shift may be swapped."""
    rows = Shift.objects.belonging_to(roster=shift.roster).filter(day__gte=timezone.localdate())
    return rows.exclude(person_id=shift.person_id).select_related("roster", "person").order_by("day", "pk")


def to_answer(viewer: Viewer) -> QuerySet[Shift]:
    """The shifts that others offer a viewer in exchange."""
    rows = Shift.objects.visible_to(viewer)
    return rows.filter(swap_with__person_id=viewer.person_id, day__gte=timezone.localdate())


def on_duty(viewer: Viewer, day: date) -> QuerySet[Shift]:
    """Who is on duty on a day at the places to which a viewer belongs, the innermost first."""
    rows = Shift.objects.visible_to(viewer).filter(day=day, path__in=at_home(viewer), roster__removed_at=None)
    return rows.select_related("roster__organisation", "person").order_by("-path", "roster__kind", "roster__name", "pk")


def phones_of(viewer: Viewer, shifts: list[Shift]) -> Mapping[int, str]:
    """By shift the number that reaches whoever is on duty, for viewers who may see it and for themselves."""
    rosters = [row.roster for row in shifts]
    members = Member.objects.belonging_to(roster__in=rosters) if rosters else Member.objects.numbers_only().none()
    own = {(each.roster_id, each.person_id): each.phone for each in members}
    return {
        row.pk: own.get((row.roster_id, row.person_id), "") or row.roster.phone
        for row in shifts
        if viewer.can(PHONE, row.path) or row.path in viewer.places_above(PHONE) or row.person_id == viewer.person_id
    }


def entries_of(shift: Shift) -> list[DutyEntry]:
    """What happened during a shift, in order."""
    return list(DutyEntry.objects.belonging_to(shift=shift).select_related("person").order_by("at", "pk"))
