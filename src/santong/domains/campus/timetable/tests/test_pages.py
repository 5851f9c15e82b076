"""The pages of lessons: one's own week first, others' for whom they are, arranging on a phone, the editor of drafts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from santong.domains.campus.timetable.actions import copy
from santong.domains.campus.timetable.changing import Cover, cover
from santong.domains.campus.timetable.clashes import slots_of
from santong.domains.campus.timetable.models import Change, Slot
from santong.domains.campus.timetable.tests.conftest import Cast
from santong.domains.platform.access.testing import somebody
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons(cast: Cast) -> Cast:
    cast.slot(cast.region.first, 1, 1, "语文", teacher=cast.first)
    cast.slot(cast.region.first, 2, 2, "美术", teacher=cast.third)
    cast.slot(cast.region.second, 1, 2, "数学", teacher=cast.second)
    return cast


def at(cast: Cast, **more: object) -> dict[str, object]:
    return {"day": cast.monday.isoformat(), **more}


def test_everybody_sees_their_own_week_first(lessons: Cast):
    for person, theirs, not_theirs in (
        (lessons.first.person, "语文", "数学"),
        (somebody("pupil", lessons.region.second, "pupil"), "数学", "语文"),
        (somebody("parent", lessons.region.first, "parent"), "语文", "数学"),
    ):
        page = lessons.client(person).get("/timetable/", at(lessons)).content.decode()
        assert theirs in page and not_theirs not in page


def test_pupils_and_parents_see_no_other_class_and_no_teacher(lessons: Cast):
    client = lessons.client(somebody("pupil", lessons.region.second, "pupil"))
    for asked in ({"class": lessons.region.first.pk}, {"teacher": lessons.first.pk}):
        assert client.get("/timetable/", at(lessons, **asked)).status_code in (403, 404)
    assert client.get("/timetable/", at(lessons, **{"class": 10**9})).status_code == 404
    assert client.get("/timetable/", at(lessons, **{"class": "x"})).status_code == 404


@pytest.mark.parametrize("path", ["/timetable/", "/timetable/lesson/", "/timetable/absence/"])
def test_strangers_are_sent_to_sign_in(path: str):
    assert Client().get(path)["location"].startswith("/account/sign-in/")


def test_who_arranges_elsewhere_gets_nowhere(lessons: Cast):
    intruder = lessons.client(somebody("teaching_affairs", lessons.region.far, "intruder"))
    place = at(lessons, **{"class": lessons.region.first.pk, "period": 1})
    assert intruder.get("/timetable/lesson/", place).status_code == 403
    assert intruder.post("/timetable/lesson/", {**place, "do": "cancel"}).status_code == 403
    assert intruder.get(f"/timetable/absence/?school={lessons.school.pk}").status_code == 404
    teacher = lessons.client(lessons.third.person)
    assert teacher.get("/timetable/lesson/", place).status_code == 403
    assert teacher.get("/timetable/absence/").status_code == 403
    assert not Change.objects.by_installation().exists()


def test_a_lesson_is_covered_and_taken_back_from_its_page(lessons: Cast):
    client = lessons.client()
    place = at(lessons, **{"class": lessons.region.first.pk, "period": 1})
    page = client.get("/timetable/lesson/", place).content.decode()
    assert f"cover-{lessons.third.pk}" in page
    done = client.post(
        "/timetable/lesson/", {**place, "do": f"cover-{lessons.third.pk}", "reason": "病假"}, follow=True
    )
    assert done.status_code == 200 and "代课" in done.content.decode()
    again = client.post("/timetable/lesson/", {**place, "do": f"cover-{lessons.second.pk}x"})
    assert again.status_code == 422 and Change.objects.by_installation().filter(state="valid").count() == 1


def test_a_lesson_is_swapped_from_its_page(lessons: Cast):
    client = lessons.client()
    place = at(lessons, **{"class": lessons.region.first.pk, "period": 1})
    tuesday = lessons.monday + timedelta(days=1)
    assert f"swap-{tuesday.isoformat()}-2" in client.get("/timetable/lesson/", place).content.decode()
    assert client.post("/timetable/lesson/", {**place, "do": f"swap-{tuesday.isoformat()}-2"}).status_code == 302
    assert lessons.lesson(tuesday, 2).subject == "语文"


@pytest.mark.parametrize("do", ["", "swap-", "swap-x-1", "swap-2026-13-45-1", "cover-0", "cover-²", "eat-1"])
def test_odd_wishes_are_answered_with_words(lessons: Cast, do: str):
    place = at(lessons, **{"class": lessons.region.first.pk, "period": 1})
    assert lessons.client().post("/timetable/lesson/", {**place, "do": do}).status_code == 422


def test_an_absence_is_arranged_whole_with_the_best_proposed(lessons: Cast):
    client = lessons.client()
    asked = {"teacher": lessons.first.pk, "first": lessons.monday.isoformat(), "last": ""}
    address = f"/timetable/absence/?school={lessons.school.pk}&teacher={lessons.first.pk}&first={lessons.monday}"
    page = client.get("/timetable/absence/", asked).content.decode()
    field = f"cover-{lessons.region.first.pk}-{lessons.monday:%Y%m%d}-1"
    assert f'name="{field}"' in page and f'value="{lessons.third.pk}" selected' in page
    assert client.post(address, {field: ""}).status_code == 422
    assert client.post(address, {field: str(lessons.third.pk), "reason": "病假"}).status_code == 302
    assert lessons.lesson(lessons.monday, 1).teacher == lessons.third


@pytest.mark.parametrize(
    "asked", [{"first": "2026-13-45"}, {"teacher": "0"}, {"last": "1999-01-01"}, {"last": "2090-01-01"}]
)
def test_absences_that_make_no_sense_are_asked_about(lessons: Cast, asked: dict[str, str]):
    given = {"teacher": str(lessons.first.pk), "first": lessons.monday.isoformat(), **asked}
    assert lessons.client().get("/timetable/absence/", given).status_code == 422


def test_a_draft_is_copied_changed_and_published_in_the_browser(lessons: Cast):
    client, table = lessons.client(), lessons.timetable
    given = {"name": "下学期", "since": lessons.monday.isoformat()}
    made = client.post(f"/timetables/{table.pk}/copy/", given)
    draft = int(made["location"].rstrip("/").rpartition("/")[2])
    page = client.get(f"/timetables/{draft}/?class={lessons.region.first.pk}").content.decode()
    assert "语文" in page and f"/timetables/{draft}/lessons/new/" in page
    lesson = {"school_class": lessons.region.first.pk, "weekday": 1, "period": 3, "rhythm": "every", "subject": "科学"}
    assert client.post(f"/timetables/{draft}/lessons/new/", {**lesson, "teacher": lessons.third.pk}).status_code == 302
    clash = client.post(f"/timetables/{draft}/lessons/new/", {**lesson, "school_class": lessons.region.second.pk,
                        "teacher": lessons.third.pk})  # fmt: skip
    assert clash.status_code == 422 and lessons.third.person.name in clash.content.decode()
    row = Slot.objects.by_installation().get(timetable=draft, subject="科学")
    assert client.get(f"/timetables/{draft}/lessons/{row.pk}/").status_code == 200
    assert client.post(f"/timetables/{draft}/lessons/{row.pk}/take/").status_code == 302
    assert not Slot.objects.by_installation().filter(pk=row.pk).exists()
    assert client.post(f"/timetables/{draft}/publish/").status_code == 302
    assert lessons.lesson(lessons.monday, 1).subject == "语文"


def test_lessons_of_others_drafts_are_nobodys_business(lessons: Cast):
    draft = copy(acting=lessons.viewer, timetable=lessons.timetable, name="草稿", since=lessons.monday)
    row = slots_of(draft)[0]
    intruder = lessons.client(somebody("teaching_affairs", lessons.region.far, "intruder"))
    reader = lessons.client(lessons.first.person)
    for path in ("copy/", "lessons/new/", f"lessons/{row.pk}/"):
        assert intruder.get(f"/timetables/{draft.pk}/{path}").status_code == 404
        assert reader.get(f"/timetables/{draft.pk}/{path}").status_code in (403, 404)
    assert intruder.post(f"/timetables/{draft.pk}/lessons/{row.pk}/take/").status_code == 404


def test_the_home_page_has_the_lessons_of_the_next_days_of_their_own(lessons: Cast):
    for weekday in range(1, 6):
        lessons.slot(lessons.region.first, weekday, 4, "劳动", teacher=lessons.first)
    assert "劳动" in lessons.client(lessons.first.person).get("/").content.decode()
    assert "劳动" not in lessons.client(lessons.second.person).get("/").content.decode()


def test_timetables_are_printed_for_a_class_and_a_whole_school(lessons: Cast):
    client = lessons.client()
    for place, name in ((lessons.region.first, "class-timetable"), (lessons.school, "school-timetable")):
        printed = client.post(f"/print/{name}/{place.pk}/", follow=True)
        assert printed.status_code == 200, printed.content[:200]


def test_figures_lead_to_as_many_changes_as_they_say(lessons: Cast):
    cover(acting=SYSTEM, school=lessons.school, covers=[Cover(lessons.lesson(lessons.monday, 1), lessons.third)])
    page = lessons.client().get("/lesson-changes/", {"month": f"{lessons.monday:%Y-%m}", "kind": "covered"})
    assert page.content.decode().count("代课") >= 1
    for odd in ("2026-13", "x", "²"):
        assert lessons.client().get("/lesson-changes/", {"month": odd}).status_code == 200
