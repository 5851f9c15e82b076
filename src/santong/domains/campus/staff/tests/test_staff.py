"""Staff: employing, teaching and the roles that follow, importing, and the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from santong.domains.campus.staff.actions import (
    NewStaff,
    NewTeaching,
    assign_teaching,
    employ,
    end_teaching,
    leave,
    resume_teaching,
)
from santong.domains.campus.staff.importing import ClassImport, StaffImport
from santong.domains.campus.staff.models import Post, Staff, Teaching
from santong.domains.campus.students.tests.conftest import cast, number  # noqa: F401  (fixture)
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import count_below
from santong.kit.access import SYSTEM
from santong.kit.imports.targets import Sheet, SourceRow
from santong.kit.refusals import NotPossible
from santong.kit.testing.importing import run

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 1)


def hired(cast, name: str = "任静") -> Staff:  # noqa: F811
    [person] = create_people(acting=SYSTEM, drafts=[NewPerson(name, cast.school.path)])
    [row] = employ(
        acting=SYSTEM, school=cast.school, drafts=[NewStaff(person, ("语文",), (Post.Title.TEACHER,))], day=DAY
    )
    return row


def roles(person: Person) -> set[tuple[str, str]]:
    return set(Appointment.objects.filter(person=person, valid_until=None).values_list("role", "path"))


def sheet(*rows: dict[str, str]) -> Sheet:
    found = [SourceRow(index + 1, cells) for index, cells in enumerate(rows)]
    return Sheet(found, frozenset(rows[0]))


def test_rights_on_a_class_follow_from_teaching_it(cast):  # noqa: F811
    row, place = hired(cast), cast.classes[0]
    given = assign_teaching(
        acting=SYSTEM,
        drafts=[NewTeaching(row, place), NewTeaching(row, place, "语文"), NewTeaching(row, place, "音乐")],
        day=DAY,
    )
    assert roles(row.person) == {("class_teacher", place.path), ("subject_teacher", place.path)}
    end_teaching(acting=SYSTEM, teaching=given[1:2], last_day=date(2026, 1, 20))
    assert ("subject_teacher", place.path) in roles(row.person)
    end_teaching(acting=SYSTEM, teaching=given[2:], last_day=date(2026, 1, 20))
    assert roles(row.person) == {("class_teacher", place.path)}
    resume_teaching(acting=SYSTEM, teaching=given[2:])
    assert ("subject_teacher", place.path) in roles(row.person)


def test_a_class_has_one_class_teacher(cast):  # noqa: F811
    first, second = hired(cast), hired(cast, "单雄信")
    assign_teaching(acting=SYSTEM, drafts=[NewTeaching(first, cast.classes[0])], day=DAY)
    with pytest.raises(NotPossible):
        assign_teaching(acting=SYSTEM, drafts=[NewTeaching(second, cast.classes[0])], day=DAY)
    with pytest.raises(NotPossible):
        assign_teaching(acting=SYSTEM, drafts=[NewTeaching(second, cast.classes[3])], day=DAY)


def test_leaving_ends_posts_classes_and_rights(cast):  # noqa: F811
    row = hired(cast)
    assign_teaching(acting=SYSTEM, drafts=[NewTeaching(row, cast.classes[0])], day=DAY)
    assert (count_below(cast.school, "staff"), count_below(cast.school, "teachers")) == (1, 1)
    leave(acting=SYSTEM, staff=[row], day=date(2026, 2, 1))
    assert not roles(row.person) and Post.objects.get().until == date(2026, 2, 1)
    assert (count_below(cast.school, "staff"), count_below(cast.school, "teachers")) == (0, 0)


def test_a_table_of_staff_with_several_principals(cast):  # noqa: F811
    rows = [
        {
            "staff_name": name,
            "identity_number": number(serial),
            "post": post,
            "subjects": "语文、道法",
            "school_code": code,
        }
        for serial, (name, post, code) in enumerate(
            [("甲一", "校长", cast.school.code), ("乙二", "校长", cast.school.code), ("丙三", "教师", cast.far.code)],
            40,
        )
    ]
    target, context = StaffImport(), {"school": cast.school.pk}
    ran = run(target, sheet(*rows), context)
    assert [row.verdict for row in ran.rows] == ["create", "create", "refused"]
    problem = ran.rows[2].problems[0]
    assert cast.far.name in target.message(problem.code, problem.arguments)
    assert not Post.objects.filter(title="principal").exists()
    assert Staff.objects.first().subjects == "语文、道德与法治"
    assert not Appointment.objects.filter(role="principal").exists()
    assert target.undo(ran.written, acting=SYSTEM).kept == []
    assert not Staff.objects.exists() and count_below(cast.school, "staff") == 0


def test_classes_with_their_class_teachers(cast):  # noqa: F811
    row = hired(cast)
    target, context = ClassImport(), {"school": cast.school.pk}
    rows = [
        {"class": "三年级(1)班", "class_teacher": row.person.name},
        {"class": "三年级(3)班", "class_teacher": ""},
        {"class": "三(2)班", "class_teacher": "没有此人"},
    ]
    ran = run(target, sheet(*rows), context)
    assert [each.verdict for each in ran.rows] == ["change", "create", "doubtful"]
    assert roles(row.person) == {("class_teacher", cast.classes[0].path)}
    assert target.undo(ran.written, acting=SYSTEM).kept == []
    assert not roles(row.person) and not Teaching.objects.exists()


@pytest.mark.parametrize("page", ["", "edit/", "teaching/", "leave/"])
def test_pages_for_those_who_keep_the_school(cast, page):  # noqa: F811
    row = hired(cast)
    url = f"/staff/{row.pk}/{page}"
    assert cast.client("teaching_affairs", cast.school).get(url).status_code == 200
    assert cast.client("teaching_affairs", cast.far).get(url).status_code == 404
    assert cast.client("inspector", cast.city).get(url).status_code == (403 if page else 200)
    assert Client().get(url).status_code == 302


def test_assigning_and_ending_through_the_pages(cast):  # noqa: F811
    row = hired(cast)
    client = cast.client("teaching_affairs", cast.school)
    client.post(f"/staff/{row.pk}/teaching/", {"school_class": cast.classes[0].pk, "subject": "", "day": "2025-09-01"})
    teaching = Teaching.objects.get()
    assert row.person.name in client.get(f"/organisations/{cast.classes[0].pk}/").content.decode()
    client.post(f"/teaching/{teaching.pk}/end/")
    teaching.refresh_from_db()
    assert teaching.until is not None
    wrong = client.post(f"/staff/{row.pk}/edit/", {"subjects": "魔法", "stage": "", "on_establishment": ""})
    assert wrong.status_code == 422 and "魔法" in wrong.content.decode()


def test_a_class_names_each_teacher_once_with_all_that_they_do(cast):  # noqa: F811
    row, place = hired(cast), cast.classes[0]
    assign_teaching(acting=SYSTEM, drafts=[NewTeaching(row, place), NewTeaching(row, place, "语文")], day=DAY)
    page = cast.client("teaching_affairs", cast.school).get(f"/organisations/{place.pk}/").content.decode()
    assert page.count(f">{row.person.name}</a>") == 1
    assert "班主任 · 语文" in page


def test_classes_of_grades_outside_the_stages_are_not_made(cast):  # noqa: F811
    rows = sheet({"grade": "七年级", "class": "1班"}, {"grade": "二年级", "class": "1班"})
    result = run(ClassImport(), rows, {"school": cast.school.pk})
    assert [row.verdict for row in result.rows] == ["doubtful", "create"]
    assert result.problems == {("class", "grade_elsewhere"): 1}
