"""Words are found however they are written, and only where they are words."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.platform.moderation.demo import LISTS
from santong.domains.platform.moderation.matching.folding import fold, positions
from santong.domains.platform.moderation.matching.matcher import LONGEST_GAP, STOPS, Entry, Matcher
from santong.domains.platform.moderation.matching.sounding import sounds_of

TEXTS = st.text(max_size=60)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=8)
SIGNS = st.text(
    st.sampled_from([sign for sign in " 　.,-_*·、，~…\u200b/|【】" if sign not in STOPS]), max_size=LONGEST_GAP
)


def matcher(*words: str, harmless: tuple[str, ...] = (), path: str = "") -> Matcher:
    bad = [Entry(number, word, fold(word), path) for number, word in enumerate(words)]
    good = [Entry(-number, word, fold(word), path, is_harmless=True) for number, word in enumerate(harmless, 1)]
    return Matcher(bad + good)


def found(text: str, *words: str, harmless: tuple[str, ...] = ()) -> list[str]:
    return [text[each.start : each.end] for each in matcher(*words, harmless=harmless).find(text, "0001")]


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("参加网络赌博可耻", "赌博", "赌博"),
        ("參加網絡賭博", "赌博", "賭博"),
        ("赌博", "賭博", "赌博"),
        ("来 赌 博 吧", "赌博", "赌 博"),
        ("赌*-*博", "赌博", "赌*-*博"),
        ("赌\u200b博", "赌博", "赌\u200b博"),
        ("加ＶＸ１２３", "加vx", None),
        ("加ＶＸ：１２３", "加vx", "加ＶＸ"),
        ("Café ABC", "cafe", "Café"),
        ("D-R-U-G 在此", "drug", "D-R-U-G"),
        ("赌\n博", "赌博", "赌\n博"),
        ("网\u3164络\u115f赌\u1160博", "网络赌博", "网\u3164络\u115f赌\u1160博"),
        ("赌\uffa0\u2800博", "赌博", "赌\uffa0\u2800博"),
        ("赌" + "\u200b" * 9 + "博", "赌博", "赌" + "\u200b" * 9 + "博"),
        ("来。网。络。赌。博。吧", "网络赌博", "网。络。赌。博"),
        ("玩网！络、赌？博了", "网络赌博", "网！络、赌？博"),
        ("赌。博。", "赌博", "赌。博"),
    ],
)
def test_disguises(text, word, written):
    assert found(text, word) == ([written] if written else [])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("他从不吸毒。品格优良", "毒品"),
        ("吸毒！品行", "毒品"),
        ("不许吸毒。品？", "毒品"),
        ("毒。品格优良", "毒品"),
        ("去上网。络绎。赌气。博学", "网络赌博"),
        ("上网。络赌。博", "网络赌博"),
        ("选A？B？C？", "abc"),
        ("first class", "ass"),
        ("it is so", "tis"),
        ("赌……————博", "赌博"),
        ("赌输博学", "赌博"),
    ],
)
def test_what_is_no_word(text, word):
    assert found(text, word) == []


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("来网x络x赌x博吧", "网络赌博", "网x络x赌x博"),
        ("网1络2赌3博", "网络赌博", "网1络2赌3博"),
        ("網 x 絡 x 賭 x 博", "网络赌博", "網 x 絡 x 賭 x 博"),
        ("网xx络y赌abc博", "网络赌博", "网xx络y赌abc博"),
        ("网的络的赌的博", "网络赌博", "网的络的赌的博"),
        ("网Ｘ络Ｘ赌Ｘ博", "网络赌博", "网Ｘ络Ｘ赌Ｘ博"),
    ],
)
def test_fillers_between_all_characters_are_seen_through(text, word, written):
    (match,) = matcher(word).find(text, "0001")
    assert (text[match.start : match.end], match.is_strewn) == (written, True)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("消毒10品种", "毒品"),
        ("点A在直线BC上", "点在上"),
        ("上网x络绎赌x博", "网络赌博"),
        ("网x络。赌x博", "网络赌博"),
        ("网abcd络abcd赌abcd博", "网络赌博"),
        ("看一看，想一想，学一学", "看想学"),
        ("网x络x赌x博", "博赌"),
    ],
)
def test_fillers_by_chance_hide_nothing(text, word):
    assert found(text, word) == []


def test_a_word_written_whole_is_found_once():
    assert [match.is_strewn for match in matcher("网络赌博").find("网络赌博，x网络y", "0001")] == [False]


def test_harmless_phrases_hide_the_words_in_them():
    words, harmless = ("鸦片",), ("鸦片战争",)
    assert found("第一次鴉片戰爭之後", *words, harmless=harmless) == []
    assert found("鸦片战争与鸦片", *words, harmless=harmless) == ["鸦片"]


def test_words_hold_below_their_organisation_only():
    mine = matcher("赌博", path="00010002")
    assert mine.find("赌博", "000100020003") and not mine.find("赌博", "00010003") and not mine.find("赌博", "0001")


def test_no_words_find_nothing():
    assert matcher().find("anything", "0001") == []


@given(TEXTS)
def test_each_folded_character_comes_from_where_it_is_said(text):
    assert "".join(fold(text[index]) for index in dict.fromkeys(positions(text))) == fold(text)
    assert len(positions(text)) == len(fold(text))


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS, HAN, TEXTS, st.data())
def test_a_word_with_signs_strewn_in_is_found(before, word, after, data):
    gaps = [data.draw(SIGNS) for _ in word[1:]]
    hidden = word[0] + "".join(gap + char for gap, char in zip(gaps, word[1:], strict=True))
    text = before + hidden + after
    spans = [(each.start, each.end) for each in matcher(word).find(text, "")]
    assert (len(before), len(before) + len(hidden)) in spans


@given(st.lists(HAN, min_size=1, max_size=5), TEXTS)
def test_what_is_found_folds_to_the_word(words, text):
    for each in matcher(*words).find("".join(words) + text, ""):
        assert fold(("".join(words) + text)[each.start : each.end]) == each.entry.folded


def heard(text: str, *words: str) -> list[tuple[str, bool]]:
    entries = [Entry(number, word, fold(word), "", sounds=sounds_of(fold(word))) for number, word in enumerate(words)]
    return [(text[each.start : each.end], each.is_strewn) for each in Matcher(entries).find(text, "")]


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("来wangluodubo吧", "网络赌博", "wangluodubo"),
        ("Wang Luo Dǔ Bó", "网络赌博", "Wang Luo Dǔ Bó"),
        ("ｗａｎｇｌｕｏ-ｄｕｂｏ", "网络赌博", "ｗａｎｇｌｕｏ-ｄｕｂｏ"),
        ("网络du博", "网络赌博", "网络du博"),
        ("網洛賭搏", "网络赌博", "網洛賭搏"),
        ("du博", "赌博", "du博"),
        ("不要赌bo。", "赌博", "赌bo"),
        ("六he彩", "六合彩", "六he彩"),
        ("liuhecai", "六合彩", "liuhecai"),
    ],
)
def test_words_spelled_by_their_sound_are_found_as_what_may_be_chance(text, word, written):
    assert heard(text, word) == [(written, True)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("dubo", "赌博"),
        ("他在网络读博", "网络赌博"),
        ("把校园带进生活", "校园贷"),
        ("渎(dú)品(pǐn)", "毒品"),
        ("awangluodubo", "网络赌博"),
        ("wangluodubo1", "网络赌博"),
        ("wa ngluodubo", "网络赌博"),
        ("网洛。赌搏", "网络赌博"),
        ("CPU博", "赌博"),
        ("网络赌", "网络赌博"),
    ],
)
def test_what_only_sounds_a_little_like_a_word_is_none(text, word):
    assert heard(text, word) == []


def test_a_word_written_as_it_is_is_not_heard_as_well():
    assert heard("网络赌博", "网络赌博") == [("网络赌博", False)]


def test_the_words_of_a_dictionary_sound_like_no_word_of_the_lists():
    words = [text for *_, texts in LISTS for text in texts]
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        text = "，".join(line.split(" ")[0] for line in islice(lines, 0, None, 5))
    assert len(text) > 200_000
    assert not [written for written, may_be_chance in heard(text, *words) if may_be_chance]
