"""What the pages of examinations keep, as all declared pages do."""

from __future__ import annotations

from datetime import date
from typing import Any

from santong.domains.campus.exams.models import Examination
from santong.domains.campus.exams.pages import ExaminationPages, JointPages
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation


class TestExaminations(PagesContract):
    pages = ExaminationPages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Examination:
        row = Examination(
            school=region.lake, path=region.lake.path, name=f"考试{number}", first=date(2026, 11, number % 28 + 1),
            last=date(2026, 11, 29),
        )  # fmt: skip
        row.save()
        return row

    def typed(self) -> dict[str, Any]:
        return {
            "school": self.region.lake.pk, "name": "期末考试", "first": "2027-01-18", "last": "2027-01-20",
            "numbering": "room", "invigilators": "2", "lessons": "days",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "月考", "numbering": "running"}


class TestJointExaminations(PagesContract):
    """Rows stand at a county's bureau; the intruder is another county's officer."""

    pages = JointPages
    keeper, reader = "county_officer", "inspector"

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.east, region.west

    @classmethod
    def make(cls, region: Region, number: int) -> Examination:
        row = Examination(
            school=region.east, path=region.east.path, name=f"统考{number}", first=date(2026, 11, number % 28 + 1),
            last=date(2026, 11, 29),
        )  # fmt: skip
        row.save()
        return row

    def typed(self) -> dict[str, Any]:
        return {
            "school": self.region.east.pk, "name": "期末统考", "first": "2027-01-18", "last": "2027-01-20",
            "numbering": "running", "invigilators": "2", "lessons": "days",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "区统考"}
