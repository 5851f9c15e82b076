"""Templates: nothing inline, everything translated, every component known."""

from __future__ import annotations

import re
from pathlib import Path

import santong
from santong.kit.i18n import missing

PACKAGE = Path(santong.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
INLINE = re.compile(r"<script(?![^>]*\b(?:src|type=\"application/json\"))|<style|<[^>]*\s(?:on[a-z]+|style)\s*=", re.I)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORDS = re.compile(r">\s*([A-Za-z][a-z]+(?: [a-z]+)+[.!?]?)\s*<")
COMPONENT = re.compile(r"<c-([a-z][a-z.-]*)")
CLASSES = re.compile(r'\sclass="([^"]*)"')
TAG = re.compile(r"\{[%{#].*?[%}#]\}")
STYLED = re.compile(r"\.([a-z][\w-]*)")
STYLES = [
    *sorted((PACKAGE.parent.parent / "frontend" / "styles").rglob("*.css")),
    PACKAGE / "kit/printing/document.css",
]
FOUND_BY = {
    "clashes", "display-menu", "file-drop-text", "filters-form", "home-", "hue-", "import-row", "link", "neutral",
    "palette-option", "person-menu", "review-form", "wave",
}  # fmt: skip
"""Classes without a style of their own: beginnings of several, plain ones of a family, and what islands look for."""


def test_no_inline_script_style_or_handler():
    assert not [f"{path}: {m.group()}" for path in TEMPLATES for m in INLINE.finditer(path.read_text("utf-8"))]


def test_titles_leave_the_name_of_the_product_to_the_base():
    titles = [line for path in TEMPLATES for line in path.read_text("utf-8").splitlines() if "block title" in line]
    assert titles and not [line for line in titles if "product_name" in line]


def test_no_chinese_literals():
    # The names of languages are shown in their own language.
    found = [
        (path.name, line) for path in TEMPLATES for line in path.read_text("utf-8").splitlines() if CHINESE.search(line)
    ]
    assert not [(name, line) for name, line in found if "中文" not in line]


def test_no_untranslated_sentences():
    found = []
    for path in TEMPLATES:
        source = re.sub(r"\{%\s*(blocktrans|comment).*?\{%\s*end\w+\s*%\}", "", path.read_text("utf-8"), flags=re.S)
        source = re.sub(r"\{[%#{].*?[%#}]\}", "", source, flags=re.S)
        found += [f"{path.name}: {m.group(1)}" for m in WORDS.finditer(source)]
    assert not found


def test_every_string_has_a_chinese_translation():
    assert not [f"{m.place}: {m.text}" for m in missing()]


def test_every_component_exists():
    known = {path.stem.replace("_", "-") for path in PACKAGE.rglob("templates/cotton/*.html")}
    used = {(path.name, name) for path in TEMPLATES for name in COMPONENT.findall(path.read_text("utf-8"))}
    assert not [(path, name) for path, name in used if name not in known and name not in {"vars", "slot"}]


def test_no_class_without_a_style():
    styled = {name for path in STYLES for name in STYLED.findall(path.read_text("utf-8"))}
    used = {
        name
        for path in TEMPLATES
        for each in CLASSES.findall(TAG.sub(" ", path.read_text("utf-8")))
        for name in each.split()
    }
    assert styled and used - styled == FOUND_BY
