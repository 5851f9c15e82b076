"""What devices say is read without trust: topics, clocks, and everything that JSON can be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from santong.lib.room_messages import (
    LONGEST,
    OLDEST,
    SAYINGS,
    BadMessage,
    Said,
    read_message,
    read_topic,
    topic_of,
    written,
)

NOW = 1_790_000_040.0
MINUTE = int(NOW // 60)


def said(says: str, content: Any) -> Said:
    return read_message(says, json.dumps(content).encode(), NOW)


@pytest.mark.parametrize(
    ("content", "minutes"),
    [
        ({"at": NOW, "active": True}, {MINUTE: True}),
        ({"active": 0}, {MINUTE: False}),
        ({"at": NOW - 60, "sent": NOW, "active": 1}, {MINUTE - 1: True}),
        ({"minutes": [[NOW - 60, False], [NOW - 55, True], [NOW, False]]}, {MINUTE - 1: True, MINUTE: False}),
        # A clock a little wrong is taken at its word, one an hour behind is put right.
        ({"at": NOW - 100, "sent": NOW - 100, "active": True}, {int((NOW - 100) // 60): True}),
        ({"at": NOW - 3600, "sent": NOW - 3600, "active": True}, {MINUTE: True}),
        ({"sent": NOW + 7200, "minutes": [[NOW + 7140, True]]}, {MINUTE - 1: True}),
        # Without `sent`, or from another age, nothing says what the time was.
        ({"at": NOW + 3600, "active": True}, {}),
        ({"at": 1000, "sent": 1060, "active": True}, {}),
        ({"at": NOW - OLDEST - 60, "active": True}, {}),
        ({"minutes": []}, {}),
    ],
)
def test_minutes(content: Any, minutes: dict[int, bool]) -> None:
    assert said("telemetry", content).minutes == minutes


def test_states_faults_and_answers() -> None:
    assert said("state", {"power": "off", "locked": True}) == Said({MINUTE: False}, "off", True)
    assert said("state", {}) == Said({MINUTE: False})
    assert said("event", {"fault": "lamp"}).fault == "lamp" and said("event", {}).fault == ""
    answer = said("cmd/ack", {"id": "12", "ok": False, "why": "busy"}).answer
    assert answer is not None and (answer.order, answer.ok, answer.why) == ("12", False, "busy")


@pytest.mark.parametrize(
    ("says", "content"),
    [
        ("telemetry", []), ("telemetry", {"at": "8:00", "active": True}), ("telemetry", {"at": True, "active": True}),
        ("telemetry", {"at": NOW}), ("telemetry", {"at": -1, "active": 1}), ("telemetry", {"minutes": {}}),
        ("telemetry", {"at": 1e30, "active": 1}), ("telemetry", {"minutes": [[NOW]]}), ("telemetry", {"minutes": [7]}),
        ("telemetry", {"minutes": [[NOW, True]] * 3001}), ("state", {"power": "maybe"}), ("state", {"locked": 1}),
        ("event", {"fault": "x" * 61}), ("event", {"fault": "a\x00b"}), ("event", {"fault": 7}), ("cmd/ack", {}),
        ("cmd/ack", {"id": 7, "ok": True}), ("cmd/ack", {"id": "", "ok": True}), ("cmd/ack", {"id": "7", "ok": "yes"}),
        ("cmd/ack", {"id": "7" * 41, "ok": True}),
    ],
)  # fmt: skip
def test_what_no_device_would_say_is_refused(says: str, content: Any) -> None:
    with pytest.raises(BadMessage):
        said(says, content)


@pytest.mark.parametrize("payload", [b"", b"\xff\xfe", b"{", b"NaN", b"[" * 60_000, b"{}" + b" " * LONGEST])
def test_what_is_no_json_is_refused(payload: bytes) -> None:
    with pytest.raises(BadMessage):
        read_message("telemetry", payload, NOW)


JSON = some.recursive(
    some.none() | some.booleans() | some.floats() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["at", "sent", "x"]), inner),
    max_leaves=5,
)
NAMES = some.sampled_from(["at", "sent", "active", "minutes", "power", "locked", "fault", "id", "ok", "why"])


@given(says=some.sampled_from(SAYINGS), content=some.dictionaries(NAMES, JSON, max_size=5))
def test_anything_is_understood_or_refused(says: str, content: Any) -> None:
    try:
        found = said(says, content)
    except BadMessage:
        return
    assert all(NOW - OLDEST <= minute * 60 <= NOW + 120 for minute in found.minutes)
    (found.fault or "").encode()


def test_topics() -> None:
    found = read_topic("edu/v1/5/12/abc/cmd/ack")
    assert (found.school, found.device, found.says, found.prefix) == (5, "abc", "cmd/ack", "edu/v1/5/12/abc")
    assert topic_of(5, None, "abc") == "edu/v1/5/0/abc" and read_topic("edu/v1/5/0/abc/cmd").says == "cmd"


@pytest.mark.parametrize(
    "topic",
    ["", "edu/v1", "edu/v2/5/12/abc/state", "edu/v1/x/12/abc/state", "edu/v1/5/12/abc/other", "edu/v1/5/12/abc",
     "edu/v1/٣/12/abc/state", "edu/v1/5/12/abc/state/more", f"edu/v1/{'9' * 19}/1/a/state"],
)  # fmt: skip
def test_other_topics_are_nobodys(topic: str) -> None:
    with pytest.raises(BadMessage):
        read_topic(topic)


def test_orders_are_written_as_json() -> None:
    assert json.loads(written("7", "message", "放学", 12.9)) == {
        "id": "7",
        "do": "message",
        "text": "放学",
        "until": 12,
    }
