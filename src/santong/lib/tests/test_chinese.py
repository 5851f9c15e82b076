import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.chinese import half_width, is_han, numeral_text, numeral_value
from santong.lib.pinyin import initials_of_name, pinyin_of_name


def test_width():
    assert half_width("Ａ１（）　甘") == "A1() 甘"
    assert half_width("plain") == "plain"


def test_han():
    assert all(map(is_han, "甘〇㐂𠮷"))
    assert not any(map(is_han, "a1·（"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("零", 0), ("五", 5), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("一百零五", 105),
        ("三千二百一十", 3210), ("二〇一五", 2015), ("两百", 200), ("", None), ("十十", None), ("甘", None),
        ("十百", None), ("a", None), ("1二", None), ("二三十", None),
    ],
)  # fmt: skip
def test_numerals(text, number):
    assert numeral_value(text) == number


@given(st.integers(0, 99))
def test_numerals_read_back(number):
    assert numeral_value(numeral_text(number)) == number


def test_only_two_digits_are_written():
    with pytest.raises(ValueError, match="0 to 99"):
        numeral_text(100)


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("甘乐然", "gan le ran", "glr"),
        ("曾国远", "zeng guo yuan", "zgy"),
        ("单雪", "shan xue", "sx"),
        ("单于雪", "chan yu xue", "cyx"),
        ("尉迟雪", "yu chi xue", "ycx"),
        ("欧阳雪", "ou yang xue", "oyx"),
        ("吕绿", "lv lv", "ll"),
        ("叶尔兰·哈布丁", "ye er lan ha bu ding", "yelhbd"),
        ("Anna Lee", "anna lee", "a"),
        ("", "", ""),
    ],
)
def test_pinyin(name, pinyin, initials):
    assert pinyin_of_name(name) == pinyin
    assert initials_of_name(name) == initials


@given(st.text())
def test_no_name_makes_it_fail(name):
    pinyin_of_name(name)
    initials_of_name(name)
