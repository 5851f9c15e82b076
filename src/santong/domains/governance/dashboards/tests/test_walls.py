"""Big screens: pairing, what a device sees and doesn't, how old it gets, and what stays hidden from whoever passes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.governance.dashboards import walls
from santong.domains.governance.dashboards.actions import pair, put_wall, revoke
from santong.domains.governance.dashboards.jobs import remove_unclaimed
from santong.domains.governance.dashboards.models import Dashboard, DashboardPanel, Wall, WallDevice
from santong.domains.governance.dashboards.reading import read
from santong.domains.governance.dashboards.tests.making import HEADER, Device, World, make_world, wall
from santong.domains.governance.indicators.tests.making import put_figures, this_month
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import signed_in, somebody
from santong.kit.access import SYSTEM
from santong.kit.measures.public import Measure
from santong.kit.models import AuditEntry
from santong.kit.pairing import RENEWED_EVERY
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry


class TestWalls(TestCase):
    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()
        cls.region = cls.world.region

    def setUp(self) -> None:
        cache.clear()

    def paired(self) -> tuple[Device, Wall]:
        device = Device()
        return device, wall(self.region.city, self.world.boards["city"], code=device.code())

    def test_a_device_shows_a_code_until_somebody_has_entered_it(self) -> None:
        device = Device()
        assert device.ask().status_code == 403
        code = device.code()
        assert device.ask().status_code == 403 and device.code() == code
        row = wall(self.region.city, self.world.boards["city"], code=f" {code[:4].lower()} {code[4:]}")
        assert row.state == "paired" and [each["name"] for each in device.content()["boards"]] == ["看板 city"]
        assert device.client.post("/wall/code/", headers=HEADER).status_code == 409
        assert Client().get("/wall/").status_code == 200

    def test_the_credential_opens_nothing_else_and_is_nowhere_kept(self) -> None:
        device, row = self.paired()
        cookie = device.client.cookies["wall"]
        assert cookie["path"] == "/wall/" and cookie["httponly"] and cookie["samesite"] == "Strict"
        secret = cookie.value.partition(".")[2]
        assert secret not in str(WallDevice.objects.values())
        assert not AuditEntry.objects.filter(changes__icontains=secret).exists()
        device.client.cookies["wall"]["path"] = "/"
        for address in ("/dashboards/", "/walls/", f"/walls/{row.pk}/", "/boards/", "/figures/", "/screen/content/"):
            assert device.client.get(address).status_code in (302, 401, 403, 404), address

    def test_locked_out_it_sees_nothing(self) -> None:
        device, row = self.paired()
        revoke(acting=SYSTEM, wall=row)
        assert device.ask().status_code == 403 and Wall.objects.get().state == "revoked"
        pair(acting=SYSTEM, wall=row, code=device.code())
        assert device.ask().status_code == 200
        Wall.objects.all().remove()
        assert device.ask().status_code == 403, "a screen that was removed shows nothing"

    def test_wrong_cookies_see_nothing(self) -> None:
        device, _row = self.paired()
        key, _dot, secret = device.client.cookies["wall"].value.partition(".")
        for value in ("", ".", key, f"{key}.", f"{key}.x", f"x.{secret}", "é.x", "a" * 5000):
            device.client.cookies["wall"] = value
            assert device.ask().status_code == 403, value

    def test_a_cookie_is_renewed(self) -> None:
        device, _row = self.paired()
        old = device.client.cookies["wall"].value
        WallDevice.objects.update(renewed_at=timezone.now() - RENEWED_EVERY - timedelta(days=1))
        device.content()
        assert device.client.cookies["wall"].value != old and device.ask().status_code == 200

    def test_codes_are_asked_for_by_the_player_alone_and_not_without_end(self) -> None:
        assert Client().post("/wall/code/").status_code == 400
        assert Client().get("/wall/code/", headers=HEADER).status_code == 405
        answers = [Client().post("/wall/code/", headers=HEADER).status_code for _number in range(42)]
        assert answers[0] == 200 and answers[-1] == 429

    def test_unclaimed_devices_are_forgotten(self) -> None:
        self.paired()
        Device().code()
        WallDevice.objects.update_quietly(created=timezone.now() - timedelta(days=2))
        assert remove_unclaimed.func() == 1 and WallDevice.objects.count() == 1

    def test_a_wrong_code_keeps_what_was_typed(self) -> None:
        client = signed_in("bureau_officer", self.region.city)
        typed = {"place": self.region.city.pk, "name": "Entrance", "seconds": 30, "code": "AAAAAAAA",
                 "boards": [self.world.boards["city"].pk]}  # fmt: skip
        answer = client.post("/walls/new/", typed)
        assert answer.status_code == 422 and "code" in answer.context["form"].errors
        assert 'value="Entrance"' in answer.content.decode() and not Wall.objects.exists()

    def test_only_dashboards_of_its_level_stand_on_a_wall(self) -> None:
        client = signed_in("principal", self.region.lake)
        typed = {"name": "门厅", "seconds": 30, "place": self.region.lake.pk, "boards": [self.world.boards["city"].pk]}
        answer = client.post("/walls/new/", typed)
        assert answer.status_code == 422 and "boards" in answer.context["form"].errors
        typed["boards"] = [self.world.boards["school"].pk]
        assert client.post("/walls/new/", typed).status_code == 302
        other = Dashboard.objects.create(place=self.region.west, path=self.region.west.path, name="x", level="county")
        east = Wall(place=self.region.east, path=self.region.east.path, name="y")
        with pytest.raises(NotPossible) as problem:
            put_wall(acting=SYSTEM, wall=east, boards=[other])
        assert problem.value.field == "boards"

    def test_boards_of_a_wall_change(self) -> None:
        _device, row = self.paired()
        more = Dashboard.objects.filter(path="", level="city").order_by("order")
        put_wall(acting=SYSTEM, wall=row, boards=more)
        assert walls.boards_of(row) == list(more)
        put_wall(acting=SYSTEM, wall=row, boards=[self.world.boards["city"]])
        Dashboard.objects.filter(pk=self.world.boards["city"].pk).remove()
        assert walls.boards_of(row) == []

    def test_an_answer_is_made_once_and_costs_little_until_it_is_old(self) -> None:
        device, row = self.paired()
        first = device.content()
        with CaptureQueriesContext(connection) as queries:
            second = device.content()
        assert second["made"] == first["made"] and len(queries) <= 6, [each["sql"][:80] for each in queries]
        assert walls.LASTS + walls.ASKED_EVERY <= 60, "no figure is fetched more than a minute ago"
        cache.clear()
        assert device.content()["made"] > first["made"]
        row.refresh_from_db()
        assert row.last_seen is not None and not row.is_silent(timezone.now())
        assert row.is_silent(timezone.now() + timedelta(minutes=10))

    def test_the_content_says_figures_months_and_when_they_hold(self) -> None:
        device, _row = self.paired()
        found = device.content()
        [board] = found["boards"]
        assert found["place"] == "City" and "11.8" in board["html"] and "<polyline" in board["html"]
        assert "<script" not in board["html"] and "style=" not in board["html"]
        assert abs(found["made"] / 1000 - timezone.now().timestamp()) < 30

    def test_names_are_escaped(self) -> None:
        from santong.domains.platform.organisations.public import Organisation

        Organisation.objects.filter(pk=self.region.east.pk).update(name="<b>x</b>", short_name="<img src=x>")
        device, _row = self.paired()
        assert "<img" not in device.content()["boards"][0]["html"]

    def test_whoever_passes_sees_no_small_groups(self) -> None:
        """Not though those who set walls up may list these people."""
        region = self.region
        small = next(each for each in registry.of(Measure) if each.smallest)
        board = Dashboard.objects.create(place=region.city, path=region.city.path, name="x", level="county")
        DashboardPanel.objects.create(dashboard=board, kind="card", measure=small.name)
        put_figures(small.name, this_month(), {region.lake: (2, 100, 0)})
        passer = walls.Passer(name=region.east.path)
        shown = read(passer, board, region.east, this_month(), sees=lambda measure: True).shown
        assert [each.value for each in shown] == [None] and shown[0].months[-1].value is None
        put_figures(small.name, this_month(), {region.lake: (40, 100, 0)})
        shown = read(passer, board, region.east, this_month(), sees=lambda measure: True).shown
        assert [each.value for each in shown] == [40.0]

    def test_a_wall_shows_what_everybody_may_see_who_sets_walls_up(self) -> None:
        open_ones = {each.name for each in registry.of(Measure) if walls.stands_on_walls(each)}
        assert "pupils" in open_ones
        for role, place in (("bureau_officer", "city"), ("county_officer", "east"), ("principal", "lake")):
            viewer = viewer_in(somebody(role, getattr(self.region, place), f"setter-{role}"), "staff")
            assert all(viewer.can(registry.by_name(Measure)[name].permission) for name in open_ones), role

    def test_who_shows_a_dashboard_full_screen(self) -> None:
        address = f"/dashboards/{self.world.boards['city'].pk}/show/"
        for role, status in (("bureau_officer", 200), ("inspector", 403), ("region_administrator", 403)):
            client = signed_in(role, self.region.city, f"show-{role}")
            for end in ("", "content/"):
                assert client.get(f"{address}{end}").status_code == status, role
        assert Client().get(address).status_code == 302
        far = signed_in("principal", self.region.far, "far")
        assert far.get(f"{address}content/?place={self.region.city.pk}").status_code == 404
        school = self.world.boards["school"].pk
        assert far.get(f"/dashboards/{school}/show/content/").json()["boards"][0]["name"] == "看板 school"
        assert far.get(address).status_code == 404, "a dashboard of another level"
