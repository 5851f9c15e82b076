"""Lines, tests and Wi-Fi of the demonstration: most schools reach their floor, the fourth doesn't; one wrote kbit/s."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from santong.domains.campus.network.actions import judge, put_coverage
from santong.domains.campus.network.models import Coverage, Link, SpeedTest
from santong.domains.campus.network.queries import indoor_rooms
from santong.domains.campus.places.public import Room
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

OPERATORS = (Link.Operator.TELECOM, Link.Operator.MOBILE, Link.Operator.UNICOM, Link.Operator.EDUCATION)
BELOW, WITHOUT_TESTS, OTHER_UNIT = 3, 2, 4


def chance(*parts: object) -> float:
    """A number from 0 to 1 that is the same in every demonstration for the same parts."""
    digest = hashlib.blake2b("|".join(map(str, parts)).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def link_up(region: Region) -> None:
    """A line for every school, tests for the first ones, and what is known of the Wi-Fi."""
    schools = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path")
    for number, school in enumerate(schools):
        down = 8 if number % 9 == BELOW else (100, 200, 500)[number % 3]
        Link.objects.create(
            school=school, path=school.path, name="互联网主线", operator=OPERATORS[number % len(OPERATORS)],
            down=down * 1000 if number == OTHER_UNIT else down,
            up=max(down // 5, 4), price=Decimal(down * 60), ipv6=number % 2 == 0,
            until=timezone.localdate() + timedelta(days=25 if number == 0 else 90 + number * 11 % 500),
        )  # fmt: skip
        if number < 6 and number != WITHOUT_TESTS:
            _measure(school, down)
        _cover(school)
        judge(school)


def _measure(school: Organisation, down: int) -> None:
    now = timezone.now()
    for number in range(6):
        share = 0.86 + 0.1 * chance("speed", school.path, number)
        begun = now - timedelta(days=3 * number + 1)
        rates = {"down": round(down * share * 1000), "up": round(max(down // 5, 4) * share * 1000)}
        SpeedTest.objects.create(
            school=school, path=school.path, begun_at=begun, ended_at=begun + timedelta(seconds=20), where="机房，网线",
            **rates,
        )  # fmt: skip


def _cover(school: Organisation) -> None:
    rooms = indoor_rooms(Room.objects.by_installation().filter(school=school)).select_related("building")
    states = {room: _state(room) for room in rooms if chance("known", room.pk) < 0.9}
    put_coverage(acting=SYSTEM, school=school, known=Coverage.Known.MEASURED, states=states)


def _state(room: Room) -> str:
    luck = chance("wifi", room.pk)
    return Coverage.State.YES if luck < 0.75 else Coverage.State.PARTLY if luck < 0.9 else Coverage.State.NO
