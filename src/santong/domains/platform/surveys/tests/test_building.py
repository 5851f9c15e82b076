"""Building a form: questions of all kinds, conditions, moving, versions, copies; and what hostile people type."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from santong.domains.platform.surveys.actions import change_questions, revise
from santong.domains.platform.surveys.content import (
    MOST_FIELDS,
    Condition,
    Content,
    Field,
    FieldKind,
    Section,
    Test,
    from_json,
    moved,
    options_from,
    to_json,
    with_field,
)
from santong.domains.platform.surveys.models import Survey
from santong.domains.platform.surveys.queries import draft_of
from santong.domains.platform.surveys.tests.conftest import QUESTIONS, WHY, Cast
from santong.kit.models import UndoStep
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db

TYPED = {
    "choice": {"options": "Bus\nTrain"},
    "choices": {"options": "Mon\nTue\nWed"},
    "number": {"unit": "km", "least": "0", "most": "10"},
    "scale": {"low": "bad", "high": "good"},
    "file": {"most": "2"},
    "table": {"options": "Name\nAge", "most": "3"},
    "fact": {"fact": "school"},
}


def content_of(survey: Survey) -> Content:
    draft = draft_of(survey)
    assert draft is not None
    return draft.form


@pytest.mark.parametrize("kind", FieldKind.values)
def test_a_question_of_every_kind_is_added_and_answered_in_the_preview(cast: Cast, kind: str):
    survey = cast.draft(questions=())
    client = cast.client("teacher")
    address = reverse("surveys:new-field", args=[survey.pk, kind])
    assert client.get(address).status_code == 200
    done = client.post(address, {"label": "How far?", **TYPED.get(kind, {})})
    assert done.status_code == 302, done.context and done.context["form"].errors
    (field,) = content_of(survey).fields
    assert field.kind == kind
    for page in ("build", "preview", "surveys-detail"):
        assert "How far?" in client.get(reverse(f"surveys:{page}", args=[survey.pk])).content.decode()
    assert client.get(reverse("surveys:edit-field", args=[survey.pk, field.name])).status_code == 200


def test_content_is_kept_as_json_and_read_back():
    content = Content((Section("One", "", QUESTIONS), Section("Two", "…", (Field("f4", "number", "n", least=0.5),))), 5)
    assert from_json(to_json(content)) == content and from_json({}) == Content()


def test_questions_are_moved_copied_and_removed_by_buttons_and_that_is_taken_back(cast: Cast):
    survey = cast.draft()
    client, address = cast.client("teacher"), reverse("surveys:arrange", args=[survey.pk])

    def order() -> list[str]:
        return [field.name for field in content_of(survey).fields]

    client.post(address, {"do": "up-f3"})
    assert order() == ["f1", "f3", "f2"]
    client.post(address, {"do": "double-f1"})
    assert order() == ["f1", "f4", "f3", "f2"]
    client.post(address, {"do": "drop-f3"})
    assert order() == ["f1", "f4", "f2"]
    step = UndoStep.objects.latest("expires_at")
    client.post(reverse("kit:undo", args=[step.pk]))
    assert order() == ["f1", "f4", "f3", "f2"]
    for odd in ("", "fly-f1", "up-", "up-f1-f9", "drop-f99", "join-99"):
        assert client.post(address, {"do": odd}).status_code in (302, 403)
    assert order() == ["f1", "f4", "f3", "f2"]


def test_a_question_goes_into_the_next_section_at_the_end_of_its_own(cast: Cast):
    content = Content((Section("A", "", QUESTIONS[:1]), Section("B", "", QUESTIONS[1:])), 4)
    over = moved(content, "f1", 1)
    assert [len(each.fields) for each in over.sections] == [0, 3] and over.fields == content.fields
    assert moved(moved(content, "f2", -1), "f3", -1).sections[1].fields == ()
    assert moved(content, "f3", 1) == content


def test_a_condition_speaks_of_earlier_questions_alone(cast: Cast):
    survey = cast.draft()
    client = cast.client("teacher")
    page = client.post(reverse("surveys:arrange", args=[survey.pk]), {"do": "drop-f1"}, follow=True)
    assert "不在它前面" in page.content.decode() and content_of(survey).find("f1")
    client.post(reverse("surveys:arrange", args=[survey.pk]), {"do": "up-f2"})
    assert [each.name for each in content_of(survey).fields] == ["f1", "f2", "f3"]

    own = replace(WHY, show=Condition("all", (Test("f2", "is", "o1"),)))
    later = replace(WHY, show=Condition("any", (Test("f3", "at_least", "2"),)))
    for wrong in (own, later):
        with pytest.raises(NotPossible):
            change_questions(
                acting=cast.viewer("teacher"), survey=survey, change=lambda now, wrong=wrong: with_field(now, wrong)
            )
    address = reverse("surveys:edit-field", args=[survey.pk, "f2"])
    typed = client.post(address, {"label": "Why not?", "what_0": "f2?", "verb_0": "is", "match": "all"})
    assert typed.status_code == 422, "a question can't ask about itself: the drop-down doesn't offer it"


def test_a_condition_is_chosen_by_drop_downs(cast: Cast):
    survey = cast.draft()
    client, address = cast.client("teacher"), reverse("surveys:edit-field", args=[survey.pk, "f3"])
    chosen = {"what_0": "f1=o1", "verb_0": "is", "what_1": "f2?", "verb_1": "isnt", "match": "any"}
    assert client.post(address, {"label": "Mark", **chosen}).status_code == 302
    field = content_of(survey).find("f3")
    assert field and field.show == Condition("any", (Test("f1", "is", "o1"), Test("f2", "empty")))
    again = client.get(address).context["form"]
    assert again["what_0"].value() == "f1=o1" and again["verb_1"].value() == "isnt"
    assert "“Are you coming along?”" in client.get(reverse("surveys:build", args=[survey.pk])).content.decode()


def test_markup_in_words_stays_words(cast: Cast):
    survey = cast.draft(questions=(), title="<script>alert(1)</script>")
    client = cast.client("teacher")
    evil = '"><img src=x onerror=alert(1)>'
    typed = {"label": evil, "help": evil, "options": f"{evil}\nother", "reason": evil}
    client.post(reverse("surveys:new-field", args=[survey.pk, "choice"]), typed)
    for page in ("build", "preview", "surveys-detail", "copy"):
        html = client.get(reverse(f"surveys:{page}", args=[survey.pk])).content.decode()
        assert "<img src=x" not in html and "<script>alert" not in html


def test_two_hundred_questions_and_not_one_more(cast: Cast):
    survey = cast.draft(questions=())

    def fill(now: Content) -> Content:
        for number in range(1, MOST_FIELDS + 1):
            show = Condition("all", (Test(f"f{number - 1}", "is", "o1"),)) if number > 1 else None
            field = Field(f"f{number}", "choice", f"Question {number}", options=(("o1", "a"), ("o2", "b")), show=show)
            now = with_field(now, field)
        return now

    change_questions(acting=cast.viewer("teacher"), survey=survey, change=fill)
    client = cast.client("teacher")
    for page in ("build", "preview"):
        assert client.get(reverse(f"surveys:{page}", args=[survey.pk])).status_code == 200
    more = client.post(reverse("surveys:new-field", args=[survey.pk, "text"]), {"label": "One more"})
    assert more.status_code == 422 and len(content_of(survey).fields) == MOST_FIELDS


def test_words_of_options_change_and_what_was_answered_stays(cast: Cast):
    known = (("o1", "Yes"), ("o2", "No"))
    assert options_from(["Yes, gladly", "No"], known) == (("o1", "Yes, gladly"), ("o2", "No"))
    assert options_from(["No", "Yes"], known) == (("o2", "No"), ("o1", "Yes"))
    assert options_from(["Yes", "Perhaps", "No", "No", " "], known) == (("o1", "Yes"), ("o3", "Perhaps"), ("o2", "No"))


def test_sensitive_information_needs_a_reason_also_when_nobody_calls_it_so(cast: Cast):
    survey = cast.draft(questions=())
    client, address = cast.client("teacher"), reverse("surveys:new-field", args=[survey.pk, "text"])
    refused = client.post(address, {"label": "家庭住址"})
    assert refused.status_code == 422 and "reason" in refused.context["form"].errors
    assert client.post(address, {"label": "家庭住址", "reason": "to send the bus"}).status_code == 302
    assert content_of(survey).fields[0].sensitive == "address"
    assert "to send the bus" in client.get(reverse("surveys:preview", args=[survey.pk])).content.decode()


def test_an_open_survey_is_changed_by_a_new_version(cast: Cast):
    survey = cast.opened()
    client = cast.client("teacher")
    assert client.get(reverse("surveys:edit-field", args=[survey.pk, "f1"])).status_code == 404
    with pytest.raises(NotPossible):
        change_questions(acting=cast.viewer("teacher"), survey=survey, change=lambda now: now)
    client.post(reverse("surveys:begin-version", args=[survey.pk]))
    assert revise(acting=cast.viewer("teacher"), survey=survey).number == 2, "begun once"
    client.post(reverse("surveys:new-field", args=[survey.pk, "text"]), {"label": "Anything else?"})
    ann = cast.client("ann").get(reverse("surveys:answer", args=[cast.asked(survey, "ann").pk])).content.decode()
    assert "Anything else?" not in ann
    client.post(reverse("surveys:force", args=[survey.pk]))
    ann = cast.client("ann").get(reverse("surveys:answer", args=[cast.asked(survey, "ann").pk])).content.decode()
    assert "Anything else?" in ann


def test_pages_of_the_builder_refuse_others(cast: Cast, client):
    survey = cast.draft()
    pages = ("build", "kinds", "preview", "choose", "copy")
    addresses = [reverse(f"surveys:{page}", args=[survey.pk]) for page in pages]
    addresses += [
        reverse("surveys:new-field", args=[survey.pk, "text"]),
        reverse("surveys:edit-field", args=[survey.pk, "f1"]),
    ]
    addresses += [reverse("surveys:section", args=[survey.pk, 0])]
    for address in addresses:
        assert client.get(address)["Location"].startswith("/account/sign-in/")
        assert cast.client("other").get(address).status_code == 404
        assert cast.client("ann").get(address).status_code in (403, 404)
    for page in ("arrange", "begin-version", "force"):
        address = reverse(f"surveys:{page}", args=[survey.pk])
        assert cast.client("other").post(address, {"do": "drop-f1"}).status_code == 404
    assert len(content_of(survey).fields) == 3


def test_a_section_is_named_added_and_taken_away(cast: Cast):
    survey = cast.draft()
    client = cast.client("teacher")
    client.post(reverse("surveys:section", args=[survey.pk, 0]), {"title": "Coming"})
    client.post(reverse("surveys:section", args=[survey.pk, 1]), {"title": "Food", "text": "For the kitchen"})
    assert [each.title for each in content_of(survey).sections] == ["Coming", "Food"]
    assert client.get(reverse("surveys:section", args=[survey.pk, 9])).status_code == 404
    client.post(reverse("surveys:new-field", args=[survey.pk, "text"]) + "?section=1", {"label": "Dish"})
    assert content_of(survey).sections[1].fields[0].label == "Dish"
    client.post(reverse("surveys:arrange", args=[survey.pk]), {"do": "join-1"})
    assert len(content_of(survey).sections) == 1 and len(content_of(survey).fields) == 4


def test_a_form_is_copied_and_offered_as_a_template(cast: Cast):
    survey = cast.draft(by="officer", roles=(), title="Needs of training")
    teacher = cast.client("teacher")
    assert teacher.get(reverse("surveys:copy", args=[survey.pk])).status_code == 404
    officer = cast.client("officer")
    officer.post(reverse("surveys:surveys-offer", args=[survey.pk]))
    assert "Needs of training" in teacher.get(reverse("surveys:templates")).content.decode()
    made = teacher.post(reverse("surveys:copy", args=[survey.pk]))
    assert made.status_code == 302
    copy = Survey.objects.latest("pk")
    assert copy.path == cast.region.first.path and content_of(copy).fields == content_of(survey).fields
    assert teacher.get(reverse("surveys:build", args=[survey.pk])).status_code == 403, (
        "a template is looked at, not changed"
    )
