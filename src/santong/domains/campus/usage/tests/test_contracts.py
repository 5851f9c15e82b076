"""What the pages of the use of equipment keep, as all declared pages do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.usage.models import Command, LessonUse, NightRule, Order, RoomUse, Terminal
from santong.domains.campus.usage.pages import (
    LessonUsePages,
    NightRulePages,
    OrderPages,
    RoomUsePages,
    TerminalPages,
)
from santong.domains.campus.usage.tests.conftest import a_room, a_terminal
from santong.domains.platform.access.testing import PagesContract, Region


class TestRooms(PagesContract):
    pages = RoomUsePages
    keeper, reader = "principal", "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> RoomUse:
        room = a_room(region.lake, f"10{number}")
        a_terminal(room, region.lake)
        return RoomUse.objects.create(room=room, path=room.path, lessons=4, used=1, unknown=2, share=50)


class TestLessons(PagesContract):
    pages = LessonUsePages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> LessonUse:
        return LessonUse.objects.create(
            room=a_room(region.lake, f"20{number}"), path=region.lake.path, day=timezone.localdate(), period=1,
            begins=time(8), ends=time(8, 40), minutes_used=12, minutes_known=40, verdict="used",
        )  # fmt: skip


class TestTerminals(PagesContract):
    pages = TerminalPages
    keeper, reader = "school_it", "county_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> Terminal:
        return a_terminal(a_room(region.lake, f"30{number}"), region.lake).terminal

    def changed(self) -> Mapping[str, Any]:
        return {"name": "报告厅大屏", "stays_on": True}


class TestOrders(PagesContract):
    pages = OrderPages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Order:
        terminal = a_terminal(None, region.lake, f"大屏 {number}").terminal
        order = Order.objects.create(
            school=region.lake, path=region.lake.path, do="lock", reach="Lake", until=timezone.now() + timedelta(days=1)
        )
        Command.objects.create(order=order, terminal=terminal)
        return order


class TestNightRules(PagesContract):
    pages = NightRulePages
    keeper, reader = "school_it", "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> NightRule:
        school = (region.lake, region.hill, region.far, region.east, region.west)[number]
        return NightRule.objects.create(school=school, path=region.lake.path, off_at=time(18, number))

    def typed(self) -> Mapping[str, Any]:
        NightRule.objects.filter(school=self.region.lake).delete()
        return {"school": self.region.lake.pk, "off_at": "18:30"}

    def changed(self) -> Mapping[str, Any]:
        return {"paused_until": "2026-12-24"}
