"""Entries are done once, in order, or refused with a reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.duplicates.models import Merger
from santong.domains.platform.identity.public import Person
from santong.kit.outbox import arriving
from santong.kit.outbox.batches import MOST_A_MINUTE, MOST_BYTES, MOST_ENTRIES, MOST_IN_ENTRY
from santong.kit.outbox.jobs import forget_old_deliveries
from santong.kit.outbox.models import KEPT, Delivery
from santong.kit.outbox.tests import samples
from santong.kit.outbox.tests.device import DAY, Device
from santong.kit.outbox.tests.samples import notes

pytestmark = pytest.mark.django_db


def test_what_is_sent_again_is_answered_again_and_done_once(device: Device):
    first, second = device.note("one"), device.note("two")
    answers = device.send(first, second)
    assert [each["state"] for each in answers] == ["done", "done"]
    assert answers[0]["answer"] == {"length": 3}
    assert device.send(first, second) == answers
    assert device.send(second) == answers[1:]
    assert notes() == ["one", "two"]


def test_what_was_refused_stays_refused_when_it_comes_again(device: Device):
    entry = device.note("no")
    (answer,) = device.send(entry)
    assert answer["state"] == "refused" and answer["reason"] == "“No” is no note."
    assert device.send(entry) == [answer]
    assert notes() == [], "what it had written before it was refused is taken back"
    assert Delivery.objects.refused().count() == 1


def test_a_gap_waits_and_the_answer_says_from_where_to_send_again(device: Device):
    zero, one, two, three = (device.note(str(number)) for number in range(4))
    assert device.states(zero) == ["done"]
    assert device.send(two, three) == [
        {"id": two["id"], "state": "waiting", "from": 1},
        {"id": three["id"], "state": "waiting", "from": 1},
    ]
    assert device.states(one, two, three) == ["done"] * 3
    assert notes() == ["0", "1", "2", "3"]


def test_a_refused_entry_holds_up_nobody(device: Device):
    assert device.states(device.note("1"), device.note("no"), device.note("2")) == ["done", "refused", "done"]
    assert notes() == ["1", "2"]


def test_streams_wait_for_nothing_in_each_other(device: Device):
    device.note("lost")  # never sent
    assert device.states(device.note("a"), device.note("b", "other")) == ["waiting", "done"]


def test_a_stream_goes_on_where_the_device_knows_that_it_is(device: Device):
    """The server was restored from a backup, or has forgotten the stream: what was acknowledged doesn't come again."""
    device.counts["a"] = 40
    assert device.states(device.note("40", oldest=40), device.note("41", oldest=40)) == ["done", "done"]
    assert device.states(device.note("42", oldest=40)) == ["done"]


def test_a_place_that_is_taken_is_told_and_nothing_is_lost(device: Device):
    """Two devices that were copied from each other count alike."""
    assert device.states(device.note("mine")) == ["done"]
    device.counts.clear()
    twin = device.note("theirs")
    (answer,) = device.send(twin)
    assert answer["state"] == "refused" and notes() == ["mine"]
    assert device.send(twin) == [answer]
    assert Delivery.objects.refused().get().get_content()["fields"] == {"text": "theirs"}


def test_the_same_id_of_two_people_is_two_entries(device: Device, other: Device):
    entry = device.note("mine")
    assert device.states(entry) == ["done"]
    assert other.states({**entry, "fields": {"text": "theirs"}}) == ["done"]
    assert notes() == ["mine", "theirs"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_the_same_entry_at_the_same_moment_is_done_once(device: Device, attempt: int):
    entries = [device.note(f"{number}") for number in range(5)]
    barrier = Barrier(4)

    def send(_number: int) -> list[dict[str, object]]:
        own = Device(device.person, client_of(device.person))
        try:
            barrier.wait()
            return own.send(*entries)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert notes() == ["0", "1", "2", "3", "4"]
    assert all(answer == answers[0] for answer in answers)
    assert Delivery.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_what_fails_leaves_no_trace_and_comes_again(device: Device, monkeypatch):
    device.client.raise_request_exception = False
    before, entry = device.note("before"), device.entry("samples.fragile", text="one")
    monkeypatch.setattr(samples, "broken", True)
    assert device.post(before, entry).status_code == 500
    assert notes() == ["before"] and Delivery.objects.count() == 1
    monkeypatch.setattr(samples, "broken", False)
    assert device.states(before, entry) == ["done", "done"] and notes() == ["before", "one"]


def test_a_stranger_and_somebody_else_are_refused(device: Device, other: Device):
    entry = device.note("one")
    stranger = Device(device.person, Client())
    assert stranger.post(entry).status_code == 401
    assert stranger.client.get("/outbox/state/").status_code == 401
    assert Client().get("/outbox/").status_code == 302
    # Who signed in meanwhile doesn't send what the one before has left.
    assert other.post(entry, person=device.person.pk).status_code == 409
    assert not Delivery.objects.exists()
    assert other.client.get("/outbox/state/").json()["person"] == other.person.pk


def test_a_forged_request_is_refused(device: Device):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = device.client.cookies
    forged = Device(device.person, strict)
    entry = forged.note("one")
    assert forged.post(entry).status_code == 403
    token = strict.get("/outbox/state/").json()["token"]
    body = {"person": device.person.pk, "now": forged.now, "entries": [entry]}
    sent = strict.post("/outbox/", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 200


def test_authority_is_asked_for_when_an_entry_arrives(device: Device, region: Region):
    near = device.entry("samples.place", row=region.first.pk, text="here")
    far = device.entry("samples.place", row=region.far.pk, text="there")
    own = device.entry("samples.place", row=region.lake.pk, text="above")
    gone = device.entry("samples.place", row=999_999, text="nowhere")
    odd = device.entry("samples.place", row="x" * 50, text="odd")
    answers = device.send(near, far, own, gone, odd)
    assert [each["state"] for each in answers] == ["done", *["refused"] * 4]
    assert notes() == [f"{region.first.name}: here"]
    end(device.person)
    late = device.entry("samples.place", row=region.first.pk, text="late")
    assert device.states(late) == ["refused"]


def end(person: Person, ended_on: date | None = None) -> None:
    """Their appointments are over since yesterday."""
    day = ended_on or timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=person).update(valid_until=day, ended_at=timezone.now())


def test_a_kind_may_go_by_the_day_of_making(device: Device, region: Region):
    Appointment.objects.filter(person=device.person).update(valid_from=timezone.localdate() - timedelta(days=60))
    end(device.person)
    then = device.entry("samples.then", row=region.first.pk, text="then", age=3 * DAY)
    now = device.entry("samples.then", row=region.first.pk, text="now")
    long_ago = device.entry("samples.then", row=region.first.pk, text="long ago", age=8 * DAY)
    assert device.states(then, now, long_ago) == ["done", "refused", "refused"]


def test_an_entry_is_done_in_the_identity_in_which_it_was_made(device: Device, region: Region):
    """A teacher who is signed in as a parent by the time there is a line."""
    from santong.domains.platform.access.public import appoint, identities_of
    from santong.kit.access import SYSTEM

    appoint(acting=SYSTEM, person=device.person, role="parent", organisation=region.second)
    teacher, parent = (each.key for each in identities_of(device.person.pk))
    device.client.post("/account/identity/", {"key": parent})
    as_teacher = device.entry("samples.place", row=region.first.pk, text="t", identity=teacher)
    as_parent = device.entry("samples.place", row=region.first.pk, text="p", identity=parent)
    as_nobody = device.entry("samples.place", row=region.first.pk, text="n", identity="staff-0")
    assert device.states(as_teacher, as_parent, as_nobody) == ["done", "refused", "refused"]


def test_what_was_made_upon_another_version_is_refused(device: Device, region: Region):
    old = device.entry("samples.place", row=region.first.pk, text="old", base="before")
    new = device.entry("samples.place", row=region.first.pk, text="new", base=region.first.name)
    assert device.states(old, new) == ["refused", "done"]


def test_the_clock_of_the_server_counts(device: Device):
    device.ahead = 5 * DAY
    before = timezone.now()
    device.send(device.note("one", age=60_000))
    row = Delivery.objects.get()
    assert abs((before - row.made_at).total_seconds() - 60) < 5
    assert abs(row.skew_seconds - 5 * 86_400) < 5
    device.send(device.note("from tomorrow", age=-DAY))
    assert Delivery.objects.latest("pk").made_at <= timezone.now()


def test_kinds_without_moments_keep_none(device: Device):
    entry = device.entry("samples.quiet", text="quiet")
    device.send(entry)
    row = Delivery.objects.get()
    assert (row.made_at, row.skew_seconds, row.content) == (None, None, None)
    assert entry["id"].replace("-", "") not in row.key


def test_what_is_very_old_is_shown_instead_of_done(device: Device):
    assert device.states(device.note("old", age=KEPT // timedelta(milliseconds=1))) == ["refused"]
    assert notes() == [] and Delivery.objects.refused().exists()


def test_unknown_kinds_and_wrong_fields_are_refused_with_a_reason(device: Device):
    unknown, long, empty = device.entry("samples.gone"), device.note("x" * 21), device.entry("samples.note")
    answers = device.send(unknown, long, empty)
    assert [each["state"] for each in answers] == ["refused"] * 3 and all(each["reason"] for each in answers)
    twice = [device.note("once"), device.note("once")]
    assert device.states(*twice) == ["done", "refused"], "what a constraint forbids"


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "no id"}, {"kind": 5}, {"stream": "x" * 121}, {"sequence": -1}, {"sequence": 2**53}, {"oldest": True},
        {"made": "today"}, {"made": 10**15 * 9}, {"fields": ["text"]}, {"base": None},
        {"fields": {"text": "x" * MOST_IN_ENTRY}}, {"stream": "nul\0"},
    ],
)  # fmt: skip
def test_a_batch_that_cannot_be_read_is_refused_whole(device: Device, broken: dict[str, object]):
    assert device.post({**device.note("one"), **broken}).status_code == 400
    assert not Delivery.objects.exists()


def test_batches_have_limits(device: Device):
    assert device.post().status_code == 400
    assert device.post(*(device.note("x") for _ in range(MOST_ENTRIES + 1))).status_code == 400
    for body in (b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"entries": 1}', b" " * (MOST_BYTES + 1)):
        assert device.client.post("/outbox/", body, content_type="application/json").status_code == 400
    answers = [device.post(device.note(str(number))).status_code for number in range(MOST_A_MINUTE + 1)]
    assert set(answers) == {200, 429} or answers[-1] == 200  # a minute may have ended in between


def test_too_much_that_was_refused_stays_on_the_device(device: Device, monkeypatch):
    monkeypatch.setattr(arriving, "MOST_REFUSED", 2)
    entries = [device.note("no") for _ in range(3)]
    answers = device.send(*entries)
    assert [each["state"] for each in answers] == ["refused", "refused", "waiting"] and answers[2]["reason"]
    Delivery.objects.refused().first().delete()
    assert device.states(entries[2]) == ["refused"]


def test_old_deliveries_go_and_what_waits_for_somebody_stays(device: Device):
    device.send(device.note("one"), device.note("no"))
    Delivery.objects.update(arrived_on=timezone.localdate() - KEPT - timedelta(days=1))
    assert forget_old_deliveries.func() == 1
    assert Delivery.objects.get().state == "refused"


def test_another_persons_row_is_as_if_it_were_not_there(region: Region, device: Device):
    principal = somebody("principal", region.lake, "principal")
    theirs = Device(principal, client_of(principal))
    assert theirs.states(theirs.entry("samples.place", row=region.far.pk, text="x")) == ["refused"]


def test_an_account_that_was_made_one_with_another_is_named(device: Device, other: Device, region: Region):
    state = f"/outbox/state/?held={other.person.pk}&held=x&held={'9' * 30}"
    assert device.client.get(state).json()["former"] == []
    Merger.objects.create(kept=device.person, dropped=other.person, path=region.lake.path, journal=b"")
    assert device.client.get(state).json()["former"] == [other.person.pk]
    assert other.client.get(f"/outbox/state/?held={region.first.pk}").json()["former"] == []


def test_forms_are_no_batches(device: Device):
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert device.client.post("/outbox/", b"a=b", content_type=content_type).status_code == 415
