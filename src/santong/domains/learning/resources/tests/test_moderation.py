"""The region's word lists hold titles, files' texts and comments."""

from __future__ import annotations

import pytest

from santong.domains.learning.resources import moderating
from santong.domains.learning.resources.actions.checking import RESOURCE
from santong.domains.learning.resources.actions.drafting import rewrite
from santong.domains.learning.resources.actions.reviewing import CHECKLIST, admit, bring_back, submit
from santong.domains.learning.resources.models import NOWHERE, Mark, Resource, Review
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.discussion.public import COMMENT, Comment
from santong.domains.platform.discussion.public import write as comment
from santong.domains.platform.files.actions import rename_file
from santong.domains.platform.files.public import File, NotTaken, Subtitle
from santong.domains.platform.moderation.public import Case, Effect, Word, put_word
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
CONFIRMED = dict.fromkeys(CHECKLIST, True)


@pytest.fixture(autouse=True)
def lists(cast) -> None:
    for text, effect in (("赌博", Effect.HOLD), ("刷单返利", Effect.REFUSE)):
        put_word(acting=SYSTEM, word=Word(organisation=cast.city, effect=effect), text=text)


def decide(cast, case: Case, choice: str, reason: str = "") -> None:
    client = signed_in("principal", cast.school, f"principal-{case.pk}-{choice}")
    answer = client.post(f"/moderation/{case.pk}/{choice}/", {"reason": reason})
    assert answer.status_code == 302


def test_what_is_refused_is_not_handed_in(cast):
    row = cast.draft(title="刷 单 返 利")
    with pytest.raises(NotPossible, match="刷单返利"):
        submit(acting=cast.viewer("author"), resource=row)


def test_what_is_held_is_admitted_once_released(cast):
    row = cast.draft(title="賭博的危害")
    submit(acting=cast.viewer("author"), resource=row)
    review = Review.objects.get(resource=row)
    with pytest.raises(NotPossible, match="赌博"):
        admit(acting=SYSTEM, review=review, answers=CONFIRMED)
    decide(cast, Case.objects.get(kind=RESOURCE), "release")
    admit(acting=SYSTEM, review=review, answers=CONFIRMED)
    assert Resource.objects.visible_to(cast.viewer("colleague")).filter(pk=row.pk).exists()


def test_what_is_rejected_goes_back_and_is_clean_when_rewritten(cast):
    row, author = cast.draft(title="赌博的危害"), cast.viewer("author")
    submit(acting=author, resource=row)
    decide(cast, Case.objects.get(kind=RESOURCE), "reject", "换个题目")
    row.refresh_from_db()
    assert row.status == Resource.Status.RETURNED and Review.objects.get(resource=row).remarks == {"": "换个题目"}
    rewrite(acting=author, resource=row, facts={"title": "概率的应用"}, files=None)
    submit(acting=author, resource=row)
    admit(acting=SYSTEM, review=Review.objects.get(resource=row, state="waiting"), answers=CONFIRMED)


def test_text_found_later_hides_what_was_admitted(cast, monkeypatch):
    row = cast.admitted()
    monkeypatch.setattr(moderating, "text_of", lambda file: "课后一起赌\n博")
    moderating.check_file(row.versions.get().parts.get().file_id)
    row.refresh_from_db()
    assert row.reach == NOWHERE and not Resource.objects.visible_to(cast.viewer("stranger")).exists()
    case = Case.objects.get(kind=RESOURCE)
    decide(cast, case, "release")
    row.refresh_from_db()
    assert row.reach == cast.school.path


def test_what_the_city_let_in_is_not_a_county_s_to_reject(cast, monkeypatch):
    row = cast.admitted(audience="city")
    said = comment(acting=cast.viewer("colleague"), row=row, kind="comment", text="一起赌博")
    monkeypatch.setattr(moderating, "text_of", lambda file: "赌博")
    moderating.check_file(row.versions.get().parts.get().file_id)
    cases = {case.kind: case for case in Case.objects.all()}
    assert {kind: case.path for kind, case in cases.items()} == {RESOURCE: cast.city.path, COMMENT: cast.city.path}
    rejection = {"reason": "不合适"}
    for case in cases.values():
        for name in ("affairs", "officer"):
            assert cast.client(name).post(f"/moderation/{case.pk}/reject/", rejection).status_code == 404
        assert cast.client("bureau").post(f"/moderation/{case.pk}/reject/", rejection).status_code == 302
    row.refresh_from_db()
    assert row.status == Resource.Status.WITHDRAWN and Comment.objects.get() == said


def test_comments_are_removed_by_their_writers_and_by_the_level_that_let_the_resource_in(cast):
    rows = {audience: cast.admitted(title=f"给{audience}", audience=audience) for audience in ("school", "city")}
    for audience, remover, others in (("school", "affairs", ("author",)), ("city", "bureau", ("affairs", "officer"))):
        row = rows[audience]
        said = comment(acting=cast.viewer("colleague"), row=row, kind="comment", text="离题的话")
        address = f"/resources/{row.pk}/comments/{said.pk}/"
        for name in others:
            assert address not in cast.client(name).get(f"/resources/{row.pk}/").content.decode()
            assert cast.client(name).post(address).status_code == 403, (audience, name)
        assert address in cast.client(remover).get(f"/resources/{row.pk}/").content.decode()
        assert cast.client(remover).post(address).status_code == 302
        assert not Comment.objects.filter(pk=said.pk).exists()


def test_a_rejected_resource_leaves_the_library_for_good(cast, monkeypatch):
    row = cast.admitted()
    monkeypatch.setattr(moderating, "text_of", lambda file: "赌博")
    moderating.check_file(row.versions.get().parts.get().file_id)
    decide(cast, Case.objects.get(kind=RESOURCE), "reject", "不合适")
    row.refresh_from_db()
    assert row.status == Resource.Status.WITHDRAWN and row.withdrawn_because == "不合适"
    with pytest.raises(NotPossible):
        bring_back(acting=cast.viewer("author"), resource=row)


def test_comments_wait_and_are_seen_by_their_writers(cast):
    row = cast.admitted()
    with pytest.raises(NotPossible):
        comment(acting=cast.viewer("colleague"), row=row, kind="comment", text="刷单返利，加我")
    comment(acting=cast.viewer("colleague"), row=row, kind="comment", text="像赌博一样")
    address = f"/resources/{row.pk}/"
    assert "像赌博一样" in cast.client("colleague").get(address).content.decode()
    assert "像赌博一样" not in cast.client("author").get(address).content.decode()
    decide(cast, Case.objects.get(kind=COMMENT), "release")
    assert "像赌博一样" in cast.client("author").get(address).content.decode()


def test_only_who_may_open_a_resource_is_led_to_it(cast, settings):
    settings.DEMO = True  # where the second factor isn't demanded
    row = cast.admitted()
    comment(acting=cast.viewer("colleague"), row=row, kind="comment", text="像赌博一样")
    case = f"/moderation/{Case.objects.get(kind=COMMENT).pk}/"
    link = f'href="/resources/{row.pk}/"'
    assert link in signed_in("principal", cast.school, "headmaster").get(case).content.decode()
    keeper = signed_in("security_officer", cast.city, "keeper")
    assert "一样" in keeper.get(case).content.decode()
    assert link not in keeper.get(case).content.decode()
    assert keeper.get(f"/resources/{row.pk}/").status_code in (403, 404)


def test_a_word_added_later_hides_what_is_in_the_library(cast):
    row, other = cast.admitted(title="打牌的概率"), cast.admitted(title="移项")
    put_word(acting=SYSTEM, word=Word(organisation=cast.city, effect=Effect.HOLD), text="打牌")
    run_due()
    row.refresh_from_db()
    other.refresh_from_db()
    assert row.reach == NOWHERE and other.reach != NOWHERE
    assert Case.objects.get().object_id == row.pk


def put_chapter(client, row: Resource, text: str):
    file = row.versions.get().parts.get().file_id
    return client.post(f"/resources/{row.pk}/play/{file}/notes/", {"text": text, "at": "1", "chapter": "1"})


def test_chapters_are_checked_as_comments_are(cast):
    row, author = cast.admitted(), cast.client("author")
    answer = put_chapter(author, row, "刷 单 返 利，加我")
    assert answer.status_code == 422 and "刷单返利" in answer.content.decode()
    assert not Mark.objects.exists()
    assert put_chapter(author, row, "赌博入门").status_code == 200
    row.refresh_from_db()
    assert row.reach == NOWHERE and Case.objects.get(kind=RESOURCE).findings[0]["place"] == "chapters"
    mark = Mark.objects.get()
    author.post(f"/resources/{row.pk}/play/{mark.file_id}/notes/{mark.pk}/")
    row.refresh_from_db()
    assert row.reach == cast.school.path


def test_notes_of_one_s_own_are_not_checked(cast):
    row = cast.admitted()
    file = row.versions.get().parts.get().file_id
    answer = cast.client("author").post(f"/resources/{row.pk}/play/{file}/notes/", {"text": "赌博", "at": "1"})
    assert answer.status_code == 200 and Mark.objects.get().text == "赌博" and not Case.objects.exists()


def test_files_are_not_given_names_that_may_not_be_published(cast):
    row, author = cast.admitted(), cast.client("author")
    file = row.versions.get().parts.get().file
    answer = author.post(f"/files/{file.pk}/edit/", {"name": "刷单返利 加我"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "刷单返利 加我" in page and 'id="id_name_error"' in page
    with pytest.raises(NotTaken, match="刷单返利"):
        rename_file(acting=cast.viewer("author"), file=file, name="刷单返利")
    file.refresh_from_db()
    assert file.name == "课件.pptx"
    private = cast.file("草稿.pptx")
    assert author.post(f"/files/{private.pk}/edit/", {"name": "刷单返利"}).status_code == 302


def test_a_name_given_later_hides_what_was_admitted_until_it_is_changed(cast):
    row, author = cast.admitted(), cast.client("author")
    file = row.versions.get().parts.get().file_id
    assert author.post(f"/files/{file}/edit/", {"name": "赌博入门"}).status_code == 302
    row.refresh_from_db()
    assert row.reach == NOWHERE and Case.objects.get(kind=RESOURCE).is_withheld
    assert not Resource.objects.visible_to(cast.viewer("colleague")).exists()
    author.post(f"/files/{file}/edit/", {"name": "概率入门"})
    row.refresh_from_db()
    assert row.reach == cast.school.path and not Case.objects.get(kind=RESOURCE).is_withheld


@pytest.mark.parametrize("said", ["赌<b>博</b>入门", "赌&zwnj;博"])
def test_subtitles_are_checked_by_what_they_say(cast, said):
    row, author = cast.admitted(), cast.client("author")
    file = row.versions.get().parts.get().file
    File.objects.filter(pk=file.pk).update(kind="video")
    address = f"/files/{file.pk}/subtitles/"
    refused = {"language": "zh-Hans", "text": "00:01.000 --> 00:02.000\n刷单\n\n00:02.000 --> 00:03.000\n返利"}
    answer = author.post(f"{address}new/", refused)
    page = answer.content.decode()
    assert answer.status_code == 422 and "“刷单返利”" in page and "00:02.000\n刷单" in page
    assert not Subtitle.objects.exists()
    held = {"language": "zh-Hans", "text": f"00:01.000 --> 00:02.000\n{said}"}
    assert author.post(f"{address}new/", held).status_code == 302
    row.refresh_from_db()
    assert row.reach == NOWHERE and Case.objects.get(kind=RESOURCE).findings[0]["place"] == "subtitles"
    author.post(f"{address}zh-Hans/remove/")
    row.refresh_from_db()
    assert row.reach == cast.school.path


def test_a_comment_that_is_refused_stays_in_its_field(cast):
    row, client = cast.admitted(), cast.client("colleague")
    for text, why in (("刷单返利，加我", "“刷单返利”"), ("长" * 1001, "1001")):
        answer = client.post(f"/resources/{row.pk}/comments/", {"kind": "comment", "text": text})
        page = answer.content.decode()
        assert answer.status_code == 422 and text in page and 'id="comment_text_error"' in page
        assert why in page and "请先填写内容" not in page
    assert not Comment.objects.exists()
