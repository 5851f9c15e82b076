"""A school with a timetable for today, a screen of its first class, and a panel that asks for it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from santong.domains.campus.screens.actions import put_rules, put_screen
from santong.domains.campus.screens.content import usual_rules
from santong.domains.campus.screens.models import Device, Screen, ScreenRules
from santong.domains.campus.timetable.models import Change
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.calendars.public import PeriodPlan, set_periods
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer

HEADER = {"X-Screen": "/static/assets/screen-test.js"}


@dataclass
class Panel:
    """A browser on a wall."""

    client: Client = field(default_factory=Client)

    def code(self) -> str:
        """The code that it shows."""
        answer = self.client.post("/screen/code/", headers=HEADER)
        assert answer.status_code == 200, answer.content
        return str(answer.json()["code"])

    def ask(self, etag: str = "") -> HttpResponse:
        """Ask for the content."""
        headers = {**HEADER, **({"If-None-Match": etag} if etag else {})}
        return self.client.get("/screen/content/", headers=headers)  # type: ignore[return-value]

    def content(self) -> dict[str, Any]:
        """What it would show."""
        answer = self.ask()
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = json.loads(answer.content)
        return found

    def pieces(self, block: str) -> list[dict[str, Any]]:
        """The pieces of a block, none where there is no such block."""
        return next((each["pieces"] for each in self.content()["blocks"] if each["name"] == block), [])


@dataclass
class Cast:
    """Who and what takes part."""

    region: Region
    keeper: Person
    today: date

    @property
    def school(self) -> Organisation:
        """The school at the lake."""
        return self.region.lake

    @property
    def viewer(self) -> Viewer:
        """Who sets screens up."""
        return viewer_in(self.keeper, "staff")

    def client(self) -> Client:
        """Their browser."""
        return client_of(self.keeper)

    def hang(self, place: str = "class", code: str = "", **more: Any) -> Screen:
        """A screen, of the first class unless another place is named."""
        given = {"school_class": self.region.first, "path": self.region.first.path} if place == "class" else {}
        kept = {"school": self.school, "path": self.school.path, "name": f"{place} {code}", "place": place, **given}
        return put_screen(acting=self.viewer, screen=Screen(**{**kept, **more}), code=code)

    def paired(self, place: str = "class", **more: Any) -> tuple[Panel, Screen]:
        """A panel with its screen."""
        panel = Panel()
        return panel, self.hang(place, panel.code(), **more)

    def choose(self, **chosen: Any) -> ScreenRules:
        """Choose for all screens of the school."""
        rules = usual_rules(self.school)
        for name, value in chosen.items():
            setattr(rules, name, value)
        return put_rules(acting=self.viewer, rules=rules)

    def change(self, period: int, subject: str, **more: Any) -> Change:
        """A lesson of today that the first class has by a change."""
        given = {"school": self.school, "school_class": self.region.first, "path": self.region.first.path, **more}
        kind = "covered" if subject else "cancelled"
        return Change.objects.create(**{"kind": kind, "day": self.today, "period": period, "subject": subject, **given})

    def device(self, screen: Screen) -> Device:
        """The panel of a screen that isn't locked out."""
        return Device.objects.get(screen=screen, revoked=None)


def make_cast(region: Region) -> Cast:
    """The cast at the lake, whose day has four lessons."""
    plans = [PeriodPlan("lesson", "", time(hour, 0), time(hour, 40)) for hour in (8, 9, 10, 14)]
    set_periods(acting=SYSTEM, organisation=region.city, periods=plans)
    return Cast(region, somebody("school_it", region.lake, "keeper"), timezone.localdate())


@pytest.fixture
def cast(region: Region) -> Cast:
    cache.clear()
    return make_cast(region)
