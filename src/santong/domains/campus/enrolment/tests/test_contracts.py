"""What the pages of enrolment keep, as all declared pages do, and what the import of districts does."""

from __future__ import annotations

from typing import Any

import pytest

from santong.domains.campus.enrolment import applying
from santong.domains.campus.enrolment.importing import DistrictImport
from santong.domains.campus.enrolment.models import Application, District, Round
from santong.domains.campus.enrolment.pages import ApplicationPages, DistrictPages, EnrolmentRoundPages
from santong.domains.campus.enrolment.tests.conftest import BORN, day, draft_round, id_number
from santong.domains.platform.access.testing import PagesContract, Region
from santong.kit.access import NOBODY
from santong.kit.testing.importing import ModelImportContract, run


class TestRounds(PagesContract):
    pages = EnrolmentRoundPages
    keeper, reader = "county_officer", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Round:
        return draft_round(region.east, f"第{number}批次")

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "title": "小学新生招生", "stage": "primary", "begins": "2027",
            "authority": "县教发3号", "contact": "基教股", "minutes": "5", "most_wishes": "3",
            "opens_on": day(1).isoformat(), "closes_on": day(9).isoformat(), "reviewed_by": day(12).isoformat(),
            "results_on": day(14).isoformat(), "confirm_by": day(20).isoformat(), "born_from": "2020-09-01",
            "born_until": "2021-08-31", "evidence": ["hukou"],
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"title": "小学新生招生（补录）"}


class TestDistricts(PagesContract):
    pages = DistrictPages
    keeper, reader = "county_officer", "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> District:
        return District.objects.create(
            place=region.east, path=region.east.path, area=f"第{number}街", school=region.lake
        )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "stage": "primary", "area": "滨河路", "first": "1", "last": "99",
            "parity": "odd", "school": self.region.lake.pk,
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"area": "滨河北路"}


class TestApplications(PagesContract):
    pages = ApplicationPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Application:
        round = Round.objects.filter(path=region.east.path).first() or draft_round(region.east, state="open")
        child = applying.NewChild(f"新生{number}", id_number(number + 1), "1", BORN)
        return applying.apply(
            acting=NOBODY, round=round, child=child, said=applying.Said("滨河路", [region.lake], number=number + 1),
            contact=applying.Contact("家长", f"1390000000{number}", "code-1"),
        )  # fmt: skip


class TestDistrictImport(ModelImportContract):
    target = DistrictImport()
    row = {"area": "滨河路", "first": "1号", "last": "99", "parity": "单号", "school": "Lake"}

    @pytest.fixture
    def context(self, region: Region) -> dict[str, Any]:
        return {"place": region.east.pk, "stage": "primary"}

    def test_a_school_elsewhere_or_of_another_stage_is_refused(self, region: Region, context: dict[str, Any]) -> None:
        for name in ("Far", "没有这所学校"):
            ran = run(self.target, self.sheet({**self.row, "school": name}), context)
            assert set(ran.problems) == {("school", "unknown_school")}, name
        backwards = run(self.target, self.sheet({**self.row, "first": "100", "last": "9"}), context)
        assert set(backwards.problems) == {("last", "numbers_backwards")}
