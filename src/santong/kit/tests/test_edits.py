"""Two people at one form: nothing of either is lost without a word."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from lxml import html

from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import SYSTEM
from santong.kit.pages.controls import controls_of, digest, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Organisation:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="海州市教育局", parent=None)
    return create_organisation(acting=SYSTEM, kind="county_bureau", name="东城区教育局", parent=city, short_name="东城")


def officer(bureau: Organisation, name: str) -> Client:
    person = Person.objects.create_person(username=f"user-{name}", name=name, path=bureau.path)
    appoint(acting=SYSTEM, person=person, role="county_officer", organisation=bureau)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def two(bureau) -> tuple[Client, Client]:
    return officer(bureau, "甲老师"), officer(bureau, "乙老师")


def filled(response) -> dict[str, str]:
    """What the browser would send of the form on a page."""
    form = html.document_fromstring(response.content.decode()).xpath("//form[@data-draft]")[0]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def address(bureau: Organisation) -> str:
    return f"/organisations/{bureau.pk}/edit/"


def stored(bureau: Organisation) -> tuple[str, str]:
    bureau.refresh_from_db()
    return bureau.name, bureau.short_name


def test_edits_of_different_fields_are_joined(bureau, two):
    first, second = two
    mine, theirs = filled(first.get(address(bureau))), filled(second.get(address(bureau)))
    assert second.post(address(bureau), theirs | {"short_name": "东教"}).status_code == 302
    answer = first.post(address(bureau), mine | {"name": "东城教育局"}, follow=True)
    assert stored(bureau) == ("东城教育局", "东教")
    assert "其他人同时改动了" in answer.content.decode()


def clashing(bureau: Organisation, two: tuple[Client, Client]):
    first, second = two
    mine, theirs = filled(first.get(address(bureau))), filled(second.get(address(bureau)))
    second.post(address(bureau), theirs | {"name": "乙的名字"})
    return first.post(address(bureau), mine | {"name": "甲的名字", "short_name": "甲简称"})


def test_the_same_field_is_asked_about_with_both_values_and_who(bureau, two):
    answer = clashing(bureau, two)
    assert answer.status_code == 409
    assert stored(bureau) == ("乙的名字", "东城")
    text = answer.content.decode()
    for told in ("甲的名字", "乙的名字", "乙老师"):
        assert told in text
    (clash,) = answer.context["edit"].clashes
    assert (clash.field, clash.mine, clash.theirs, clash.who) == ("name", "甲的名字", "乙的名字", "乙老师")
    assert clash.at is not None
    assert filled(answer)["short_name"] == "甲简称"


@pytest.mark.parametrize(("answer", "name"), [("mine", "甲的名字"), ("theirs", "乙的名字")])
def test_the_choice_holds_and_the_rest_of_what_was_typed_too(bureau, two, answer, name):
    again = filled(clashing(bureau, two)) | {"keep:name": answer}
    assert two[0].post(address(bureau), again).status_code == 302
    assert stored(bureau) == (name, "甲简称")


def test_without_a_choice_it_is_asked_again(bureau, two):
    again = filled(clashing(bureau, two))
    assert two[0].post(address(bureau), again).status_code == 409
    assert stored(bureau) == ("乙的名字", "东城")


def test_a_choice_made_before_a_third_change_is_asked_again(bureau, two):
    again = filled(clashing(bureau, two)) | {"keep:name": "mine"}
    two[1].post(address(bureau), filled(two[1].get(address(bureau))) | {"name": "再改的名字"})
    answer = two[0].post(address(bureau), again)
    assert answer.status_code == 409
    assert answer.context["edit"].clashes[0].theirs == "再改的名字"
    assert stored(bureau)[0] == "再改的名字"


def test_the_same_change_by_two_is_no_conflict(bureau, two):
    first, second = two
    mine, theirs = filled(first.get(address(bureau))), filled(second.get(address(bureau)))
    second.post(address(bureau), theirs | {"name": "新名字"})
    assert first.post(address(bureau), mine | {"name": "新名字"}).status_code == 302


def test_a_wrong_value_keeps_what_the_page_was_opened_with(bureau, two):
    first, second = two
    mine = filled(first.get(address(bureau))) | {"name": ""}
    answer = first.post(address(bureau), mine)
    assert answer.status_code == 422
    second.post(address(bureau), filled(second.get(address(bureau))) | {"name": "乙的名字"})
    assert first.post(address(bureau), filled(answer) | {"name": "甲的名字"}).status_code == 409


def test_what_is_gone_meanwhile_is_said(bureau, two):
    first, second = two
    mine = filled(first.get(address(bureau)))
    second.post(f"/organisations/{bureau.pk}/remove/")
    assert first.post(address(bureau), mine | {"name": "x"}).status_code == 404


class Everything(forms.Form):
    """A control of every kind."""

    text = forms.CharField()
    area = forms.CharField(widget=forms.Textarea)
    box = forms.BooleanField()
    one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B"), ("c", "C")])
    ticks = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    radio = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    moment = forms.SplitDateTimeField()
    file = forms.FileField()


FILLED = {
    "text": ['a "quoted" <b>'], "area": ["\nfirst\nsecond & third"], "box": ["on"], "one": ["b"], "many": ["a", "c"],
    "ticks": ["b"], "radio": ["a"], "moment_0": ["2026-09-01"], "moment_1": ["08:00:00"],
}  # fmt: skip


def test_controls_are_read_as_a_browser_sends_them():
    data = QueryDict(mutable=True)
    for name, values in FILLED.items():
        data.setlist(name, values)
    bound = Everything(data)
    found = {name: values for field in bound for name, values in controls_of(str(field)).items()}
    assert found == FILLED | {"area": ["\n\nfirst\nsecond & third"]}
    assert digest(found) == digest(posted(data, found))


def test_controls_of_an_empty_form_send_what_a_browser_would():
    found = {name: values for field in Everything() for name, values in controls_of(str(field)).items()}
    assert found["one"] == ["a"], "a list of one always has something chosen"
    assert (found["box"], found["many"], found["ticks"], found["radio"]) == ([], [], [], [])
    assert "file" not in found
