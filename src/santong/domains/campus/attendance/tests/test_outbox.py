"""Roll calls that were made without a line: delivered once, in whatever order, and refused with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.attendance.models import Presence, RollCall
from santong.domains.campus.attendance.tests.conftest import Cast
from santong.domains.platform.access.public import Appointment, end_appointments
from santong.kit.access import SYSTEM
from santong.kit.outbox.models import Delivery
from santong.kit.outbox.tests.device import DAY, Device

pytestmark = pytest.mark.django_db
MINUTE = 60_000


def device_of(cast: Cast, name: str) -> Device:
    return Device(cast.people[name], cast.client(name))


def entry(
    cast: Cast, device: Device, *said: str, session: int = 0, stream: str = "roll", **more: Any
) -> dict[str, Any]:
    """A roll call as the page puts it into the outbox; `said` are places and states: "1:absent"."""
    texts = []
    for each in said:
        place, state = each.split(":")
        texts.append(f"{cast.pupils[int(place)].pk}:{state}")
    fields = {"school_class": str(cast.first.pk), "day": cast.today.isoformat(), "session": str(session), "said": texts}
    return device.entry("attendance.call_roll", stream, **fields, **more)


def test_it_arrives_once(cast: Cast):
    device = device_of(cast, "head")
    one = entry(cast, device, "0:absent", "1:present", age=20 * MINUTE)
    (answer,) = device.send(one)
    assert answer["state"] == "done" and answer["answer"] == {"roll_call": RollCall.objects.get().pk}
    assert device.states(one, one) == ["done", "done"]
    assert RollCall.objects.count() == 1 and Presence.objects.count() == 1
    assert timezone.now() - RollCall.objects.get().taken_at > timedelta(minutes=19)


def test_of_one_device_they_are_done_in_their_order(cast: Cast):
    device = device_of(cast, "head")
    first, second = entry(cast, device, "0:absent", age=2 * MINUTE), entry(cast, device, "0:late", age=MINUTE)
    (waiting,) = device.send(second)
    assert (waiting["state"], waiting["from"]) == ("waiting", 0)
    assert device.states(first, second) == ["done", "done"]
    assert cast.state(0).state == "late"


def test_of_two_devices_the_later_one_holds_whichever_comes_first(cast: Cast):
    head, affairs = device_of(cast, "head"), device_of(cast, "affairs")
    assert affairs.states(entry(cast, affairs, "0:late", age=MINUTE)) == ["done"]
    assert head.states(entry(cast, head, "0:absent", age=9 * MINUTE)) == ["done"]
    assert cast.state(0).state == "late" and RollCall.objects.count() == 1
    assert Presence.objects.count() == 2


def test_who_may_not_any_more_is_told_why(cast: Cast):
    device = device_of(cast, "head")
    one = entry(cast, device, "0:absent")
    rows = Appointment.objects.filter(person=cast.people["head"])
    end_appointments(acting=SYSTEM, appointments=list(rows))
    (answer,) = device.send(one)
    assert answer["state"] == "refused" and answer["reason"]
    assert not RollCall.objects.exists()
    page = device.client.get("/outbox/").content.decode()
    assert answer["reason"] in page


@pytest.mark.parametrize("name", ["other", "maths", "reader", "principal", "far", "county", "mother", "child"])
def test_nobody_else_calls_the_morning_roll(cast: Cast, name):
    device = device_of(cast, name)
    (answer,) = device.send(entry(cast, device, "0:absent"))
    assert answer["state"] == "refused" and answer["reason"]
    assert not RollCall.objects.exists() and Delivery.objects.get().state == "refused"


def test_who_teaches_the_lesson_calls_its_roll(cast: Cast):
    device = device_of(cast, "maths")
    assert device.states(entry(cast, device, "0:absent", session=2)) == ["done"]
    assert device.states(entry(cast, device, "0:absent", session=3, stream="other")) == ["refused"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"said": ["x"]}, {"said": "9:asleep"}, {"said": ["0:absent"]}, {"day": "tomorrow"}, {"day": "2020-01-01"},
        {"session": "-1"}, {"session": "100"}, {"school_class": "0"}, {"school_class": "999999"},
        {"said": ["\x00:absent"]},
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_words(cast: Cast, wrong):
    device = device_of(cast, "head")
    one = entry(cast, device, "0:absent")
    one["fields"].update(wrong)
    (answer,) = device.send(one)
    assert answer["state"] == "refused" and answer["reason"]
    assert not RollCall.objects.exists()


def test_a_single_state_is_taken_as_one(cast: Cast):
    device = device_of(cast, "head")
    one = entry(cast, device)
    one["fields"]["said"] = f"{cast.pupils[0].pk}:late"
    assert device.states(one) == ["done"] and cast.state(0).state == "late"


def test_what_is_too_old_is_shown_instead_of_done(cast: Cast):
    device = device_of(cast, "head")
    assert device.states(entry(cast, device, "0:absent", age=89 * DAY)) == ["refused"]
    assert not RollCall.objects.exists()
