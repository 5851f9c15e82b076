"""When entries that repeat take place: recurrence rules (RFC 5545) counted in the time of their zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rruleset, rrulestr
from django.utils import timezone

from santong.domains.platform.agenda.models import PersonalEntry
from santong.kit.agenda import Entry

MOST = 2000
"""Times of one entry that a stretch of time shows; a rule by the second has more in a day."""
SCANNED = 200_000
"""Times before it that are passed over at most."""


def occurrences(entry: PersonalEntry, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """Each time that an own entry takes place between two moments."""
    lasts = entry.ends - entry.begins
    if not entry.is_repeating:
        if entry.begins < ends and (entry.ends > begins or entry.begins == entry.ends >= begins):
            yield _entry(entry, entry.begins, entry.ends, 0)
        return
    zone = zone_of(entry.zone)
    for number, moment in enumerate(_moments(entry, zone, begins - lasts, ends)):
        start = moment.replace(tzinfo=zone)
        stop = _end(entry, moment, zone)
        if start < ends and (stop > begins or start == stop >= begins):
            yield _entry(entry, start, stop, number)


def _end(entry: PersonalEntry, moment: datetime, zone: tzinfo) -> datetime:
    """When a time of an entry ends: whole days by the wall, others by the clock (RFC 5545, section 3.3.6)."""
    if entry.all_day:
        return (moment + (_wall(entry.ends, zone) - _wall(entry.begins, zone))).replace(tzinfo=zone)
    start = moment.replace(tzinfo=zone).astimezone(timezone.get_default_timezone())
    return (start.astimezone(ZoneInfo("UTC")) + (entry.ends - entry.begins)).astimezone(zone)


def _moments(entry: PersonalEntry, zone: tzinfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments at which it begins, as the wall shows them in its zone, from about `first` to `last`."""
    day = timedelta(days=1)
    since, until = _wall(first, zone) - day, _wall(last, zone) + day
    for number, moment in enumerate(_rules(entry, zone)):
        if moment > until or number > SCANNED:
            return
        if moment >= since:
            yield moment


def _rules(entry: PersonalEntry, zone: tzinfo) -> Iterable[datetime]:
    start = _wall(entry.begins, zone)
    found = rruleset()
    if entry.rule:
        found.rrule(rule_of(entry.rule, start, zone))  # type: ignore[arg-type]
    found.rdate(start)
    for text in entry.added:
        found.rdate(_wall(datetime.fromisoformat(text), zone))
    for text in entry.excluded:
        found.exdate(_wall(datetime.fromisoformat(text), zone))
    return found


def rule_of(rule: str, start: datetime, zone: tzinfo) -> object:
    """A rule read: raises `ValueError` for what is none. Its last moment is brought to the time of the wall."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    until = parts.get("UNTIL", "")
    if until.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=ZoneInfo("UTC"))
        parts["UNTIL"] = f"{_wall(moment, zone):%Y%m%dT%H%M%S}"
    elif len(until) == len("20261231"):
        parts["UNTIL"] = f"{until}T235959"
    return rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start)


def zone_of(name: str) -> tzinfo:
    """A zone by its name; the installation's own for "" and for what nobody knows."""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _entry(entry: PersonalEntry, begins: datetime, ends: datetime, number: int) -> Entry:
    return Entry(
        f"{entry.pk}-{begins:%Y%m%dT%H%M%S}",
        entry.title,
        begins,
        ends,
        all_day=entry.all_day,
        url=f"/agenda/entries/{entry.pk}/",
        where=entry.where,
        note=entry.note,
    )
