"""Letters read as syllables."""

from __future__ import annotations

import pytest

from santong.lib.pinyin import pinyin_of_name
from santong.lib.syllables import MOST_SPELLINGS, spellings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zengguoyuan", "zeng guo yuan"),
        ("zengguoy", "zeng guo y"),
        ("zengg", "zeng g"),
        ("zen", "zen"),
        ("xian", "xi an"),
        ("Zhang San", "zhang san"),
        ("lvfang", "lv fang"),
        ("lüfang", "lv fang"),
        ("shuangx", "shuang x"),
        ("zh", "zh"),
        ("c", "c"),
        ("change", "chang e"),
    ],
)
def test_what_is_meant_is_among_the_readings(typed: str, meant: str) -> None:
    assert meant in spellings(typed)


@pytest.mark.parametrize("typed", ["", "国", "123", "t2026001", "bcdf", "u", "x" * 50])
def test_what_is_no_pinyin_has_no_reading(typed: str) -> None:
    assert spellings(typed) == []


def test_few_readings_are_followed() -> None:
    assert len(spellings("an" * 20)) <= MOST_SPELLINGS
    assert len(spellings("zhangxiaoming")) <= 6


@pytest.mark.parametrize(
    "name",
    [
        "欧阳娜娜",
        "单雨桐",
        "吕绿女",
        "尉迟恭",
        "黄思源",
        "钟俊熙",
        "许若曦",
        "覃峻豪",
        "戴昊然",
        "严欣怡",
        "诸葛亮",
        "嫦娥",
    ],
)
def test_the_pinyin_of_names_is_read_back(name: str) -> None:
    spoken = pinyin_of_name(name)
    assert spoken in spellings(spoken.replace(" ", ""))
