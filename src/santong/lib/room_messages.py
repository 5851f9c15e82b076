"""What devices in rooms say over MQTT, and what they are told: topics and payloads, read without trust.

A device publishes JSON below its own topic, `edu/v1/{school}/{room}/{device}/`:

| topic | payload |
|---|---|
| `telemetry` | `{"at": 1790000000, "sent": 1790000001, "active": true}`, once a minute |
| `telemetry` | `{"sent": 1790009000, "minutes": [[1790000000, true], …]}`, made up for after a cut |
| `state` | `{"power": "on", "locked": false}`; as its last will `{"power": "unknown"}` |
| `event` | `{"fault": "lamp"}`, `{"fault": ""}` once it works again |
| `cmd/ack` | `{"id": "…", "ok": true}`, `{"id": "…", "ok": false, "why": "busy"}` |

and is told on `cmd`: `{"id": "…", "do": "lock", "text": "", "until": 1790000090}`. Times are seconds since 1970, as
POSIX counts them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ROOT = "edu/v1"
LEVELS = 5
SAYINGS = ("telemetry", "state", "event", "cmd/ack")
TOLD = "cmd"
LONGEST = 65_536
"""Bytes of a message at most: a day of minutes made up for has about 30 kB."""
MOST_MINUTES = 3_000
MINUTE = 60
TRUSTED_DRIFT = 120
"""Seconds by which a device's clock may be wrong and is still taken at its word."""
LARGEST_DRIFT = 366 * 86_400
"""Seconds by which a clock may be wrong and is put right; beyond that the device has no clock."""
OLDEST = 8 * 86_400
"""Seconds back to which a device may make up for what it couldn't say: a week without a line, and a day."""
POWERS = ("on", "off", "standby", "unknown")
LONGEST_WORD, LONGEST_ID = 60, 40


class BadMessage(ValueError):
    """Something that no device of ours would say; the text says what is wrong."""


@dataclass(frozen=True)
class Topic:
    """Whose topic it is and what is said on it; `says` is one of `SAYINGS`, or `TOLD`."""

    school: int
    room: str
    device: str
    says: str

    @property
    def prefix(self) -> str:
        """What all topics of the device begin with, as it wrote it last."""
        return f"{ROOT}/{self.school}/{self.room}/{self.device}"


@dataclass(frozen=True)
class Answer:
    """What a device answers to an order."""

    order: str
    ok: bool
    why: str = ""


@dataclass(frozen=True)
class Said:
    """What a message says: minutes (since 1970) in which the device was known, and whether it was used in them.

    None for what it doesn't say.
    """

    minutes: Mapping[int, bool] = field(default_factory=dict)
    power: str | None = None
    locked: bool | None = None
    fault: str | None = None
    answer: Answer | None = None


def read_topic(topic: str) -> Topic:
    """Whose topic it is; raises `BadMessage` for one of no device."""
    parts = topic.split("/", LEVELS)
    if len(parts) != LEVELS + 1 or "/".join(parts[:2]) != ROOT:
        raise BadMessage("this is no topic of a device")
    school, room, device, says = parts[2:]
    if not (school.isascii() and school.isdigit() and len(school) <= 18) or says not in (*SAYINGS, TOLD):
        raise BadMessage("this is no topic of a device")
    return Topic(int(school), room, device, says)


def topic_of(school: int, room: int | None, device: str) -> str:
    """What the topics of a device begin with: a device without a room has 0 there."""
    return f"{ROOT}/{school}/{room or 0}/{device}"


def read_message(says: str, payload: bytes | bytearray, now: float) -> Said:
    """What a payload says that arrived at `now`; raises `BadMessage`."""
    content = _content(payload)
    if says == "telemetry":
        return Said(minutes=_minutes(content, now))
    if says == "state":
        return Said({int(now // MINUTE): False}, _power(content), _flag(content, "locked"))
    if says == "event":
        return Said(fault=_word(content, "fault"))
    return Said(answer=_answer(content))


def written(order: str, do: str, text: str, until: float) -> bytes:
    """What a device is told."""
    told = {"id": order, "do": do, "text": text, "until": int(until)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _content(payload: bytes | bytearray) -> dict[str, Any]:
    if len(payload) > LONGEST:
        raise BadMessage(f"more than {LONGEST} bytes")
    try:
        content = json.loads(bytes(payload))
    except (ValueError, RecursionError) as problem:
        raise BadMessage("this is no JSON") from problem
    if not isinstance(content, dict):
        raise BadMessage("this is no JSON object")
    return content


def _minutes(content: dict[str, Any], now: float) -> dict[int, bool]:
    told = content.get("minutes")
    if told is None:
        told = [[content.get("at", content.get("sent", now)), content.get("active")]]
    if not isinstance(told, list) or len(told) > MOST_MINUTES:
        raise BadMessage(f"minutes is no list of at most {MOST_MINUTES}")
    drift = _drift(content, now)
    found: dict[int, bool] = {}
    for each in told:
        minute, active = _minute(each, drift)
        if now - OLDEST <= minute * MINUTE <= now + TRUSTED_DRIFT:
            found[minute] = found.get(minute, False) or active
    return found


def _minute(told: Any, drift: float) -> tuple[int, bool]:
    if not isinstance(told, list) or len(told) != 2 or not isinstance(told[1], bool | int):
        raise BadMessage("a minute is a time and whether the device was used")
    return int((_time(told[0]) + drift) // MINUTE), bool(told[1])


def _drift(content: dict[str, Any], now: float) -> float:
    """What is to be added to the device's times: nothing while its clock is about right, and never without bound."""
    if "sent" not in content:
        return 0.0
    drift = now - _time(content["sent"])
    return drift if TRUSTED_DRIFT < abs(drift) <= LARGEST_DRIFT else 0.0


def _time(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadMessage("a time is a number of seconds since 1970")
    if not 0 <= value < 2**40:
        raise BadMessage("a time lies outside of what clocks say")
    return float(value)


def _power(content: dict[str, Any]) -> str | None:
    power = content.get("power")
    if power is not None and power not in POWERS:
        raise BadMessage(f"power is one of {', '.join(POWERS)}")
    return power


def _flag(content: dict[str, Any], name: str) -> bool | None:
    value = content.get(name)
    if value is not None and not isinstance(value, bool):
        raise BadMessage(f"{name} is true or false")
    return value


def _word(content: dict[str, Any], name: str) -> str:
    value = content.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_WORD or "\x00" in value:
        raise BadMessage(f"{name} is a text of at most {LONGEST_WORD} characters")
    # A lone surrogate is JSON and no text that a database takes.
    return value.encode(errors="replace").decode()


def _answer(content: dict[str, Any]) -> Answer:
    order, ok = content.get("id"), content.get("ok")
    if not isinstance(order, str) or not 0 < len(order) <= LONGEST_ID or not isinstance(ok, bool):
        raise BadMessage("an answer has the id of the order, and ok")
    return Answer(order, ok, _word(content, "why"))
