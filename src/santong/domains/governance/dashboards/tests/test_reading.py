"""What dashboards say of places: figures, sentences, lights, months, peers, and what isn't shown to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from santong.domains.governance.dashboards import words
from santong.domains.governance.dashboards.models import Dashboard
from santong.domains.governance.dashboards.reading import Board, Shown, dashboards_for, figures_to_choose, read
from santong.domains.governance.dashboards.tests.making import World, board, fill, make_world
from santong.domains.governance.indicators.computing import compute
from santong.domains.governance.indicators.public import Light, pictures
from santong.domains.governance.indicators.queries import picture
from santong.domains.governance.indicators.tests.making import (
    indicator,
    month_before,
    put_figures,
    put_schools,
    this_month,
)
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.organisations.public import Organisation, create_school
from santong.kit.access import SYSTEM, Viewer


class TestReading(TestCase):
    world: World
    officer: Viewer

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()
        cls.officer = viewer_in(somebody("bureau_officer", cls.world.region.city, "officer"), "staff")

    def setUp(self) -> None:
        cache.clear()

    def read(self, place: Organisation, level: str, viewer: Viewer | None = None, **more: Any) -> Board:
        return read(viewer or self.officer, self.world.boards[level], place, more.pop("month", this_month()), **more)

    def shown(self, place: Organisation, level: str, kind: str = "card", **more: Any) -> tuple[Board, Shown]:
        found = self.read(place, level, **more)
        return found, next(each for each in found.of_kind(kind) if each.panel.indicator_id)

    def test_figures_are_those_of_the_page_of_the_indicator(self) -> None:
        region = self.world.region
        for place, level in ((region.city, "city"), (region.east, "county"), (region.lake, "school")):
            for month in (this_month(), month_before()):
                single = picture(self.officer, self.world.ratio, place, month)
                key = self.world.ratio.pk
                joint = pictures(self.officer, [self.world.ratio], place, month, inside=[key])[key]
                assert joint.line == single.line and joint.as_of == single.as_of, (place, month)
                assert joint.months == single.months and joint.children == single.children, (place, month)
                _board, found = self.shown(place, level, month=month)
                assert found.text == f"{single.line.result.value:.1f}" if single.line.result else "—"

    def test_several_indicators_ask_the_database_as_often_as_one(self) -> None:
        region = self.world.region
        more = [indicator(region.city, f"M-{number}", name=f"指标{number}") for number in range(3)]
        fill(region, this_month(), (100, 40, 60))
        with CaptureQueriesContext(connection) as one:
            pictures(self.officer, [self.world.ratio], region.east, this_month())
        with CaptureQueriesContext(connection) as four:
            pictures(self.officer, [self.world.ratio, *more], region.east, this_month())
        assert len(four) == len(one)

    def test_the_sentence_says_what_changed_and_mostly_where(self) -> None:
        region = self.world.region
        _board, city = self.shown(region.city, "city")
        assert (city.value, city.unit, round(city.change or 0, 4)) == (11.8, ": 1", round(200 / 17 - 196 / 17, 4))
        with translation.override("en"):
            found, east = self.shown(region.east, "county")
            month = f"{month_before():%Y-%m}"
            assert words.sentence(found, east) == f"0.8 up since {month}, mostly Lake +1.0"
            found, lake = self.shown(region.lake, "school")
            assert words.sentence(found, lake) == f"1.0 up since {month}"
            found, west = self.shown(region.west, "county")
            assert words.sentence(found, west) == f"1.2 down since {month}, mostly Far -1.2"
            found, hill = self.shown(region.hill, "school")
            assert words.sentence(found, hill) == f"As in {month}"
        assert [words.arrow(each) for each in (east, west, hill)] == ["up", "down", ""]

    def test_the_sentence_in_chinese_holds_no_english(self) -> None:
        with translation.override("zh-hans"):
            found, east = self.shown(self.world.region.east, "county")
            said = words.sentence(found, east)
        assert said.startswith("比 ") and "主要是" in said and "since" not in said

    def test_what_is_not_known_is_counted(self) -> None:
        found, east = self.shown(self.world.region.east, "county")
        with translation.override("en"):
            assert words.sentence(found, replace(east, change=None, unknown=2)) == "2 schools unknown"
            assert words.sentence(found, replace(east, change=None, unknown=1)) == "1 school unknown"
            assert words.sentence(found, replace(east, change=None, unknown=7, counts_schools=False)) == "7 unknown"
            assert words.sentence(found, replace(east, change=None)) == ""
            both = words.sentence(found, replace(east, unknown=2))
        assert both.endswith("; 2 schools unknown")

    def test_lights_and_their_targets_are_those_of_the_plans(self) -> None:
        region = self.world.region
        lights = {
            place.name: self.shown(place, level)[1].light
            for place, level in ((region.city, "city"), (region.hill, "school"), (region.lake, "school"))
        }
        assert lights == {"City": Light.MET, "Hill": Light.BEHIND, "Lake": Light.MET}
        _board, hill = self.shown(region.hill, "school")
        assert (hill.aim, hill.target) == ("≤ 12 : 1", 12)

    def test_places_inside_stand_in_the_order_of_the_tree(self) -> None:
        region = self.world.region
        _board, city = self.shown(region.city, "city", "map")
        assert [row.label for row in city.rows] == ["East", "West"]
        _board, east = self.shown(region.east, "county", "table")
        assert [(row.label, row.value, row.light) for row in east.rows] == [
            ("Lake", 10.0, Light.MET), ("Hill", 20.0, Light.BEHIND)
        ]  # fmt: skip
        assert self.shown(region.lake, "school", "table")[1].rows == []
        assert all(f"place={row.place.pk}" in row.url for row in east.rows if row.place)

    def test_months_are_in_order_and_end_with_the_one_asked_for(self) -> None:
        _board, now = self.shown(self.world.region.city, "city", "trend")
        assert [row.label for row in now.months] == [f"{month_before():%Y-%m}", f"{this_month():%Y-%m}"]
        _board, then = self.shown(self.world.region.city, "city", "trend", month=month_before())
        assert [row.label for row in then.months] == [f"{month_before():%Y-%m}"] and then.value == 11.5

    def test_a_month_of_which_nothing_is_known_says_so(self) -> None:
        _board, never = self.shown(self.world.region.city, "city", month=month_before(4))
        assert never.value is None and never.text == "—" and never.unit == ""

    def test_measures_stand_beside_indicators(self) -> None:
        region = self.world.region
        found = self.read(region.east, "county")
        pupils = next(each for each in found.of_kind("card") if each.panel.measure)
        assert (pupils.value, pupils.text, pupils.change) == (140, "140", 10)
        table = next(each for each in found.of_kind("map") if each.panel.measure)
        assert [(row.label, row.value, row.change) for row in table.rows] == [("Lake", 100, 10), ("Hill", 40, 0)]
        earlier = self.read(region.east, "county", month=month_before())
        assert next(each for each in earlier.shown if each.panel.measure).value == 130

    def test_what_one_may_not_see_is_left_out_and_counted(self) -> None:
        inspector = viewer_in(somebody("inspector", self.world.region.city, "inspector"), "staff")
        assert not inspector.can("pupils.view")
        found = self.read(self.world.region.city, "city", inspector)
        assert found.withheld == 2 and all(each.panel.indicator_id for each in found.shown)
        nobody = self.read(self.world.region.city, "city", Viewer(person_id=1))
        assert not nobody.shown and nobody.withheld == len(self.read(self.world.region.city, "city").shown)

    def test_what_waits_for_a_module_is_named(self) -> None:
        region = self.world.region
        waiting = indicator(
            region.city, "W-1", name="等待", formula="骨干教师数 / 学生数", unit="none", direction="more",
            cases="刚好: 骨干教师数=1, 学生数=10 => 0.1",
        )  # fmt: skip
        made = board(region.city, "city", waiting, ("card", "map"))
        found = read(self.officer, made, region.city, this_month())
        assert [name for name, _modules in found.waiting] == ["等待", "等待"] and found.withheld == 0
        assert all(each.panel.measure for each in found.shown)

    def test_peers_of_the_same_type_and_size_are_put_beside_a_school(self) -> None:
        region = self.world.region
        assert self.shown(region.lake, "school", "peers")[1].peers is None, "one other of its type tells too much"
        schools = [
            create_school(acting=SYSTEM, name=f"S{n}", parent=region.east, code=f"21990007{n:02}", education_type="211")
            for n in range(7)
        ]
        every = [region.lake, *schools]
        put_schools(this_month(), region, *every)
        sizes = dict(zip(every, (100, 90, 110, 120, 130, 140, 1000, 1100), strict=True))
        put_figures("pupils", this_month(), sizes)
        put_figures("teachers", this_month(), dict.fromkeys(every, 10))
        compute(this_month())
        _board, lake = self.shown(region.lake, "school", "peers")
        assert lake.peers is not None and lake.peers.of_size and lake.peers.number == 5
        assert (lake.peers.low, lake.peers.middle, lake.peers.high) == (10.0, 12.0, 13.5)
        with translation.override("en"):
            assert words.stands(lake) == "It lies within the middle half."
            assert "similar size" in self.shown(region.lake, "school", "peers")[1].peers_said
            assert words.stands(replace(lake, value=9.0)) == "It lies below the middle half."
            assert words.stands(replace(lake, value=15.0)) == "It lies above the middle half."
        sheet = words.sheet(lake)
        assert [row[1] for row in sheet[1:]] == [10.0, 10.0, 12.0, 13.5, 5]
        assert not any(school.name in str(sheet) for school in schools), "no school is named beside another"
        _board, large = self.shown(schools[-1], "school", "peers")
        assert large.peers is not None and not large.peers.of_size, "too few are as large: all of its type, then"

    def test_dashboards_of_a_place(self) -> None:
        region = self.world.region
        own = board(region.west, "county", self.world.ratio, ("card",))
        private = Dashboard.objects.create(
            place=region.city, path=region.city.path, name="内部", level="county", shared=False
        )
        west = viewer_in(somebody("county_officer", region.west, "west"), "staff")
        names = [row.name for row in dashboards_for(west, region.west)]
        assert own.name in names and "看板 county" in names and private.name not in names
        shipped = Dashboard.objects.filter(path="", level="county").order_by("order").values_list("name", flat=True)
        assert shipped and names[: len(shipped)] == list(shipped)
        assert own not in dashboards_for(self.officer, region.east)
        assert private in dashboards_for(self.officer, region.west)

    def test_what_can_be_chosen_is_what_one_sees(self) -> None:
        region = self.world.region
        inspector = viewer_in(somebody("inspector", region.city, "inspector"), "staff")
        officers, inspectors = (
            {key for _group, choices in figures_to_choose(viewer, region.city) for key, _label in choices}
            for viewer in (self.officer, inspector)
        )
        assert {"m-pupils", f"i-{self.world.ratio.pk}"} <= officers
        assert "m-pupils" not in inspectors and f"i-{self.world.ratio.pk}" in inspectors

    def test_sheets_hold_what_panels_show(self) -> None:
        region = self.world.region
        with translation.override("en"):
            found, table = self.shown(region.east, "county", "table")
            assert words.sheet(table)[1:] == [["Lake", 10.0, "Met", 1.0, 0], ["Hill", 20.0, "Behind", 0.0, 0]]
            _board, months = self.shown(region.east, "county", "trend")
            assert [row[:2] for row in words.sheet(months)[1:]] == [
                [f"{month_before():%Y-%m}", 10.8], [f"{this_month():%Y-%m}", 11.7]
            ]  # fmt: skip
            heads, *rows = words.board_sheet(found)
        assert len(heads) == len(rows[0]) and rows[0][:3] == ["生师比", 11.7, ": 1"] and len(rows) == 2
