"""Results: a sheet checked row by row, absent isn't 0, each sees what is theirs, nobody sees ranks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from santong.domains.campus.exams.events import ResultsPublished
from santong.domains.campus.exams.importing import (
    ABSENT,
    TOO_MANY,
    TWO_OF_THE_NAME,
    UNKNOWN,
    ExamResultImport,
    read_points,
)
from santong.domains.campus.exams.models import ExamResult
from santong.domains.campus.exams.public import results_of_pupils
from santong.domains.campus.exams.releasing import hold_results, release_results
from santong.domains.campus.exams.tests.conftest import Cast
from santong.domains.platform.access.public import appoint, viewer_in
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM
from santong.kit.events import subscribe, unsubscribe
from santong.kit.imports.targets import Verdict
from santong.kit.refusals import NotPossible
from santong.kit.testing.importing import ModelImportContract, judge, run


@pytest.fixture
def sat(cast: Cast) -> Cast:
    """An examination that is published."""
    cast.publish()
    return cast


class TestImport(ModelImportContract):
    target = ExamResultImport()
    row = {"number": "", "name": "学生a0", "points": "91.5"}
    changed = {"points": "92"}

    @pytest.fixture
    def context(self, sat: Cast) -> dict[str, Any]:
        return {"paper": sat.paper("语文").pk}

    def test_what_is_written_is_there(self, sat: Cast, context: dict[str, Any]) -> None:
        run(self.target, self.sheet(self.row), context)
        found = ExamResult.objects.get()
        assert (found.points, found.is_absent, found.path) == (Decimal("91.5"), False, sat.classes[0].path)
        run(self.target, self.sheet({**self.row, "points": "缺考"}), context)
        found = ExamResult.objects.get()
        assert (found.points, found.is_absent) == (None, True)

    @pytest.mark.parametrize(
        ("name", "points", "field", "problem"),
        [("谁也不是", "90", "name", UNKNOWN), ("学生a0", "100.5", "points", TOO_MANY),
         ("学生c0", "90", "name", UNKNOWN)],
    )  # fmt: skip
    def test_doubts_are_named(
        self, context: dict[str, Any], name: str, points: str, field: str, problem: str
    ) -> None:  # fmt: skip
        judged = judge(self.target, self.sheet({"number": "", "name": name, "points": points}), context)
        assert judged.verdicts == {Verdict.DOUBTFUL: 1} and (field, problem) in judged.problems

    def test_two_of_a_name_are_told_apart_by_number(self, sat: Cast, context: dict[str, Any]) -> None:
        Person.objects.filter(pk=sat.pupils[1].person_id).update(name="学生a0")
        judged = judge(self.target, self.sheet(self.row), context)
        assert ("name", TWO_OF_THE_NAME) in judged.problems
        number = sat.seats(pupil=sat.pupils[1])[0].number
        run(self.target, self.sheet({**self.row, "number": number.lstrip("0")}), context)
        assert ExamResult.objects.get().pupil == sat.pupils[1]

    def test_a_number_and_a_name_that_disagree_are_doubted(self, sat: Cast, context: dict[str, Any]) -> None:
        number = sat.seats(pupil=sat.pupils[1])[0].number
        judged = judge(self.target, self.sheet({**self.row, "number": number}), context)
        assert ("name", UNKNOWN) in judged.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [("91.5", Decimal("91.50")), ("１００", Decimal(100)), ("0", Decimal(0)), ("", None), ("1001", None),
     ("-1", None), ("缺考", ABSENT), ("Absent", ABSENT), ("NaN", None), ("9O", None), ("90.125", None)],
)  # fmt: skip
def test_points(text: str, value: Decimal | None):
    assert read_points(text).value == value


def results(cast: Cast) -> None:
    """A result of every pupil of grade one in both papers."""
    for subject in ("语文", "数学"):
        paper = cast.paper(subject)
        ExamResult.objects.bulk_create(
            ExamResult(paper=paper, pupil=pupil, school_class=pupil.school_class, path=pupil.path,
                       points=None if at == 2 else 60 + at, is_absent=at == 2)
            for at, pupil in enumerate(cast.pupils[:16])
        )  # fmt: skip


def seen(person: Person, category: str = "staff") -> set[tuple[int, str]]:
    viewer = viewer_in(person, category)
    rows = ExamResult.objects.visible_to(viewer) | ExamResult.objects.of_acting(viewer)
    return set(rows.values_list("pupil", "paper__subject"))


def test_each_sees_what_is_theirs(sat: Cast):
    results(sat)
    everybody = {pupil.pk for pupil in sat.pupils[:16]}
    own = {pupil.pk for pupil in sat.pupils[:8]}
    appoint(acting=SYSTEM, person=sat.staff[2].person, role="subject_teacher", organisation=sat.classes[0])
    leader = somebody("class_teacher", sat.classes[0], "leader")
    assert {pk for pk, _subject in seen(sat.affairs_person)} == everybody
    assert {pk for pk, _subject in seen(leader)} == own
    assert seen(sat.staff[1].person) == {(pk, "数学") for pk in own}
    assert seen(sat.staff[2].person) == set()
    for role, place in (("inspector", sat.region.city), ("county_officer", sat.region.east),
                        ("school_it", sat.region.lake)):  # fmt: skip
        assert seen(somebody(role, place, role)) == set()


def test_families_see_their_own_once_it_is_released(sat: Cast):
    results(sat)
    people = [(sat.parent, "parent"), (sat.pupils[0].person, "pupil")]
    assert [seen(*each) for each in people] == [set(), set()]
    release_results(acting=sat.affairs, examination=sat.examination, paper=sat.paper("语文"))
    assert [seen(*each) for each in people] == [{(sat.pupils[0].pk, "语文")}] * 2
    page = client_of(sat.parent).get("/my-exams/").content.decode()
    assert "60 / 100" in page and "61" not in page
    hold_results(acting=sat.affairs, examination=sat.examination, paper=sat.paper("语文"))
    assert [seen(*each) for each in people] == [set(), set()]


def test_releasing_tells_others_and_is_taken_back(sat: Cast, django_capture_on_commit_callbacks: Any):
    results(sat)
    told: list[ResultsPublished] = []
    subscribe(ResultsPublished, told.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            release_results(acting=sat.affairs, examination=sat.examination, paper=sat.paper("语文"))
    finally:
        unsubscribe(ResultsPublished, told.append)
    assert told in ([], [ResultsPublished(sat.examination.pk, sat.paper("语文").pk)])
    with pytest.raises(NotPossible):
        release_results(acting=sat.affairs, examination=sat.examination, paper=sat.paper("语文", 1))


def test_other_modules_get_results_of_pupils_in_hand(sat: Cast):
    """In hundredths of full marks; absent ones, and what isn't released, are missing."""
    results(sat)
    release_results(acting=sat.affairs, examination=sat.examination, paper=sat.paper("数学"))
    found = results_of_pupils(sat.region.lake, sat.pupils[:3])
    assert found == {sat.pupils[0].pk: {"数学": 60}, sat.pupils[1].pk: {"数学": 61}}
    assert results_of_pupils(sat.region.hill, sat.pupils[:3]) == {}
    assert results_of_pupils(sat.region.lake, []) == {}


def test_a_sheet_changes_nothing_that_is_released(sat: Cast):
    from santong.domains.campus.exams.importing import PaperForm

    results(sat)
    assert sat.paper("语文") in PaperForm(viewer=sat.affairs).fields["paper"].queryset
    release_results(acting=sat.affairs, examination=sat.examination, paper=sat.paper("语文"))
    assert sat.paper("语文") not in PaperForm(viewer=sat.affairs).fields["paper"].queryset
