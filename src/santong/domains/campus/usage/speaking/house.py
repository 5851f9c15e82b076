"""What stands between the line to devices and the database, whichever broker the line goes through.

Everything here runs in one thread of its own: the line itself never waits for the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from time import monotonic

import structlog
from django.db import Error, connection
from django.utils import timezone

from santong.domains.campus.usage.models import LineSeen, TerminalKey
from santong.domains.campus.usage.sending import Message, due_messages
from santong.domains.campus.usage.taking import Gathered, Heard, write_down
from santong.lib.room_messages import TOLD, BadMessage, Topic, read_message, read_topic, topic_of

log = structlog.get_logger(__name__)

ROUND = 1.0
"""Seconds between two writings."""
LOOK = 20.0
NOTE = 15.0


@dataclass
class House:
    """What was said and isn't written yet, and under which topics devices speak."""

    gathered: Gathered = field(default_factory=Gathered)
    prefixes: dict[str, str] = field(default_factory=dict)
    signed_in: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    looked_at: float = 0.0
    started_at: datetime = field(default_factory=timezone.now)
    noted_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)

    def admits(self, key: str, secret: str) -> int | None:
        """The school of a device that signs in; None for a wrong credential, and for a device that was removed."""
        if not (key.isascii() and key.isalnum() and 0 < len(key) <= 40 and secret):
            return None
        rows = TerminalKey.objects.by_installation().filter(key=key, revoked=None, terminal__removed_at=None)
        try:
            row = rows.select_related("terminal").first()
        except Error as error:
            self._keep({}, error)
            return None
        if row is None or not row.knows(secret, timezone.now()):
            return None
        self.signed_in[key] = row.digest
        return row.terminal.school_id

    def take(self, topic: Topic, payload: bytes | bytearray) -> bool:
        """A device said something on its own topic; whether it could be understood."""
        now = timezone.now()
        try:
            said = read_message(topic.says, payload, now.timestamp())
        except BadMessage as problem:
            self.refused += 1
            log.warning("device_not_understood", device=topic.device, says=topic.says, problem=str(problem))
            return False
        with self.lock:
            self.prefixes[topic.device] = topic.prefix
            self.gathered.add(topic.device, said, now)
        return True

    def left(self, key: str) -> None:
        """The line to a device was closed."""
        with self.lock:
            self.prefixes.pop(key, None)
            self.signed_in.pop(key, None)
            self.gathered.left(key, timezone.now())

    def note_line(self, name: str) -> None:
        """Say that the line runs, every `NOTE` seconds, so that pages and `santong doctor` know."""
        if monotonic() - self.noted_at < NOTE:
            return
        self.noted_at = monotonic()
        try:
            LineSeen.objects.update_or_create(
                name=name[:120],
                defaults={"started_at": self.started_at, "seen_at": timezone.now(), "devices": len(self.prefixes)},
            )
        except Error as error:
            self._keep({}, error)

    def no_longer_admitted(self) -> list[str]:
        """Devices with an open line that got a new secret since, or were removed; looked for every `LOOK` seconds."""
        if not self.signed_in or monotonic() - self.looked_at < LOOK:
            return []
        self.looked_at = monotonic()
        known = dict(self.signed_in)
        try:
            rows = TerminalKey.objects.by_installation().filter(revoked=None, terminal__removed_at=None)
            good = dict(rows.filter(key__in=list(known)).values_list("key", "digest"))
        except Error as error:
            self._keep({}, error)
            return []
        gone = [key for key, digest in known.items() if good.get(key) != digest]
        for key in gone:
            self.signed_in.pop(key, None)
        return gone

    def turn(self) -> list[tuple[str, bytes]]:
        """Write what was said, and give what is to be said now, as topics with payloads.

        A database that is away keeps nothing back for good: what was said is written once it answers again.
        """
        now = timezone.now()
        with self.lock:
            taken = self.gathered.taken()
        try:
            write_down(taken, now)
        except Error as error:
            self._keep(taken, error)
            return []
        try:
            return [(self._topic(each), each.payload) for each in due_messages(now)]
        except Error as error:
            self._keep({}, error)
            return []

    def _keep(self, taken: Mapping[str, Heard], error: Error) -> None:
        log.warning("database_not_available", error=f"{type(error).__name__}: {error}")
        connection.close()
        with self.lock:
            self.gathered.give_back(taken)

    def _topic(self, message: Message) -> str:
        """Where a device listens: below the topic under which it speaks, else where the register has it."""
        known = self.prefixes.get(message.key)
        return f"{known or topic_of(message.school, message.room, message.key)}/{TOLD}"


def own_topic(topic: str, key: str, school: int) -> Topic | None:
    """A topic if it is one of this device."""
    try:
        found = read_topic(topic)
    except BadMessage:
        return None
    return found if found.device == key and found.school == school else None
