"""Whole rosters: every row taken rightly or explained, and a whole import undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from santong.domains.campus.students.importing import PupilImport
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    Organisation,
    count_below,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM
from santong.kit.testing.importing import Ran, judge, run, sheet_of
from santong.lib.check_digits import check_character
from santong.lib.tests import rosters
from santong.lib.tests.invented import identity, xlsx

pytestmark = pytest.mark.django_db
CLEAN = 240
TABLES = ("students", "identity", "organisations", "access")


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


def ran(school: Organisation, content: bytes, **changes: Any) -> Ran:
    target = PupilImport()
    sheet = sheet_of(target, content, **changes)
    return run(target, sheet, {"school": school.pk, "create_classes": True})


def test_a_clean_sheet_is_taken_whole_and_undone_whole(school):
    before = rows_of_everything()
    result = ran(school, rosters.clean())
    assert result.verdicts == {"create": CLEAN} and not result.problems
    assert count_below(school, "pupils") == Guardianship.objects.count() == CLEAN
    undone = PupilImport().undo(result.written, acting=SYSTEM)
    assert undone.kept == [] and rows_of_everything() == before


def test_every_row_of_the_messy_sheet_is_right_or_explained(school):
    sheet = rosters.messy()
    result = ran(school, sheet.content)
    damaged = sheet.digits_lost + sheet.too_short + sheet.wrong_check
    repeats = len(sheet.repeats)
    taken = sheet.rows - damaged - repeats - sheet.gone
    assert result.verdicts == {"create": taken, "doubtful": damaged, "duplicate": repeats, "left_out": sheet.gone}
    assert result.problems == {
        ("identity_number", "digits_lost"): sheet.digits_lost,
        ("identity_number", "too_short"): sheet.too_short,
        ("identity_number", "wrong_check_digit"): sheet.wrong_check,
        ("identity_number", "number_unknown"): len(sheet.without_number),
        ("", "repeats_row"): repeats,
        ("note", "is_gone"): sheet.gone,
    }
    for row in result.rows:
        assert row.verdict == "create" or row.problems


def test_a_damaged_number_is_never_guessed(school):
    sheet = rosters.messy()
    result = ran(school, sheet.content)
    damaged = [row for row in result.rows if any(p.code == "digits_lost" for p in row.problems)]
    assert len(damaged) == sheet.digits_lost and all(p.proposal == "" for row in damaged for p in row.problems)
    taken = Person.objects.filter(pupil__isnull=False)
    assert taken.filter(id_number_index="").count() == len(sheet.without_number)
    assert taken.count() == result.verdicts["create"]


def test_the_same_sheet_again_says_nothing_new(school):
    first = ran(school, rosters.messy().content)
    again = judge(PupilImport(), sheet_of(PupilImport(), rosters.messy().content), {"school": school.pk})
    assert again.verdicts["same"] == first.verdicts["create"] and again.verdicts["create"] == 0


def test_a_cell_typed_anew_lets_the_row_in(school):
    sheet = rosters.messy()
    first = ran(school, sheet.content)
    damaged = next(row for row in first.rows if any(p.code == "too_short" for p in row.problems))
    number = Person.objects.count()
    born = damaged.values.reader.cell("identity_number")[6:14]
    seventeen = f"990102{born}{'21' if damaged.values.sex == '1' else '22'}{'3' if damaged.values.sex == '1' else '4'}"
    whole = seventeen + check_character(seventeen)
    result = ran(school, sheet.content, changes={damaged.index + 1: {"identity_number": whole}})
    assert result.verdicts["create"] == 1 and Person.objects.count() == number + 2


def test_pupils_of_another_school_are_not_taken(school):
    ran(school, rosters.clean())
    other = create_school(acting=SYSTEM, name="第二小学", parent=school.parent, code="2199000002", education_type="211")
    result = ran(other, rosters.clean())
    assert result.verdicts == {"refused": CLEAN} and Pupil.objects.filter(school=other).count() == 0


def test_without_leave_to_add_classes_the_rows_say_so(school):
    target = PupilImport()
    result = judge(target, sheet_of(target, rosters.clean()), {"school": school.pk})
    assert result.problems == {("class", "class_missing"): CLEAN}


def test_primary_classes_are_not_made_in_a_junior_school(school):
    junior = create_school(
        acting=SYSTEM, name="第三中学", parent=school.parent, code="3199000003", education_type="311"
    )
    target, context = PupilImport(), {"school": junior.pk, "create_classes": True}
    result = judge(target, sheet_of(target, rosters.clean()), context)
    assert result.problems == {("class", "grade_elsewhere"): CLEAN} and result.verdicts == {"refused": CLEAN}
    problem = result.rows[0].problems[0]
    assert target.message(problem.code, problem.arguments).startswith("第三中学没有这个年级")
    [warning] = target.warnings(context, ["名册", rosters.TITLE])
    assert "第一小学" in warning and "第三中学" in warning
    create_grade(
        acting=SYSTEM, school=junior, stage="junior", level=6, school_year=2026
    )  # five years before, four here
    again = judge(target, sheet_of(target, rosters.clean()), context)
    assert {row.values.class_name.grade for row in again.rows if row.verdict == "create"} == {6}


@pytest.mark.parametrize(
    ("title", "is_warned"),
    [
        ("第一小学2026年秋季学生花名册", False),
        ("第二小学2026年秋季学生花名册", True),
        ("清河县第九中学学生名册", True),
        ("全国中小学生学籍信息管理系统", False),
        ("一小学生名册", False),
        ("学生花名册(最终版)", False),
        ("第一小学、第二小学学生名册", False),
    ],
)
def test_a_title_that_names_another_school_is_warned_about(school, title, is_warned):
    create_school(acting=SYSTEM, name="第二小学", parent=school.parent, code="2199000002", education_type="211")
    assert bool(PupilImport().warnings({"school": school.pk}, ["Sheet1", title])) is is_warned


def test_an_import_moves_to_new_classes_and_the_undo_moves_back(school):
    ran(school, rosters.clean())
    pupil = Pupil.objects.filter(school_class__name="一年级(1)班").order_by("pk").first()
    target = PupilImport()
    sheet = sheet_of(target, rosters.clean(), {2: {"class": "2班"}})
    result = run(target, sheet, {"school": school.pk})
    assert result.verdicts == {"change": 1, "same": CLEAN - 1}
    pupil.refresh_from_db()
    assert pupil.school_class.name == "一年级(2)班"
    target.undo(result.written, acting=SYSTEM)
    pupil.refresh_from_db()
    assert pupil.school_class.name == "一年级(1)班" and count_below(pupil.path, "pupils") > 0
    assert not pupil.changes.exists()


HEADS = ["姓名", "性别", "身份证号", "班级", "监护人姓名", "监护人电话"]


def judged(school: Organisation, *rows: list[Any]) -> Ran:
    target = PupilImport()
    return judge(target, sheet_of(target, xlsx([HEADS, *rows])), {"school": school.pk, "create_classes": True})


def test_a_repeat_gives_what_its_first_row_lacks(school):
    number = identity(3)
    result = judged(
        school,
        ["甘测", "男", number, "一年级1班", "", ""],
        ["甘测", "男", number, "一年级1班", "甘测父", "13000000001"],
    )
    assert result.verdicts == {"create": 1, "duplicate": 1}
    assert (result.rows[0].values.guardian_name, result.rows[0].values.guardian_phone) == ("甘测父", "13000000001")


def test_a_repeat_without_number_is_not_taken_instead_of_the_damaged_row(school):
    damaged = ["甘测", "男", float(f"{identity(3)[:17]}0"), "一年级1班", "", ""]
    result = judged(school, damaged, ["甘测", "男", "", "一年级1班", "", ""], ["苗测", "女", "", "一年级1班", "", ""])
    assert result.verdicts == {"doubtful": 2, "create": 1}
    assert ("", "namesake_row") in result.problems


def test_rows_that_nothing_tells_apart_are_asked_about(school):
    same = ["甘测", "男", "", "一年级1班", "甘测父", "13000000001"]
    result = judged(school, same, same, ["甘测", "女", "", "一年级1班", "", ""])
    assert [row.verdict for row in result.rows] == ["create", "doubtful", "create"]
