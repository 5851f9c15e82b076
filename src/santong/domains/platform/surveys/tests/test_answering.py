"""Answering: by name, for a child, anonymously; and what hostile or hasty people send."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from santong.domains.platform.surveys.models import AnonymousAnswer, Answer, AnsweringTime, Asked, Survey
from santong.domains.platform.surveys.tests.conftest import Cast

pytestmark = pytest.mark.django_db
COMING = {"f1": "o1", "f3": "5"}


def url(asked: Asked) -> str:
    return reverse("surveys:answer", args=[asked.pk])


def test_a_parent_answers_and_is_thanked(cast: Cast):
    survey = cast.opened()
    asked = cast.asked(survey, "ann")
    client = cast.client("ann")
    page = client.get(url(asked))
    assert page.status_code == 200 and "Are you coming along?" in page.content.decode()
    sent = client.post(url(asked), COMING)
    assert sent.status_code == 302 and sent["Location"] == reverse("surveys:thanks", args=[asked.pk])
    assert client.get(sent["Location"]).status_code == 200
    answer = Answer.objects.get(survey=survey)
    assert answer.values == {"f1": "o1", "f3": 5} and answer.person == cast.people["ann"]
    assert cast.asked(survey, "ann").answered and not cast.asked(survey, "bob").answered


def test_what_is_hidden_is_neither_asked_for_nor_kept(cast: Cast):
    survey = cast.opened()
    client = cast.client("ann")
    client.post(url(cast.asked(survey, "ann")), {**COMING, "f2": "smuggled in"})
    assert "f2" not in Answer.objects.get(survey=survey).values
    wrong = cast.client("bob").post(url(cast.asked(survey, "bob")), {"f1": "o2", "f3": "2"})
    assert wrong.status_code == 422 and "f2" in wrong.context["form"].errors
    right = cast.client("bob").post(url(cast.asked(survey, "bob")), {"f1": "o2", "f2": "Ill", "f3": "2"})
    assert right.status_code == 302


def test_wrong_input_is_kept_and_said(cast: Cast):
    survey = cast.opened()
    page = cast.client("ann").post(url(cast.asked(survey, "ann")), {"f1": "o9", "f3": "7"})
    assert page.status_code == 422 and {"f1", "f3"} <= page.context["form"].errors.keys()
    assert not Answer.objects.filter(survey=survey).exists()


def test_a_draft_is_seen_by_nobody_else_and_goes_on(cast: Cast):
    survey = cast.opened()
    asked = cast.asked(survey, "ann")
    client = cast.client("ann")
    client.post(url(asked), {"f3": "4", "draft": "1"})
    draft = Answer.objects.get(survey=survey)
    assert draft.state == "draft" and not cast.asked(survey, "ann").answered
    assert cast.client("bob").get(url(asked)).status_code == 404, "another person's form"
    assert cast.client("teacher").get(reverse("surveys:answers-detail", args=[draft.pk])).status_code == 404
    assert 'value="4"' in client.get(url(asked)).content.decode()
    client.post(url(asked), COMING)
    assert Answer.objects.get(survey=survey).state == "sent", "the draft has become the answer"


def test_an_answer_is_corrected_until_the_end_and_no_longer(cast: Cast):
    survey = cast.opened()
    asked, client = cast.asked(survey, "ann"), cast.client("ann")
    client.post(url(asked), COMING)
    assert client.get(url(asked)).templates[0].name == "surveys/settled.html"
    client.post(f"{url(asked)}?again=1", {"f1": "o1", "f3": "1"})
    assert Answer.objects.get(survey=survey).values["f3"] == 1
    Survey.objects.filter(pk=survey.pk).update(
        opens_on=timezone.localdate() - timedelta(days=9), closes_on=timezone.localdate() - timedelta(days=1)
    )
    late = client.post(f"{url(asked)}?again=1", {"f1": "o1", "f3": "3"})
    assert late.status_code == 422 and 'value="3"' in late.content.decode(), "what was typed is still there"
    assert Answer.objects.get(survey=survey).values["f3"] == 1


def test_sent_twice_it_is_there_once(cast: Cast):
    survey = cast.opened(may_correct=False)
    asked, client = cast.asked(survey, "ann"), cast.client("ann")
    once = {**COMING, "once": "a" * 32}
    first, second = client.post(url(asked), once), client.post(url(asked), once)
    assert first["Location"] == second["Location"]
    third = client.post(url(asked), {"f1": "o1", "f3": "1"})
    assert third.status_code == 422 and Answer.objects.filter(survey=survey).count() == 1


def test_several_answers_where_the_form_takes_several(cast: Cast):
    survey = cast.opened(several=True)
    asked, client = cast.asked(survey, "ann"), cast.client("ann")
    for _number in range(2):
        client.post(f"{url(asked)}?again=1", COMING)
    assert Answer.objects.filter(survey=survey).count() == 2


def test_strangers_and_people_who_are_not_asked_are_refused(cast: Cast, client):
    survey = cast.opened()
    asked = cast.asked(survey, "ann")
    for address in (url(asked), reverse("surveys:thanks", args=[asked.pk])):
        assert client.get(address)["Location"].startswith("/account/sign-in/")
        assert cast.client("other").get(address).status_code == 404
    assert cast.client("ann").get(reverse("surveys:entry", args=[survey.pk]))["Location"] == url(asked)
    assert cast.client("other").get(reverse("surveys:entry", args=[survey.pk])).status_code == 404


def test_anonymous_answers_lead_to_nobody(cast: Cast):
    from santong.kit.models import AuditEntry, Submission

    survey = cast.opened(is_anonymous=True)
    before = AuditEntry.objects.count()
    asked, client = cast.asked(survey, "ann"), cast.client("ann")
    page = client.get(url(asked)).content.decode()
    assert 'name="once"' not in page, (
        "the note against sending twice would hold a digest of the answer beside the person"
    )
    client.post(url(asked), {**COMING, "shown": page.split('name="shown" value="')[1].split('"')[0]})
    row = AnonymousAnswer.objects.get(survey=survey)
    assert row.values == {"f1": "o1", "f3": 5}
    assert {column.name for column in AnonymousAnswer._meta.fields} == {
        "id", "survey", "version", "group", "values", "mixed",
    }  # fmt: skip
    assert AuditEntry.objects.count() == before, "no moment and no person in the audit record"
    assert not Submission.objects.exists() and not Answer.objects.filter(survey=survey).exists()
    assert AnsweringTime.objects.get(survey=survey).number == 1
    again = client.post(url(asked), COMING)
    assert again.status_code == 302 and AnonymousAnswer.objects.filter(survey=survey).count() == 1
    assert client.post(url(asked), {**COMING, "draft": "1"}).status_code == 302
    assert "o1" not in client.get(url(asked)).content.decode(), "not even to the person themselves"


def test_the_questions_that_were_shown_are_those_that_are_answered(cast: Cast):
    from santong.domains.platform.surveys.actions import put_in_force, revise
    from santong.domains.platform.surveys.tests.conftest import MARK

    survey = cast.opened()
    asked, client = cast.asked(survey, "ann"), cast.client("ann")
    old = client.get(url(asked)).context["version"].pk
    cast.client("bob").post(url(cast.asked(survey, "bob")), COMING)
    revise(acting=cast.viewer("teacher"), survey=survey)
    cast.add(survey, MARK)
    put_in_force(acting=cast.viewer("teacher"), survey=survey)
    refused = client.post(url(asked), {**COMING, "version": old})
    assert refused.status_code == 422
    assert client.post(url(asked), {**COMING, "version": refused.context["version"].pk}).status_code == 302
    versions = dict(Answer.objects.filter(survey=survey).values_list("person__username", "version__number"))
    assert versions == {"bob": 1, "ann": 2}, "answers keep theirs"


def test_a_correction_from_a_page_out_of_date_is_asked_about(cast: Cast):
    survey = cast.opened()
    asked, client = cast.asked(survey, "ann"), cast.client("ann")
    client.post(url(asked), COMING)
    again = f"{url(asked)}?again=1"
    page = client.get(again).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(again, {"f1": "o1", "f3": "1", "seen": seen}).status_code == 302
    stale = client.post(again, {"f1": "o1", "f3": "2", "seen": seen})
    assert stale.status_code == 409 and Answer.objects.get(survey=survey).values["f3"] == 1
