"""What the pages of credits keep, as all declared pages do; and the import."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.credits.computing import recompute
from santong.domains.platform.credits.forms import recent_terms
from santong.domains.platform.credits.importing import CreditImport, read_passed, read_share
from santong.domains.platform.credits.models import (
    Category,
    Correction,
    Course,
    Effect,
    Entry,
    Scheme,
    Standing,
)
from santong.domains.platform.credits.pages import (
    CorrectionPages,
    CoursePages,
    EffectPages,
    SchemePages,
    StandingPages,
    TakenPages,
)
from santong.domains.platform.credits.tests.conftest import Cast, scheme_of
from santong.domains.platform.identity.public import Person
from santong.kit.imports.targets import Verdict
from santong.kit.testing.importing import ModelImportContract, judge, run, sheet_of

KINDS = ("senior", "vocational", "staff")


def person_of(region: Region, number: int) -> Person:
    return Person.objects.create_person(username=f"c{number}", name=f"学生{number}", path=region.first.path)


def standing_of(region: Region, number: int) -> Standing:
    return Standing.objects.create(
        person=person_of(region, number), kind="senior", path=region.first.path, place=region.first,
        since=date(2024, 9, 1), computed_at=timezone.now(),
    )  # fmt: skip


class TestStandings(PagesContract):
    pages = StandingPages
    keeper, reader = "teaching_affairs", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Standing:
        return standing_of(region, number)


class TestSchemes(PagesContract):
    pages = SchemePages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Scheme:
        return scheme_of(region.lake, f"方案 {number}", kind=KINDS[number % 2])

    def typed(self) -> dict[str, Any]:
        return {
            "name": "培训", "kind": "staff", "unit": "hours", "total": "360", "years": 5, "hours_per_credit": "1",
            "earned": "学时 > 0", "place": self.region.lake.pk,
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "新方案", "total": "30.0"}


class TestCourses(PagesContract):
    pages = CoursePages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Course:
        scheme = Scheme.objects.filter(place=region.lake).first() or scheme_of(region.lake)
        category = Category.objects.filter(scheme=scheme).first()
        return Course.objects.create(
            scheme=scheme, path=scheme.path, category=category, code=f"K{number}", name=f"课程 {number}",
            credits=Decimal(2),
        )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        return {
            "category": self.row.category_id, "code": "NEW", "name": "剪纸", "credits": "2", "part": "0", "semester": 0,
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "剪纸与面塑"}


class TestEntries(PagesContract):
    pages = TakenPages
    keeper, reader = "teaching_affairs", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Entry:
        return Entry.objects.create(
            person=person_of(region, number), path=region.first.path, course=f"语文 {number}", on=date(2025, 1, 31)
        )


class TestEffects(PagesContract):
    pages = EffectPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Effect:
        scheme = Scheme.objects.filter(place=region.lake).first() or scheme_of(region.lake)
        row = standing_of(region, number)
        return Effect.objects.create(scheme=scheme, standing=row, path=row.path, state="behind", earned=Decimal(2))


class TestCorrections(PagesContract):
    pages = CorrectionPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Correction:
        person = person_of(region, number)
        return Correction.objects.create(
            person=person, kind="senior", path=region.first.path, course=f"语文 {number}", text="补考", asked_by=person
        )


def term() -> str:
    """The term before the present one."""
    return recent_terms()[1][0]


@pytest.mark.django_db
class TestImport(ModelImportContract):
    target = CreditImport()
    row = {"name": "学生0", "place": "高三(1)班", "course": "YW1", "points": "85", "evidence": "成绩册"}
    changed = {}

    @pytest.fixture
    def context(self, cast: Cast) -> dict[str, Any]:
        recompute([cast.region.lake.path])
        return {"school": cast.region.lake.pk, "kind": "senior", "term": term()}


CSV = """湖滨学校成绩册
姓名,班级,课程,成绩,结果,学时
学生0,高三(1)班,语文一,85,,
学生1,,语文一,,合格,
学生2,,语文一,,不合格,
王不见,,语文一,77,,
学生0,,数学一,,,
学生1,,数学一,缺考,,
"""


@pytest.mark.django_db
def test_a_sheet_as_schools_keep_it(cast: Cast) -> None:
    target = CreditImport()
    context = {"school": cast.region.lake.pk, "kind": "senior", "term": "2025-01-31"}
    ran = run(target, sheet_of(target, CSV.encode()), context)
    assert ran.verdicts == {Verdict.CREATE: 3, Verdict.DOUBTFUL: 3}
    assert [cast.standing(number).earned for number in range(3)] == [6, 6, 0]
    undone = target.undo(ran.written, acting=cast.affairs)
    assert not undone.kept and not Entry.objects.exists() and cast.standing(0).earned == 0


@pytest.mark.django_db
def test_other_values_for_the_same_course_are_asked_about(cast: Cast) -> None:
    target = CreditImport()
    context = {"school": cast.region.lake.pk, "kind": "senior", "term": "2025-01-31"}
    run(target, sheet_of(target, "姓名,课程,成绩\n学生0,语文一,85\n".encode()), context)
    again = judge(target, sheet_of(target, "姓名,课程,成绩\n学生0,语文一,58\n".encode()), context)
    assert again.verdicts == {Verdict.DOUBTFUL: 1} and Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("cell", "value"), [("合格", True), ("优", True), ("不及格", False), ("缺考", False), ("", None), ("也许", None)]
)
def test_results_are_read_as_schools_write_them(cell: str, value: bool | None) -> None:
    assert read_passed(cell).value is value


@pytest.mark.parametrize(("cell", "share"), [("95", 95), ("95%", 95), (0.95, 95), ("120", None), ("多", None)])
def test_shares_are_read_as_schools_write_them(cell: Any, share: float | None) -> None:
    assert read_share(cell).value == share
