"""The change of the school year, and its undo row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from santong.domains.campus.students.actions.roll import NotPossible, change_status
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.school_year.plan import plan_year
from santong.domains.campus.students.school_year.run import change_year, take_year_back
from santong.domains.campus.students.tests.conftest import add_pupils
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
    after = every_row()
    for table, rows in before.items():
        assert [row for row in after[table] if row not in rows] == [], table
        assert len(after[table]) == len(rows), table


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
    page = client.get(url)
    assert "四年级" in page.content.decode()
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
