"""The change of the school year, and its undo row by row."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, change_status, enrol
from santong.domains.campus.students.demo.filling import born_between
from santong.domains.campus.students.demo.inventing import Inventor
from santong.domains.campus.students.importing import PupilImport
from santong.domains.campus.students.models import Pupil, YearChange
from santong.domains.campus.students.school_year import season, views
from santong.domains.campus.students.school_year.outcome import left_by
from santong.domains.campus.students.school_year.plan import plan_year
from santong.domains.campus.students.school_year.run import change_year
from santong.domains.campus.students.school_year.season import season_near
from santong.domains.campus.students.school_year.taking_back import take_year_back
from santong.domains.campus.students.tests.conftest import add_pupils, number
from santong.domains.platform.calendars.public import set_terms
from santong.domains.platform.identity.public import create_people
from santong.domains.platform.organisations.public import (
    Organisation,
    count_below,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM
from santong.kit.imports.targets import Sheet, SourceRow
from santong.kit.jobs.testing import run_due
from santong.kit.refusals import NotPossible
from santong.kit.testing.importing import run

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 20)
APPS = ("students", "staff", "organisations", "access", "identity")


def every_row() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that the change could touch."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if model is not YearChange
    }


def differing(before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """The tables in which any row is different, missing or new, with the first that is."""
    found = []
    for table, rows in before.items():
        changed = set(map(str, rows)) ^ set(map(str, after[table]))
        if changed or len(rows) != len(after[table]):
            found.append(f"{table}: {sorted(changed)[:2]}")
    return found


@pytest.fixture
def school() -> Organisation:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    school = create_school(acting=SYSTEM, name="甲校", parent=city, code="2199000001", education_type="211")
    for level in range(1, 7):
        grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=level, school_year=2025)
        for place, school_class in enumerate(create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])):
            add_pupils(school, school_class, 6, first=level * 20 + place * 10)
    return school


def test_the_preview_counts_per_class(school):
    plan = plan_year(school)
    first = plan.steps[0]
    assert (first.grade.name, first.new_name, first.pupils) == ("一年级", "二年级", 12)
    assert (plan.steps[-1].level, plan.graduating, plan.promoted) == (None, 12, 60)
    assert [(new.name, new.classes) for new in plan.intake] == [("一年级", 2)]


def test_pupils_without_a_class_are_counted_apart(school):
    add_pupils(school, None, 2, first=300)
    plan = plan_year(school)
    assert (plan.without_class, plan.promoted + plan.graduating) == (2, 72)


def test_the_sixth_grade_of_a_five_four_junior_school_moves_up(school):
    junior = create_school(acting=SYSTEM, name="乙校", parent=school.parent, code="3199000002", education_type="311")
    for level in range(6, 10):
        grade = create_grade(acting=SYSTEM, school=junior, stage="junior", level=level, school_year=2025)
        create_classes(acting=SYSTEM, grade=grade, numbers=[1])
    plan = plan_year(junior)
    assert [step.new_name for step in plan.steps] == ["七年级", "八年级", "九年级", ""]
    assert [(new.name, new.classes) for new in plan.intake] == [("六年级", 1)]
    change_year(acting=SYSTEM, school=junior, fingerprint=plan.fingerprint, day=DAY)
    assert [step.grade.name for step in plan_year(junior).steps] == ["六年级", "七年级", "八年级", "九年级"]


def test_who_has_just_graduated_is_in_no_further_preview(school):
    change_year(
        acting=SYSTEM, school=school, fingerprint=plan_year(school).fingerprint, day=timezone.localdate()
    )  # fmt: skip
    assert [(step.grade.name, step.pupils) for step in plan_year(school).steps] == [
        ("一年级", 0), ("二年级", 12), ("三年级", 12), ("四年级", 12), ("五年级", 12), ("六年级", 12),
    ]  # fmt: skip


def test_the_year_changes_and_goes_back_row_by_row(school):
    leaver = Pupil.objects.filter(school_class__name="六年级(1)班").select_related("person", "school").first()
    change_status(acting=SYSTEM, pupils=[leaver], kind="suspend", day=date(2026, 3, 1))
    before = every_row()
    made = change_year(acting=SYSTEM, school=school, fingerprint=plan_year(school).fingerprint, day=DAY)
    names = set(Organisation.objects.filter(kind="class", valid_until=None).values_list("name", flat=True))
    assert "六年级(2)班" in names and "一年级(1)班" in names and len(names) == 12
    assert Pupil.objects.filter(status="graduated").count() == 12
    assert count_below(school, "pupils") == 60
    assert take_year_back(acting=SYSTEM, change=made) == []
    assert differing(before, every_row()) == []


def test_a_school_of_3000_changes_and_goes_back_as_its_principal_does_it(cast):
    large = a_large_school(cast.city)
    client = cast.client("principal", large)
    url = f"/school-year/{large.pk}/"
    preview = client.get(url).context["plan"]
    assert (preview.promoted, preview.graduating) == (2500, 500)
    assert {len(step.classes) for step in preview.steps} == {10}
    before = every_row()
    client.post(url, {"day": timezone.localdate().isoformat(), "name": "大校", "fingerprint": preview.fingerprint})
    [done] = run_due()
    assert done.result.status == "SUCCESSFUL", done.reason
    assert Pupil.objects.filter(school=large, status="graduated").count() == 500
    assert count_below(large, "pupils") == 2500
    client.post(f"{url}back/")
    assert differing(before, every_row()) == []


def a_large_school(city: Organisation) -> Organisation:
    """Six grades of ten classes with fifty pupils each; those who graduate have guardians."""
    school = create_school(acting=SYSTEM, name="大校", parent=city, code="2199000009", education_type="211")
    inventor = Inventor(Random(3))
    for level in range(1, 7):
        grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=level, school_year=2025)
        classes = create_classes(acting=SYSTEM, grade=grade, numbers=range(1, 11))
        new = [inventor.person(school.path, "990102", *born_between(level, 2025)) for _pupil in range(500)]
        people = create_people(acting=SYSTEM, drafts=new)
        drafts = [NewPupil(person, classes[number // 50]) for number, person in enumerate(people)]
        pupils = enrol(acting=SYSTEM, school=school, drafts=drafts, day=date(2025, 9, 1))
    parents = [inventor.guardian(each, school.path)[0] for each in new]
    guardians = create_people(acting=SYSTEM, drafts=parents)
    links = [NewGuardian(pupil, person) for pupil, person in zip(pupils, guardians, strict=True)]
    link_guardians(acting=SYSTEM, drafts=links)
    return school


def test_what_was_not_previewed_is_not_done(school):
    old = plan_year(school).fingerprint
    pupil = Pupil.objects.select_related("person", "school").first()
    change_status(acting=SYSTEM, pupils=[pupil], kind="leave", day=DAY)
    with pytest.raises(NotPossible):
        change_year(acting=SYSTEM, school=school, fingerprint=old, day=DAY)


def begin(school: Organisation, day: date = DAY) -> YearChange:
    return change_year(acting=SYSTEM, school=school, fingerprint=plan_year(school).fingerprint, day=day)


def names_left(made: YearChange) -> list[tuple[str, str]]:
    made.refresh_from_db()
    return [(each.name, each.cause) for each in left_by(made, SYSTEM)]


def test_what_came_between_stays_and_is_named_by_person_and_cause(school):
    other = create_school(acting=SYSTEM, name="乙校", parent=school.parent, code="2199000002", education_type="211")
    grade = create_grade(acting=SYSTEM, school=other, stage="primary", level=6, school_year=2026)
    (room,) = create_classes(acting=SYSTEM, grade=grade, numbers=[1])
    made = begin(school)
    graduate = Pupil.objects.filter(status="graduated").select_related("person", "school", "school_class").first()
    graduate.status = "enrolled"
    graduate.school, graduate.school_class, graduate.path = other, room, room.path
    graduate.save()
    new = Organisation.objects.get(kind="class", valid_until=None, name="一年级(1)班", parent__parent=school)
    (pupil,) = add_pupils(school, new, 1, first=300)
    take_year_back(acting=SYSTEM, change=made)
    assert Pupil.objects.filter(status="enrolled", school=school).count() == 72
    assert sorted(Organisation.objects.filter(kind="grade", parent=school).values_list("name", flat=True)) == [
        "一年级", "一年级", "三年级", "二年级", "五年级", "六年级", "四年级",
    ]  # fmt: skip
    assert not Organisation.objects.filter(kind="class", name="一年级(2)班", parent=new.parent).exists()
    left = names_left(made)
    assert ("一年级(1)班", f"{pupil.person.name}已在这个班。") in left
    assert (graduate.person.name, "毕业之后：在乙校为“在读”。") in left


def test_a_change_is_taken_back_after_the_import_before_it_was_undone(school):
    target = PupilImport()
    cells = {"name": "新生", "identity_number": number(77), "grade": "六年级", "class": "9班"}
    sheet = Sheet([SourceRow(0, cells)], frozenset(cells))
    ran = run(target, sheet, {"school": school.pk, "create_classes": True})
    made = begin(school)
    target.undo(ran.written, acting=SYSTEM)
    assert all(reason for _kind, _key, reason in take_year_back(acting=SYSTEM, change=made))
    assert Pupil.objects.filter(school=school, status="graduated").count() == 0


def test_a_second_change_in_the_same_year_is_refused_with_what_happened(school):
    made = begin(school)
    with pytest.raises(NotPossible, match=r"2026–2027 学年已于.*60 名学生升级，12 名毕业"):
        begin(school)
    take_year_back(acting=SYSTEM, change=made)
    assert begin(school).begins == 2026


def test_it_is_taken_back_once(school):
    made = begin(school)
    take_year_back(acting=SYSTEM, change=made)
    with pytest.raises(NotPossible):
        take_year_back(acting=SYSTEM, change=made)


def test_a_change_of_long_ago_stays(school):
    made = begin(school)
    YearChange.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(days=31))
    with pytest.raises(NotPossible):
        take_year_back(acting=SYSTEM, change=made)


@pytest.mark.parametrize(
    ("day", "is_in"),
    [
        (date(2026, 11, 26), False), (date(2026, 6, 10), False), (date(2026, 6, 20), True), (date(2026, 9, 10), True),
        (date(2026, 10, 20), False), (date(2027, 1, 20), False),
    ],
)  # fmt: skip
def test_the_season_is_around_the_end_of_the_year(school, day, is_in):
    assert season_near(school, day).includes(day) is is_in


def test_the_season_follows_the_calendar_of_the_place(school):
    terms = {1: (date(2026, 9, 1), date(2027, 1, 20)), 2: (date(2027, 3, 1), date(2027, 7, 31))}
    set_terms(acting=SYSTEM, organisation=school.parent, school_year=2026, terms=terms)
    assert not season_near(school, date(2027, 7, 1)).includes(date(2027, 7, 1))
    assert season_near(school, date(2027, 7, 12)).includes(date(2027, 7, 12))


def test_out_of_season_the_name_is_to_be_typed(cast, monkeypatch):
    client, url = cast.client("principal", cast.school), f"/school-year/{cast.school.pk}/"
    set_today(monkeypatch, date(2026, 11, 26))
    page = client.get(url)
    assert "现在离学年结束还早" in page.content.decode()
    data = {"day": "2026-11-26", "fingerprint": page.context["plan"].fingerprint}
    for wrong in ({}, {"name": ""}, {"name": "乙校"}):
        answer = client.post(url, {**data, **wrong})
        assert answer.status_code == 422
    assert "请照原样输入“甲校”" in answer.content.decode()
    assert client.post(url, {**data, "name": "甲校", "day": "2026-08-20"}).status_code == 422
    assert client.post(url, {**data, "name": " 甲校 "}).status_code == 302


def set_today(monkeypatch, day: date) -> None:
    for module in (views, season):
        monkeypatch.setattr(module.timezone, "localdate", lambda *_args: day)


def test_through_the_page_and_the_job(cast, monkeypatch):
    set_today(monkeypatch, date(2026, 7, 1))
    client = cast.client("principal", cast.school)
    url = f"/school-year/{cast.school.pk}/"
    assert "尚未编班" not in client.get(url).content.decode()
    add_pupils(cast.school, None, 2, first=300)
    page = client.get(url)
    text = page.content.decode()
    assert "四年级" in text and "升级前" in text and "另有 2 名学生尚未编班" in text
    assert 'name="name"' not in text
    stale = client.post(url, {"day": "2026-07-01", "fingerprint": "old"})
    assert stale.status_code == 422
    client.post(url, {"day": "2026-07-01", "fingerprint": page.context["plan"].fingerprint})
    [done] = run_due()
    assert done.result.status == "SUCCESSFUL", done.reason
    assert Organisation.objects.get(pk=cast.classes[0].pk).name == "四年级(1)班"
    after = client.get(url).content.decode()
    assert "2026–2027 学年已开始" in after and "由某人操作" in after and 'name="fingerprint"' not in after
    again = client.post(url, {"day": "2026-07-01", "fingerprint": plan_year(cast.school).fingerprint})
    assert again.status_code == 422
    client.post(f"{url}back/")
    assert Organisation.objects.get(pk=cast.classes[0].pk).name == "三年级(1)班"
    assert "没有可以撤回" in client.post(f"{url}back/", follow=True).content.decode()


def test_who_may_change_the_year_may_take_it_back(cast):
    made = begin(cast.school)
    assert cast.client("principal", cast.other).post(f"/school-year/{cast.school.pk}/back/").status_code == 404
    assert cast.client("class_teacher", cast.classes[0]).post(f"/school-year/{cast.school.pk}/back/").status_code in (
        403, 404,
    )  # fmt: skip
    made.refresh_from_db()
    assert made.taken_back_at is None
    cast.client("principal", cast.school).post(f"/school-year/{cast.school.pk}/back/")
    made.refresh_from_db()
    assert made.taken_back_at is not None


def test_a_stranger_cannot_change_the_year(cast):
    assert cast.client("principal", cast.other).get(f"/school-year/{cast.school.pk}/").status_code == 404
    assert cast.client("class_teacher", cast.classes[0]).get("/school-year/").status_code == 403
    assert cast.client("principal", cast.school).get(f"/school-year/{cast.classes[0].pk}/").status_code == 404
