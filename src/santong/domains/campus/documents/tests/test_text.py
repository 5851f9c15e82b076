"""Parts of a text by their marks, marks of secrecy, what two texts differ in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.campus.documents.text import Block, blocks_of, compared, is_secret, personal_numbers


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、明确责任", 1),
        ("十二、其他", 1),
        ("（三）加强检查", 2),
        ("(三)加强检查", 2),
        ("1.每周一次", 3),
        ("12．每周一次", 3),
        ("（4）做好记录", 4),
        ("3.5万元用于维修", 0),
        ("一方面要做好", 0),
        ("2026年12月1日起", 0),
    ],
)
def test_the_mark_says_the_level(line: str, level: int):
    assert [block.level for block in blocks_of(f"\u3000\u3000{line}\n\n")] == [level]


def test_the_head_of_a_part_goes_to_its_first_full_stop():
    assert blocks_of("（一）健全制度。节假日值班。") == [Block(2, "（一）健全制度。", "节假日值班。")]
    assert blocks_of("一、总体要求") == [Block(1, "一、总体要求", "")]


@pytest.mark.parametrize("text", ["绝密★10年", "机密 5年", "秘密★长期", "正文\n  机密"])
def test_marks_of_secrecy_are_seen(text: str):
    assert is_secret(text)


@pytest.mark.parametrize("text", ["做好保密工作", "学习国家秘密的有关规定", "密切家校联系"])
def test_talk_about_secrecy_is_no_mark(text: str):
    assert not is_secret(text)


def test_mobile_and_identity_numbers_are_counted():
    assert personal_numbers("联系人电话13800000000，证件号11010119900307001X，邮编100000") == 2


@given(st.text("一二三。\n", max_size=60), st.text("一二三。\n", max_size=60))
def test_both_texts_can_be_read_from_what_they_differ_in(old: str, new: str):
    pieces = compared(old, new)
    assert "".join(each.text for each in pieces if each.how != "out") == new
    assert "".join(each.text for each in pieces if each.how != "in") == old
