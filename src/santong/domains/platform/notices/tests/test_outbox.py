"""Acknowledging a notice without a line."""

from __future__ import annotations

import pytest

from santong.domains.platform.notices.actions import withdraw_notice
from santong.domains.platform.notices.tests.conftest import Cast
from santong.kit.models import AuditEntry
from santong.kit.outbox.models import Delivery
from santong.kit.outbox.tests.device import DAY, Device

pytestmark = pytest.mark.django_db


def device_of(cast: Cast, name: str) -> Device:
    return Device(cast.people[name], cast.client(name))


def test_an_answer_that_comes_later_counts_once_and_no_moment_is_kept(cast: Cast):
    received = cast.received(cast.asking(), "ann")
    device = device_of(cast, "ann")
    before = AuditEntry.objects.count()
    yes = device.entry("notices.acknowledge", row=received.pk, answer="yes", age=DAY)
    no = device.entry("notices.acknowledge", row=received.pk, answer="no", age=DAY // 2)
    assert device.states(yes) == ["done"]
    received.refresh_from_db()
    assert received.acknowledged and received.settled
    assert device.states(yes, no, yes) == ["done"] * 3
    received.refresh_from_db()
    assert not received.acknowledged
    assert AuditEntry.objects.count() == before
    assert set(Delivery.objects.values_list("made_at", "skew_seconds", "content")) == {(None, None, None)}


def test_nobody_answers_for_somebody_else(cast: Cast):
    received = cast.received(cast.asking(), "ann")
    for name in ("bob", "teacher", "principal"):
        device = device_of(cast, name)
        assert device.states(device.entry("notices.acknowledge", row=received.pk, answer="yes")) == ["refused"]
    received.refresh_from_db()
    assert not received.acknowledged


def test_what_is_asked_no_more_is_refused_with_the_reason(cast: Cast):
    notice = cast.asking()
    device = device_of(cast, "ann")
    entry = device.entry("notices.acknowledge", row=cast.received(notice, "ann").pk, answer="yes")
    withdraw_notice(acting=cast.viewer("teacher"), notice=notice, reason="Wrong day")
    (answer,) = device.send(entry)
    assert answer["state"] == "refused" and answer["reason"]
    odd = device.entry("notices.acknowledge", row=cast.received(notice, "ann").pk, answer="maybe")
    assert device.states(odd) == ["refused"]
