"""What is gathered and couldn't be written is written later with what came since; nothing is lost or turned round."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from santong.domains.campus.usage.speaking.house import House, own_topic
from santong.domains.campus.usage.speaking.outside import client_for
from santong.domains.campus.usage.taking import Gathered, Heard
from santong.lib.room_messages import Answer, Said, read_topic

START = datetime(2026, 12, 1, 8, tzinfo=UTC)
WORDS = some.builds(
    Said,
    minutes=some.dictionaries(some.integers(0, 5), some.booleans(), max_size=3),
    power=some.none() | some.sampled_from(["on", "off", "standby"]),
    locked=some.none() | some.booleans(),
    fault=some.none() | some.sampled_from(["", "lamp"]),
    answer=some.none() | some.builds(Answer, some.sampled_from("123"), some.booleans()),
)
HAPPENINGS = some.lists(WORDS | some.just("left"), max_size=8)


def gathered(happenings: list, cuts: frozenset[int] = frozenset()) -> Heard:
    """What is there at the end, where at some points the database took nothing."""
    found = Gathered()
    for number, each in enumerate(happenings):
        now = START + timedelta(seconds=number)
        if number in cuts:
            taken = found.taken()
            found.add("other", Said(), now)
            found.give_back(taken)
        if each == "left":
            found.left("one", now)
        else:
            found.add("one", each, now)
    return found.heard["one"]


@given(HAPPENINGS, some.frozensets(some.integers(0, 7)))
def test_a_database_that_was_away_makes_no_difference(happenings: list, cuts: frozenset[int]) -> None:
    assert gathered(happenings, cuts) == gathered(happenings)


@given(HAPPENINGS, HAPPENINGS)
def test_what_came_meanwhile_goes_on_top(before: list, since: list) -> None:
    found = Gathered()
    for number, each in enumerate([*before, None, *since]):
        now = START + timedelta(seconds=number)
        if each is None:
            taken = found.taken()
        elif each == "left":
            found.left("one", now)
        else:
            found.add("one", each, now)
    found.give_back(taken)
    together = gathered([*before, Said(), *since])
    again = found.heard["one"]
    assert (again.minutes, again.power, again.locked, again.fault) == (
        together.minutes, together.power, together.locked, together.fault,
    )  # fmt: skip
    assert again.answers == together.answers


@pytest.mark.parametrize(
    ("topic", "own"),
    [("edu/v1/5/1/key/state", True), ("edu/v1/5/9/key/cmd", True), ("edu/v1/6/1/key/state", False),
     ("edu/v1/5/1/other/state", False), ("$SYS/broker", False), ("#", False), ("edu/v1/5/1/key/#", False)],
)  # fmt: skip
def test_whose_topic_it_is(topic: str, own: bool) -> None:
    assert (own_topic(topic, "key", 5) is not None) is own


def test_nonsense_is_counted_and_left_out() -> None:
    house = House()
    topic = read_topic("edu/v1/5/1/key/telemetry")
    assert not house.take(topic, b"nonsense") and house.refused == 1 and not house.gathered.heard
    assert house.take(topic, b'{"active": true}') and house.prefixes == {"key": "edu/v1/5/1/key"}
    house.left("key")
    assert not house.prefixes and house.gathered.heard["key"].gone_at


@pytest.mark.parametrize("key", ["", "a b", "键", "x" * 41, "a/b", "+"])
def test_what_is_no_key_is_not_even_looked_up(key: str) -> None:
    assert House().admits(key, "secret") is None


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [("mqtt://broker.example.cn", 1883, False), ("mqtts://a:b%40c@broker.example.cn", 8883, True),
     ("mqtts://broker.example.cn:9999", 9999, True)],
)  # fmt: skip
def test_an_address_says_how_another_broker_is_reached(url: str, port: int, tls: bool) -> None:
    import asyncio

    async def made() -> None:
        client = client_for(url)
        assert (client._hostname, client._port) == ("broker.example.cn", port)
        assert (client._client._ssl_context is not None) is tls
        assert client._client.password == ("b@c" if "@" in url else None)

    asyncio.run(made())
