"""Whom a survey asks, what keeps it from being opened, what waits in the inbox, what is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from santong.domains.platform.surveys.actions import add_audience, open_survey, put_survey
from santong.domains.platform.surveys.content import Field
from santong.domains.platform.surveys.gate import is_within_own, obstacles
from santong.domains.platform.surveys.jobs import deliver
from santong.domains.platform.surveys.measures import MEASURES
from santong.domains.platform.surveys.models import Asked, Survey
from santong.domains.platform.surveys.queries import parts_of, waiting_for
from santong.domains.platform.surveys.tests.conftest import Cast
from santong.domains.platform.surveys.todos import TO_ANSWER
from santong.kit.burden import BurdenCheck, Refusal
from santong.kit.measures.public import Period, count
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry
from santong.kit.todos import waiting_for as waiting

pytestmark = pytest.mark.django_db
PLAIN = Field("f1", "yes_no", "Enough computers?")


def reasons(cast: Cast, survey: Survey, by: str) -> str:
    return " ".join(f"{each.reason} {each.way}" for each in obstacles(cast.viewer(by), survey))


def test_a_survey_waits_in_the_inbox_of_whom_it_asks(cast: Cast):
    survey = cast.opened()
    assert survey.number == 6 and set(Asked.objects.values_list("category", flat=True)) == {"parent"}
    (line,) = waiting(cast.viewer("ann"), [TO_ANSWER], most=5)
    assert line.said().title == "Spring trip" and line.said().url == reverse(
        "surveys:answer", args=[cast.asked(survey, "ann").pk]
    )
    assert not waiting(cast.viewer("other"), [TO_ANSWER], most=5)
    assert "Spring trip" in cast.client("ann").get(reverse("surveys:to-answer")).content.decode()


def test_nothing_waits_before_the_first_day(cast: Cast):
    survey = cast.opened(opens_on=timezone.localdate() + timedelta(days=2))
    assert not waiting_for(cast.viewer("ann")).exists()
    address = reverse("surveys:answer", args=[cast.asked(survey, "ann").pk])
    assert cast.client("ann").get(address).status_code == 404


def test_delivered_twice_everybody_is_asked_once(cast: Cast):
    survey = cast.opened()
    deliver.func(survey_id=survey.pk)
    assert Asked.objects.filter(survey=survey).count() == 6


def test_what_is_missing_is_said_before_opening(cast: Cast):
    survey = cast.draft(roles=(), questions=(), closes_on=None)
    said = reasons(cast, survey, "teacher")
    assert "还没有题目" in said and "请先选择填写对象" in said and "没有截止日期" in said
    assert (
        "还没有题目" in cast.client("teacher").get(reverse("surveys:surveys-detail", args=[survey.pk])).content.decode()
    )
    with pytest.raises(NotPossible):
        open_survey(acting=cast.viewer("teacher"), survey=survey)


def test_a_bureau_says_minutes_and_authority(cast: Cast):
    survey = cast.draft(by="officer", roles=("subject_teacher",), questions=[PLAIN])
    said = reasons(cast, survey, "officer")
    assert "依据" in said and "几分钟" in said
    survey.minutes, survey.authority = 3, "Yearly plan"
    put_survey(acting=cast.viewer("officer"), survey=survey)
    assert not obstacles(cast.viewer("officer"), survey)


def test_what_is_known_is_not_asked_again_outside_ones_own_class(cast: Cast):
    asks_name = Field("f1", "text", "您的姓名：")
    survey = cast.draft(by="principal", roles=("subject_teacher",), questions=[asks_name])
    assert "从档案带出" in reasons(cast, survey, "principal")
    fact = Field("f1", "fact", "Name", fact="name")
    taken = cast.draft(by="principal", roles=("subject_teacher",), questions=[fact])
    assert not obstacles(cast.viewer("principal"), taken)
    own = cast.draft(questions=[asks_name])
    assert is_within_own(own, parts_of(own)) and not obstacles(cast.viewer("teacher"), own)


def test_anonymous_forms_ask_nothing_that_leads_back(cast: Cast):
    for question in (
        Field("f1", "text", "Name"),
        Field("f1", "file", "Photo", most=1),
        Field("f1", "fact", "N", fact="name"),
    ):
        survey = cast.draft(is_anonymous=True, questions=[question])
        assert "暴露匿名填写人的身份" in reasons(cast, survey, "teacher")


def test_what_governance_declares_can_refuse(cast: Cast):
    survey = cast.draft(by="principal", roles=("subject_teacher",), questions=[PLAIN])

    def quiet_week(request):
        assert request.owner == cast.region.lake.path and request.questions[0].label == "Enough computers?"
        return [Refusal("Examinations are near.", "Ask after the 15th.")]

    with registry.declaring(BurdenCheck(quiet_week)):
        assert reasons(cast, survey, "principal") == "Examinations are near. Ask after the 15th."


def test_an_audience_is_chosen_among_ones_own_places(cast: Cast):
    survey = cast.draft(roles=())
    client, address = cast.client("teacher"), reverse("surveys:choose", args=[survey.pk])
    here = {"place": cast.region.first.name, "place-key": cast.region.first.pk, "who": ["parent"]}
    counted = client.get(reverse("surveys:count"), {**here, "survey": survey.pk})
    assert "<strong>6</strong>" in counted.content.decode()
    beyond = {**here, "place": "Lake", "place-key": cast.region.lake.pk}
    assert client.post(address, beyond).status_code == 422
    assert client.post(address, here).status_code == 302
    (part,) = parts_of(survey)
    assert cast.client("other").post(reverse("surveys:leave-out", args=[part.pk])).status_code == 404
    client.post(reverse("surveys:leave-out", args=[part.pk]))
    assert not parts_of(survey)
    with pytest.raises(NotPossible):
        add_audience(
            acting=cast.viewer("teacher"),
            survey=cast.opened(),
            organisation=None,
            roles=(),
            people=[cast.people["ann"]],
        )


def test_promises_are_kept_once_it_is_open(cast: Cast):
    survey = cast.opened(is_anonymous=True)
    survey.is_anonymous = False
    with pytest.raises(NotPossible):
        put_survey(acting=cast.viewer("teacher"), survey=survey)
    page = cast.client("teacher").post(
        reverse("surveys:surveys-edit", args=[survey.pk]),
        {"title": "Trip", "asked_by": cast.region.first.name, "asked_by-key": cast.region.first.pk, "frequency": "once",
         "opens_on": timezone.localdate().isoformat(), "closes_on": survey.closes_on.isoformat()},
    )  # fmt: skip
    assert page.status_code == 422 and "信守承诺" in page.content.decode()


def test_surveys_and_minutes_are_counted_by_place_and_month(cast: Cast):
    cast.opened(minutes=4)
    sent, minutes = (count(each, Period.read(f"{timezone.localdate():%Y-%m}")) for each in MEASURES)
    assert sent[cast.region.first.path, "", ""][0] == 1
    assert minutes[cast.region.first.path, "", ""][0] == 24
    assert minutes[cast.region.first.path, "category", "parent"][0] == 24
