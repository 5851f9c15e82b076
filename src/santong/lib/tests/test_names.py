import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.names import masked_name, parse_name
from santong.lib.problems import Problem, Tidying
from santong.lib.tests.test_identity_numbers import cells


@pytest.mark.parametrize(
    ("written", "name", "tidied"),
    [
        ("甘乐然", "甘乐然", ()),
        ("欧阳乐然", "欧阳乐然", ()),
        ("甘\u3000然", "甘然", (Tidying.SPACES,)),
        ("甘 然", "甘然", (Tidying.SPACES,)),
        ("甘乐然 ", "甘乐然", (Tidying.SPACES,)),
        ("甘\u200b乐然", "甘乐然", (Tidying.SPACES,)),
        ("叶尔兰·哈布丁", "叶尔兰·哈布丁", ()),
        ("叶尔兰.哈布丁", "叶尔兰·哈布丁", (Tidying.MIDDLE_DOT,)),
        ("叶尔兰•哈布丁", "叶尔兰·哈布丁", (Tidying.MIDDLE_DOT,)),
        ("叶尔兰・哈布丁", "叶尔兰·哈布丁", (Tidying.MIDDLE_DOT,)),
        ("叶尔兰 · 哈布丁", "叶尔兰·哈布丁", (Tidying.SPACES,)),
        ("叶尔兰．哈布丁", "叶尔兰·哈布丁", (Tidying.MIDDLE_DOT, Tidying.FULL_WIDTH)),
        ("Ａｎｎａ", "Anna", (Tidying.FULL_WIDTH,)),
        ("Anna  Lee", "Anna Lee", (Tidying.SPACES,)),
        ("O'Neil-Lee", "O'Neil-Lee", ()),
        ("㐂〇", "㐂〇", ()),
        ("甘𠮷", "甘𠮷", ()),
    ],
)
def test_spellings(written, name, tidied):
    reading = parse_name(written)
    assert (reading.value, reading.tidied) == (name, tidied)


@pytest.mark.parametrize(
    ("written", "problem", "proposals"),
    [
        ("甘乐然2", Problem.NAME_HAS_DIGITS, ("甘乐然",)),
        ("甘乐然(转)", Problem.NAME_HAS_NOTE, ("甘乐然",)),
        ("甘乐然（男）", Problem.NAME_HAS_NOTE, ("甘乐然",)),
        ("甘/然", Problem.NAME_HAS_SYMBOLS, ("甘然",)),
        ("甘", Problem.NAME_TOO_SHORT, ("甘",)),
        ("甘?", Problem.NAME_GARBLED, ()),
        ("甘\ue863", Problem.NAME_GARBLED, ()),
        ("待定", Problem.NAME_IS_PLACEHOLDER, ()),
        ("同上", Problem.NAME_IS_PLACEHOLDER, ()),
        ("甘" * 51, Problem.NAME_TOO_LONG, ()),
        (20260901.0, Problem.NAME_HAS_DIGITS, ()),
    ],
)
def test_doubts(written, problem, proposals):
    reading = parse_name(written)
    assert (reading.value, reading.problem, reading.proposals) == (None, problem, proposals)


def test_the_message_names_the_symbols():
    assert "/" in parse_name("甘/然").message


@given(st.text("甘乐然怡轩\u3000 \t", min_size=2))
def test_reading_twice_changes_nothing_more(text):
    first = parse_name(text)
    if first.value:
        assert parse_name(first.value).is_clean


@given(cells)
def test_no_cell_makes_it_fail(cell):
    parse_name(cell)


def test_a_masked_name_keeps_its_first_character():
    assert [masked_name(name) for name in ("张三", "欧阳修", "Mei", "")] == ["张*", "欧**", "M**", ""]


@pytest.mark.parametrize(
    ("written", "proposal"),
    [("王小⼒", "王小力"), ("赵⼀鸣", "赵一鸣"), ("李⻘松", "李青松"), ("⻢⻰", "马龙"), ("金\uf90a", "金金")],
)
def test_signs_of_radicals_are_proposed_as_the_ordinary_character(written, proposal):
    reading = parse_name(written)
    assert (reading.problem, reading.proposals) == (Problem.NAME_HAS_RADICALS, (proposal,))


@pytest.mark.parametrize(
    "invisible", ["\u200b", "\xa0", "\ufeff", "\u3164", "\u2028", "\u2800", "\uffa0", "\u2066", "\ufe00"]
)
def test_characters_nobody_sees_are_taken_out(invisible):
    assert parse_name(f"蔡{invisible}四").value == "蔡四"
    assert parse_name(invisible).is_empty
