from __future__ import annotations

import pytest

from santong.lib.plain_text import Block, blocks


def test_lines_become_paragraphs_and_lists():
    text = "各位家长：\n\n1. 请在家休息\n2、提前到校\r\n（3）带外套\n\n- 伞\n- 水\n谢谢"
    assert blocks(text) == [
        Block("text", ("各位家长：",)),
        Block("numbered", ("请在家休息", "提前到校", "带外套")),
        Block("dashed", ("伞", "水")),
        Block("text", ("谢谢",)),
    ]


@pytest.mark.parametrize("line", ["3.5 小时", "2026年12月1日", "12月3日起", "-5℃", "1."])
def test_figures_make_no_list(line):
    assert blocks(line) == [Block("text", (line,))]


def test_an_empty_text_has_none():
    assert blocks(" \n\n ") == []
