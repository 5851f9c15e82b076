"""Searching: words, parts, pinyin, slips, synonyms, facets, scopes."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from opencc import OpenCC

from santong.kit.fulltext import search as searching
from santong.kit.fulltext.public import Entry, Index, learn, search, suggest
from santong.kit.fulltext.queries import spellings
from santong.kit.fulltext.tokens import normal, runs

pytestmark = pytest.mark.django_db

SYNONYMS = {"课件": ("ppt", "幻灯片"), "ppt": ("课件",)}
INDEX = Index("samples", code="s", facets=("subject", "kind"), synonyms=SYNONYMS)


def entry(key: int, title: str, subject: str = "数学", kind: str = "slides", **more) -> Entry:
    facts = {"day": date(2026, 3, key % 27 + 1), "scopes": ("everyone",), **more}
    return Entry(key=key, title=title, facets={"subject": subject, "kind": kind}, **facts)


@pytest.fixture
def filled() -> None:
    INDEX.put(
        [
            entry(1, "一元一次方程的解法 课件", context="第三章 一元一次方程"),
            entry(2, "圆的面积 教案", kind="plan", text="把圆平均分成若干份", weight=40),
            entry(3, "圆的周长", kind="plan", weight=3),
            entry(4, "《背影》朗读", "语文", "audio"),
            entry(5, "秘密的方程", scopes=("school7",)),
        ]
    )
    learn("samples", {"一元一次方程": 5, "圆的面积": 3, "背影": 2})


def keys(text: str, *, scopes=("everyone",), **more) -> list[int]:
    return [hit.key for hit in search(INDEX, text, scopes=scopes, **more).hits]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("一元一次方程的解法", 1),
        ("元一次方", 1),
        ("方程解法", 1),
        ("yiyuanyicifangcheng", 1),
        ("yyycfc", 1),
        ("一元一次方成", 1),
        ("一元一次方程 ppt", 1),
        ("圆面积", 2),
        ("yuan de mianji", 2),
        ("平均分", 2),
        ("beiying", 4),
        ("「背影」", 4),
    ],
)
def test_finds(filled, typed, wanted):
    assert keys(typed)[:1] == [wanted]


def test_finds_nothing_where_nothing_is(filled):
    assert keys("光合作用") == []
    assert keys("方程", scopes=()) == []


SCRIPTS = (
    ("中华人民共和国国歌", "中華人民共和國國歌"),
    ("显微镜下的细胞观察", "顯微鏡下的細胞觀察"),
    ("幼儿园的微课", "幼兒園的微課"),
    ("著名作家的著作", "著名作家的著作"),
    ("看着天空说乾坤", "看著天空說乾坤"),
    ("头发与发展", "頭髮與發展"),
    ("皇后走后", "皇后走後"),
)
FOUND_BY = ("国歌", "观察", "微课", "园", "著名", "著作", "看着", "乾坤", "头发", "发展", "皇后", "走后", "课件 微课")


@pytest.mark.parametrize("typed", FOUND_BY)
def test_both_scripts_find_the_same(typed):
    INDEX.put([entry(1 + at, title) for at, pair in enumerate(SCRIPTS) for title in pair[:1]])
    INDEX.put([entry(101 + at, title) for at, (_simplified, title) in enumerate(SCRIPTS)])
    traditional = OpenCC("s2t").convert(typed)
    found = keys(typed)
    assert {key % 100 for key in found if key < 100} == {key % 100 for key in found if key > 100} != set()
    assert keys(traditional) == found


def test_titles_are_ranked_and_shown_as_they_are_written(filled):
    INDEX.put([entry(8, "國歌", context="音樂")])
    [hit] = search(INDEX, "国歌", scopes=("everyone",)).hits
    assert (hit.key, hit.title) == (8, "國歌")
    assert keys("guoge") == [8]


def test_words_that_mean_the_same_do_so_in_both_scripts(filled):
    assert keys("一元一次方程 幻燈片")[:1] == [1]


def test_traditional_titles_are_read_by_their_words():
    INDEX.put([entry(9, "音樂欣賞"), entry(10, "乾坤")])
    assert keys("yinyuexinshang") == [9]
    assert keys("qiankun") == [10]


def test_suggestions_come_in_either_script(filled):
    assert suggest("samples", "圓的") == suggest("samples", "圆的") == ["圆的面积"]
    assert suggest("samples", "面積") == ["圆的面积"]
    learn("samples", {"圓周率": 1})
    assert suggest("samples", "圆周") == ["圓周率"]


def test_says_what_it_answered_instead(filled):
    assert search(INDEX, "一元一次方成", scopes=("everyone",)).corrected == "一元一次方程"


def test_what_only_a_choice_hides_is_not_answered_with_something_else(filled):
    found = search(INDEX, "一元一次方程的解法", scopes=("everyone",), chosen={"kind": ["video"]})
    assert (found.total, found.unnarrowed, found.corrected, found.partly) == (0, 1, "", False)


def test_scopes_hold_for_results_counts_and_facets(filled):
    found = search(INDEX, "方程", scopes=("everyone",))
    assert ([hit.key for hit in found.hits], found.total, found.facets["kind"]) == ([1], 1, [("slides", 1)])
    assert set(keys("方程", scopes=("everyone", "school7"))) == {1, 5}


@pytest.mark.parametrize("few", [0, 9], ids=["tier by tier", "sorted"])
def test_of_too_many_the_most_used_or_newest_are_ranked(filled, monkeypatch, few):
    monkeypatch.setattr(searching, "CANDIDATES", 1)
    monkeypatch.setattr(searching, "FEW", few)
    assert keys("圆") == [2] and keys("圆", order="used") == [2]
    assert keys("圆的周长", chosen={"kind": ["plan"]})[:1] == [3], "the title that is the query comes first"
    newest = keys("", chosen={"kind": ["plan"]}, order="newest")
    assert newest == [3] if few else newest, "tiers of time are months"


def test_facets_count_what_the_other_choices_leave(filled):
    found = search(INDEX, "", scopes=("everyone",), chosen={"kind": ["plan"]})
    assert found.total == 2
    assert found.facets["kind"] == [("plan", 2), ("audio", 1), ("slides", 1)]
    assert found.facets["subject"] == [("数学", 2)]


def test_orders(filled):
    assert keys("", order="used")[:2] == [2, 3]
    assert keys("", order="newest")[0] == 4
    assert keys("圆")[0] == 2


def test_replacing_and_removing(filled):
    INDEX.put([entry(1, "二元一次方程组", kind="plan")])
    assert keys("解法") == []
    assert keys("二元一次")[0] == 1
    INDEX.remove([1, 99])
    assert 1 not in keys("")
    assert search(INDEX, "", scopes=("everyone",)).total == 3


def test_rebuilding(filled):
    INDEX.rebuild([entry(7, "分数的初步认识")])
    assert keys("分数") == [7]
    assert search(INDEX, "", scopes=("everyone",)).total == 1


def test_suggestions(filled):
    assert suggest("samples", "一元") == ["一元一次方程"]
    assert suggest("samples", "yuand") == ["圆的面积"]
    assert suggest("samples", "by") == ["背影"]
    assert suggest("samples", "面积") == ["圆的面积"]


def test_strange_input_is_harmless(filled):
    for typed in ('"', "'", "a'b\\", "（", "AND OR NOT", "*", ":", "\x00", "方" * 500, "🙂", "zzzzzz" * 20):
        search(INDEX, typed, scopes=("everyone",))


def test_pinyin_is_cut_into_syllables():
    assert spellings("fangcheng")[0] == ("fang", "cheng")
    assert ("xi", "an") in spellings("xian") or ("xian",) in spellings("xian")
    assert spellings("xyz") == ()


def test_width_and_case_do_not_matter():
    assert normal("ＰＰＴ") == "ppt"
    assert runs("ＰＰＴ课件（第1课）") == ["ppt", "课件", "第", "1", "课"]


def test_what_was_taken_back_leaves_nothing_behind():
    """SQLite gives the keys of rows that were taken back to others."""
    before = transaction.savepoint()
    INDEX.put([entry(1, "方程", kind="slides")])
    assert keys("方程", chosen={"kind": ["slides"]}) == [1]
    transaction.savepoint_rollback(before)
    INDEX.put([entry(1, "方程", kind="plan")])
    assert keys("方程", chosen={"kind": ["plan"]}) == [1]
