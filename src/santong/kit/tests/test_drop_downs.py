"""Drop-downs are what Django writes, with one form for the empty line."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from santong.domains.platform.organisations.public import Organisation
from santong.kit.forms import FormRenderer


def test_the_empty_line_of_a_drop_down_has_one_form(db):
    class Form(forms.ModelForm):
        own = forms.ChoiceField(choices=[("", "—"), ("a", "A")])

        class Meta:
            model = Organisation
            fields = ("parent", "kind")

    html = Form().as_p()
    assert html.count('<option value="" selected>—</option>') == 3 and "---" not in html


class Choosing(forms.Form):
    """Drop-downs of every kind."""

    plain = forms.ChoiceField(choices=[("", "---------"), ("a", "A & B"), ("<b>", '"B"')])
    grouped = forms.ChoiceField(choices=[("East <1>", [("1", "One"), ("2", "Two")]), ("3", "Three")])
    several = forms.MultipleChoiceField(choices=[(1, "One"), (2, "Two")])
    marked = forms.ChoiceField(
        choices=[("s", mark_safe("<i>safe</i>"))], widget=forms.Select(attrs={"data-x": "1 < 2", "autofocus": True})
    )
    truth = forms.NullBooleanField()
    optional = forms.ChoiceField(choices=[("x", "X")], required=False, disabled=True)


@pytest.mark.parametrize("name", list(Choosing.base_fields))
@pytest.mark.parametrize("chosen", ["", "a", "<b>", "2"])
def test_drop_downs_are_what_django_writes(name, chosen):
    data = QueryDict(f"{name}={quote(chosen)}")
    ours, theirs = Choosing(data, renderer=FormRenderer()), Choosing(data, renderer=DjangoTemplates())
    expected = str(theirs[name]).replace(">---------<", ">—<")
    assert_equal_html(str(ours[name]), expected)


def assert_equal_html(one: str, other: str) -> None:
    assert parse_html(one) == parse_html(other)
    assert one.count("<option") == other.count("<option") > 0
