"""When entries that repeat take place: recurrence rules (RFC 5545) counted in the time of their zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from math import prod
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rruleset, rrulestr
from django.urls import reverse
from django.utils import timezone

from santong.domains.platform.agenda.models import PersonalEntry
from santong.kit.agenda import Entry

MOST = 2000
"""Times of one entry that a stretch of time shows; a rule by the second has more in a day."""
MOST_COUNTED = 10_000
"""Times that a rule may count: COUNT, for which it has to be followed from its beginning."""
STEPS = {"HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
"""Frequencies whose steps are as long everywhere, so that a rule goes on alike some whole intervals later."""
FREQUENCIES = {*STEPS, "MONTHLY", "YEARLY"}
WITHIN_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
MOST_A_DAY = 100
"""Times of a day that a rule may name."""
SCANNED = 200_000
"""Times before it that are passed over at most."""


def occurrences(entry: PersonalEntry, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """Each time that an own entry takes place between two moments; the first `MOST`."""
    if not entry.is_repeating:
        found: Iterable[Entry] = [_entry(entry, entry.begins, entry.ends)]
    else:
        zone, lasts = zone_of(entry.zone), entry.ends - entry.begins
        moments = _moments(entry, zone, begins - lasts, ends)
        found = (_entry(entry, moment.replace(tzinfo=zone), _end(entry, moment, zone)) for moment in moments)
    yield from islice((each for each in found if _is_within(each, begins, ends)), MOST)


def _is_within(each: Entry, begins: datetime, ends: datetime) -> bool:
    return each.begins < ends and (each.ends > begins or each.begins == each.ends >= begins)


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
    for number, moment in enumerate(_rules(entry, zone, since)):
        if moment > until or number > SCANNED:
            return
        if moment >= since:
            yield moment


def _rules(entry: PersonalEntry, zone: tzinfo, since: datetime) -> Iterable[datetime]:
    start = _wall(entry.begins, zone)
    found = rruleset()
    if entry.rule:
        found.rrule(rule_of(entry.rule, _later_start(entry.rule, start, since), zone))  # type: ignore[arg-type]
    found.rdate(start)
    for text in entry.added:
        found.rdate(_wall(datetime.fromisoformat(text), zone))
    for text in entry.excluded:
        found.exdate(_wall(datetime.fromisoformat(text), zone))
    return found


def _later_start(rule: str, start: datetime, since: datetime) -> datetime:
    """Where a rule can be taken up without following it from its beginning: whole intervals later, before `since`."""
    parts = _parts(rule)
    step = STEPS.get(parts.get("FREQ", ""))
    if step is None or "COUNT" in parts or since <= start:
        return start
    interval = step * max(int(parts.get("INTERVAL", 1)), 1)
    return start + (since - start) // interval * interval


def rule_of(rule: str, start: datetime, zone: tzinfo) -> Iterable[datetime]:
    """A rule read: raises `ValueError` for what is none. Its last moment is brought to the time of the wall."""
    parts = _parts(rule)
    until = parts.get("UNTIL", "")
    if until.endswith("Z"):
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=ZoneInfo("UTC"))
        parts["UNTIL"] = f"{_wall(moment, zone):%Y%m%dT%H%M%S}"
    elif len(until) == len("20261231"):
        parts["UNTIL"] = f"{until}T235959"
    found: Iterable[datetime] = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start)
    return found


def demand_followed(rule: str, start: datetime, zone: tzinfo) -> None:
    """Raises `ValueError` for a rule that is none, never holds, or would take the server long to follow."""
    parts = _parts(rule)
    frequency, by = parts.get("FREQ", ""), {name: value for name, value in parts.items() if name.startswith("BY")}
    a_day = prod(value.count(",") + 1 for name, value in by.items() if name in WITHIN_A_DAY)
    if frequency not in FREQUENCIES or (frequency == "HOURLY" and by) or a_day > MOST_A_DAY:
        raise ValueError("too often")
    if int(parts.get("COUNT", 1)) > MOST_COUNTED or int(parts.get("INTERVAL", 1)) < 1:
        raise ValueError("counts too far, or nowhere")
    if next(iter(rule_of(rule, start, zone)), None) is None:
        raise ValueError("never")


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)


def zone_of(name: str) -> tzinfo:
    """A zone by its name; the installation's own for "" and for what nobody knows."""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _entry(entry: PersonalEntry, begins: datetime, ends: datetime) -> Entry:
    return Entry(
        f"{entry.pk}-{begins:%Y%m%dT%H%M%S}",
        entry.title,
        begins,
        ends,
        all_day=entry.all_day,
        url=reverse("agenda:agenda/entries-detail", args=[entry.pk]),
        where=entry.where,
        note=entry.note,
    )
