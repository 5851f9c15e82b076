"""What the pages of timetables and the import of lessons keep, as all do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.timetable.importing import SlotImport
from santong.domains.campus.timetable.models import Change, Slot, SwapOffer, Timetable
from santong.domains.campus.timetable.pages import ChangePages, SwapOfferPages, TimetablePages
from santong.domains.campus.timetable.tests.conftest import Cast, employ
from santong.domains.platform.access.testing import PagesContract, Region
from santong.kit.testing.importing import ModelImportContract

pytestmark = pytest.mark.django_db


class TestTimetables(PagesContract):
    pages = TimetablePages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Timetable:
        since = timezone.localdate() + timedelta(days=number)
        return Timetable.objects.create(school=region.lake, path=region.lake.path, name=f"第{number}版", since=since)

    def typed(self) -> dict[str, Any]:
        return {"name": "新学期", "school": self.region.lake.pk, "since": "2027-02-22"}

    def changed(self) -> dict[str, Any]:
        return {"until": "2099-07-02"}


class TestChanges(PagesContract):
    pages = ChangePages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Change:
        day = timezone.localdate() + timedelta(days=1)
        return Change.objects.create(
            school=region.lake, school_class=region.first, path=region.first.path, day=day, period=number + 1,
            kind="cancelled", was_subject=f"科目{number}",
        )  # fmt: skip


class TestSwapOffers(PagesContract):
    pages = SwapOfferPages
    keeper, reader = "teaching_affairs", "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> SwapOffer:
        asker, asked = (employ(region, f"{name}{number}", "语文") for name in ("asker", "asked"))
        day = timezone.localdate() + timedelta(days=number + 1)
        return SwapOffer.objects.create(
            school=region.lake, school_class=region.first, path=region.first.path, asker=asker, asked=asked,
            day=day, period=1, subject=f"科目{number}", other_day=day, other_period=2, other_subject="数学",
        )  # fmt: skip


class TestImport(ModelImportContract):
    target = SlotImport()
    row = {
        "school_class": "一年级1班",
        "weekday": "周一",
        "period": "第一节",
        "subject": "语文",
        "teacher": "Person first",
    }
    changed = {"subject": "数学"}
    makes = (Timetable, Slot)

    @pytest.fixture
    def context(self, cast: Cast) -> dict[str, Any]:
        return {"school": cast.school.pk}
