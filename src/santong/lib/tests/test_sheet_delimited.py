import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.names import parse_name
from santong.lib.problems import Problem
from santong.lib.sheets.delimited import decode
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Book, Limits
from santong.lib.sheets.opening import open_book

PRIVATE = b"\xaa\xa1"  # what a school's own font has in the user-defined area of GBK
TEXT = "学校标识码,教师姓名, 是否在编\r\n2199000001,甘乐然,Y\r\n2199000001,叶尔兰·哈布丁,否\r\n"


def opened(content: bytes) -> Book:
    """Parsed in this process: what a child process adds is tested with the workbooks."""
    return open_book(content, Limits())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (b"name,phone\r\nAnna,1\r\n", "utf-8"),
    ],
)
def test_encodings(content, encoding):
    book = opened(content)
    assert book.encoding == encoding
    assert book.grids[0].rows[1][1] in ("甘乐然", "1")


def test_gb_text_that_is_valid_utf8_by_chance():
    assert decode("路".encode("gb18030")) == ("gb18030", "路")  # the bytes of a middle dot in UTF-8
    assert decode("Anna·Lee,路".encode())[1] == "Anna·Lee,路"


def test_names_beyond_gb2312_and_beyond_the_basic_plane():
    text = "姓名,班级\r\n甘䶮,一年级1班\r\n苗𠮷,一年级1班\r\n张镕,一年级1班\r\n"
    assert decode(text.encode("gb18030")) == ("gb18030", text)


@pytest.mark.parametrize(
    "content",
    [
        "學校名稱,教師姓名\r\n龍門國小,歐陽藝萱\r\n".encode("big5"),
        "名前,電話\r\nたなか,1\r\n".encode("shift-jis"),
        TEXT.encode("utf-8")[:-1] + b"\xff\xff",
        "甘乐然".encode()[:-1] + b"\xff",
        b"a,b\x00c\r\n",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_not_certain_is_refused(content):
    with pytest.raises(UnreadableSheet) as caught:
        opened(content)
    assert caught.value.fault is SheetFault.ENCODING_UNCLEAR


PUPILS = "姓名,性别,班级\r\n" + "".join(f"侯{each},男,二年级(1)班\r\n" for each in "一二三四五六七八")


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (PUPILS.encode("gb18030").replace("侯三".encode("gb18030"), "侯".encode("gb18030") + PRIVATE), "侯\ue000"),
        (PUPILS.encode("gb18030").replace("侯三".encode("gb18030"), "侯".encode("gb18030") + b"\xff"), "侯\ufffd"),
        (PUPILS.encode().replace("侯三".encode(), "侯三".encode()[:-1]), "侯\ufffd"),
        (PUPILS.replace("侯三", "侯\ue5e5").encode(), "侯\ue5e5"),
        (PUPILS.replace("侯三", "侯\x01").encode("utf-16"), "侯\x01"),
    ],
)
def test_one_bad_character_spoils_its_cell_and_not_the_file(content, cell):
    rows = opened(content).grids[0].rows
    assert rows[3] == [cell, "男", "二年级(1)班"]
    assert rows[4][0] == "侯四"
    assert parse_name(cell).problem is Problem.NAME_GARBLED


@pytest.mark.parametrize("delimiter", list(",\t;|，"))
def test_delimiters(delimiter):
    text = "\n".join(delimiter.join(row) for row in [["姓名", "备注", "班级"], ["甘乐然", "", "1班"], ["苗雨", "", ""]])
    assert opened(text.encode()).grids[0].rows[1] == ["甘乐然", "", "1班"]


def test_a_title_line_does_not_mislead_and_rows_become_equally_long():
    rows = opened("某校名册\n姓名;班级;电话\n甘乐然;1班;1\n苗雨;2班\n".encode()).grids[0].rows
    assert rows == [["某校名册", "", ""], ["姓名", "班级", "电话"], ["甘乐然", "1班", "1"], ["苗雨", "2班", ""]]


def test_a_declared_delimiter_and_quoted_cells():
    rows = opened('sep=;\r\n姓名;备注\r\n甘乐然;"一;二\n三"\r\n'.encode()).grids[0].rows
    assert rows == [["姓名", "备注"], ["甘乐然", "一;二\n三"]]


def test_a_quotation_mark_left_open():
    lines = "\n".join(f"甘,{number}" for number in range(100))
    with pytest.raises(UnreadableSheet) as caught:
        opened(f'姓名,数\n甘,"1\n{lines}'.encode())
    assert (caught.value.fault, caught.value.arguments) == (SheetFault.QUOTES_UNBALANCED, {"row": "2"})


def test_a_cell_beyond_all_measure():
    with pytest.raises(UnreadableSheet) as caught:
        opened(b"a,b\n" + b"x" * 200_000 + b",1\n")
    assert caught.value.fault is SheetFault.QUOTES_UNBALANCED


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        (Limits(rows=2), SheetFault.TOO_MANY_ROWS),
        (Limits(columns=2), SheetFault.TOO_MANY_COLUMNS),
        (Limits(cells=8), SheetFault.TOO_MANY_ROWS),
    ],
)
def test_limits(limits, fault):
    with pytest.raises(UnreadableSheet) as caught:
        open_book(TEXT.encode(), limits)
    assert caught.value.fault is fault


ordinary = st.text(st.characters(codec="gb2312", categories=["Lo", "Lu", "Ll", "Nd"]), min_size=1, max_size=6)


@given(
    st.lists(st.lists(ordinary, min_size=3, max_size=3), min_size=2, max_size=8), st.sampled_from(["utf-8", "gb18030"])
)
def test_a_table_comes_back_as_written_or_is_refused(table, encoding):
    target = io.StringIO()
    csv.writer(target).writerows(table)
    text = "姓名,班级,电话\r\n" + target.getvalue()
    assert opened(text.encode(encoding)).grids[0].rows[1:] == table
