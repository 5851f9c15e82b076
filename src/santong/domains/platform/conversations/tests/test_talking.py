"""Saying something: who reads it, files, answers, acknowledging, withdrawing, groups, silence, search, export."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.conversations import actions, views
from santong.domains.platform.conversations.models import Conversation, Known, Message, Rules, Seat
from santong.domains.platform.conversations.queries import lines, mine, who_lacks
from santong.domains.platform.conversations.searching import messages_found, rebuild
from santong.domains.platform.conversations.tests.conftest import WHO, Talk
from santong.kit.models import AuditEntry, UndoStep
from santong.kit.refusals import NotPossible
from santong.kit.undo import take_back

pytestmark = pytest.mark.django_db


def test_nobody_reads_by_guessing_a_number(talk: Talk):
    one, group, staff = talk.helped(), talk.group(), talk.staff()
    said = {
        row.pk: talk.says(name, row, f"密语{row.pk}") for name, row in (("ann", one), ("cleo", group), ("dan", staff))
    }
    inside = {one.pk: {"ann", "it"}, group.pk: {"cleo", "ann", "bob"}, staff.pk: {"cleo", "dan", "head"}}
    for row in (one, group, staff):
        for name in WHO:
            is_in = name in inside[row.pk]
            client = talk.client(name)
            states = {
                "": client.get(f"/conversations/{row.pk}/").status_code,
                "news": client.get(f"/conversations/{row.pk}/news/").status_code,
                "report": client.get(f"/conversations/messages/{said[row.pk].pk}/report/").status_code,
            }
            assert set(states.values()) == ({200} if is_in else {404}), (name, row.kind, states)
            if is_in:
                continue
            for tail in ("send", "arrange", "people"):
                answer = client.post(f"/conversations/{row.pk}/{tail}/", {"text": "x", "do": "silence"})
                assert answer.status_code == 404, (name, tail)
            for tail in ("withdraw", "know", "lacking", "report"):
                address = f"/conversations/messages/{said[row.pk].pk}/{tail}/"
                answer = client.get(address) if tail == "lacking" else client.post(address, {"reason": "x"})
                assert answer.status_code == 404, (name, tail)
    assert Message.objects.count() == 3 and not Seat.objects.filter(is_silenced=True).exists()


def test_a_stranger_signs_in_first_and_who_has_no_role_is_refused(talk: Talk):
    row = talk.group()
    message = talk.says("cleo", row)
    addresses = [
        "", "new/", "gather/", "export/download/", f"{row.pk}/", f"{row.pk}/news/", f"{row.pk}/people/",
        f"messages/{message.pk}/report/", f"messages/{message.pk}/lacking/", "to/help/1/",
        f"of/class_parents/{talk.region.first.pk}/",
    ]  # fmt: skip
    for address in addresses:
        assert Client().get(f"/conversations/{address}").status_code == 302, address
    talk.people["eve"].appointments.all().delete()
    for address in ("", "new/", "gather/", "export/download/"):
        assert talk.client("eve").get(f"/conversations/{address}").status_code == 403, address


def test_a_group_is_opened_by_its_place_alone_for_those_in_it(talk: Talk):
    address = f"/conversations/of/class_parents/{talk.region.first.pk}/"
    states = {name: talk.client(name).get(address).status_code for name in ("cleo", "ann", "eve", "head", "dan", "kid")}
    assert states == {"cleo": 302, "ann": 302, "eve": 404, "head": 404, "dan": 404, "kid": 404}
    assert talk.client("cleo").get("/conversations/of/nothing/1/").status_code == 404
    assert Conversation.objects.count() == 1


def test_what_is_said_stands_there_and_counts_as_unread_until_it_is_seen(talk: Talk):
    row = talk.group()
    assert talk.posts("cleo", row, "周五家长会").status_code == 302
    listed = talk.client("ann").get("/conversations/").content.decode()
    assert "周五家长会" in listed and '<span class="count">1' in listed
    assert "周五家长会" in talk.reads("ann", row)
    assert '<span class="count">' not in talk.client("ann").get("/conversations/").content.decode().split("talks")[1]
    assert '<span class="count">1' in talk.client("bob").get("/conversations/").content.decode(), "his own business"


def test_nothing_too_much_and_forbidden_words_are_refused_and_kept(talk: Talk):
    talk.words()
    row = talk.group()
    for text in ("  ", "长" * 1001, "来刷单返利"):
        answer = talk.posts("ann", row, text)
        assert answer.status_code == 422 and text.strip() in answer.content.decode(), text[:5]
    assert not Message.objects.exists()


def test_many_in_a_minute_have_to_wait_and_keep_what_they_typed(talk: Talk, monkeypatch):
    monkeypatch.setattr(views, "MOST_A_MINUTE", 1)
    answers = [talk.posts("ann", talk.group(), f"第{n}条") for n in range(3)]
    refused = [answer for answer in answers if answer.status_code == 422]
    assert refused and all("秒后再发送" in answer.content.decode() for answer in refused)


def test_held_until_a_moderator_has_released_it(talk: Talk):
    from santong.domains.platform.moderation.public import Case

    talk.words()
    row = talk.group()
    assert talk.posts("ann", row, "像赌博").status_code == 302
    assert "像赌博" in talk.reads("ann", row) and "像赌博" not in talk.reads("cleo", row)
    assert not messages_found(talk.viewer("cleo"), "像赌博", 9)
    assert talk.client("head").post(f"/moderation/{Case.objects.get().pk}/release/", {}).status_code in (302, 403)
    officer = talk.client("city")
    case = Case.objects.get()
    if case.state == "waiting":
        assert officer.post(f"/moderation/{case.pk}/release/", {}).status_code == 302
    assert "像赌博" in talk.reads("cleo", row)
    assert messages_found(talk.viewer("cleo"), "像赌博", 9)


def test_files_are_read_by_who_reads_the_message(talk: Talk):
    row = talk.group()
    file = talk.file("照片.txt", "cleo")
    assert talk.posts("cleo", row, "", files=[file.pk]).status_code == 302
    assert "照片.txt" in talk.reads("ann", row)
    states = {name: talk.client(name).get(f"/files/{file.pk}/shown/").status_code for name in ("ann", "eve", "head")}
    assert states == {"ann": 200, "eve": 404, "head": 404}
    foreign = talk.file("别人的.txt", "bob")
    assert talk.posts("ann", row, "看", files=[foreign.pk]).status_code == 422
    assert talk.client("cleo").post(f"/conversations/messages/{Message.objects.get().pk}/withdraw/").status_code == 302
    assert talk.client("ann").get(f"/files/{file.pk}/shown/").status_code == 404


def test_an_answer_names_what_it_answers_and_nothing_of_another_conversation(talk: Talk):
    row, other = talk.group(), talk.helped("eve")
    first = talk.says("cleo", row, "谁来志愿服务？")
    assert "谁来志愿服务？" in talk.client("ann").get(f"/conversations/{row.pk}/?reply={first.pk}").content.decode()
    assert talk.posts("ann", row, "我来", reply_to=first.pk).status_code == 302
    assert Message.objects.get(text="我来").reply_to == first
    hidden = talk.says("eve", other, "秘密")
    assert talk.posts("ann", row, "看到了", reply_to=hidden.pk).status_code == 404
    with pytest.raises(PermissionDenied):
        talk.says("it", other, "答错", reply_to=first)
    assert talk.client("ann").get(f"/conversations/{row.pk}/?reply={hidden.pk}").status_code == 404


def test_withdrawn_within_minutes_by_the_writer_alone_and_its_place_stays(talk: Talk):
    row = talk.group()
    message = talk.says("ann", row, "打错了")
    address = f"/conversations/messages/{message.pk}/withdraw/"
    assert talk.client("bob").post(address).status_code == 403
    assert talk.client("ann").post(address).status_code == 302
    message.refresh_from_db()
    assert message.is_withdrawn and message.text == ""
    page = talk.reads("bob", row)
    assert "打错了" not in page and "此消息已撤回" in page
    late = talk.says("ann", row, "留着")
    Message.objects.filter(pk=late.pk).update_quietly(made_at=timezone.now() - timedelta(minutes=6))
    with pytest.raises(NotPossible):
        actions.withdraw(acting=talk.viewer("ann"), message=Message.objects.get(pk=late.pk))
    Rules.objects.create(school=talk.region.lake, path=talk.region.lake.path, withdrawn_within=30)
    actions.withdraw(acting=talk.viewer("ann"), message=Message.objects.get(pk=late.pk))


def test_one_tap_acknowledges_and_no_moment_is_kept(talk: Talk):
    row = talk.group()
    message = talk.says("cleo", row, "周五家长会", wants_answer=True)
    before = AuditEntry.objects.count()
    address = f"/conversations/messages/{message.pk}/know/"
    for _again in range(2):
        assert talk.client("ann").post(address, {"answer": "yes"}).status_code == 302
    assert Known.objects.count() == 1
    assert not AuditEntry.objects.filter(model="conversations.known").exists()
    assert AuditEntry.objects.count() == before, "the record keeps no moment either"
    assert "1 人已知悉" in talk.reads("cleo", row) and "已知悉" in talk.reads("ann", row)
    lacking = f"/conversations/messages/{message.pk}/lacking/"
    assert talk.client("ann").get(lacking).status_code == 403
    assert "一天后" in talk.client("cleo").get(lacking).content.decode()
    Message.objects.update_quietly(made_at=timezone.now() - timedelta(days=2))
    page = talk.client("cleo").get(lacking).content.decode()
    assert "Person bob" in page and "Person ann" not in page
    assert who_lacks(Message.objects.get(), row) == ["Person bob"]
    talk.client("ann").post(address, {"answer": "no"})
    assert not Known.objects.exists()
    plain = talk.says("ann", row, "随便说说", wants_answer=True)
    assert not plain.wants_answer, "members don't ask the others"
    with pytest.raises(NotPossible):
        actions.know(acting=talk.viewer("bob"), message=plain)


def test_replies_to_the_teacher_alone(talk: Talk):
    row = talk.group()
    talk.says("ann", row, "大家都看得到")
    assert talk.client("ann").post(f"/conversations/{row.pk}/arrange/", {"do": "narrow"}).status_code == 403
    assert talk.client("cleo").post(f"/conversations/{row.pk}/arrange/", {"do": "narrow"}).status_code == 302
    row.refresh_from_db()
    asked = talk.says("ann", row, "孩子过敏")
    assert {name: "孩子过敏" in talk.reads(name, row) for name in ("cleo", "ann", "bob")} == {
        "cleo": True, "ann": True, "bob": False,
    }  # fmt: skip
    talk.says("cleo", row, "食堂已知道", reply_to=asked)
    assert {name: "食堂已知道" in talk.reads(name, row) for name in ("cleo", "ann", "bob")} == {
        "cleo": True, "ann": True, "bob": False,
    }  # fmt: skip
    assert "大家都看得到" in talk.reads("bob", row)
    assert not messages_found(talk.viewer("bob"), "过敏", 9) and messages_found(talk.viewer("ann"), "过敏", 9)
    listed = talk.client("bob").get("/conversations/").content.decode()
    assert "食堂已知道" not in listed and "孩子过敏" not in listed
    talk.says("cleo", row, "全班注意")
    assert "全班注意" in talk.reads("bob", row)
    talk.client("cleo").post(f"/conversations/{row.pk}/arrange/", {"do": "wide"})
    row.refresh_from_db()
    talk.says("ann", row, "又是大家")
    assert "又是大家" in talk.reads("bob", row)


def test_colleagues_gather_leave_and_come_back(talk: Talk):
    client = talk.client("cleo")
    assert talk.client("ann").get("/conversations/gather/").status_code == 403
    assert client.get("/conversations/gather/").status_code == 200
    lake = talk.region.lake.pk
    wrong = {"place": lake, "title": "备课", "people": [talk.people["far-head"].pk]}
    assert client.post("/conversations/gather/", wrong).status_code == 422
    assert client.post("/conversations/gather/", {**wrong, "people": [talk.people["ann"].pk]}).status_code == 422
    given = {"place": lake, "title": "备课", "people": [talk.people["dan"].pk]}
    assert client.post("/conversations/gather/", given).status_code == 302
    row = Conversation.objects.get(kind="made")
    people = f"/conversations/{row.pk}/people/"
    assert talk.client("dan").post(people, {"people": [talk.people["head"].pk]}).status_code == 403
    assert client.post(people, {"people": [talk.people["head"].pk]}).status_code == 302
    assert "备课" in talk.reads("head", row)
    talk.says("dan", row, "我先说")
    talk.says("cleo", row, "听到了")
    dan = talk.client("dan")
    assert dan.post(f"/conversations/{row.pk}/arrange/", {"do": "leave"}).status_code == 302
    page = talk.reads("dan", row)
    assert "我先说" in page and "听到了" not in page and "已不在此群" in page
    assert talk.posts("dan", row, "再说一句").status_code == 422
    take_back(talk.viewer("dan"), UndoStep.objects.latest("pk").pk)
    assert "听到了" in talk.reads("dan", row)
    assert client.post(f"/conversations/{talk.group().pk}/arrange/", {"do": "leave"}).status_code == 302
    assert "随名册" in client.get("/conversations/").content.decode(), "nobody leaves what follows the roster"
    with pytest.raises(PermissionDenied):
        actions.gather(acting=talk.viewer("cleo"), place=talk.region.hill, title="别校", people=[])


def test_who_leaves_the_school_reads_their_own_words_alone(talk: Talk):
    row = talk.staff()
    talk.says("dan", row, "我的话")
    talk.says("head", row, "别人的话")
    talk.people["dan"].appointments.all().delete()
    from santong.domains.platform.access.public import appoint
    from santong.kit.access import SYSTEM

    appoint(acting=SYSTEM, person=talk.people["dan"], role="subject_teacher", organisation=talk.region.far)
    page = talk.reads("dan", row)
    assert "我的话" in page and "别人的话" not in page


def test_silence_is_one_s_own(talk: Talk):
    row = talk.group()
    talk.client("ann").post(f"/conversations/{row.pk}/arrange/", {"do": "silence"})
    assert Seat.objects.get(person=talk.people["ann"]).is_silenced
    assert "免打扰" in talk.client("ann").get("/conversations/").content.decode()
    talk.client("ann").post(f"/conversations/{row.pk}/arrange/", {"do": "sound"})
    assert not Seat.objects.get(person=talk.people["ann"]).is_silenced
    with pytest.raises(NotPossible):
        actions.block(acting=talk.viewer("ann"), conversation=talk.helped())


def test_a_page_that_is_open_asks_for_news_and_gets_nothing_while_there_is_none(talk: Talk):
    row = talk.group()
    talk.says("cleo", row, "一")
    row.refresh_from_db()
    address = f"/conversations/{row.pk}/news/"
    assert talk.client("ann").get(address, {"stamp": row.stamp}).status_code == 204
    talk.says("cleo", row, "二")
    answer = talk.client("ann").get(address, {"stamp": row.stamp})
    assert (
        answer.status_code == 200
        and "二" in answer.content.decode()
        and '<form class="talk-form"' not in answer.content.decode()
    )


def test_only_one_s_own_conversations_are_searched(talk: Talk):
    row, other = talk.group(), talk.helped("eve")
    talk.says("cleo", row, "春游要带水壶")
    talk.says("eve", other, "春游的暗号")
    for _round in range(2):
        assert [each.text for each in messages_found(talk.viewer("ann"), "春游", 9)] == ["春游要带水壶"]
        assert [each.text for each in messages_found(talk.viewer("eve"), "春游", 9)] == ["春游的暗号"]
        assert messages_found(talk.viewer("head"), "春游", 9) == []
        assert rebuild() == 2
    page = talk.client("ann").get("/conversations/", {"q": "春游"}).content.decode()
    assert "春游要带水壶" in page and "暗号" not in page
    assert "没有消息含有这些字词" in talk.client("ann").get("/conversations/", {"q": "不存在的词"}).content.decode()


def test_one_s_own_conversations_are_taken_along(talk: Talk):
    row, other = talk.group(), talk.helped("eve")
    talk.says("cleo", row, "=给家长")
    talk.says("eve", other, "别人的")
    answer = talk.client("ann").get("/conversations/export/download/?format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2 and rows[1][2] == "Person cleo" and "给家长" in rows[1][3] and "别人的" not in text


def test_nothing_that_was_said_stands_in_the_audit_record(talk: Talk):
    row = talk.group()
    talk.says("cleo", row, "只在会话里")
    entries = AuditEntry.objects.filter(model__startswith="conversations.")
    assert entries.exists()
    assert not [
        each for each in entries if "只在会话里" in f"{each.changes} {each.label if hasattr(each, 'label') else ''}"
    ]


def test_the_list_and_a_thread_cost_as_many_questions_whatever_they_hold(talk: Talk):
    def asked(address: str) -> int:
        client = talk.client("ann")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    row, helped = talk.group(), talk.helped()
    for place in (row, helped):
        talk.says("ann", place)
    few = asked("/conversations/"), asked(f"/conversations/{row.pk}/")
    for number in range(30):
        talk.says("cleo" if number % 2 else "bob", row, f"第{number}条")
        signed_in("parent", talk.region.first, f"parent-{number}")
    talk.says("it", helped, "好的")
    many = asked("/conversations/"), asked(f"/conversations/{row.pk}/")
    assert many == few


def test_lines_of_somebody_without_conversations_are_none_and_the_page_says_what_to_do(talk: Talk):
    assert lines(talk.viewer("kid"), mine(talk.viewer("kid"))) == []
    assert "还没有会话" in talk.client("kid").get("/conversations/").content.decode()


def test_earlier_messages_come_by_pages(talk: Talk):
    row = talk.group()
    for number in range(45):
        talk.says("ann", row, f"第{number}条。")
    page = talk.reads("bob", row)
    assert "第44条。" in page and "第4条。" not in page
    first = Message.objects.get(text="第5条。")
    earlier = talk.client("bob").get(f"/conversations/{row.pk}/?before={first.pk}").content.decode()
    assert "第4条。" in earlier and "回到最新" in earlier
    assert talk.client("bob").get(f"/conversations/{row.pk}/?before=x").status_code == 200


def test_keys_walk_through_the_list_and_lead_to_the_form(talk: Talk):
    rows = [talk.helped(name) for name in ("ann", "bob", "eve")]
    for name, row in zip(("ann", "bob", "eve"), rows, strict=True):
        talk.says(name, row)
    page = talk.reads("it", rows[1])
    for key, row in (("j", rows[0]), ("k", rows[2])):  # the latest stands first
        assert f'href="/conversations/{row.pk}/" data-key="{key}"' in page
    assert 'data-key="r"' in page
    assert (
        f'href="/conversations/{rows[2].pk}/" data-key="j"' in talk.client("it").get("/conversations/").content.decode()
    )
