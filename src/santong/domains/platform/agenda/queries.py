"""Reads on calendars: one's own entries, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.agenda.models import PersonalEntry
from santong.domains.platform.agenda.repeating import occurrences
from santong.domains.platform.calendars.public import CalendarDay, Term, days_of, terms_within
from santong.kit.access import Viewer
from santong.kit.agenda import Entry, all_day
from santong.kit.todos import Waiting, kinds_of, waiting_for

MOST_DUE = 100


def own_rows(viewer: Viewer, begins: datetime, ends: datetime) -> QuerySet[PersonalEntry]:
    """The viewer's own entries that may take place between two moments."""
    once = Q(rule="", added=[], begins__lt=ends, ends__gte=begins)
    repeating = ~Q(rule="", added=[]) & Q(begins__lt=ends)
    return PersonalEntry.objects.of_acting(viewer).filter(once | repeating)


def own_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """The viewer's own entries, each time that they take place."""
    for row in own_rows(viewer, begins, ends):
        yield from occurrences(row, begins, ends)


def due_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """What waits for the viewer, on the day until which it is wanted."""
    kinds = [kind for kind in kinds_of(viewer) if kind.due]
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    for row in waiting_for(viewer, kinds, most=MOST_DUE):
        if row.due is not None and first <= row.due < last:
            yield _due(row)


def _due(row: Waiting) -> Entry:
    said = row.said()
    assert row.due is not None
    return all_day(f"{row.kind}-{row.pk}", said.title, row.due, row.due, url=said.url, note=said.note)


def school_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """Holidays, make-up days, and the first and last days of terms, where the viewer stands."""
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    found: dict[tuple[str, str], Entry] = {}
    for path in sorted({grant.path for grant in viewer.grants}):
        for entry in [*_special(path, first, last), *_terms(path, first, last)]:
            found.setdefault((entry.key, entry.title), entry)
    yield from found.values()


def _special(path: str, first: date, last: date) -> Iterator[Entry]:
    for day, row in days_of(path, first, last).items():
        if row.kind == CalendarDay.Kind.HOLIDAY:
            yield all_day(f"day-{day}", row.name or _("Holiday"), day, day)
        elif row.kind == CalendarDay.Kind.WORKDAY:
            note = _("Lessons of %(day)s") % {"day": row.get_follows_display()} if row.follows else ""  # type: ignore[attr-defined]
            yield all_day(f"day-{day}", _("%(name)s: make-up day") % {"name": row.name}, day, day, note=note)


def _terms(path: str, first: date, last: date) -> Iterator[Entry]:
    for term in terms_within(path, first, last):
        name = Term.Number(term.number).label
        for day, words in ((term.begins, _("%(term)s begins")), (term.ends, _("%(term)s ends"))):
            if first <= day <= last:
                yield all_day(f"term-{day}", words % {"term": name}, day, day)
