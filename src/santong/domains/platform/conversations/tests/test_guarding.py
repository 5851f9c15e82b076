"""Reports and moderators, hours, telling outside, the outbox, keeping, erasure, two people who are one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.platform.channels.models import Channel, Delivery
from santong.domains.platform.channels.models import Message as MessageOutside
from santong.domains.platform.channels.tests.conftest import Cast as Outside
from santong.domains.platform.conversations import hours
from santong.domains.platform.conversations.actions import begin
from santong.domains.platform.conversations.hours import rules_at, rules_of, staff_told_at
from santong.domains.platform.conversations.keeping import expire, kept_from, take_words_out
from santong.domains.platform.conversations.models import Conversation, Known, Message, Rules, Seat, Told
from santong.domains.platform.conversations.queries import with_news
from santong.domains.platform.conversations.searching import messages_found
from santong.domains.platform.conversations.telling import follow_rosters, recipients, tell_news
from santong.domains.platform.conversations.tests.conftest import Talk
from santong.domains.platform.duplicates.rules import Merging
from santong.domains.platform.identity.public import Person
from santong.domains.platform.moderation.public import Case
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.records.public import ErasureCarriedOut
from santong.kit.events import emit
from santong.kit.models import AuditEntry
from santong.kit.outbox.tests.device import Device

pytestmark = pytest.mark.django_db


# --- moderators ---


def reported(talk: Talk) -> tuple[Conversation, Message, Case]:
    row = talk.group()
    for number in range(5):
        talk.says("ann", row, f"前文{number}。")
    said = talk.says("bob", row, "伤人的话")
    talk.says("cleo", row, "后文。")
    address = f"/conversations/messages/{said.pk}/report/"
    assert talk.client("bob").post(address, {"reason": "自己"}).status_code == 422
    assert talk.client("ann").post(address, {"reason": ""}).status_code == 422
    assert talk.client("ann").post(address, {"reason": "骂人"}).status_code == 302
    assert talk.client("ann").post(address, {"reason": "骂人"}).status_code == 422, "once a person"
    return row, said, Case.objects.get()


def test_a_moderator_reads_what_was_reported_with_a_few_around_it_and_that_is_told(talk: Talk):
    row, _said, case = reported(talk)
    assert "伤人的话" in talk.reads("cleo", row), "one report hides nothing"
    reader = talk.client(
        "affairs" if talk.client("affairs").get(f"/moderation/{case.pk}/").status_code == 200 else "city"
    )
    page = reader.get(f"/moderation/{case.pk}/").content.decode()
    assert "伤人的话" in page and "骂人" in page
    assert "前文2。" in page and "前文4。" in page and "后文。" in page and "前文1。" not in page
    read = AuditEntry.objects.filter(kind="read", verb="conversations.review")
    assert read.exists() and not [each for each in read if "伤人" in str(each.changes)]
    told = talk.reads("cleo", row)
    assert told.count("审核员已查看") >= 5
    assert talk.client("east").get(f"/conversations/{row.pk}/").status_code == 404, "the conversation stays closed"


def test_what_is_turned_down_is_seen_by_its_writer_alone(talk: Talk):
    row, _said, case = reported(talk)
    for name in ("affairs", "head", "city"):
        answer = talk.client(name).post(f"/moderation/{case.pk}/reject/", {"reason": "请文明交流"})
        case.refresh_from_db()
        if case.state == "rejected":
            break
    assert answer.status_code == 302 and case.state == "rejected"
    assert "伤人的话" not in talk.reads("cleo", row) and "伤人的话" in talk.reads("bob", row)
    assert not messages_found(talk.viewer("cleo"), "伤人", 9)
    titles = [
        each.notice.title for each in Recipient.objects.filter(person=talk.people["bob"]).select_related("notice")
    ]
    assert "您的消息未通过审核" in titles


def test_what_was_reported_and_then_withdrawn_can_still_be_decided(talk: Talk):
    from santong.domains.platform.conversations.actions import withdraw

    row, said, case = reported(talk)
    withdraw(acting=talk.viewer("bob"), message=said)
    said.refresh_from_db()
    assert said.is_withdrawn and said.text == "伤人的话"
    assert "伤人的话" not in talk.reads("cleo", row)
    assert "伤人的话" in talk.client("city").get(f"/moderation/{case.pk}/").content.decode()


# --- hours ---


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_current_timezone())


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (at(26, 10), at(26, 10)), (at(26, 6, 59), at(26, 7)), (at(26, 20), at(27, 7)), (at(26, 23), at(27, 7)),
        (at(27, 19, 59), at(27, 19, 59)), (at(27, 20, 1), at(30, 7)), (at(28, 11), at(30, 7)), (at(29, 23), at(30, 7)),
    ],
)  # fmt: skip
def test_staff_are_told_within_their_hours_on_days_with_school(talk: Talk, monkeypatch, written, told):
    from santong.domains.platform.channels import times

    days = lambda place, first, last: [  # noqa: E731
        day for n in range((last - first).days) if (day := first + timedelta(days=n)).weekday() < 5
    ]
    monkeypatch.setattr(times, "school_days", days)
    assert staff_told_at(rules_at(talk.region.first.path), talk.region.first.path, written) == told


def test_a_school_sets_its_own_hours_and_in_the_holidays_a_week_is_the_most(talk: Talk, monkeypatch):
    from santong.domains.platform.channels import times

    lake = talk.region.lake
    Rules.objects.create(school=lake, path=lake.path, tells_from=time(8, 30), tells_until=time(17))
    monkeypatch.setattr(times, "school_days", lambda place, first, last: [first, first + timedelta(days=1)])
    rules = rules_of([talk.region.first.path, talk.region.far.path])
    assert rules[talk.region.first.path].tells_from == time(8, 30) and rules[talk.region.far.path].pk is None
    assert staff_told_at(rules[talk.region.first.path], talk.region.first.path, at(26, 18)) == at(27, 8, 30)
    monkeypatch.setattr(times, "school_days", lambda place, first, last: [])
    assert staff_told_at(Rules(), talk.region.first.path, at(26, 18)) == at(26, 18) + hours.AT_THE_LATEST


def evening(monkeypatch: Any) -> None:
    monkeypatch.setattr(
        "santong.domains.platform.conversations.actions.staff_told_at",
        lambda rules, path, now: now + timedelta(hours=10),
    )
    monkeypatch.setattr(
        "santong.domains.platform.conversations.views.staff_told_at", lambda rules, path, now: now + timedelta(hours=10)
    )


def test_in_the_evening_a_message_is_there_at_once_and_told_in_the_morning(talk: Talk, monkeypatch):
    evening(monkeypatch)
    row = talk.helped()
    assert "起收到提醒" in talk.reads("ann", row), "the writer sees it"
    talk.says("ann", row, "打不开")
    assert "打不开" in talk.reads("it", row)
    Seat.objects.filter(person=talk.people["it"]).update_quietly(read_up_to=0)
    assert not with_news(talk.viewer("it")).exists()
    Message.objects.update_quietly(tells_at=timezone.now() - timedelta(minutes=1))
    assert with_news(talk.viewer("it")).count() == 1


def test_families_are_told_at_once_and_only_those_who_may_press(talk: Talk, monkeypatch):
    evening(monkeypatch)
    row = talk.group()
    talk.says("cleo", row, "明天停课")
    assert with_news(talk.viewer("ann")).count() == 1
    pressed = talk.says("ann", row, "急", is_urgent=True)
    assert not pressed.is_urgent and not with_news(talk.viewer("cleo")).exists()
    staff = talk.staff()
    assert talk.says("head", staff, "马上开会", is_urgent=True).is_urgent
    assert with_news(talk.viewer("cleo")).count() == 1
    assert "is_urgent" not in talk.reads("ann", row) and "is_urgent" in talk.reads("cleo", row)


def test_new_messages_are_one_line_of_the_inbox(talk: Talk):
    for name in ("ann", "bob", "eve"):
        talk.says(name, talk.helped(name), "在吗")
    Message.objects.update_quietly(tells_at=timezone.now() - timedelta(minutes=1))
    home = talk.client("it").get("/").content.decode()
    assert home.count("3 个会话有新消息") == 1 and home.count("新消息") <= 4
    every = talk.client("it").get("/today/?kind=conversations").content.decode()
    assert every.count("/conversations/") >= 3, "one by one on the page of their kind"


# --- telling outside ---


@pytest.fixture
def outside(talk: Talk) -> Callable[[], list[str]]:
    """Everybody of the class wants to be told by e-mail; answers who is on the way to being told, in order."""
    cast = Outside(talk.region, talk.people)
    Channel.objects.filter(medium="email").update(is_on=True)
    for name in ("ann", "bob", "cleo"):
        cast.address(name)
        cast.awake(name)

    def told() -> list[str]:
        rows = Delivery.objects.order_by("pk").values_list("address__person__username", flat=True)
        return list(rows)

    return told


def test_told_once_to_families_at_once_and_to_staff_in_the_morning(talk: Talk, monkeypatch, outside):
    evening(monkeypatch)
    row = talk.group()
    talk.says("ann", row, "请假")
    tell_news.func()
    tell_news.func()
    assert outside() == ["bob"] and Message.objects.get().told == Told.OTHERS
    Message.objects.update_quietly(tells_at=timezone.now() - timedelta(minutes=1))
    tell_news.func()
    tell_news.func()
    assert outside() == ["bob", "cleo"] and Message.objects.get().told == Told.EVERYBODY
    talk.says("ann", row, "又一条")
    tell_news.func()
    assert outside() == ["bob", "cleo"], "once an hour"
    title = MessageOutside.objects.first().title
    assert title == "您有新消息" and "请假" not in title


def test_who_has_read_it_or_silenced_it_is_not_told(talk: Talk, outside):
    row = talk.group()
    talk.client("bob").post(f"/conversations/{row.pk}/arrange/", {"do": "silence"})
    said = talk.says("cleo", row, "一")
    assert set(recipients(said)) == {talk.people["ann"].pk}
    talk.reads("ann", row)
    assert not recipients(said)
    tell_news.func()
    assert outside() == []
    row.replies_to_leaders = True
    row.save()
    assert set(recipients(talk.says("ann", row, "悄悄话"))) == {talk.people["cleo"].pk}


def test_the_kind_of_message_can_be_chosen_among_channels(talk: Talk):
    assert "messages" in dict(MessageOutside._meta.get_field("kind").choices)


def test_each_class_with_a_teacher_gets_its_group_once(talk: Talk):
    for _again in range(2):
        follow_rosters.func()
    places = set(Conversation.objects.values_list("place", flat=True))
    assert places == {talk.region.first.pk, talk.region.second.pk} and Conversation.objects.count() == 2


# --- the outbox ---


def test_what_a_device_sends_twice_is_said_once_and_in_order(talk: Talk):
    row, device = talk.group(), Device(talk.people["ann"], talk.client("ann"))
    one = device.entry("conversations.send", f"talk-{row.pk}", row=row.pk, text="第一句")
    two = device.entry("conversations.send", f"talk-{row.pk}", row=row.pk, text="第二句")
    assert device.states(two) == ["waiting"]
    assert device.states(one, two) == ["done", "done"] == device.states(one, two)
    assert [each.text for each in Message.objects.order_by("pk")] == ["第一句", "第二句"]
    file = talk.file("照片.txt", "ann")
    three = device.entry("conversations.send", f"talk-{row.pk}", row=row.pk, text="看", files=[str(file.pk)])
    assert device.states(three) == ["done"]
    assert Message.objects.latest("pk").enclosures.get().file == file


def test_what_a_device_may_not_say_is_refused_with_the_reason(talk: Talk):
    row, device = talk.group(), Device(talk.people["eve"], talk.client("eve"))
    answers = device.send(device.entry("conversations.send", row=row.pk, text="插话"))
    assert answers[0]["state"] == "refused" and not Message.objects.exists()
    own = Device(talk.people["ann"], talk.client("ann"))
    assert own.states(own.entry("conversations.send", row=row.pk, text=" ")) == ["refused"]
    message = talk.says("cleo", row, "周五", wants_answer=True)
    for _again in range(2):
        assert own.states(own.entry("conversations.know", f"m{message.pk}", row=message.pk, answer="yes")) == ["done"]
    assert Known.objects.count() == 1
    assert device.states(device.entry("conversations.know", row=message.pk, answer="yes")) == ["refused"]


# --- keeping, erasing, uniting ---


def test_messages_go_when_the_school_years_are_over(talk: Talk):
    today = timezone.localdate()
    assert kept_from(2, today.replace(month=10, day=1)).date().month == 9
    row, far = talk.group(), talk.helped()
    old, new = talk.says("ann", row, "陈年旧事"), talk.says("ann", far, "昨天")
    Rules.objects.create(school=talk.region.hill, path=talk.region.hill.path, kept_years=6)
    Message.objects.filter(pk=old.pk).update_quietly(made_at=timezone.now() - timedelta(days=4 * 365))
    reply = talk.says("cleo", row, "回复", reply_to=old)
    expire.func()
    assert set(Message.objects.values_list("pk", flat=True)) == {new.pk, reply.pk}
    reply.refresh_from_db()
    assert reply.reply_to is None and not messages_found(talk.viewer("ann"), "陈年", 9)


def test_the_words_of_somebody_who_is_taken_out_go_and_others_stay(talk: Talk):
    row = talk.group()
    asked = talk.says("cleo", row, "周五", wants_answer=True)
    talk.client("ann").post(f"/conversations/messages/{asked.pk}/know/", {"answer": "yes"})
    mine = talk.says("ann", row, "安的话", files=[talk.file("安.txt", "ann")])
    emit(ErasureCarriedOut(talk.people["ann"].pk))
    mine.refresh_from_db()
    assert mine.text == "" and mine.is_withdrawn and not mine.enclosures.exists() and not Known.objects.exists()
    assert "周五" in talk.reads("bob", row) and "安的话" not in talk.reads("bob", row)
    take_words_out(talk.people["ann"].pk)


def test_two_people_who_are_one_have_one_conversation_with_somebody(talk: Talk):
    from santong.domains.platform.conversations.uniting import RULE

    first, second = talk.helped("ann"), talk.helped("bob")
    talk.says("ann", first, "一")
    talk.says("bob", second, "二")
    kept, dropped = sorted((talk.people["ann"], talk.people["bob"]), key=lambda person: person.pk)
    receipt = RULE.hand_over(Merging(kept, dropped))
    RULE.take_back(receipt)
    row = Conversation.objects.get(kind="one")
    assert row.messages.count() == 2 and {row.first_id, row.second_id} == {kept.pk, talk.people["it"].pk}
    third = begin(acting=talk.viewer("eve"), relation="help", person=talk.people["it"])
    RULE.hand_over(Merging(talk.people["it"], Person.objects.get(pk=talk.people["eve"].pk)))
    third.refresh_from_db()
    assert third.first_id == third.second_id == talk.people["it"].pk
    assert talk.reads("it", third) and "只能查看" in talk.reads("it", third)


# --- what a school decides ---


def test_who_keeps_a_school_sets_its_rules_and_nobody_else(talk: Talk):
    given = {
        "school": talk.region.lake.pk, "tells_from": "08:00", "tells_until": "18:00", "withdrawn_within": 3,
        "kept_years": 2, "pupils_with_teachers": "on",
    }  # fmt: skip
    for name in ("cleo", "ann", "kid", "east"):
        assert talk.client(name).post("/conversation-rules/new/", given).status_code == 403, name
    assert talk.client("far-head").post("/conversation-rules/new/", given).status_code == 422
    wrong = talk.client("head").post("/conversation-rules/new/", {**given, "tells_until": "07:00"})
    assert wrong.status_code == 422 and "结束时间应晚于开始时间" in wrong.content.decode()
    assert talk.client("head").post("/conversation-rules/new/", given).status_code == 302
    assert rules_at(talk.region.first.path).tells_from == time(8)
    assert "08:00" in talk.client("it").get("/conversation-rules/").content.decode()
