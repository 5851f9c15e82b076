"""The plan beside its teachers, the usual rules, and a search on its page."""

from __future__ import annotations

import pytest
from django.test import Client

from santong.domains.campus.teaching_plans.building import plan_of, week_of
from santong.domains.campus.teaching_plans.models import PlanLine, Rule, Search
from santong.domains.campus.teaching_plans.overview import overview_of
from santong.domains.campus.teaching_plans.sentences import ranges, sentence
from santong.domains.campus.teaching_plans.tests.conftest import Cast
from santong.domains.campus.timetable.public import Timetable
from santong.domains.platform.access.testing import somebody
from santong.kit.jobs.testing import run_due
from santong.lib.timetabling.problem import MUST

pytestmark = pytest.mark.django_db
PAGES = ["/teaching-plans/overview/", "/timetable-rules/usual/"]


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_sent_to_sign_in_and_others_refused(cast: Cast, path: str):
    assert Client().get(path)["location"].startswith("/account/sign-in/")
    assert cast.client(somebody("subject_teacher", cast.region.first, "teacher")).get(path).status_code == 403


def test_a_reader_sees_the_plan_and_changes_nothing(cast: Cast):
    reader = cast.client(somebody("inspector", cast.region.city, "reader"))
    assert reader.get("/teaching-plans/overview/").status_code == 200
    assert reader.post("/timetable-rules/usual/").status_code == 403


def test_the_plan_names_who_teaches_sums_and_who_lacks(cast: Cast):
    cast.line(cast.region.first, "语文", 8)
    cast.line(cast.region.grade, "音乐", 1, rhythm="odd")
    found = overview_of(cast.school, None)
    assert found.chosen is not None
    assert found.chosen.sums == [8 + 5 + 3 + 1 + 0.5, 6 + 5 + 3 + 1 + 0.5]
    assert dict(found.teachers)[cast.staff["third"]] == 16
    assert {subject for _place, subject in found.lacking} == {"音乐"}
    page = cast.client().get("/teaching-plans/overview/").content.decode()
    assert "没有音乐教师" in page and "Person third" in page
    other = cast.client(somebody("teaching_affairs", cast.region.far, "intruder"))
    assert other.get("/teaching-plans/overview/", {"school": cast.school.pk}).status_code in (403, 404)


def test_the_usual_rules_are_taken_once_and_back(cast: Cast):
    client = cast.client()
    assert client.get("/timetable-rules/usual/").status_code == 200
    assert client.post("/timetable-rules/usual/").status_code == 302
    count = Rule.objects.by_installation().count()
    assert count > 5
    page = client.get("/timetable-rules/").content.decode()
    assert "体育与健康：不排在 每天 第1节" in page and "必须" in page
    client.post("/timetable-rules/usual/")
    assert Rule.objects.by_installation().count() == count


def test_a_search_is_begun_followed_and_stopped_in_the_browser(cast: Cast):
    client = cast.client()
    given = {"school": cast.school.pk, "name": "下学期", "since": "2027-02-22", "minutes": "0"}
    assert client.post("/timetable-searches/new/", given).status_code == 302
    search = Search.objects.by_installation().get()
    page = f"/timetable-searches/{search.pk}/"
    assert 'hx-get="' in client.get(page).content.decode()
    again = client.post("/timetable-searches/new/", given)
    assert again.status_code == 422 and "本校正在排课" in again.content.decode()
    assert client.post(f"{page}stop/").status_code == 302
    run_due()
    shown = client.get(f"{page}progress/").content.decode()
    assert "已停止" in shown and "hx-get" not in shown
    assert client.post(f"{page}again/").status_code == 302
    assert Search.objects.by_installation().count() == 2


def test_others_searches_are_nobodys_business(cast: Cast):
    search = cast.search(state="running")
    search.save()
    intruder = cast.client(somebody("teaching_affairs", cast.region.far, "intruder"))
    reader = cast.client(somebody("inspector", cast.region.city, "reader"))
    page = f"/timetable-searches/{search.pk}/"
    assert intruder.get(f"{page}progress/").status_code == 404
    for path in ("stop", "again"):
        assert intruder.post(f"{page}{path}/").status_code == 404
        assert reader.post(f"{page}{path}/").status_code == 403
    assert Search.objects.by_installation().get().state == "running"


def test_the_page_of_a_timetable_says_which_rules_dont_hold(cast: Cast):
    rule = cast.rule("only_at", subject="班会", weekdays="1", periods="4", weight="good")
    draft = Timetable.objects.create(school=cast.school, path=cast.school.path, name="草稿", since="2027-02-22")
    from santong.domains.campus.teaching_plans.tests.test_by_hand import put

    put(draft, cast.region.first, (2, 2), "班会", teacher=cast.staff["first"])
    page = cast.client().get(f"/timetables/{draft.pk}/").content.decode()
    assert sentence(rule) in page and "手动调整" in page and "计划中没有排上的课" in page


ALL = {
    "not_at": {"subject": "数学", "periods": "1"}, "only_at": {"subject": "班会", "weekdays": "1"},
    "most_at": {"subject": "数学", "periods": "3,4", "number": 2}, "most_a_day": {"subject": "数学", "number": 1},
    "spread": {"subject": "语文"}, "not_successive": {"subject": "体育与健康"},
    "not_after": {"subject": "数学", "other_subject": "体育与健康"}, "together": {"subject": "班会"},
    "most_at_once": {"subject": "体育与健康", "number": 1}, "no_gaps": {}, "teacher_a_day": {"number": 2},
    "teacher_in_a_row": {"number": 1}, "teacher_days": {"number": 3}, "teacher_free": {"number": 1},
    "teacher_noon": {}, "teachers_not_at": {"subject": "数学", "weekdays": "3"},
    "room_not_at": {"room_kind": "computer", "weekdays": "3"},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(ALL))
def test_every_kind_of_rule_has_a_sentence_and_limits_and_can_be_relaxed(cast: Cast, kind: str):
    assert ALL.keys() == set(Rule.Kind.values)
    cast.line(cast.region.grade, "信息科技", 1, room_kind="computer")
    rule = cast.rule(kind, **ALL[kind])
    assert sentence(rule).strip() and "%" not in sentence(rule)
    week = week_of(cast.school)
    assert week is not None
    problem = plan_of(cast.school, week).problem
    made = [each for each in problem.limits if each.rule == rule.pk]
    assert made or problem.together
    assert all(each.weight == MUST for each in made)
    relaxed = plan_of(cast.school, week, relaxed=[rule.pk]).problem
    assert not relaxed.together and all(each.weight > MUST for each in relaxed.limits)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "most_a_day", "subject": "数学"}, "number"),
        ({"kind": "not_at", "subject": "数学"}, "periods"),
        ({"kind": "not_after", "subject": "数学"}, "other_subject"),
        ({"kind": "room_not_at", "weekdays": ["1"]}, "room_kind"),
    ],
)
def test_a_rule_that_says_too_little_is_asked_about(cast: Cast, given: dict[str, str], field: str):
    typed = {"school": cast.school.pk, "weight": "must", **given}
    answer = cast.client().post("/timetable-rules/new/", typed)
    assert answer.status_code == 422 and answer.context["form"].errors.keys() == {field}


def test_a_plan_with_more_double_lessons_than_lessons_is_asked_about(cast: Cast):
    typed = {
        "school": cast.school.pk, "place": cast.region.first.pk, "subject": "科学", "lessons": "1", "doubles": "1",
        "rhythm": "every",
    }  # fmt: skip
    assert cast.client().post("/teaching-plans/new/", typed).status_code == 422
    other = {**typed, "place": cast.region.grades["Far"].pk, "lessons": "2"}
    assert cast.client().post("/teaching-plans/new/", other).status_code == 422
    assert not PlanLine.objects.by_installation().filter(subject="科学").exists()


def test_numbers_in_a_row_are_drawn_together():
    assert ranges([5, 1, 2, 3], str) == "1–3、5" or ranges([5, 1, 2, 3], str) == "1–3, 5"
