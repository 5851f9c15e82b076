"""The change of the school year, and its undo row by row."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, NotPossible, change_status, enrol
from santong.domains.campus.students.demo.filling import born_between
from santong.domains.campus.students.demo.inventing import Inventor
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.school_year.plan import plan_year
from santong.domains.campus.students.school_year.run import change_year, take_year_back
from santong.domains.campus.students.tests.conftest import add_pupils
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
from santong.kit.jobs.testing import run_due
from santong.kit.undo import CannotUndo

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 20)
APPS = ("students", "staff", "organisations", "access", "identity")


def every_row() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that the change could touch."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
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
        for number, school_class in enumerate(create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])):
            add_pupils(school, school_class, 6, first=level * 20 + number * 10)
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
    undo = change_year(acting=SYSTEM, school=school, fingerprint=plan_year(school).fingerprint, day=DAY)
    names = set(Organisation.objects.filter(kind="class", valid_until=None).values_list("name", flat=True))
    assert "六年级(2)班" in names and "一年级(1)班" in names and len(names) == 12
    assert Pupil.objects.filter(status="graduated").count() == 12
    assert count_below(school, "pupils") == 60
    take_year_back(acting=SYSTEM, payload=undo)
    assert differing(before, every_row()) == []


def test_a_school_of_3000_changes_and_goes_back_as_its_principal_does_it(cast):
    large = a_large_school(cast.city)
    client = cast.client("principal", large)
    url = f"/school-year/{large.pk}/"
    preview = client.get(url).context["plan"]
    assert (preview.promoted, preview.graduating) == (2500, 500)
    assert {len(step.classes) for step in preview.steps} == {10}
    before = every_row()
    client.post(url, {"day": DAY.isoformat(), "fingerprint": preview.fingerprint})
    [done] = run_due()
    assert done.result.status == "SUCCESSFUL", done.reason
    assert Pupil.objects.filter(school=large, status="graduated").count() == 500
    assert count_below(large, "pupils") == 2500
    client.post(f"/kit/undo/{client.get(url).context['undo'].pk}/")
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


def test_a_year_in_which_work_went_on_stays(school):
    undo = change_year(acting=SYSTEM, school=school, fingerprint=plan_year(school).fingerprint, day=DAY)
    new = Organisation.objects.get(kind="class", valid_until=None, name="一年级(1)班")
    add_pupils(school, new, 1, first=300)
    with pytest.raises(CannotUndo):
        take_year_back(acting=SYSTEM, payload=undo)


def test_through_the_page_and_the_job(cast):
    client = cast.client("principal", cast.school)
    url = f"/school-year/{cast.school.pk}/"
    assert "尚未编班" not in client.get(url).content.decode()
    add_pupils(cast.school, None, 2, first=300)
    page = client.get(url)
    text = page.content.decode()
    assert "四年级" in text and "升级前" in text and "另有 2 名学生尚未编班" in text
    stale = client.post(url, {"day": "2026-08-20", "fingerprint": "old"})
    assert stale.status_code == 422
    client.post(url, {"day": "2026-08-20", "fingerprint": page.context["plan"].fingerprint})
    [done] = run_due()
    assert done.result.status == "SUCCESSFUL", done.reason
    assert Organisation.objects.get(pk=cast.classes[0].pk).name == "四年级(1)班"
    step = client.get(url).context["undo"]
    client.post(f"/kit/undo/{step.pk}/")
    assert Organisation.objects.get(pk=cast.classes[0].pk).name == "三年级(1)班"


def test_a_stranger_cannot_change_the_year(cast):
    assert cast.client("principal", cast.other).get(f"/school-year/{cast.school.pk}/").status_code == 404
    assert cast.client("class_teacher", cast.classes[0]).get("/school-year/").status_code == 403
    assert cast.client("principal", cast.school).get(f"/school-year/{cast.classes[0].pk}/").status_code == 404
