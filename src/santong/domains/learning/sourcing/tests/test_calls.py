"""Calls: published, answered, harvested; nobody outside is asked, shown or let in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.learning.sourcing.actions.calls import (
    accept_answer,
    close_call,
    contribute,
    decline_answer,
    publish_call,
    put_call,
    reopen_call,
    take_answer_back,
)
from santong.domains.learning.sourcing.models import Call, Contribution
from santong.domains.learning.sourcing.queries.calls import open_for
from santong.domains.learning.sourcing.tests.conftest import undo_of
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.moderation.public import Effect, Word, put_word
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def new_call(cast, by="affairs", place=None, audience=None, days=7, publish=True) -> Call:
    place = place or cast.school
    call = Call(
        title="教案征集", wanted="一课时的教案", organisation=place, audience=audience or place,
        deadline=timezone.localdate() + timedelta(days=days), kinds=["plan"], subject="数学",
    )  # fmt: skip
    put_call(acting=cast.viewer(by), call=call)
    if publish:
        publish_call(acting=cast.viewer(by), call=call)
    return call


def pass_deadline(call: Call) -> None:
    Call.objects.filter(pk=call.pk).update_quietly(deadline=timezone.localdate() - timedelta(days=1))
    call.refresh_from_db()


def form_of(call: Call, **changes: object) -> dict[str, object]:
    return {
        "title": call.title, "wanted": call.wanted, "criteria": "", "stage": "", "subject": "", "textbook": "",
        "node": "", "kinds": ["plan"], "deadline": call.deadline.isoformat(), "organisation": call.organisation_id,
        "audience": call.audience_id, **changes,
    }  # fmt: skip


def test_the_whole_way_on_pages(cast):
    affairs, author = cast.client("affairs"), cast.client("author")
    resource = cast.admitted()
    day = timezone.localdate() + timedelta(days=3)
    sample = Call(title="教案征集", wanted="一课时", deadline=day, organisation=cast.school, audience=cast.school)
    assert affairs.get("/calls/new/").status_code == 200
    made = affairs.post("/calls/new/", form_of(sample))
    call = Call.objects.get()
    assert made["Location"] == f"/calls/{call.pk}/"
    assert author.get(f"/calls/{call.pk}/").status_code == 404  # a draft
    affairs.post(f"/calls/{call.pk}/publish/")
    assert "教案征集" in author.get("/calls/?state=open").content.decode()
    page = author.get(f"/calls/{call.pk}/answer/")
    assert resource.title in page.content.decode()
    author.post(f"/calls/{call.pk}/answer/", {"resource": resource.pk, "note": "用过一轮"})
    row = Contribution.objects.get()
    assert (row.state, row.note, row.path) == ("waiting", "用过一轮", cast.school.path)
    assert author.get(f"/calls/{call.pk}/").content.decode().count("一元一次方程 课件") == 1
    answers = affairs.get(f"/calls/{call.pk}/").content.decode()
    assert f"/calls/{call.pk}/answers/{row.pk}/" in answers and cast.people["author"].name in answers
    assert affairs.get(f"/calls/{call.pk}/answers/{row.pk}/").status_code == 200
    affairs.post(f"/answers/{row.pk}/accept/", {"comment": "很好"})
    affairs.post(f"/calls/{call.pk}/close/")
    call.refresh_from_db()
    assert call.state == "closed" and call.closed_at
    assert "很好" in author.get(f"/calls/{call.pk}/").content.decode()
    colleague = cast.client("colleague").get(f"/calls/{call.pk}/").content.decode()
    assert resource.title in colleague and cast.people["author"].name not in colleague and "很好" not in colleague
    listed = cast.client("colleague").get("/calls/?state=closed")
    assert [(c.answers, c.accepted) for c in listed.context["list"].page.rows] == [(1, 1)]
    assert cast.client("colleague").get("/calls/?state=deciding").context["rows"] == []


def test_only_those_who_are_asked_see_it(cast):
    call = new_call(cast)
    county = new_call(cast, "officer", cast.county, cast.other)
    for name in ("stranger", "pupil"):
        assert cast.client(name).get(f"/calls/{call.pk}/").status_code == 404
        assert cast.client(name).get(f"/calls/{call.pk}/answer/").status_code == 404
        assert cast.client(name).post(f"/calls/{call.pk}/close/").status_code == 404
    assert cast.client("pupil").get("/calls/").status_code == 403
    assert cast.client("stranger").get(f"/calls/{county.pk}/").status_code == 200
    assert cast.client("author").get(f"/calls/{county.pk}/").status_code == 404
    with pytest.raises(NotPossible):
        contribute(acting=cast.viewer("author"), call=county, resource=cast.admitted())
    assert (open_for(cast.viewer("stranger")).count(), open_for(cast.viewer("author")).count()) == (1, 1)


def test_a_reader_may_not_publish_or_decide(cast):
    call, resource = new_call(cast), cast.admitted()
    row = contribute(acting=cast.viewer("author"), call=call, resource=resource)
    author = cast.client("author")
    assert author.post(f"/calls/{call.pk}/close/").status_code == 403
    assert author.get(f"/calls/{call.pk}/answers/{row.pk}/").status_code == 403
    assert author.get(f"/calls/{call.pk}/answers/export/").status_code == 403
    assert cast.client("colleague").get(f"/calls/{call.pk}/answers/{row.pk}/").status_code == 404
    assert author.get("/calls/new/").status_code == 403
    with pytest.raises(PermissionDenied):
        accept_answer(acting=cast.viewer("author"), contribution=row)
    with pytest.raises(PermissionDenied):
        put_call(acting=cast.viewer("affairs"), call=Call(organisation=cast.other, audience=cast.other))


def test_an_answer_is_taken_back_before_the_deadline_only(cast):
    call, resource = new_call(cast), cast.admitted()
    author = cast.client("author")
    row = contribute(acting=cast.viewer("author"), call=call, resource=resource)
    with pytest.raises(NotPossible):
        contribute(acting=cast.viewer("author"), call=call, resource=resource)
    page = author.post(f"/answers/{row.pk}/take-back/", follow=True)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    undo = undo_of(page)
    author.post(undo)
    row.refresh_from_db()
    assert row.state == "waiting"
    pass_deadline(call)
    with pytest.raises(NotPossible):
        take_answer_back(acting=cast.viewer("author"), contribution=row)
    late = author.post(f"/calls/{call.pk}/answer/", {"resource": cast.admitted(title="又一个").pk, "note": "x"})
    assert late.status_code == 422


def test_only_ones_own_admitted_resources_answer(cast):
    call = new_call(cast)
    draft, foreign = cast.draft(), cast.admitted("colleague")
    for resource in (draft, foreign):
        with pytest.raises(NotPossible):
            contribute(acting=cast.viewer("author"), call=call, resource=resource)
    sent = cast.client("author").post(f"/calls/{call.pk}/answer/", {"resource": foreign.pk, "note": "我的备注"})
    assert sent.status_code == 422 and not Contribution.objects.exists()
    with_none = cast.client("author").get(f"/calls/{call.pk}/answer/")
    assert not with_none.context["has_rows"]


def test_closing_waits_for_every_decision(cast):
    call = new_call(cast)
    row = contribute(acting=cast.viewer("author"), call=call, resource=cast.admitted())
    affairs = cast.viewer("affairs")
    with pytest.raises(NotPossible):
        close_call(acting=affairs, call=call)
    decline_answer(acting=affairs, contribution=row, comment="谢谢")
    close_call(acting=affairs, call=call)
    row.refresh_from_db()
    call.refresh_from_db()
    with pytest.raises(NotPossible):
        accept_answer(acting=affairs, contribution=Contribution.objects.get())
    reopen_call(acting=affairs, call=call)
    assert Call.objects.get().closed_at is None


def test_nobody_decides_about_their_own_work(cast):
    call = new_call(cast)
    own = cast.admitted("affairs")
    row = contribute(acting=cast.viewer("affairs"), call=call, resource=own)
    with pytest.raises(NotPossible):
        accept_answer(acting=cast.viewer("affairs"), contribution=row)
    assert "/accept/" not in cast.client("affairs").get(f"/calls/{call.pk}/answers/{row.pk}/").content.decode()


def test_bad_forms_keep_what_was_typed(cast):
    affairs = cast.client("affairs")
    call = new_call(cast, publish=False)
    past = (timezone.localdate() - timedelta(days=1)).isoformat()
    late = affairs.post("/calls/new/", form_of(call, title="保留的标题", deadline=past))
    assert late.status_code == 422 and "保留的标题" in late.content.decode()
    abroad = affairs.post("/calls/new/", form_of(call, audience=cast.other.pk))
    assert abroad.status_code == 422
    node = cast.node("移项")
    unit = affairs.post(f"/calls/{call.pk}/edit/", form_of(call, textbook=cast.book.pk, node=node.pk, kinds=[]))
    assert unit.status_code == 302
    call.refresh_from_db()
    assert (call.node, call.kinds) == (node, [])


def test_lists_can_be_taken_away(cast):
    call = new_call(cast)
    contribute(acting=cast.viewer("author"), call=call, resource=cast.admitted(), note="备注")
    for address, words in (("/calls/export/", "教案征集"), (f"/calls/{call.pk}/answers/export/", "备注")):
        answer = cast.client("affairs").get(f"{address}?format=csv")
        assert words in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_a_removed_call_comes_back(cast):
    call = new_call(cast)
    affairs = cast.client("affairs")
    page = affairs.post(f"/calls/{call.pk}/remove/", follow=True)
    assert not Call.objects.exists()
    affairs.post(undo_of(page))
    assert Call.objects.get() == call
    assert signed_in("principal", cast.other, "p").get(f"/calls/{call.pk}/").status_code == 404


def test_words_that_may_not_be_published_are_refused_at_their_field(cast):
    draft = new_call(cast, publish=False)
    put_word(acting=SYSTEM, word=Word(organisation=cast.city, effect=Effect.REFUSE), text="刷单返利")
    answer = cast.client("affairs").post("/calls/new/", form_of(draft, wanted="教案，刷 单 返 利", criteria="刷单返利"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "教案，刷 单 返 利" in page
    assert set(answer.context["form"].errors) == {"wanted", "criteria"} and Call.objects.count() == 1
    Call.objects.filter(pk=draft.pk).update_quietly(title="刷单返利")
    draft.refresh_from_db()
    with pytest.raises(NotPossible, match="刷单返利"):
        publish_call(acting=cast.viewer("affairs"), call=draft)
    with pytest.raises(NotPossible, match="刷单返利"):
        put_call(acting=cast.viewer("affairs"), call=draft)


def test_whoever_answered_is_told_the_last_decision(cast):
    row = contribute(acting=cast.viewer("author"), call=new_call(cast), resource=cast.admitted())
    unread = 'class="tag info"'
    before = cast.client("author").get("/notices/").content.decode().count(unread)
    for decide in (accept_answer, decline_answer):
        decide(acting=cast.viewer("affairs"), contribution=row)
        page = cast.client("author").get("/notices/").content.decode()
        assert page.count(unread) == before + 1, "what was decided before is withdrawn"
