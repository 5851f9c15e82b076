"""The template tags of the design system, and that every icon a template names exists."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import engines

from santong.kit.styleguide import SampleForm
from santong.kit.templatetags.kit_ui import (
    UnknownIcon,
    chart_rows,
    error_count,
    field_shape,
    icon,
    palette,
    sprite,
    undo_url,
)

PACKAGE = Path(__file__).resolve().parents[2]
NAMED_IN_TEMPLATE = re.compile(r"""\{%\s*icon\s+"([^"]+)"|\bicon="([a-z0-9-]+)\"""")
NAMED_IN_PYTHON = re.compile(r"""\bicon="([a-z0-9-]+)\"""")


def _named(pattern: re.Pattern[str], glob: str) -> set[tuple[str, str]]:
    return {
        (path.name, next(name for name in match.groups() if name))
        for path in PACKAGE.rglob(glob)
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    }


def test_every_icon_named_anywhere_is_in_the_sprite() -> None:
    named = _named(NAMED_IN_TEMPLATE, "templates/**/*.html") | _named(NAMED_IN_PYTHON, "*.py")
    assert named
    assert {place for place in named if place[1] not in sprite()[1]} == set()


def test_an_unknown_icon_says_where_to_add_it() -> None:
    with pytest.raises(UnknownIcon, match=r"frontend/icons\.txt"):
        icon("no-such-icon")


def test_an_icon_is_silent_unless_it_is_labelled() -> None:
    assert 'aria-hidden="true"' in icon("home")
    assert 'aria-label="A &lt;home&gt;"' in icon("home", "A <home>")


def test_undo_address_of_a_message() -> None:
    assert undo_url(Message(25, "Removed", extra_tags="quiet undo:/undo/7/")) == "/undo/7/"
    assert undo_url(Message(25, "Saved")) == ""
    assert undo_url("") == ""


def test_the_same_name_keeps_its_colour() -> None:
    assert palette("张敏") == palette("张敏")
    assert {palette(chr(code)) for code in range(0x4E00, 0x4F00)} == set(range(8))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("name", "text"),
        ("stage", "select"),
        ("kind", "group"),
        ("services", "group"),
        ("licence", "file"),
        ("password", "password"),
        ("agreed", "checkbox"),
        ("remark", "text"),
    ],
)
def test_the_widget_decides_how_a_field_is_laid_out(name: str, shape: str) -> None:
    assert field_shape(SampleForm()[name]) == shape


def test_a_kind_that_is_asked_for_wins_and_hidden_stays_hidden() -> None:
    class Form(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)
        open_day = forms.BooleanField()

    assert field_shape(Form()["open_day"], "switch") == "switch"
    assert field_shape(Form()["token"]) == "hidden"


def test_an_invalid_field_names_its_error_and_the_summary_links_to_it() -> None:
    form = SampleForm({"code": "12"})
    source = '{% cotton error-summary :form="form" / %}{% cotton field :field="form.code" / %}'
    html = engines["django"].from_string(source).render({"form": form})
    assert error_count(form) == 6
    assert 'href="#id_code"' in html
    assert 'id="id_code_error"' in html
    assert re.search(r'<input[^>]*aria-invalid="true"[^>]*>', html)
    assert re.search(r'aria-describedby="[^"]*id_code_error', html)


def test_rows_of_a_chart_pair_categories_with_every_series() -> None:
    spec = {"categories": ["a", "b"], "series": [{"name": "x", "data": [1, 2]}, {"name": "y", "data": [3, None]}]}
    assert list(chart_rows(spec)) == [("a", [1, 3]), ("b", [2, None])]


@pytest.mark.parametrize(
    ("own", "product", "title"),
    [("学生 <1>", "三通", "学生 &lt;1&gt; · 三通"), ("", "三通", "三通"), ("出错了", "", "出错了"), ("", "", "")],
)
def test_a_title_ends_with_the_name_of_the_product_where_it_is_known(own, product, title) -> None:
    page = engines["django"].from_string("{% load kit_ui %}{% titled %} {{ own }}\n{% endtitled %}")
    shell = {"shell": SimpleNamespace(product_name=product)} if product else {}
    assert page.render({"own": own, **shell}) == title
