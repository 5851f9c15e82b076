"""Taking a calendar file (iCalendar, RFC 5545) into one's own calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar

from santong.domains.platform.agenda.models import KEEP, MOST_ENTRIES, MOST_REPEATING, PersonalEntry
from santong.domains.platform.agenda.repeating import demand_followed, zone_of
from santong.kit.access import Viewer
from santong.kit.agenda import midnight
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

LARGEST = 2 * 1024 * 1024
MOST = 3000
DAY = timedelta(days=1)
Event: TypeAlias = Any
"""An event of icalendar, which types a property as any of thirty kinds of values."""
FIELDS = ("title", "begins", "ends", "all_day", "where", "note", "rule", "zone", "excluded", "added")


@dataclass
class Taken:
    """What became of a file: keys of new and changed entries, and what could not be read, by its title."""

    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def take_in(*, acting: Viewer, content: bytes) -> Taken:
    """Write the entries of a file; those that came in before are brought up to date."""
    acting.demand(KEEP)
    taken = Taken()
    found = list(read(content, taken.left_out))
    person = acting.person_id or 0
    for row in found:
        row.person_id = person
    with transaction.atomic(), named("agenda.take_in"):
        mine = PersonalEntry.objects.of_acting(acting)
        if mine.count() + len(found) > MOST_ENTRIES:
            raise NotPossible(_("Your calendar holds at most %(most)s entries.") % {"most": MOST_ENTRIES})
        others = mine.exclude(rule="", added=[]).exclude(uid__in=[row.uid for row in found]).count()
        if others + sum(row.is_repeating for row in found) > MOST_REPEATING:
            raise NotPossible(
                _("Your calendar holds at most %(most)s entries that repeat. Remove some, or take in fewer.")
                % {"most": MOST_REPEATING}
            )
        known = {row.uid: row for row in mine.filter(uid__in=[row.uid for row in found])}
        taken.new = [row.pk for row in PersonalEntry.objects.bulk_create([r for r in found if r.uid not in known])]
        changed = [_brought_up(known[row.uid], row) for row in found if row.uid in known]
        PersonalEntry.objects.bulk_save(changed, FIELDS)
        taken.changed = [row.pk for row in changed]
    return taken


def _brought_up(row: PersonalEntry, now: PersonalEntry) -> PersonalEntry:
    for name in FIELDS:
        setattr(row, name, getattr(now, name))
    return row


def read(content: bytes, left_out: list[str]) -> Iterator[PersonalEntry]:
    """The entries of a file, not yet anybody's; what can't be read is named in `left_out`.

    Raises `NotPossible` for what is no calendar.
    """
    if len(content) > LARGEST:
        raise NotPossible(_("The file is too large: at most 2 MB. Export fewer years."))
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError) as problem:
        raise NotPossible(
            _("This is no calendar file. Export your calendar as .ics, and choose that file.")
        ) from problem
    events = [event for each in calendars for event in each.walk("VEVENT")]
    if not events:
        raise NotPossible(_("There is no entry in this file."))
    if len(events) > MOST:
        raise NotPossible(_("The file has more than %(most)s entries. Export fewer years.") % {"most": MOST})
    yield from _rows(events, left_out)


def _rows(events: Iterable[Event], left_out: list[str]) -> Iterator[PersonalEntry]:
    masters: dict[str, PersonalEntry] = {}
    single: dict[str, PersonalEntry] = {}
    for number, event in enumerate(events):
        try:
            uid, moment = str(event.get("UID") or f"without-{number}")[:200], _moment_replaced(event)
            row = _row(event)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            left_out.append(str(event.get("SUMMARY") or _("without a title"))[:40])
            continue
        row.uid = f"{uid} {moment:%Y%m%dT%H%M%SZ}" if moment else uid
        (single if moment else masters)[row.uid] = row
        if moment:
            row.rule, row.added, row.excluded = "", [], []
    for key in single:
        uid, written = key.rsplit(" ", 1)
        if uid in masters:
            at = datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            moved = midnight(at) if masters[uid].all_day else at
            masters[uid].excluded = [*masters[uid].excluded, moved.isoformat()]
    yield from masters.values()
    yield from single.values()


def _moment_replaced(event: Event) -> datetime | None:
    """The time of a series that this one stands for."""
    found = event.get("RECURRENCE-ID")
    return _aware(found.dt, "").astimezone(UTC) if found is not None else None


def _row(event: Event) -> PersonalEntry:
    start = event["DTSTART"].dt
    all_day = not isinstance(start, datetime)
    zone = "" if all_day else _zone(event["DTSTART"])
    begins = _aware(start, zone)
    # Some products write the two the wrong way round.
    begins, ends = sorted((begins, _ends(event, start, begins, zone)))
    rule = _rule(event, begins, zone)
    return PersonalEntry(
        title=str(event.get("SUMMARY") or _("Without a title"))[:120],
        begins=begins,
        ends=ends,
        all_day=all_day,
        where=str(event.get("LOCATION") or "")[:120],
        note=str(event.get("DESCRIPTION") or "")[:2000],
        rule=rule,
        zone=zone,
        excluded=[_listed_moment(each, zone, all_day) for each in _listed(event, "EXDATE")],
        added=[_listed_moment(each, zone, all_day) for each in _listed(event, "RDATE")],
    )


def _ends(event: Event, start: Any, begins: datetime, zone: str) -> datetime:
    if "DTEND" in event:
        return _aware(event["DTEND"].dt, zone)
    if "DURATION" in event:
        return begins + event["DURATION"].dt
    return begins if isinstance(start, datetime) else midnight(start + DAY)


def _rule(event: Event, begins: datetime, zone: str) -> str:
    given = event.get("RRULE")
    if not given:
        return ""
    rule = (given[0] if isinstance(given, list) else given).to_ical().decode()
    if len(rule) > 300:
        raise ValueError("too long a rule")
    demand_followed(rule, begins.replace(tzinfo=None), zone_of(zone))
    return str(rule)


def _listed(event: Event, name: str) -> Iterator[date | datetime]:
    """The moments of a property that may stand several times, each with several of them."""
    given = event.get(name, [])
    for each in given if isinstance(given, list) else [given]:
        for moment in each.dts:
            yield moment.dt[0] if isinstance(moment.dt, tuple) else moment.dt


def _listed_moment(moment: date | datetime, zone: str, all_day: bool) -> str:
    """A moment as entries keep it: of whole days its day, whatever time stands beside it."""
    found = _aware(moment, zone)
    return (midnight(found) if all_day else found).isoformat()


def _zone(start: Any) -> str:
    """The name of the zone in which a start is written, "" for none that is known."""
    zone = start.dt.tzinfo
    name = str(getattr(zone, "key", "") or start.params.get("TZID", ""))
    return name[:64] if name and str(zone_of(name)) == name else "UTC" if zone is not None and not name else ""


def _aware(moment: date | datetime, zone: str) -> datetime:
    """A moment of a file: those without a zone are meant where the installation is."""
    if not isinstance(moment, datetime):
        return midnight(moment)
    return moment if moment.tzinfo is not None else timezone.make_aware(moment, zone_of(zone))
