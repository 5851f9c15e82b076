"""The sheets as schools sent them: every row taken rightly or explained, and a whole import undone.

The folder is no part of the repository: SANTONG_ROSTERS names it, or it lies beside the checkout.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from santong.domains.campus.students.importing import PupilImport
from santong.domains.campus.students.importing.schools import stage_of
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.tests.importing import Ran, judge, run, sheet_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    Organisation,
    count_below,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM
from santong.lib.check_digits import check_character

_BESIDE_CHECKOUT = Path(__file__).resolve().parents[7] / "shared" / "data" / "rosters"
ROSTERS = Path(os.environ.get("SANTONG_ROSTERS", _BESIDE_CHECKOUT))
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ROSTERS.is_dir(), reason=f"NO ROSTERS: set SANTONG_ROSTERS, {ROSTERS} is no folder"),
]
MESSY = "学生花名册"
TABLES = ("students", "identity", "organisations", "access")


def content(start: str) -> bytes:
    return next(each for each in ROSTERS.iterdir() if each.name.startswith(start)).read_bytes()


def rows_of_everything() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for app in TABLES
        for model in apps.get_app_config(app).get_models()
    }


@pytest.fixture
def school() -> Organisation:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    return create_school(acting=SYSTEM, name="第一小学", parent=city, code="2199000001", education_type="211")


def ran(school: Organisation, start: str, **changes: Any) -> Ran:
    target = PupilImport()
    sheet = sheet_of(target, content(start), **changes)
    return run(target, sheet, {"school": school.pk, "create_classes": True})


def test_a_clean_sheet_is_taken_whole_and_undone_whole(school):
    before = rows_of_everything()
    result = ran(school, "学生名册-规范")
    assert result.verdicts == {"create": 761} and not result.problems
    assert count_below(school, "pupils") == Guardianship.objects.count() == 761
    undone = PupilImport().undo(result.written, acting=SYSTEM)
    assert undone.kept == [] and rows_of_everything() == before


def test_every_row_of_the_messy_sheet_is_right_or_explained(school):
    result = ran(school, MESSY)
    assert result.verdicts == {"create": 379, "doubtful": 47, "duplicate": 5, "left_out": 2}
    assert result.problems == {
        ("identity_number", "digits_lost"): 21,
        ("identity_number", "too_short"): 7,
        ("identity_number", "wrong_check_digit"): 19,
        ("identity_number", "number_unknown"): 6,
        ("", "repeats_row"): 5,
        ("note", "is_gone"): 2,
    }
    for row in result.rows:
        assert row.verdict == "create" or row.problems


def test_a_damaged_number_is_never_guessed(school):
    result = ran(school, MESSY)
    damaged = [row for row in result.rows if any(p.code == "digits_lost" for p in row.problems)]
    assert len(damaged) == 21 and all(p.proposal == "" for row in damaged for p in row.problems)
    taken = Person.objects.filter(pupil__isnull=False)
    assert taken.filter(id_number_index="").count() == 6 and taken.count() == 379


def test_the_same_sheet_again_says_nothing_new(school):
    ran(school, MESSY)
    again = judge(PupilImport(), sheet_of(PupilImport(), content(MESSY)), {"school": school.pk})
    assert again.verdicts["same"] == 379 and again.verdicts["create"] == 0


def test_a_cell_typed_anew_lets_the_row_in(school):
    ran(school, MESSY)
    number = Person.objects.count()
    seventeen = "99010220180718213"
    result = ran(school, MESSY, changes={77: {"identity_number": seventeen + check_character(seventeen)}})
    assert result.verdicts["create"] == 1 and Person.objects.count() == number + 2


def test_pupils_of_another_school_are_not_taken(school):
    ran(school, "学生名册-规范")
    other = create_school(acting=SYSTEM, name="第二小学", parent=school.parent, code="2199000002", education_type="211")
    result = ran(other, "学生名册-规范")
    assert result.verdicts == {"refused": 761} and Pupil.objects.filter(school=other).count() == 0


def test_without_leave_to_add_classes_the_rows_say_so(school):
    target = PupilImport()
    result = judge(target, sheet_of(target, content("学生名册-规范")), {"school": school.pk})
    assert result.problems == {("class", "class_missing"): 761}


def test_primary_classes_are_not_made_in_a_junior_school(school):
    junior = create_school(
        acting=SYSTEM, name="第三中学", parent=school.parent, code="3199000003", education_type="311"
    )
    target, context = PupilImport(), {"school": junior.pk, "create_classes": True}
    result = judge(target, sheet_of(target, content("学生名册-规范")), context)
    assert set(result.problems) == {("class", "grade_elsewhere")} and set(result.verdicts) == {"refused", "create"}
    problem = result.rows[0].problems[0]
    assert target.message(problem.code, problem.arguments).startswith("第三中学没有这个年级")
    assert {row.values.class_name.grade for row in result.rows if row.verdict == "create"} == {6}, (
        "of five-four schools"
    )
    assert stage_of(junior, 6) == "junior", "so that the summer leads to the seventh grade, not out of the school"


def test_an_import_moves_to_new_classes_and_the_undo_moves_back(school):
    ran(school, "学生名册-规范")
    pupil = Pupil.objects.filter(school_class__name="一年级(1)班").order_by("pk").first()
    target = PupilImport()
    sheet = sheet_of(target, content("学生名册-规范"), {2: {"class": "2班"}})
    result = run(target, sheet, {"school": school.pk})
    assert result.verdicts == {"change": 1, "same": 760}
    pupil.refresh_from_db()
    assert pupil.school_class.name == "一年级(2)班"
    target.undo(result.written, acting=SYSTEM)
    pupil.refresh_from_db()
    assert pupil.school_class.name == "一年级(1)班" and count_below(pupil.path, "pupils") > 0
    assert not pupil.changes.exists()
