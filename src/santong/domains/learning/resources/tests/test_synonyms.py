"""The region's own groups of words that find each other."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from santong.domains.learning.resources.models import SynonymGroup
from santong.domains.learning.resources.synonyms import synonyms
from santong.domains.platform.access.testing import signed_in
from santong.kit.models import UndoStep

LIST = "/resources/synonyms/"


@pytest.fixture
def keeper(cast) -> Client:
    return signed_in("bureau_officer", cast.city)


def found(cast, text: str) -> str:
    return cast.client("colleague").get(reverse("resources:library"), {"q": text}).content.decode()


def test_a_group_holds_from_the_next_search_on_and_can_be_taken_back(cast, keeper):
    row = cast.admitted(title="神舟飞船 模型", keywords="", summary="")
    assert row.title not in found(cast, "宇宙飞船载具")
    assert keeper.post(f"{LIST}new/", {"words": "神舟 宇宙飞船载具"}).status_code == 302
    assert row.title in found(cast, "宇宙飞船载具")
    group = SynonymGroup.objects.get()
    assert keeper.post(f"{LIST}{group.pk}/edit/", {"words": "神舟，航天器具"}).status_code == 302
    assert row.title in found(cast, "航天器具") and row.title not in found(cast, "宇宙飞船载具")
    keeper.post(f"{LIST}bulk/", {"action": "remove", "ids": [group.pk]})
    assert row.title not in found(cast, "航天器具")
    keeper.post(f"/kit/undo/{UndoStep.objects.get().pk}/")
    assert row.title in found(cast, "航天器具")


def test_words_that_the_region_keeps_follow_it_alone(cast, keeper):
    assert "幻灯片" in synonyms()["课件"]
    page = keeper.get(LIST).content.decode()
    assert "幻灯片" in page and "期中考试" in page
    keeper.post(f"{LIST}new/", {"words": "课件 投影片"})
    assert synonyms()["课件"] == ("投影片",) and "课件" not in synonyms()["幻灯片"]


def test_wrong_groups_are_named_and_kept(cast, keeper):
    keeper.post(f"{LIST}new/", {"words": "课件 投影片"})
    again = keeper.post(f"{LIST}new/", {"words": "投影片 胶片"})
    assert again.status_code == 422 and "胶片" in again.content.decode() and "课件 投影片" in again.content.decode()
    assert keeper.post(f"{LIST}new/", {"words": "、"}).status_code == 422
    assert keeper.get(f"{LIST}new/?words=作文+习作").content.decode().count("作文 习作") == 1


def test_only_who_keeps_the_catalogue_may(cast):
    for name in ("colleague", "affairs", "pupil"):
        assert cast.client(name).get(LIST).status_code == 403
        assert cast.client(name).post(f"{LIST}new/", {"words": "一 二"}).status_code == 403
    assert Client().get(LIST).status_code == 302
