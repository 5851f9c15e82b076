"""What devices say is gathered and written in batches; the same said twice changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from django.db import models, transaction

from santong.domains.campus.usage.models import Command, Hour, TerminalKey, TerminalState
from santong.lib.room_messages import MINUTE, OLDEST, Answer, Said

log = structlog.get_logger(__name__)

MINUTES = 60
BATCH = 200
STATE_FIELDS = ("seen_at", "used_at", "gone_at", "off_since", "power", "is_locked", "fault")
HOUR_FIELDS = ("known", "used", "is_counted")
Power, State = TerminalState.Power, Command.State


@dataclass
class Heard:
    """What was heard of a device since the last writing; `at` is when it spoke last."""

    at: datetime | None = None
    gone_at: datetime | None = None
    minutes: dict[int, bool] = field(default_factory=dict)
    power: str | None = None
    power_at: datetime | None = None
    locked: bool | None = None
    fault: str | None = None
    answers: list[Answer] = field(default_factory=list)


@dataclass
class Gathered:
    """What all devices said since the last writing, by their keys."""

    heard: dict[str, Heard] = field(default_factory=lambda: defaultdict(Heard))

    def add(self, key: str, said: Said, at: datetime) -> None:
        """A device said something."""
        this = self.heard[key]
        this.at, this.gone_at = at, None
        for minute, used in said.minutes.items():
            this.minutes[minute] = this.minutes.get(minute, False) or used
        if said.power is not None:
            this.power, this.power_at = said.power, at
        this.locked = this.locked if said.locked is None else said.locked
        this.fault = this.fault if said.fault is None else said.fault
        if said.answer is not None:
            this.answers.append(said.answer)

    def left(self, key: str, at: datetime) -> None:
        """The line to a device was closed."""
        self.heard[key].gone_at = at

    def taken(self) -> Mapping[str, Heard]:
        """All of it, to be written; what comes from now on is gathered anew."""
        taken, self.heard = self.heard, defaultdict(Heard)
        return taken

    def give_back(self, taken: Mapping[str, Heard]) -> None:
        """What couldn't be written, to be written with what came since."""
        for key, older in taken.items():
            newer = self.heard.get(key)
            self.heard[key] = older if newer is None else _joined(older, newer)


def _joined(older: Heard, newer: Heard) -> Heard:
    for minute, used in newer.minutes.items():
        older.minutes[minute] = older.minutes.get(minute, False) or used
    older.at = newer.at or older.at
    older.gone_at = newer.gone_at if newer.gone_at or newer.at else older.gone_at
    if newer.power is not None:
        older.power, older.power_at = newer.power, newer.power_at
    older.locked = older.locked if newer.locked is None else newer.locked
    older.fault = older.fault if newer.fault is None else newer.fault
    older.answers += newer.answers
    return older


def write_down(heard: Mapping[str, Heard], now: datetime) -> int:
    """Write what devices said; returns how many of them are known. Those that aren't are left out."""
    if not heard:
        return 0
    with transaction.atomic():
        states = _states(heard)
        minutes: dict[int, dict[int, bool]] = {}
        for key, state in states.items():
            minutes[state.terminal_id] = _put_state(state, heard[key], now)
        _write(TerminalState, states.values(), STATE_FIELDS, ("pk",))
        _add_hours(minutes)
        _note_answers(heard, states, now)
    return len(states)


def _states(heard: Mapping[str, Heard]) -> dict[str, TerminalState]:
    keys = TerminalKey.objects.by_installation().filter(key__in=list(heard), terminal__removed_at=None)
    owners = dict(keys.values_list("terminal", "key"))
    # In the order of their keys, so that two who write at the same time wait for each other.
    rows = TerminalState.objects.by_installation().filter(terminal__in=list(owners)).order_by("pk")
    return {owners[row.terminal_id]: row for row in rows.select_for_update(of=("self",))}


def _put_state(state: TerminalState, heard: Heard, now: datetime) -> dict[int, bool]:
    """Bring a state up to date; the minutes that are to be noted for its device."""
    minutes = dict(heard.minutes)
    if heard.at is not None:
        state.seen_at, state.gone_at = _later(state.seen_at, heard.at), None
        if state.off_since is not None and _woke(state.off_since, heard):
            # It had said that it was being switched off: in between it was known not to be used.
            minutes = {**dict.fromkeys(_between(state.off_since, heard.at), False), **minutes}
            state.off_since, state.power = None, Power.ON
    if heard.gone_at is not None:
        state.gone_at = heard.gone_at
    if heard.power is not None:
        state.power = heard.power
        is_off = heard.power == Power.OFF
        state.off_since = (state.off_since or heard.power_at) if is_off else None
    state.is_locked = state.is_locked if heard.locked is None else heard.locked
    state.fault = state.fault if heard.fault is None else heard.fault
    used = [minute for minute, was_used in minutes.items() if was_used]
    if used:
        state.used_at = _later(state.used_at, min(moment_of(max(used)), now))
    return minutes


def _woke(off_since: datetime, heard: Heard) -> bool:
    """Whether it speaks again after it was off; made-up minutes from before, or the same word again, don't count."""
    if heard.power is not None:
        return heard.power != Power.OFF
    return any(moment_of(minute) > off_since for minute in heard.minutes)


def _between(first: datetime, last: datetime) -> range:
    begins = max(first, last - timedelta(seconds=OLDEST))
    return range(int(begins.timestamp() // MINUTE) + 1, int(last.timestamp() // MINUTE))


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def moment_of(minute: int) -> datetime:
    """When a minute, counted since 1970, begins."""
    return datetime.fromtimestamp(minute * MINUTE, UTC)


def _add_hours(minutes: Mapping[int, Mapping[int, bool]]) -> None:
    told: dict[tuple[int, datetime], list[int]] = defaultdict(lambda: [0, 0])
    for terminal, heard in minutes.items():
        for minute, used in heard.items():
            bits = told[terminal, moment_of(minute - minute % MINUTES)]
            bits[0] |= 1 << minute % MINUTES
            bits[1] |= int(used) << minute % MINUTES
    if told:
        _join_hours(told)


def _join_hours(told: Mapping[tuple[int, datetime], list[int]]) -> None:
    """Add minutes to what is known of hours; an hour of which everything was known stays as it is."""
    rows = Hour.objects.by_installation().filter(
        terminal__in={terminal for terminal, _begins in told},
        begins__gte=min(begins for _terminal, begins in told),
        begins__lte=max(begins for _terminal, begins in told),
    )
    known = {(row.terminal_id, row.begins): row for row in rows}
    changed = []
    for (terminal, begins), (heard, used) in sorted(told.items()):
        row = known.get((terminal, begins)) or Hour(terminal_id=terminal, begins=begins)
        if (row.known | heard, row.used | used) != (row.known, row.used):
            row.known, row.used, row.is_counted = row.known | heard, row.used | used, False
            changed.append(row)
    # A new hour may have been written by another process meanwhile.
    _write(Hour, [row for row in changed if row.pk], HOUR_FIELDS, ("pk",))
    _write(Hour, [row for row in changed if not row.pk], HOUR_FIELDS, ("terminal", "begins"))


def _note_answers(heard: Mapping[str, Heard], states: Mapping[str, TerminalState], now: datetime) -> None:
    for key, state in states.items():
        for answer in heard[key].answers:
            if answer.order.isascii() and answer.order.isdigit() and len(answer.order) <= 18:
                _note_answer(state.terminal_id, answer, now)


def _note_answer(terminal: int, answer: Answer, now: datetime) -> None:
    """The first answer of a device counts; it can't answer for another one."""
    rows = Command.objects.by_installation().filter(pk=int(answer.order), terminal=terminal, answered_at=None)
    rows.filter(state__in=(State.SENT, State.WAITING, State.SILENT)).update_quietly(
        state=State.DONE if answer.ok else State.REFUSED, why=answer.why, answered_at=now
    )


def _write(
    model: type[models.Model], rows: Iterable[models.Model], fields: Collection[str], known_by: Collection[str]
) -> None:
    """Write many rows without audit: what devices say every minute is no deed of anybody."""
    plain: models.QuerySet = models.QuerySet(model)
    plain.bulk_create(list(rows), BATCH, update_conflicts=True, update_fields=fields, unique_fields=known_by)
