"""Talking about a row: who reads and writes, answers, files, edits, corrections, mentions, moderation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.discussion import writing_views
from santong.domains.platform.discussion.declaring import kind_named
from santong.domains.platform.discussion.following import PAUSE, tell_followers
from santong.domains.platform.discussion.models import Comment, EarlierText, Follower
from santong.domains.platform.discussion.receivers import forget
from santong.domains.platform.discussion.timeline import Order, timeline
from santong.domains.platform.files.public import Blob, File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.moderation.public import Case, Effect, Word, put_word
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.organisations.public import Organisation, page_of
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.models import UndoStep
from santong.kit.undo import take_back

pytestmark = pytest.mark.django_db
ABOUT = "organisations.organisation"


class Talk:
    """A school that two officers of its county talk about; the county next door and the school may not."""

    def __init__(self, region: Region) -> None:
        cache.clear()
        self.region, self.school = region, region.lake
        places = {"first": ("county_officer", region.east), "second": ("county_officer", region.east),
                  "stranger": ("county_officer", region.west), "principal": ("principal", region.lake),
                  "bureau": ("bureau_officer", region.city)}  # fmt: skip
        self.people: dict[str, Person] = {name: somebody(*place, name) for name, place in places.items()}
        self.places = places
        self.base = f"/discussion/{ABOUT}/{self.school.pk}/"

    def client(self, name: str) -> Client:
        """A person, signed in."""
        return client_of(self.people[name])

    def viewer(self, name: str) -> Viewer:
        """A person as viewer."""
        role, place = self.places[name]
        return Viewer(self.people[name].pk, (Grant(role, place.path),), "staff", name)

    def says(self, name: str, text: str, **more: object):
        """A comment that somebody sends."""
        return self.client(name).post(f"{self.base}write/", {"text": text, **more})

    def reads(self, name: str) -> str:
        """The page of the discussion."""
        return self.client(name).get(self.base).content.decode()

    def said(self, text: str, school: Organisation | None = None) -> Comment:
        """A comment that stands there."""
        place = school or self.school
        person = self.people["first"]
        return Comment.objects.create(model=ABOUT, object_id=place.pk, path=place.path, person=person, text=text)

    def file(self, name: str, owner: str = "first") -> File:
        """A file without stored bytes."""
        number = Blob.objects.count() + 1
        blob = Blob.objects.create(
            sha256=f"{number:064x}", size=9, media_type="text/plain", kind="text", name=f"x{number}"
        )
        person = self.people[owner]
        return File.objects.create(
            owner=person, path=person.path, name=name, kind="text", size=9, state="ready", blob=blob
        )


@pytest.fixture
def talk(region: Region, settings) -> Talk:
    settings.DEMO = True  # where a second factor isn't demanded
    return Talk(region)


def told(person: Person) -> list[str]:
    rows = Recipient.objects.filter(person=person).select_related("notice").order_by("pk")
    return [row.notice.title for row in rows]


def test_who_sees_the_row_reads_and_writes_and_nobody_else(talk):
    assert talk.says("first", "校舍需要维修").status_code == 302
    assert "校舍需要维修" in talk.reads("second")
    assert "校舍需要维修" in talk.client("second").get(page_of(talk.school)).content.decode()
    for name in ("stranger", "principal"):
        assert talk.client(name).get(talk.base).status_code == 404
        assert talk.says(name, "插话").status_code == 404
    key = Comment.objects.get().pk
    for tail in ("", "edit/", "earlier/", "report/"):
        address = f"/discussion/comments/{key}/{tail}"
        assert talk.client("stranger").post(address, {}).status_code in (404, 405), tail
        assert talk.client("stranger").get(address).status_code in (404, 405), tail
    for tail in ("follow/", "people/"):
        assert talk.client("stranger").post(f"{talk.base}{tail}", {}).status_code in (404, 405)
    assert talk.client("stranger").get(f"{talk.base}people/?q=f").status_code == 404
    assert Client().get(talk.base).status_code == 302
    assert "校舍需要维修" not in talk.client("principal").get(page_of(talk.school)).content.decode()


def test_nothing_is_not_a_comment_and_what_was_typed_stays(talk):
    assert talk.says("first", "  ").status_code == 422
    long = talk.says("first", "长" * 1001)
    assert long.status_code == 422 and "长" * 1001 in long.content.decode() and not Comment.objects.exists()


def test_many_in_a_minute_have_to_wait_and_keep_what_they_typed(talk, monkeypatch):
    monkeypatch.setattr(writing_views, "MOST_A_MINUTE", 0)
    assert talk.says("first", "一").status_code == 302, "0 is no limit"
    monkeypatch.setattr(writing_views, "MOST_A_MINUTE", 1)
    answers = [talk.says("first", f"第{n}条") for n in range(3)]
    refused = [answer for answer in answers if answer.status_code == 422]
    assert refused and all("秒后再发送" in answer.content.decode() for answer in refused)
    assert "第2条" in answers[2].content.decode() or answers[2].status_code == 302


def test_answers_stand_one_level_below(talk):
    talk.says("first", "甲")
    first = Comment.objects.get()
    talk.says("second", "乙", parent=first.pk)
    second = Comment.objects.get(text="乙")
    talk.says("first", "丙", parent=second.pk)
    assert second.parent == first and Comment.objects.get(text="丙").parent == first
    (said,) = timeline(talk.viewer("bureau"), kind_named(ABOUT), talk.school, Order()).items
    assert [reply.comment.text for reply in said.replies] == ["乙", "丙"]
    other = talk.said("别处", talk.region.hill)
    assert talk.says("first", "错位", parent=other.pk).status_code == 403


def test_an_edit_keeps_what_was_said_before(talk):
    talk.says("first", "原来的话")
    comment = Comment.objects.get()
    address = f"/discussion/comments/{comment.pk}/"
    assert talk.client("second").get(f"{address}edit/").status_code == 403
    assert talk.client("first").post(f"{address}edit/", {"text": " "}).status_code == 422
    assert talk.client("first").post(f"{address}edit/", {"text": "后来的话"}).status_code == 302
    comment.refresh_from_db()
    assert comment.text == "后来的话" and EarlierText.objects.get().text == "原来的话"
    assert "原来的话" in talk.client("first").get(f"{address}earlier/").content.decode()
    assert "原来的话" in talk.client("bureau").get(f"{address}earlier/").content.decode()
    page = talk.reads("second")
    assert "原来的话" not in page and "已修改" in page


def test_removed_by_the_writer_or_the_overseer_and_brought_back(talk):
    inspector = somebody("inspector", talk.region.east, "inspector")
    talk.says("first", "多余的话")
    comment = Comment.objects.get()
    address = f"/discussion/comments/{comment.pk}/"
    assert client_of(inspector).post(address).status_code == 403
    client = talk.client("bureau")
    assert client.post(address).status_code == 302 and not Comment.objects.exists()
    take_back(talk.viewer("bureau"), UndoStep.objects.get().pk)
    assert Comment.objects.get() == comment


def test_files_are_read_by_who_reads_the_comment(talk):
    file = talk.file("平面图.txt")
    assert talk.says("first", "", files=[file.pk]).status_code == 302
    assert "平面图.txt" in talk.reads("second")
    states = {name: talk.client(name).get(f"/files/{file.pk}/shown/").status_code for name in talk.people}
    assert states == {"first": 200, "second": 200, "bureau": 200, "stranger": 404, "principal": 404}
    Comment.objects.all().remove()
    assert talk.client("second").get(f"/files/{file.pk}/shown/").status_code == 404
    foreign = talk.file("别人的.txt", "stranger")
    assert talk.says("first", "看", files=[foreign.pk]).status_code == 422


def test_only_readers_are_mentioned_and_they_are_told(talk):
    refused = talk.says("first", "请看", mentioned="principal")
    assert refused.status_code == 422 and "请看" in refused.content.decode() and not Comment.objects.exists()
    assert talk.says("first", "请看", mentioned="second").status_code == 302
    assert told(talk.people["second"]) == ["有评论提到了您"] and told(talk.people["principal"]) == []
    found = talk.client("bureau").get(f"{talk.base}people/", {"q": "second"}).content.decode()
    assert 'role="option"' in found
    assert (
        "principal"
        not in talk.client("bureau").get(f"{talk.base}people/", {"q": "principal"}).content.decode().split("<li", 1)[-1]
    )


def test_followers_are_told_once_an_hour_what_was_said(talk):
    talk.client("second").post(f"{talk.base}follow/", {"follow": "yes"})
    for text in ("一", "二"):
        talk.says("first", text)
    tell_followers()
    assert told(talk.people["second"]) == ["您关注的内容有 2 条新评论"] and told(talk.people["first"]) == []
    talk.says("first", "三")
    tell_followers()
    assert len(told(talk.people["second"])) == 1, "not twice within the hour"
    Follower.objects.update_quietly(told_at=timezone.now() - PAUSE - timedelta(minutes=1))
    tell_followers()
    tell_followers()
    assert told(talk.people["second"])[1:] == ["您关注的内容有 1 条新评论"]


def test_who_is_muted_or_sees_it_no_more_is_not_told(talk):
    for name in ("second", "bureau"):
        talk.client(name).post(f"{talk.base}follow/", {"follow": "yes"})
    talk.client("bureau").post(f"{talk.base}follow/", {"follow": "no"})
    talk.people["second"].appointments.all().delete()
    talk.says("first", "只有自己")
    tell_followers()
    assert told(talk.people["second"]) == told(talk.people["bureau"]) == []
    talk.says("bureau", "我也说一句")
    assert Follower.objects.get(person=talk.people["bureau"]).is_muted, "writing doesn't end that"


def test_people_are_told_in_their_own_language(talk):
    put_word(acting=SYSTEM, word=Word(organisation=talk.region.city, effect=Effect.HOLD), text="赌博")
    Person.objects.filter(pk=talk.people["second"].pk).update(language="en")
    talk.client("second").post(f"{talk.base}follow/", {"follow": "yes"})
    talk.says("first", "请看", mentioned="second")
    talk.says("second", "像赌博")
    talk.client("bureau").post(f"/moderation/{Case.objects.get().pk}/release/", {})
    tell_followers()
    assert told(talk.people["second"]) == [
        "You were mentioned in a comment",
        "Your comment can be seen now",
        "1 new comment on something you follow",
    ]


def test_held_until_released_and_the_writer_is_told(talk):
    for text, effect in (("赌博", Effect.HOLD), ("刷单返利", Effect.REFUSE)):
        put_word(acting=SYSTEM, word=Word(organisation=talk.region.city, effect=effect), text=text)
    assert talk.says("first", "刷单返利").status_code == 422 and not Comment.objects.exists()
    talk.client("second").post(f"{talk.base}follow/", {"follow": "yes"})
    talk.says("first", "像赌博", files=[talk.file("照片.txt").pk])
    assert "像赌博" in talk.reads("first") and "像赌博" not in talk.reads("second")
    held = Comment.objects.get()
    assert talk.client("second").get(f"/discussion/comments/{held.pk}/report/").status_code == 404
    file = held.attachments.get().file_id
    assert talk.client("second").get(f"/files/{file}/shown/").status_code == 404
    tell_followers()
    assert told(talk.people["second"]) == []
    assert talk.client("bureau").post(f"/moderation/{Case.objects.get().pk}/release/", {}).status_code == 302
    assert "像赌博" in talk.reads("second") and told(talk.people["first"]) == ["您的评论已可见"]
    tell_followers()
    assert told(talk.people["second"]) == ["您关注的内容有 1 条新评论"]


def test_a_reader_reports_and_a_moderator_decides(talk):
    talk.says("first", "不太好听的话")
    comment = Comment.objects.get()
    address = f"/discussion/comments/{comment.pk}/report/"
    assert talk.client("first").post(address, {"reason": "自己"}).status_code == 422
    assert talk.client("second").post(address, {"reason": ""}).status_code == 422
    assert talk.client("second").post(address, {"reason": "伤人"}).status_code == 302
    assert talk.client("second").post(address, {"reason": "伤人"}).status_code == 422, "once a person"
    assert "不太好听的话" in talk.reads("bureau"), "one report hides nothing"
    case = Case.objects.get()
    page = talk.client("bureau").get(f"/moderation/{case.pk}/").content.decode()
    assert "伤人" in page and "不太好听的话" in page and talk.people["second"].name not in page.split("伤人")[1][:300]
    assert talk.client("bureau").post(f"/moderation/{case.pk}/reject/", {"reason": "不当"}).status_code == 302
    assert "不太好听的话" not in talk.reads("second") and told(talk.people["first"]) == ["您的评论未通过审核"]
    talk.client("bureau").post(f"/moderation/{case.pk}/back/", {})
    assert "不太好听的话" in talk.reads("second")
    talk.client("bureau").post(f"/moderation/{case.pk}/release/", {})
    assert talk.client("second").post(address, {"reason": "还是"}).status_code == 422, "looked at already"
    assert "不太好听的话" in talk.reads("second")


def test_a_timeline_costs_two_questions_whatever_it_holds(talk):
    kind, viewer = kind_named(ABOUT), talk.viewer("bureau")
    talk.says("first", "零", files=[talk.file("a.txt").pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            timeline(viewer, kind, talk.school, Order())
        return len(queries)

    one = asked()
    for number in range(25):
        talk.said(f"第{number}条")
    assert asked() == one <= 2


def test_pages_of_a_timeline_hold_everything_once(talk):
    start = timezone.now()
    for number in range(45):
        comment = talk.said(f"第{number}条。")
        Comment.objects.filter(pk=comment.pk).update_quietly(made_at=start + timedelta(minutes=number))
    for order in ("oldest", "newest"):
        address, seen = f"{talk.base}?order={order}&only=comments", []
        found = timeline(talk.viewer("first"), kind_named(ABOUT), talk.school, Order(order == "oldest"))
        while True:
            seen += [item.comment.text for item in found.items]
            if found.since is None:
                break
            assert talk.client("first").get(address, {"since": found.since.isoformat()}).status_code == 200
            found = timeline(
                talk.viewer("first"), kind_named(ABOUT), talk.school, Order(order == "oldest", since=found.since)
            )
        expected = [f"第{number}条。" for number in range(45)]
        assert seen == (expected if order == "oldest" else expected[::-1])


def test_what_is_said_goes_when_the_row_goes(talk):
    talk.says("first", "再见")
    forget(type(talk.school), talk.school)
    assert not Comment.with_removed.exists() and not Follower.objects.exists()
