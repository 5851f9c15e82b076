"""Batches as devices send them, read and checked before anything is done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

MOST_ENTRIES = 100
MOST_BYTES = 512 * 1024
"""Of a batch."""
MOST_IN_ENTRY = 64 * 1024
"""Bytes of the fields of one entry, as JSON."""
MOST_A_MINUTE = 120
"""Batches that one person may send."""
LAST_SEQUENCE = 2**53 - 1
"""The last whole number that JavaScript counts exactly."""


class BadBatch(ValueError):
    """It can't be read; the text says what is wrong with it, for the developers of a client."""


@dataclass(frozen=True)
class Sent:
    """An entry as it was sent.

    `oldest` is the lowest number of its stream that the device still holds: everything before was acknowledged to it.
    `age` is how long ago it was made, `skew` how far the device's clock is ahead of ours. `identity` names the
    identity in which the person made it, `title` is what they would call it.
    """

    id: UUID
    kind: str
    stream: str
    sequence: int
    oldest: int
    fields: dict[str, Any]
    base: str
    identity: str
    title: str
    age: timedelta
    skew: timedelta

    @property
    def made_at(self) -> datetime:
        """When it was made, by our clock."""
        return timezone.now() - self.age


@dataclass(frozen=True)
class Batch:
    """What one device of a person sent; `person` is whom it takes itself to be sending for."""

    person: int
    entries: list[Sent]


def read_batch(body: bytes) -> Batch:
    """A batch from its JSON; raises `BadBatch`."""
    if len(body) > MOST_BYTES:
        raise BadBatch(f"more than {MOST_BYTES} bytes")
    try:
        found = json.loads(body)
        entries = found["entries"]
        now = _moment(found["now"])
        person = _number(found["person"])
        if not 1 <= len(entries) <= MOST_ENTRIES:
            raise BadBatch(f"between 1 and {MOST_ENTRIES} entries")
        return Batch(person, [_entry(each, now) for each in entries])
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as problem:
        raise BadBatch(f"{type(problem).__name__}: {problem}"[:200]) from problem


def _entry(found: dict[str, Any], now: datetime) -> Sent:
    fields = found["fields"]
    if not isinstance(fields, dict) or len(json.dumps(fields)) > MOST_IN_ENTRY:
        raise BadBatch(f"fields are an object of at most {MOST_IN_ENTRY} bytes")
    return Sent(
        id=UUID(_text(found["id"], 36)),
        kind=_text(found["kind"], 64),
        stream=_text(found["stream"], 120),
        sequence=_number(found["sequence"]),
        oldest=_number(found["oldest"]),
        fields=fields,
        base=_text(found.get("base", ""), 200),
        identity=_text(found.get("identity", ""), 80),
        title=_text(found.get("title", ""), 200),
        age=max(now - _moment(found["made"]), timedelta()),
        skew=now - datetime.now(UTC),
    )


def _moment(milliseconds: Any) -> datetime:
    return datetime.fromtimestamp(_number(milliseconds) / 1000, UTC)


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LAST_SEQUENCE:
        raise BadBatch(f"{value!r} is no whole number from 0 to {LAST_SEQUENCE}"[:100])
    return value


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise BadBatch(f"a text of at most {most} characters")
    return value
