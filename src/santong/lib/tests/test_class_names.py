from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.chinese import numeral_text
from santong.lib.class_names import ClassName, parse_class
from santong.lib.grades import Grade, parse_grade
from santong.lib.problems import Problem, Tidying
from santong.lib.tests.test_identity_numbers import cells


def numbered(grade: int, number: int) -> ClassName:
    return ClassName(Grade(grade), number=number)


@pytest.mark.parametrize(
    "written",
    [
        "一年级(2)班", "一年级（2）班", "一年级2班", "一年级二班", "一年级（二）班", "一年级 2 班", "一年级第2班",
        "1年级2班", "１年级２班", "一(2)班", "一（2）班", "一(2)", "1(2)班", "1（2）", "1.2班", "一.2班", "一、2班",
        "一年2班", "一年二班", "小学一年级2班", "小一(2)班", "一年级【2】班", "一年级〔2〕班", "一年级-2班", "一年级2",
    ],
)  # fmt: skip
def test_spellings_of_the_second_class_of_the_first_grade(written):
    assert parse_class(written).value == numbered(1, 2)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("初一(3)班", numbered(7, 3)),
        ("七年级3班", numbered(7, 3)),
        ("初中七年级3班", numbered(7, 3)),
        ("初中一年级3班", numbered(7, 3)),
        ("八(3)", numbered(8, 3)),
        ("高二（10）班", numbered(11, 10)),
        ("高二10班", numbered(11, 10)),
        ("高二十班", numbered(11, 10)),
        ("初三十二班", numbered(9, 12)),
        ("十一年级1班", numbered(11, 1)),
        ("大班 2", numbered(0, 2)),
        ("大2班", numbered(0, 2)),
        ("大二班", numbered(0, 2)),
        ("小(1)班", numbered(-2, 1)),
        ("中班(3)", numbered(-1, 3)),
        ("2025级2班", ClassName(cohort=2025, number=2)),
        ("25级2班", ClassName(cohort=2025, number=2)),
        ("初2023级(5)班", ClassName(cohort=2023, number=5)),
        ("小学2025级（1）班", ClassName(cohort=2025, number=1)),
        ("小学部2025级1班", ClassName(cohort=2025, number=1)),
        ("高中2024级(3)班", ClassName(cohort=2024, number=3)),
        ("高2024级3班", ClassName(cohort=2024, number=3)),
        ("2025级第2班", ClassName(cohort=2025, number=2)),
        ("2025级新生2班", ClassName(cohort=2025, number=2)),
        ("二1班", numbered(2, 1)),
        ("七12班", numbered(7, 12)),
        ("2一班", numbered(2, 1)),
        ("二年级（一）班（寄宿）", numbered(2, 1)),
        ("二年级一班(走读)", numbered(2, 1)),
        ("七年级(3)班【实验班】", numbered(7, 3)),
        ("高一(2)班（文科）", numbered(10, 2)),
        ("2025级1班（寄宿制）", ClassName(cohort=2025, number=1)),
        ("2024级计算机应用1班", ClassName(cohort=2024, number=1, label="计算机应用")),
        ("一年级A班", ClassName(Grade(1), label="A")),
        ("七年级实验班", ClassName(Grade(7), label="实验")),
    ],
)
def test_other_stages_cohorts_and_labels(written, found):
    assert parse_class(written).value == found


@pytest.mark.parametrize(
    ("written", "problem", "proposals"),
    [
        ("102班", Problem.CLASS_UNCLEAR, [numbered(1, 2)]),
        ("1-2", Problem.CLASS_UNCLEAR, [numbered(1, 2)]),
        ("1.2", Problem.CLASS_UNCLEAR, [numbered(1, 2)]),
        (1.1, Problem.CLASS_UNCLEAR, [numbered(1, 1), numbered(1, 10)]),
        ("2301班", Problem.CLASS_UNCLEAR, [ClassName(cohort=2023, number=1)]),
        (datetime.fromisoformat("2026-01-02"), Problem.CLASS_BECAME_DATE, [numbered(1, 2)]),
        ("小一班", Problem.CLASS_UNCLEAR, [numbered(-2, 1), ClassName(Grade(1))]),
        ("一年级", Problem.CLASS_NUMBER_MISSING, [numbered(1, 1)]),
        ("小班", Problem.CLASS_NUMBER_MISSING, [numbered(-2, 1)]),
        ("2025级", Problem.CLASS_NUMBER_MISSING, []),
        ("2班", Problem.GRADE_MISSING, []),
        ("一年级99班", Problem.CLASS_UNREADABLE, []),
        ("高五(1)班", Problem.CLASS_UNREADABLE, []),
        ("向日葵班", Problem.CLASS_UNREADABLE, []),
    ],
)
def test_doubts(written, problem, proposals):
    reading = parse_class(written)
    assert (reading.value, reading.problem, list(reading.proposals)) == (None, problem, proposals)


def test_the_grade_column_completes_confirms_and_contradicts():
    assert parse_class("2班", Grade(1)).value == numbered(1, 2)
    assert parse_class(2.0, Grade(1)).value == numbered(1, 2)
    assert parse_class("102班", Grade(1)).value == numbered(1, 2)
    assert parse_class("102班", Grade(1)).tidied == (Tidying.CONFIRMED,)
    assert parse_class(date(2026, 1, 2), Grade(1)).value == numbered(1, 2)
    assert parse_class("小一班", Grade.LOWER_KINDERGARTEN).value == numbered(-2, 1)
    other = parse_class("二(1)班", Grade(1))
    assert other.problem is Problem.GRADE_DISAGREES
    assert other.proposals == (numbered(2, 1), numbered(1, 1))


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("一年级", 1), ("1", 1), (1.0, 1), ("一", 1), ("1年级", 1), ("小学一年级", 1), ("七年级", 7), ("初一", 7),
        ("初中一年级", 7), ("初二年级", 8), ("高一", 10), ("高中三年级", 12), ("十年级", 10), ("大班", 0), ("托班", -3),
    ],
)  # fmt: skip
def test_grades(written, grade):
    assert parse_grade(written).value == Grade(grade)


def test_doubtful_grades():
    assert parse_grade("初四").proposals == (Grade.JUNIOR_3,)
    assert parse_grade("高五").problem is Problem.GRADE_UNCLEAR
    assert parse_grade("13").problem is Problem.GRADE_UNREADABLE
    assert parse_grade("毕业班").problem is Problem.GRADE_UNREADABLE


@given(
    st.integers(1, 9),
    st.integers(1, 60),
    st.sampled_from(["{}年级({})班", "{}年级{}班", "{}（{}）班", "{}({})", "{}年{}班"]),
)
def test_every_class_reads_back(grade, number, form):
    written = form.format(numeral_text(grade), number)
    assert parse_class(written).value == numbered(grade, number)
    assert parse_class(form.format(numeral_text(grade), numeral_text(number))).value == numbered(grade, number)


@given(cells, st.one_of(st.none(), st.sampled_from(Grade)))
def test_no_cell_makes_it_fail(cell, grade):
    parse_class(cell, grade)
    parse_grade(cell)


@given(st.text("一二三十0123456789.()（）班级年初高大小中-、 第A", max_size=8))
def test_no_spelling_makes_it_fail(text):
    parse_class(text)
    parse_grade(text)
