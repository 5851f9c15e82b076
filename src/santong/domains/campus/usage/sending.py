"""Orders on their way: which go out now, which are tried again, which got no answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from santong.domains.campus.usage.models import SILENT_AFTER, Command, TerminalKey
from santong.lib.room_messages import written

ANSWER_WITHIN = timedelta(seconds=15)
"""A device answers within this time, or is asked once more."""
MOST_TRIES = 2
AT_ONCE = 500
State = Command.State


@dataclass(frozen=True)
class Message:
    """Something to be said to a device: its key, the school and room in which the register has it, and the payload."""

    key: str
    school: int
    room: int | None
    payload: bytes


def due_messages(now: datetime) -> list[Message]:
    """What is to be said to devices now; it is noted as sent. Orders without an answer are given up or put back."""
    still_open = Command.objects.by_installation().filter(state__in=(State.WAITING, State.SENT))
    if not still_open.exists():
        return []
    _look_after_silent(now)
    rows = _sendable(now)
    keys = dict(
        TerminalKey.objects.by_installation()
        .filter(terminal__in=[row.terminal_id for row in rows], revoked=None)
        .values_list("terminal", "key")
    )
    sent = [row for row in rows if row.terminal_id in keys]
    Command.objects.again(sent).filter(state=State.WAITING).update_quietly(
        state=State.SENT, sent_at=now, tries=F("tries") + 1
    )
    return [_message(row, keys[row.terminal_id]) for row in sent]


def _look_after_silent(now: datetime) -> None:
    rows = Command.objects.by_installation()
    unanswered = rows.filter(state=State.SENT, sent_at__lt=now - ANSWER_WITHIN)
    unanswered.filter(tries__lt=MOST_TRIES, order__until__gt=now).update_quietly(state=State.WAITING)
    unanswered.filter(state=State.SENT).update_quietly(state=State.SILENT)
    rows.filter(state=State.WAITING, order__until__lte=now).update_quietly(state=State.SILENT)


def _sendable(now: datetime) -> list[Command]:
    """Orders for devices that are online."""
    rows = Command.objects.by_installation().filter(state=State.WAITING, order__until__gt=now)
    online = rows.filter(
        terminal__removed_at=None, terminal__now__seen_at__gt=now - SILENT_AFTER, terminal__now__gone_at=None
    )
    return list(online.select_related("order", "terminal").order_by("pk")[:AT_ONCE])


def _message(row: Command, key: str) -> Message:
    payload = written(str(row.pk), row.order.do, row.order.text, row.order.until.timestamp())
    return Message(key, row.terminal.school_id, row.terminal.room_id, payload)
