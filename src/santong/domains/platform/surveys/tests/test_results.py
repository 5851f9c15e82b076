"""What comes out, who reads it, who is missing, reminding, closing; groups too small to be shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.surveys import timing
from santong.domains.platform.surveys.actions import close_survey, open_survey, remind_of_survey, send_anonymous_answer
from santong.domains.platform.surveys.content import Field
from santong.domains.platform.surveys.jobs import keep, remind_lacking
from santong.domains.platform.surveys.mixing import mix
from santong.domains.platform.surveys.models import AnonymousAnswer, Answer, AnsweringTime, Asked, Survey
from santong.domains.platform.surveys.results import results_of, too_small
from santong.domains.platform.surveys.tests.conftest import QUESTIONS, Cast
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
FAMILIES = ("ann", "bob", "cleo", "dan", "eve", "fay")


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def answer(cast: Cast, survey: Survey, name: str, **values: str) -> None:
    address = reverse("surveys:answer", args=[cast.asked(survey, name).pk])
    assert cast.client(name).post(address, {"f1": "o1", "f3": "4", **values}).status_code == 302


def lines(survey: Survey, at: int) -> dict[str, int]:
    return {line.words: line.number for line in results_of(survey).results[at].lines}


def test_counts_of_each_question(cast: Cast):
    survey = cast.opened()
    for name in FAMILIES[:3]:
        answer(cast, survey, name)
    answer(cast, survey, "dan", f1="o2", f2="Ill", f3="1")
    found = results_of(survey)
    assert (found.answers, found.asked) == (4, 6) and lines(survey, 0) == {"Yes": 3, "No": 1}
    assert found.results[1].texts == ["Ill"] and lines(survey, 2)["4"] == 3
    page = cast.client("teacher").get(reverse("surveys:results", args=[survey.pk]))
    assert page.status_code == 200 and "Ill" in page.content.decode()


def test_every_kind_has_a_result(cast: Cast):
    kinds = [
        Field("f1", "choices", "Days", options=(("o1", "Mon"), ("o2", "Tue"))), Field("f1", "number", "Km", unit="km"),
        Field("f1", "yes_no", "Bus?"), Field("f1", "date", "Day"), Field("f1", "time", "Hour"),
        Field("f1", "table", "Who", options=(("o1", "Name"), ("o2", "Age")), most=2),
        Field("f1", "fact", "Name", fact="name"), Field("f1", "long_text", "Words"),
    ]  # fmt: skip
    survey = cast.opened(questions=kinds)
    typed = {
        "f1": ["o1", "o2"], "f2": "2.5", "f3": "yes", "f4": "2026-12-24", "f5": "08:30", "f6_0_0": "Li", "f6_0_1": "9",
        "f7_wrong": "on", "f7_words": "Lee", "f8": "=1+1",
    }  # fmt: skip
    address = reverse("surveys:answer", args=[cast.asked(survey, "ann").pk])
    assert cast.client("ann").post(address, typed).status_code == 302
    values = Answer.objects.get().values
    assert values["f7"] == {"value": "Person ann", "right": False, "words": "Lee"} and values["f6"] == [["Li", "9"]]
    assert values["f3"] is True and values["f5"] == "08:30"
    results = results_of(survey).results
    assert [each.answered for each in results] == [1] * 8 and "Lee" in results[6].texts[0]
    teacher = cast.client("teacher")
    sheet = teacher.get(reverse("surveys:results-export", args=[survey.pk]), {"format": "csv"})
    assert b"'=1+1" in b"".join(sheet.streaming_content), "no formula runs in a spreadsheet"
    listed = teacher.get(reverse("surveys:answers"), {"survey": survey.pk}).content.decode()
    assert "Lee" in listed and "2.5 km" in listed
    exported = teacher.get(reverse("surveys:answers-export"), {"survey": survey.pk, "format": "csv"})
    assert "Person ann" in b"".join(exported.streaming_content).decode()
    detail = teacher.get(reverse("surveys:answers-detail", args=[Answer.objects.get().pk]))
    assert "Lee" in detail.content.decode()


def test_only_who_asks_reads_answers(cast: Cast, client):
    survey = cast.opened()
    answer(cast, survey, "ann")
    row = Answer.objects.get()
    places = [reverse(f"surveys:{page}", args=[survey.pk]) for page in ("results", "missing", "results-export")]
    for address in places:
        assert client.get(address)["Location"].startswith("/account/sign-in/")
        assert cast.client("teacher").get(address).status_code == 200
        assert cast.client("other").get(address).status_code == 404, "the class next door"
        assert cast.client("principal").get(address).status_code == 403, "sees that it is asked, and no answer"
        assert cast.client("ann").get(address).status_code in (403, 404)
    detail = reverse("surveys:answers-detail", args=[row.pk])
    for name in ("principal", "officer", "other", "bob"):
        assert cast.client(name).get(detail).status_code in (403, 404)
        listed = cast.client(name).get(reverse("surveys:answers"), {"survey": survey.pk})
        assert "Person ann" not in listed.content.decode()
    assert cast.client("teacher").get(detail).status_code == 200
    second = somebody("class_teacher", cast.region.first, "deputy")
    assert client_of(second).get(detail).status_code == 200, "holds the permission at the place"


def test_anonymous_results_show_from_five_on_and_several_at_a_time(cast: Cast):
    survey = cast.opened(is_anonymous=True)
    for name in FAMILIES[:4]:
        answer(cast, survey, name)
    keep.func()
    assert results_of(survey).is_hidden and not results_of(survey).results
    page = cast.client("teacher").get(reverse("surveys:results", args=[survey.pk])).content.decode()
    assert "Ill" not in page and "匿名答案满 5 份" in page
    before = set(AnonymousAnswer.objects.values_list("pk", flat=True))
    answer(cast, survey, "eve")
    keep.func()
    assert results_of(survey).answers == 5 and not before & set(AnonymousAnswer.objects.values_list("pk", flat=True))
    answer(cast, survey, "fay", f3="1")
    keep.func()
    cache.clear()
    assert results_of(survey).answers == 5, "a single new one waits for others"
    assert cast.client("teacher").get(reverse("surveys:missing", args=[survey.pk])).status_code == 403
    close_survey(acting=cast.viewer("teacher"), survey=survey)
    cache.clear()
    assert results_of(survey).answers == 6
    assert cast.client("teacher").get(reverse("surveys:missing", args=[survey.pk])).status_code == 200
    assert (
        cast.client("teacher").get(reverse("surveys:answers"), {"survey": survey.pk}).content.decode().count("<tr") <= 1
    )


def test_mixing_leaves_no_order(cast: Cast):
    survey = cast.opened(is_anonymous=True)
    for name in FAMILIES:
        send_anonymous_answer(acting=cast.viewer(name), asked=cast.asked(survey, name), values={"f2": name})
    orders = set()
    for _number in range(6):
        AnonymousAnswer.objects.filter(survey=survey).update(mixed=False)
        mix(survey)
        orders.add(
            tuple(each["f2"] for each in AnonymousAnswer.objects.order_by("pk").values_list("values", flat=True))
        )
    assert len(orders) > 2, "chance, not the order of answering"


def test_small_groups_are_hidden_together_with_what_would_give_them_away():
    assert too_small({"a": 9, "b": 8}) == set()
    assert too_small({"a": 9, "b": 8, "c": 2}) == {"c", "b"}
    assert too_small({"a": 9, "b": 3, "c": 3}) == {"b", "c"}
    assert too_small({"a": 9, "b": 8}, elsewhere=1) == {"b"}
    assert too_small({}) == set()


def test_results_by_place_leave_small_places_out(cast: Cast):
    survey = cast.opened(by="principal", roles=("parent", "class_teacher", "subject_teacher"), questions=QUESTIONS)
    for name in FAMILIES:
        answer(cast, survey, name)
    client = cast.client("subject")
    assert (
        client.post(reverse("surveys:answer", args=[cast.asked(survey, "subject").pk]), {"f1": "o1"}).status_code == 302
    )
    found = results_of(survey)
    assert found.answers == 7
    grade = cast.region.grade
    assert results_of(survey, grade.path).group is None, "with one of seven elsewhere, the others give them away"


def test_the_minutes_that_answers_took_are_kept_without_whose(cast: Cast):
    survey = cast.opened()
    for minutes, number in ((2, 3), (9, 1)):
        AnsweringTime.objects.create(survey=survey, minutes=minutes, number=number)
    assert timing.median_minutes(survey) == 2
    assert timing.minutes_since(timing.stamp()) == 1 and timing.minutes_since("forged:xyz") is None
    close_survey(acting=cast.viewer("teacher"), survey=survey)
    survey.refresh_from_db()
    assert survey.measured == 2


def test_who_has_not_answered_is_reminded_once(cast: Cast, monkeypatch):
    monkeypatch.setattr("santong.domains.platform.surveys.actions.opening.is_working_time", lambda path: True)
    monkeypatch.setattr("santong.domains.platform.surveys.jobs.is_working_time", lambda path: True)
    survey = cast.opened()
    teacher = cast.viewer("teacher")
    with pytest.raises(NotPossible):
        remind_of_survey(acting=teacher, survey=survey)
    Survey.objects.filter(pk=survey.pk).update(opened_at=timezone.now() - timedelta(days=1))
    answer(cast, survey, "ann")
    remind_of_survey(acting=teacher, survey=survey)
    remind_lacking.func(survey_id=survey.pk)
    told = set(Recipient.objects.values_list("person__username", flat=True))
    assert told == set(FAMILIES) - {"ann"} and not cast.asked(survey, "ann").reminded
    with pytest.raises(NotPossible):
        remind_of_survey(acting=teacher, survey=survey)
    Survey.objects.filter(pk=survey.pk).update(closes_on=timezone.localdate())
    keep.func()
    assert Recipient.objects.count() == 5, "never a second time"


def test_the_last_day_but_one_reminds_by_itself_and_the_end_closes(cast: Cast, monkeypatch):
    monkeypatch.setattr("santong.domains.platform.surveys.jobs.is_working_time", lambda path: True)
    survey = cast.opened()
    today = timezone.localdate()
    keep.func()
    assert not Recipient.objects.exists()
    Survey.objects.filter(pk=survey.pk).update(
        opened_at=timezone.now() - timedelta(days=1), closes_on=today + timedelta(days=1)
    )
    keep.func()
    assert Recipient.objects.count() == 6
    Survey.objects.filter(pk=survey.pk).update(opens_on=today - timedelta(days=3), closes_on=today - timedelta(days=1))
    keep.func()
    survey.refresh_from_db()
    assert survey.state == "closed" and survey.closed_at


def test_closing_is_undone_and_it_opens_again(cast: Cast):
    survey = cast.opened()
    teacher = cast.client("teacher")
    teacher.post(reverse("surveys:surveys-close", args=[survey.pk]))
    survey.refresh_from_db()
    assert survey.state == "closed"
    day = timezone.localdate() + timedelta(days=3)
    teacher.post(reverse("surveys:surveys-reopen", args=[survey.pk]), {"closes_on": day.isoformat()})
    survey.refresh_from_db()
    assert survey.state == "open" and survey.closes_on == day


def test_opening_is_undone_until_somebody_has_answered(cast: Cast):
    from santong.kit.steps.back import BACK, payload_of
    from santong.kit.undo import CannotUndo, keep_step, take_back

    teacher = cast.viewer("teacher")
    for answers in (False, True):
        survey = cast.draft()
        taken = open_survey.take(teacher, survey, {})
        from santong.domains.platform.surveys.jobs import deliver

        deliver.func(survey_id=survey.pk)
        if answers:
            answer(cast, survey, "ann")
        step = keep_step(teacher, handler=BACK, payload=payload_of([taken]))
        if answers:
            with pytest.raises(CannotUndo):
                take_back(teacher, step.pk)
        else:
            take_back(teacher, step.pk)
            survey.refresh_from_db()
            assert survey.state == "draft" and not Asked.objects.filter(survey=survey).exists()
