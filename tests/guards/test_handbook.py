"""The handbook speaks of every page of the navigation, in both languages, in the words of the pages."""

from __future__ import annotations

import re
from collections import defaultdict

import polib
import pytest

from santong.kit.access.roles import roles_by_name
from santong.kit.handbook import LANGUAGES, HandbookSection, texts
from santong.kit.i18n import catalogues
from santong.kit.menu import MenuItem
from santong.kit.registry import registry

MARKED = re.compile(r"\*\*(.+?)\*\*")
MOST_WORDS = 200
WORD = re.compile(r"[A-Za-z0-9'’-]+")
HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_A_WORD = 1.7
"""Chinese characters that say as much as an English word."""


@pytest.fixture(scope="module")
def chinese() -> dict[str, set[str]]:
    """What each msgid is called in Chinese, anywhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in catalogues():
        if "zh_Hans" in path.parts:
            for entry in polib.pofile(str(path)):
                found[entry.msgid] |= {entry.msgstr, *entry.msgstr_plural.values()} - {""}
    return found


def test_every_page_of_the_navigation_belongs_to_a_section():
    spoken_of = {page for section in registry.of(HandbookSection) for page in section.pages}
    assert {item.url_name for item in registry.of(MenuItem)} - spoken_of == set()


def test_every_role_has_a_section_of_its_own():
    assert set(roles_by_name()) == {role for section in registry.of(HandbookSection) for role in section.roles}


def test_no_text_is_left_without_a_section():
    names = {section.name for section in registry.of(HandbookSection)}
    assert set(texts()) == names
    assert all(set(found) == set(LANGUAGES) for found in texts().values())


def test_buttons_are_called_as_on_the_pages(chinese):
    wrong = []
    for name, found in texts().items():
        english, han = (MARKED.findall(found[language]) for language in ("en", "zh-hans"))
        wrong += [f"{name}: {word!r} is no text of the product" for word in english if word not in chinese]
        every = set().union(*chinese.values())
        wrong += [f"{name}: {word!r} is no text of the product" for word in han if word not in every]
        meant = {translated for word in english for translated in chinese.get(word, ())}
        wrong += [f"{name}: {word!r} isn't named in English" for word in han if word not in meant]
        unsaid = [word for word in english if not chinese.get(word, set()) & set(han)]
        wrong += [f"{name}: {word!r} isn't named in Chinese" for word in unsaid]
    assert not wrong


def test_sections_are_short():
    for name, found in texts().items():
        assert len(WORD.findall(found["en"])) <= MOST_WORDS, name
        assert len(HAN.findall(found["zh-hans"])) <= MOST_WORDS * HAN_A_WORD, name
