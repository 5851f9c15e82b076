"""Orders: whom they reach, that lessons aren't disturbed unasked, what becomes of them, the night."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.campus.usage.actions import renew
from santong.domains.campus.usage.models import Command, NightRule, Order, Terminal, TerminalKey, TerminalState
from santong.domains.campus.usage.ordering import (
    GOOD_FOR,
    Reach,
    give_order,
    is_due,
    reach_of,
    rooms_in_lesson,
    switch_off_for_the_night,
    withdraw,
)
from santong.domains.campus.usage.sending import ANSWER_WITHIN, due_messages
from santong.domains.campus.usage.standing import standing_of
from santong.domains.campus.usage.taking import Gathered, write_down
from santong.domains.campus.usage.tests.conftest import Cast, a_room, a_terminal, at
from santong.domains.platform.access.testing import signed_in, somebody
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry
from santong.kit.refusals import NotPossible
from santong.kit.undo import CannotUndo
from santong.lib.room_messages import Answer, Said

pytestmark = pytest.mark.django_db


def online(*terminals: Terminal, **state: Any) -> None:
    """Let devices have spoken just now."""
    TerminalState.objects.filter(terminal__in=terminals).update(seen_at=timezone.now(), **state)


def answered(cast: Cast, command: Command, ok: bool = True, why: str = "", key: str = "") -> None:
    """A device, the board unless another is named, answers."""
    gathered = Gathered()
    said = Said(answer=Answer(str(command.pk), ok, why))
    gathered.add(key or cast.board.key.key, said, timezone.now())
    write_down(gathered.taken(), timezone.now())
    command.refresh_from_db()


def order(cast: Cast, do: str = "lock", **more: Any) -> Order:
    reach = Reach(cast.school, "Lake", [cast.board.terminal])
    return give_order(acting=cast.viewer, reach=reach, do=do, **more)


def states() -> list[str]:
    return list(Command.objects.order_by("pk").values_list("state", flat=True))


def test_an_order_goes_out_once_and_its_answer_is_noted(cast: Cast) -> None:
    online(cast.board.terminal)
    given = order(cast)
    now = timezone.now()
    sent = due_messages(now)
    assert [(each.key, each.school, each.room) for each in sent] == [(cast.board.key.key, cast.school.pk, cast.room.pk)]
    assert states() == ["sent"] and not due_messages(now)
    command = given.commands.get()
    other = a_terminal(cast.room, cast.school, "投影")
    answered(cast, command, key=other.key.key)
    assert command.state == "sent"
    answered(cast, command)
    assert command.state == "done" and command.answered_at
    answered(cast, command, ok=False, why="late")
    assert (command.state, command.why) == ("done", "")
    assert AuditEntry.objects.filter(model="usage.order").exists()


def test_without_an_answer_it_is_tried_once_more_and_then_given_up(cast: Cast) -> None:
    online(cast.board.terminal)
    command = order(cast).commands.get()
    now = timezone.now()
    assert due_messages(now)
    later = now + ANSWER_WITHIN + timedelta(seconds=1)
    online(cast.board.terminal, gone_at=None)
    assert due_messages(later) and states() == ["sent"]
    assert not due_messages(later + ANSWER_WITHIN + timedelta(seconds=1)) and states() == ["silent"]
    answered(cast, command)
    assert command.state == "done"


def test_it_waits_for_a_device_that_is_away_for_ten_minutes(cast: Cast) -> None:
    order(cast)
    now = timezone.now()
    assert not due_messages(now) and states() == ["waiting"]
    online(cast.board.terminal, gone_at=timezone.now())
    assert not due_messages(timezone.now()) and states() == ["waiting"]
    due_messages(now + GOOD_FOR + timedelta(seconds=2))
    assert states() == ["silent"]


def test_a_newer_order_overtakes_one_that_waits(cast: Cast) -> None:
    order(cast, "lock")
    order(cast, "message", text="放学")
    order(cast, "unlock")
    assert states() == ["withdrawn", "waiting", "waiting"]


def test_withdrawing_takes_a_lock_off_again_and_no_more(cast: Cast) -> None:
    locked = order(cast)
    withdraw(acting=cast.viewer, order=locked)
    assert states() == ["withdrawn"] and Order.objects.count() == 1
    online(cast.board.terminal)
    locked = order(cast)
    due_messages(timezone.now())
    answered(cast, locked.commands.get())
    withdraw(acting=cast.viewer, order=locked)
    assert Order.objects.order_by("-pk")[0].do == "unlock"
    switched = order(cast, "off")
    due_messages(timezone.now())
    with pytest.raises(CannotUndo):
        withdraw(acting=cast.viewer, order=switched)


def test_lessons_are_not_disturbed_unasked(cast: Cast) -> None:
    cast.slot(1, 1)
    during = at(cast.monday, "08:10")
    assert rooms_in_lesson(cast.school, during) == {cast.room.pk}
    assert not rooms_in_lesson(cast.school, at(cast.monday, "08:40"))
    reach = reach_of(cast.school, "Lake", [cast.board.terminal], during)
    for agreed in (False, True):
        if agreed:
            assert give_order(acting=cast.viewer, reach=reach, do="off", in_lessons=True).in_lessons
        else:
            with pytest.raises(NotPossible, match="101"):
                give_order(acting=cast.viewer, reach=reach, do="off")


@pytest.mark.parametrize(("do", "text", "terminals"), [("message", " ", 1), ("off", "", 0)])
def test_what_makes_no_order(cast: Cast, do: str, text: str, terminals: int) -> None:
    reach = Reach(cast.school, "Lake", [cast.board.terminal][:terminals])
    with pytest.raises(NotPossible):
        give_order(acting=cast.viewer, reach=reach, do=do, text=text)


def test_nobody_orders_elsewhere_or_without_the_right(cast: Cast) -> None:
    from santong.domains.platform.access.public import viewer_in

    reach = Reach(cast.school, "Lake", [cast.board.terminal])
    for role, place in (("school_it", cast.region.far), ("teaching_affairs", cast.school)):
        other = viewer_in(somebody(role, place, f"{role}-other"), "staff")
        with pytest.raises(PermissionDenied):
            give_order(acting=other, reach=reach, do="off")
        with pytest.raises(PermissionDenied):
            renew(acting=other, terminal=cast.board.terminal)


@pytest.mark.parametrize(
    ("clock", "paused", "due"),
    [("18:29", None, False), ("18:30", None, True), ("21:29", None, True), ("21:30", None, False),
     ("19:00", 0, False), ("19:00", -1, True)],
)  # fmt: skip
def test_when_the_night_begins(clock: str, paused: int | None, due: bool) -> None:
    day = date(2026, 12, 1)
    until = None if paused is None else day + timedelta(days=paused)
    assert is_due(NightRule(off_at=time(18, 30), paused_until=until), at(day, clock)) is due


def test_a_night_goes_on_past_midnight_and_without_a_time_there_is_none() -> None:
    assert not is_due(NightRule(off_at=None), timezone.now())
    rule = NightRule(off_at=time(22, 30), paused_until=date(2026, 12, 1))
    assert not is_due(rule, at(date(2026, 12, 2), "00:30")) and is_due(rule, at(date(2026, 12, 3), "00:30"))


def test_at_night_idle_devices_are_switched_off_once(cast: Cast) -> None:
    stays = a_terminal(cast.room, cast.school, "录播").terminal
    Terminal.objects.filter(pk=stays.pk).update(stays_on=True)
    used = a_terminal(cast.room, cast.school, "电脑").terminal
    away = a_terminal(cast.room, cast.school, "投影").terminal
    now = timezone.now()
    local = timezone.localtime(now - timedelta(minutes=5))
    NightRule.objects.create(school=cast.school, path=cast.school.path, off_at=local.time().replace(microsecond=0))
    online(cast.board.terminal, stays, used)
    TerminalState.objects.filter(terminal=used).update(used_at=now - timedelta(minutes=3))
    assert switch_off_for_the_night(now) == 1 and switch_off_for_the_night(now) == 0
    assert [each.terminal for each in Command.objects.all()] == [cast.board.terminal] and away
    TerminalState.objects.filter(terminal=used).update(used_at=now - timedelta(minutes=11))
    assert switch_off_for_the_night(now) == 1
    assert Order.objects.filter(by=None, do="off").count() == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "从未上报"), ({"seen_at": 5}, "开机未用"), ({"seen_at": 5, "used_at": 60}, "使用中"),
        ({"seen_at": 5, "power": "standby"}, "待机"), ({"seen_at": 5, "is_locked": True}, "已锁定"),
        ({"seen_at": 79}, "开机未用"), ({"seen_at": 81}, "失联"), ({"seen_at": 5, "gone_at": 4}, "刚失联"),
        ({"seen_at": 9000, "off_since": 9000}, "已关机"), ({"seen_at": 5, "fault": "灯泡"}, "故障：灯泡"),
    ],
)  # fmt: skip
def test_silent_off_unused_and_broken_are_four_things(state: dict[str, Any], words: str) -> None:
    now = timezone.now()
    moments = {name: now - timedelta(seconds=value) if name.endswith(("_at", "_since")) else value
               for name, value in state.items()}  # fmt: skip
    terminal = Terminal(name="x")
    terminal.now = TerminalState(terminal=terminal, **moments)
    assert standing_of(terminal, now)[1].startswith(words)


def typed(page: Any, **values: Any) -> dict[str, Any]:
    """A form as it stands on a page, with something typed into it."""
    from lxml import html

    from santong.kit.pages.controls import controls_of

    form = html.document_fromstring(page.content.decode()).xpath("//form[@data-island='form']")[0]
    return {**controls_of(html.tostring(form, encoding="unicode")), **values}


def test_the_page_says_whom_an_order_reaches_before_it_is_given(cast: Cast) -> None:
    second = a_terminal(a_room(cast.school, "102"), cast.school).terminal
    online(cast.board.terminal)
    client, address = cast.client, "/device-orders/give/"
    page = client.get(f"{address}?whom=device-{second.pk}")
    assert page.context["form"]["whom"].value() == f"device-{second.pk}"
    assert client.post(address, typed(page, do="message", whom=f"school-{cast.school.pk}")).status_code == 422
    asked = client.post(address, typed(page, do="lock", whom=f"floor-{cast.room.building_id}-1"))
    text = asked.content.decode()
    assert "2 台设备" in text and "其中 1 台不在线" in text and not Order.objects.exists()
    # Meanwhile a device came: it is asked again, about three.
    a_terminal(a_room(cast.school, "103"), cast.school)
    again = client.post(address, typed(asked))
    assert "3 台设备" in again.content.decode() and not Order.objects.exists()
    given = client.post(address, typed(again), follow=True)
    made = Order.objects.get()
    assert made.commands.count() == 3 and "博学楼 1 层" in given.content.decode()
    progress = client.get(f"/device-orders/{made.pk}/progress/").content.decode()
    assert "every 2s" in progress and "等待上线" in progress
    client.post(f"/kit/undo/{given.content.decode().split('/kit/undo/')[1].split('/')[0]}/")
    assert set(states()) == {"withdrawn"}
    assert "every 2s" not in client.get(f"/device-orders/{made.pk}/progress/").content.decode()


def test_registering_shows_the_credential_once(cast: Cast) -> None:
    client = cast.client
    page = client.get("/terminals/new/")
    answer = client.post("/terminals/new/", typed(page, room=cast.room.pk, name="投影", kind="projector"))
    row = Terminal.objects.get(name="投影")
    text = answer.content.decode()
    secret = text.split("<code>")[3].split("</code>")[0]
    assert row.key_row.topic in text and row.key_row.knows(secret, timezone.now()) and row.now.seen_at is None
    assert secret not in client.get(f"/terminals/{row.pk}/").content.decode()
    assert client.post("/terminals/new/", typed(page, room=cast.room.pk, name="投影")).status_code == 422
    assert client.get(f"/terminals/{row.pk}/renew/").status_code == 200
    client.post(f"/terminals/{row.pk}/renew/")
    assert not TerminalKey.objects.get(terminal=row).knows(secret, timezone.now())


def test_the_pages_of_their_own_are_closed_to_others(cast: Cast) -> None:
    reader, intruder = signed_in("teaching_affairs", cast.school), signed_in("school_it", cast.region.far, "far-it")
    row = order(cast)
    for client, status in ((reader, 403), (intruder, 404)):
        assert client.get(f"/terminals/{cast.board.terminal.pk}/renew/").status_code == status
    assert reader.get("/terminals/new/").status_code == reader.get("/device-orders/give/").status_code == 403
    assert intruder.get(f"/device-orders/{row.pk}/progress/").status_code == 404
    assert cast.school.name not in intruder.get("/device-orders/give/").content.decode()


def test_what_the_platform_registers_itself_wakes_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr("santong.lib.processes.os.kill", lambda *given: woken.append(given[0]))
    a_terminal(cast.room, cast.school, "投影")
    assert SYSTEM.person_id is None and not woken
