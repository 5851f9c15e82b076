"""The text of a rule as chapters and articles, as regulations are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = "[一二三四五六七八九十百零〇0-9]+"
CHAPTER = re.compile(rf"^第{NUMBER}[编章节](?:\s|　|$)|^#{{1,3}}\s")
ARTICLE = re.compile(rf"^(第{NUMBER}条)[\s　]*(.*)$")


@dataclass(frozen=True)
class Line:
    """A line of a rule: `kind` is "chapter", "article" or "text"; `label` is "第三条" for an article."""

    kind: str
    text: str
    label: str = ""


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything."""
    return [_line(line.strip()) for line in text.splitlines() if line.strip()]


def _line(text: str) -> Line:
    if CHAPTER.match(text):
        return Line("chapter", text.lstrip("#").strip())
    if found := ARTICLE.match(text):
        return Line("article", found[2], found[1])
    return Line("text", text)
