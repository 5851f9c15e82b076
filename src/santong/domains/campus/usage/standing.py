"""How it is with a device, in a word: on, off, silent and broken are four different things."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from santong.domains.campus.usage.models import Terminal, TerminalState
from santong.domains.campus.usage.queries import IN_USE_FOR

Power = TerminalState.Power
MINUTE = timedelta(minutes=1)


def standing_of(terminal: Terminal, now: datetime | None = None) -> tuple[str, str]:
    """A tone and words."""
    now = now or timezone.now()
    state = terminal.now
    if state.fault:
        return "bad", _("Broken: %(fault)s") % {"fault": state.fault}
    if state.off_since is not None:
        return "neutral", _("Powered off")
    if state.is_online(now):
        return _online(state, now)
    if state.seen_at is None:
        return "neutral", _("Never heard of")
    if now - state.seen_at < MINUTE:
        return "warn", _("Silent since just now")
    return "warn", _("Silent for %(time)s") % {"time": timesince(state.seen_at, now, depth=1)}


def _online(state: TerminalState, now: datetime) -> tuple[str, str]:
    if state.is_locked:
        return "info", _("Locked")
    if state.used_at is not None and state.used_at > now - IN_USE_FOR:
        return "ok", _("In use")
    return "ok", _("On standby") if state.power == Power.STANDBY else _("On, not in use")


def is_silent(terminal: Terminal, now: datetime) -> bool:
    """Whether it should be heard of and isn't: neither online nor switched off."""
    return terminal.now.off_since is None and not terminal.now.is_online(now)


def silent_names(row: Any) -> str:
    """The silent devices of a room, by name; `row.room.terminals` is at hand."""
    now = timezone.now()
    return "、".join(each.name for each in row.room.terminals.all() if is_silent(each, now))
