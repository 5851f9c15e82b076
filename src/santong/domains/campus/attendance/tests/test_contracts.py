"""What the pages of leave and of its rules keep, as all declared pages do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.attendance.models import AttendanceRules, PupilLeave
from santong.domains.campus.attendance.pages import LeavePages, LeaveRulesPages
from santong.domains.campus.attendance.tests.conftest import make_pupils
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation, create_school
from santong.kit.access import SYSTEM


class TestLeave(PagesContract):
    pages = LeavePages
    keeper = "class_teacher"

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.free = make_pupils(cls.region.lake, cls.region.first, ("白",))[0]

    @classmethod
    def make(cls, region: Region, number: int) -> PupilLeave:
        pupil = make_pupils(region.lake, region.first, (f"生{number}",))[0]
        row = PupilLeave(pupil=pupil, path=pupil.path, kind="sick")
        row.seal(reason="发烧")
        row.save()
        return row

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.first, region.far

    def typed(self) -> dict[str, Any]:
        day = (timezone.localdate() + timedelta(days=1)).isoformat()
        return {"pupil": self.free.pk, "kind": "personal", "since": day, "until": day, "reason": "探亲"}

    def test_who_is_refused_keeps_what_was_typed(self) -> None:
        typed = {**self.typed(), "until": (timezone.localdate() - timedelta(days=9)).isoformat()}
        answer = self.send(self.kept(), self.page.url("new"), typed)
        assert answer.status_code == 422 and answer.context["form"].errors["until"]
        assert answer.context["form"]["reason"].value() == "探亲"
        assert not PupilLeave.objects.filter(pupil=self.free).exists()

    def test_pupils_of_other_classes_cant_be_chosen(self) -> None:
        other = make_pupils(self.region.lake, self.region.second, ("别",))[0]
        assert isinstance(other, Pupil)
        assert self.send(self.kept(), self.page.url("new"), {**self.typed(), "pupil": other.pk}).status_code == 422


class TestRules(PagesContract):
    pages = LeaveRulesPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> AttendanceRules:
        school = region.lake if number == 0 else _school(region, number)
        return AttendanceRules.objects.create(school=school, path=school.path, long_after=3)

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.lake, region.far

    def typed(self) -> dict[str, Any]:
        return {"school": _school(self.region, 50).pk, "long_after": "2"}

    def changed(self) -> dict[str, Any]:
        return {"long_after": "5"}


def _school(region: Region, number: int) -> Organisation:
    """A school below the lake's, such as a branch: whoever keeps the rules of the one keeps those of the other."""
    code = f"21990009{number:02}"
    known = Organisation.objects.filter(code=code).first()
    return known or create_school(
        acting=SYSTEM, name=f"Branch {number}", parent=region.lake, code=code, education_type="211"
    )
