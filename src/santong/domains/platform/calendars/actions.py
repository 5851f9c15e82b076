"""Writes on calendars: setting what holds from an organisation down, and taking it back."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.platform.calendars.events import CalendarChanged
from santong.domains.platform.calendars.models import CalendarDay, Period, Term
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit

CHANGE = "calendars.change"
LONGEST_STRETCH = 100


class BadCalendar(ValueError):
    """Something that no calendar can hold; the text says what to do."""


@dataclass(frozen=True)
class PeriodPlan:
    """A period to set."""

    kind: str
    name: str
    begins: time
    ends: time


def set_terms(
    *, acting: Viewer, organisation: Organisation, school_year: int, terms: Mapping[int, tuple[date, date]]
) -> list[Term]:
    """Set the terms of a school year, by number, in place of what the organisation had set."""
    acting.demand(CHANGE, organisation.path)
    spans = [terms[number] for number in sorted(terms)]
    if any(ends <= begins for begins, ends in spans):
        raise BadCalendar(_("A term ends before it begins. Choose a later last day."))
    if any(later[0] <= earlier[1] for earlier, later in itertools.pairwise(spans)):
        raise BadCalendar(_("The second term begins before the first has ended. Check both."))
    with transaction.atomic(), named("calendars.set_terms"):
        _terms(organisation, school_year).delete()
        rows = Term.objects.bulk_create(
            Term(
                organisation=organisation, path=organisation.path, school_year=school_year, number=number,
                begins=begins, ends=ends,
            )
            for number, (begins, ends) in sorted(terms.items())
        )  # fmt: skip
        emit(CalendarChanged(organisation.pk))
    return rows


def clear_terms(*, acting: Viewer, organisation: Organisation, school_year: int) -> None:
    """Follow the organisation above again."""
    acting.demand(CHANGE, organisation.path)
    with transaction.atomic(), named("calendars.clear_terms"):
        _terms(organisation, school_year).delete()
        emit(CalendarChanged(organisation.pk))


def _terms(organisation: Organisation, school_year: int) -> Any:
    return Term.objects.belonging_to(organisation=organisation).filter(school_year=school_year)


def set_days(
    *,
    acting: Viewer,
    organisation: Organisation,
    first: date,
    last: date,
    kind: str,
    name: str = "",
    follows: int | None = None,
) -> list[CalendarDay]:
    """Set each day from `first` to `last` (included) in place of what the organisation had set."""
    acting.demand(CHANGE, organisation.path)
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST_STRETCH:
        raise BadCalendar(_("Choose between one and a hundred days."))
    days = [first + timedelta(days=number) for number in range(count)]
    with transaction.atomic(), named("calendars.set_days"):
        _days(organisation, days).delete()
        rows = CalendarDay.objects.bulk_create(
            CalendarDay(
                organisation=organisation, path=organisation.path, day=day, kind=kind, name=name,
                follows=follows if kind == CalendarDay.Kind.WORKDAY else None,
            )
            for day in days
        )  # fmt: skip
        emit(CalendarChanged(organisation.pk))
    return rows


def clear_day(*, acting: Viewer, row: CalendarDay) -> None:
    """Follow the organisation above again on a day."""
    acting.demand(CHANGE, row.path)
    with transaction.atomic(), named("calendars.clear_day"):
        organisation_id = row.organisation_id
        row.delete()
        if organisation_id is not None:
            emit(CalendarChanged(organisation_id))


def _days(organisation: Organisation, days: Iterable[date]) -> Any:
    return CalendarDay.objects.belonging_to(organisation=organisation).filter(day__in=list(days))


def set_periods(*, acting: Viewer, organisation: Organisation, periods: Sequence[PeriodPlan]) -> list[Period]:
    """Set the periods of the day in their order; lessons are numbered on. None: follow above again."""
    acting.demand(CHANGE, organisation.path)
    ordered = sorted(periods, key=lambda period: period.begins)
    if any(period.ends <= period.begins for period in ordered):
        raise BadCalendar(_("A period ends before it begins. Check its times."))
    if any(later.begins < earlier.ends for earlier, later in itertools.pairwise(ordered)):
        raise BadCalendar(_("Two periods overlap. Check their times."))
    with transaction.atomic(), named("calendars.set_periods"):
        Period.objects.belonging_to(organisation=organisation).delete()
        rows = Period.objects.bulk_create(_numbered(organisation, ordered))
        emit(CalendarChanged(organisation.pk))
    return rows


def _numbered(organisation: Organisation, periods: Sequence[PeriodPlan]) -> Iterable[Period]:
    lessons = 0
    for position, period in enumerate(periods, start=1):
        lessons += period.kind == Period.Kind.LESSON
        yield Period(
            organisation=organisation,
            path=organisation.path,
            position=position,
            kind=period.kind,
            number=lessons if period.kind == Period.Kind.LESSON else None,
            name=period.name,
            begins=period.begins,
            ends=period.ends,
        )
