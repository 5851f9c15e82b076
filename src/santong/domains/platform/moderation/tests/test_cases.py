"""Holding, releasing, rejecting: what moderators see and what authors are told."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.moderation.actions import put_word, reject, release, review, take_back
from santong.domains.platform.moderation.holdables import Holdable, UnknownKind, kind_named
from santong.domains.platform.moderation.models import Case, Effect, Level, Word
from santong.domains.platform.moderation.queries import check, pieces, state_of, withheld
from santong.domains.platform.moderation.tests.conftest import POST, add
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry, UndoStep
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db
State = Case.State


@pytest.fixture
def held(region, posts) -> Case:
    """A post that waits at the school."""
    add("赌博", region.city)
    posts.texts[1] = "周末一起 赌 博"
    assert review(kind=POST, object_id=1) == State.WAITING
    return Case.objects.get()


def principal(region) -> Viewer:
    person = somebody("principal", region.school, "principal")
    return Viewer(person.pk, (Grant("principal", region.school.path),), "staff")


def test_a_check_says_what_to_do(region):
    for text, effect in (("作弊", Effect.REFUSE), ("赌博", Effect.HOLD), ("香烟", Effect.NOTE)):
        add(text, region.city, effect)
    assert not check({"title": "好", "text": "好"}, path=region.school.path).findings
    noted = check({"text": "香烟"}, path=region.school.path)
    assert not noted.must_wait and not noted.refusal
    assert check({"text": "香烟赌博"}, path=region.school.path).must_wait
    refused = check({"title": "赌博", "text": "作弊"}, path=region.school.path)
    assert "作弊" in refused.refusal and refused.worst.place == "text"


def test_a_word_with_fillers_in_it_is_held_and_never_refused(region):
    add("网络赌博", region.city, Effect.REFUSE)
    add("电子香烟", region.city, Effect.NOTE)
    hidden = check({"text": "来网x络x赌x博"}, path=region.school.path)
    assert hidden.must_wait and not hidden.refusal
    assert check({"text": "网络赌博"}, path=region.school.path).refusal
    assert not check({"text": "电1子2香3烟"}, path=region.school.path).must_wait


def test_what_is_harmless_goes_out(region, posts):
    posts.texts[1] = "好"
    assert review(kind=POST, object_id=1) == State.RELEASED and not Case.objects.exists()
    add("香烟", region.city, Effect.NOTE)
    posts.texts[1] = "香烟"
    assert review(kind=POST, object_id=1) == review(kind=POST, object_id=1) == State.RELEASED
    assert Case.objects.get().state == State.NOTED


def test_a_case_is_at_the_level_of_its_strictest_word(region, posts):
    add("赌博", region.city, level=Level.SCHOOL)
    posts.texts.update({1: "赌博", 2: "赌博毒品"})
    add("毒品", region.city, level=Level.COUNTY)
    for key in posts.texts:
        review(kind=POST, object_id=key)
    assert {case.object_id: case.path for case in Case.objects.all()} == {1: region.school.path, 2: region.county.path}


def test_releasing_tells_the_owner_and_lasts(region, posts, held):
    release(acting=principal(region), case=held)
    assert posts.settled == [(1, "released", "")]
    assert review(kind=POST, object_id=1) == State.RELEASED
    assert AuditEntry.objects.filter(verb="moderation.release", model="moderation.case").exists()
    posts.texts[1] += "赌博！"
    assert review(kind=POST, object_id=1) == State.WAITING and Case.objects.count() == 2


def test_rejecting_needs_a_reason_that_is_kept(region, posts, held):
    acting = principal(region)
    with pytest.raises(NotPossible):
        reject(acting=acting, case=held, reason="  ")
    reject(acting=acting, case=held, reason="不合适")
    assert posts.settled == [(1, "rejected", "不合适")] and state_of(POST, 1).reason == "不合适"
    assert review(kind=POST, object_id=1) == State.REJECTED
    with pytest.raises(NotPossible):
        release(acting=acting, case=held)
    take_back(acting=acting, case=held)
    assert posts.settled[-1] == (1, "waiting", "") and Case.objects.get().state == State.WAITING


def test_a_case_follows_its_object(region, posts, held):
    posts.texts[1] = "赌博，再来"
    review(kind=POST, object_id=1)
    assert Case.objects.get().digest != held.digest
    posts.texts[1] = "下棋"
    assert review(kind=POST, object_id=1) == State.RELEASED and Case.objects.get().state == State.CHANGED
    with pytest.raises(NotPossible):
        release(acting=SYSTEM, case=held)
    posts.texts[1] = "赌博"
    review(kind=POST, object_id=1)
    del posts.texts[1]
    assert review(kind=POST, object_id=1) == State.RELEASED
    assert set(Case.objects.values_list("state", flat=True)) == {State.CHANGED}


def test_what_is_withheld(region, posts, held):
    def keys() -> list[int]:
        return list(withheld(POST).values_list("object_id", flat=True))

    assert keys() == [1]
    reject(acting=principal(region), case=held, reason="不合适")
    assert keys() == [1]
    posts.texts[1] = "赌博二"
    assert review(kind=POST, object_id=1) == State.WAITING and keys() == [1]
    posts.texts[1] = "下棋"
    assert review(kind=POST, object_id=1) == State.RELEASED and keys() == []


def test_clean_texts_beside_do_not_ask_again(region, posts):
    add("赌博", region.city)
    first = check({"title": "赌博"}, path=region.city.path)
    assert first.digest == check({"title": "赌博", "text": "下棋"}, path=region.city.path).digest
    assert first.digest != check({"title": "赌博二"}, path=region.city.path).digest


def test_nobody_decides_about_their_own_or_elsewhere(region, posts, held):
    author = Viewer(region.author.pk, (Grant("principal", region.school.path),), "staff")
    with pytest.raises(NotPossible):
        release(acting=author, case=held)
    stranger = Viewer(1, (Grant("county_officer", region.other.path),), "staff")
    with pytest.raises(PermissionDenied):
        release(acting=stranger, case=held)


def test_the_queue_of_a_school(region, posts, held):
    posts.texts[2] = "赌博二"
    review(kind=POST, object_id=2)
    client = signed_in("principal", region.school)
    page = client.get("/moderation/").content.decode()
    assert "Post 1" in page and "Post 2" in page
    case = client.get(f"/moderation/{held.pk}/").content.decode()
    assert ">赌 博</mark>" in case and region.author.name in case
    empty = client.post(f"/moderation/{held.pk}/reject/", {"reason": ""})
    assert empty.status_code == 422
    answer = client.post(f"/moderation/{held.pk}/reject/", {"reason": "不合适"})
    second = Case.objects.get(object_id=2)
    assert answer["Location"] == f"/moderation/{second.pk}/"
    client.post(f"/kit/undo/{UndoStep.objects.get().pk}/")
    assert Case.objects.get(pk=held.pk).state == State.WAITING
    client.post("/moderation/bulk/", {"action": "release", "ids": [held.pk, second.pk]})
    assert not Case.objects.filter(state=State.WAITING).exists()
    assert "Post 1" not in client.get("/moderation/").content.decode()
    assert "Post 1" in client.get("/moderation/?state=released").content.decode()
    assert client.post(f"/moderation/{held.pk}/back/").status_code == 302
    assert client.get("/moderation/?whose=mine").status_code == 200


def test_other_schools_and_roles_see_nothing(region, posts, held):
    for client in (signed_in("county_officer", region.other), client_of(region.author)):
        assert client.get(f"/moderation/{held.pk}/").status_code == 404
        for tail in ("release/", "back/"):
            assert client.post(f"/moderation/{held.pk}/{tail}").status_code == 404
    assert client_of(region.author).get("/moderation/").status_code == 403


def test_the_county_sees_its_schools(region, posts, held):
    assert "Post 1" in signed_in("county_officer", region.county).get("/moderation/").content.decode()


def test_kinds_are_validated_at_the_start(posts):
    good = Holdable(POST, "Post", {"text": "Text"}, lambda key: None, lambda *args: None)
    assert not list(good.faults())
    assert len(list(Holdable("nowhere.thing", "Thing", {}, good.describe, good.settle).faults())) == 2
    with registry.declaring(good), pytest.raises(ImproperlyConfigured, match="twice"):
        kind_named(POST)
    with pytest.raises(UnknownKind):
        kind_named("nothing")


def test_what_its_module_no_longer_declares_can_still_be_listed_and_closed(region, posts, held):
    browser = client_of(somebody("principal", region.school, "keeper"))
    other = Holdable("files.file", "File", {"text": "Text"}, lambda key: None, lambda *args: None)
    with registry.declaring(other, alone=True):
        for address in ("/moderation/", f"/moderation/{held.pk}/"):
            assert "已不存在" in browser.get(address).content.decode()
        answer = browser.post(f"/moderation/{held.pk}/reject/", {"reason": "无法查看"})
    assert answer.status_code == 302
    held.refresh_from_db()
    assert held.state == State.REJECTED


def test_long_texts_are_shown_around_the_words(region):
    add("赌博", region.city)
    text = "甲" * 3000 + "赌博" + "乙" * 3000
    findings = check({"text": text}, path=region.school.path).findings
    shown = pieces(text, findings)
    assert [bool(piece.finding) for piece in shown] == [False, True, False]
    assert "甲" * 30 in shown[0].text and len(shown[0].text) < 50 and "乙" * 30 in shown[2].text
    assert "".join(
        piece.text for piece in pieces("一赌博二", check({"": "一赌博二"}, path=region.city.path).findings)
    ) == ("一赌博二")


def test_words_that_are_added_hold_what_is_there_already(region, posts):
    kind = replace(kind_named(POST), shown=lambda: [1, 2])
    posts.texts = {1: "周末一起打牌", 2: "周末一起看书"}
    for text in ("看戏", "打牌"):
        word = Word(organisation=region.city, path=region.city.path, effect=Effect.HOLD)
        put_word(acting=SYSTEM, word=word, text=text)
    with registry.declaring(kind, alone=True):
        first, second = run_due()
    assert "再次" in first.result.return_value["text"], "the second change has a check of its own"
    assert [(case.object_id, case.state) for case in Case.objects.all()] == [(1, State.WAITING)]
    assert posts.settled == [(1, State.WAITING, "")] and second.state == "succeeded"


def test_every_heading_of_the_queue_that_is_a_link_sorts(region, held):
    client = signed_in("principal", region.school)
    links = set(re.findall(r'class="sort" href="([^"]+)"', client.get("/moderation/").content.decode()))
    assert len(links) > 5
    assert {client.get(html.unescape(link)).status_code for link in links} == {200}
    assert client.get("/moderation/?sort=words").status_code == 200


def test_whoever_let_it_in_decides_about_it(region, posts):
    add("赌博", region.city)
    posts.texts[1], posts.level = "赌博", Level.CITY
    review(kind=POST, object_id=1)
    case = Case.objects.get()
    assert (case.path, case.level) == (region.city.path, Level.CITY)
    for role, place in (("principal", region.school), ("county_officer", region.county)):
        client = signed_in(role, place, f"{role}-below")
        assert client.post(f"/moderation/{case.pk}/reject/", {"reason": "x"}).status_code == 404
    client = signed_in("bureau_officer", region.city)
    client.post(f"/moderation/{case.pk}/reject/", {"reason": "不合适"})
    assert posts.settled == [(1, "rejected", "不合适")]


def test_a_level_below_takes_nothing_back_that_was_let_in_above_since(region, posts, held):
    client = signed_in("principal", region.school)
    client.post(f"/moderation/{held.pk}/release/")
    posts.level = Level.COUNTY
    page = client.get(f"/moderation/{held.pk}/").content.decode()
    assert f"/moderation/{held.pk}/back/" not in page and "县级" in page
    client.post(f"/moderation/{held.pk}/back/")
    client.post(f"/kit/undo/{UndoStep.objects.get().pk}/")
    held.refresh_from_db()
    assert held.state == State.RELEASED and posts.settled == [(1, "released", "")]
    signed_in("county_officer", region.county).post(f"/moderation/{held.pk}/back/")
    held.refresh_from_db()
    assert held.state == State.WAITING


def test_many_are_decided_without_those_of_a_level_above(region, posts, held):
    posts.texts[2] = "赌博二"
    review(kind=POST, object_id=2)
    posts.level = Level.CITY
    client = signed_in("principal", region.school)
    assert client.post("/moderation/bulk/", {"action": "release", "ids": [held.pk]}).status_code == 302
    held.refresh_from_db()
    assert held.state == State.WAITING
