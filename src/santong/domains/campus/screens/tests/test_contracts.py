"""What the pages of screens, emergency messages, posts and rules keep, as all declared pages do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.screens.models import Alarm, Screen, ScreenPost, ScreenRules
from santong.domains.campus.screens.pages import AlarmPages, PostPages, ScreenPages, ScreenRulesPages
from santong.domains.platform.access.testing import CityPagesContract, PagesContract, Region
from santong.domains.platform.organisations.public import create_school
from santong.kit.access import SYSTEM


class TestScreens(PagesContract):
    pages = ScreenPages
    keeper, reader = "school_it", "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Screen:
        return Screen.objects.create(
            school=region.lake, path=region.first.path, name=f"Screen {number}", place="class",
            school_class=region.first,
        )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        return {"school": self.region.lake.pk, "place": "class", "school_class": self.region.second.pk}

    def changed(self) -> dict[str, Any]:
        return {"name": "At the door"}


class TestAlarms(PagesContract):
    pages = AlarmPages
    keeper, reader = "principal", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Alarm:
        until = timezone.now() + timedelta(minutes=30)
        return Alarm.objects.create(
            school=region.lake, path=region.lake.path, text=f"Stay inside {number}", until=until
        )

    def typed(self) -> dict[str, Any]:
        return {"school": self.region.lake.pk, "text": "Everybody into the yard", "minutes": "30"}


class TestPosts(PagesContract):
    pages = PostPages
    keeper, reader = "teaching_affairs", "region_administrator"

    @classmethod
    def make(cls, region: Region, number: int) -> ScreenPost:
        until = timezone.localdate() + timedelta(days=number)
        return ScreenPost.objects.create(
            organisation=region.first, path=region.first.path, title=f"Post {number}", until=until
        )

    def typed(self) -> dict[str, Any]:
        today = timezone.localdate().isoformat()
        given = {"organisation": self.region.first.pk, "kind": "honour", "title": "Red flag"}
        return {**given, "text": "For the cleanest room", "since": today, "until": today}

    def changed(self) -> dict[str, Any]:
        return {"text": "For two weeks in a row"}


class TestRules(CityPagesContract):
    pages = ScreenRulesPages
    keeper, reader = "region_administrator", ""

    @classmethod
    def make(cls, region: Region, number: int) -> ScreenRules:
        code = f"21990001{number:02}"
        school = create_school(
            acting=SYSTEM, name=f"School {number}", parent=region.east, code=code, education_type="211"
        )
        return ScreenRules.objects.create(school=school, path=school.path, for_class="timetable")

    def typed(self) -> dict[str, Any]:
        return {
            "school": self.region.lake.pk, "dark_from": "22:00", "dark_until": "06:00", "class-timetable": "1",
            "class-notices": "2",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"dark_from": "20:00:00", "class-posts": "1", "class-timetable": "2"}
