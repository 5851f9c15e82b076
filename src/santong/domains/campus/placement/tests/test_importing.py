"""Results from a sheet: by code or name, nobody is added, what is unclear is asked about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from santong.domains.campus.placement.importing import TWO_OF_THE_NAME, UNKNOWN, ResultImport, read_result
from santong.domains.campus.placement.models import PlacedPupil
from santong.domains.campus.placement.tests.conftest import Cast
from santong.domains.platform.identity.public import Person
from santong.kit.imports.targets import Verdict
from santong.kit.testing.importing import ModelImportContract, judge, run


class TestResultImport(ModelImportContract):
    target = ResultImport()
    row = {"code": "", "name": "学生a0", "chinese": "91.5", "particular": "日语"}
    changed = {"chinese": "92"}

    @pytest.fixture
    def context(self, cast: Cast) -> dict[str, Any]:
        return {"placement": cast.placement.pk}

    def test_a_row_is_written_once(self, context: dict[str, Any]) -> None:
        """Pupils come from the roll alone, so a row changes one who is there."""
        before = self.kept()
        twice = run(self.target, self.sheet(self.row, self.row), context)
        assert [row.verdict for row in twice.rows] == [Verdict.CHANGE, Verdict.DUPLICATE], twice.problems
        assert len(self.kept()[0]) == len(before[0]) and self.kept() != before
        assert run(self.target, self.sheet(self.row), context).verdicts == {Verdict.SAME: 1}

    def test_what_is_written_is_there(self, cast: Cast, context: dict[str, Any]) -> None:
        run(self.target, self.sheet(self.row), context)
        found = PlacedPupil.objects.get(pupil=cast.pupils[0])
        assert (found.chinese, found.particular, found.maths) == (Decimal("91.5"), "日语", None)

    @pytest.mark.parametrize(
        ("code", "name", "expected"),
        [("1", "", None), ("0001", "谁也不是", UNKNOWN), ("", "谁也不是", UNKNOWN), ("9999", "学生a0", UNKNOWN)],
    )
    def test_nobody_is_guessed(self, context: dict[str, Any], code: str, name: str, expected: str | None) -> None:
        judged = judge(self.target, self.sheet({"code": code, "name": name, "chinese": "90"}), context)
        assert judged.verdicts == {Verdict.DOUBTFUL: 1}
        assert expected is None or ("name", expected) in judged.problems

    def test_two_of_a_name_are_told_apart_by_code(self, cast: Cast, context: dict[str, Any]) -> None:
        Person.objects.filter(pk=cast.pupils[1].person_id).update(name="学生a0")
        judged = judge(self.target, self.sheet({**self.row}), context)
        assert ("name", TWO_OF_THE_NAME) in judged.problems
        code = PlacedPupil.objects.get(pupil=cast.pupils[1]).code
        run(self.target, self.sheet({**self.row, "code": code.lstrip("0")}), context)
        assert PlacedPupil.objects.get(pupil=cast.pupils[1]).particular == "日语"


@pytest.mark.parametrize(
    ("text", "value"),
    [("91.5", "91.50"), ("１００", "100.00"), ("0", "0.00"), ("", None), ("1001", None), ("-1", None), ("缺考", None),
     ("NaN", None), ("90.125", None)],
)  # fmt: skip
def test_results(text: str, value: str | None):
    found = read_result(text)
    assert (str(found.value) if found.value is not None else None) == value
