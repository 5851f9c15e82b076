"""The pages of dashboards: who sees which place, exports and paper, composing, boundaries; and what odd input gets."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from unittest import skipIf

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from santong.domains.governance.dashboards.actions import panels_of, put_boundaries
from santong.domains.governance.dashboards.models import Boundary, Dashboard
from santong.domains.governance.dashboards.tests.leaks import SQUARE
from santong.domains.governance.dashboards.tests.making import World, make_world
from santong.domains.governance.indicators.tests.making import month_before, this_month
from santong.domains.platform.access.testing import signed_in
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry, UndoStep
from santong.kit.printing.models import PrintedDocument
from santong.lib.boundaries import to_gcj02
from santong.lib.chinese_fonts import NoChineseFont, chinese_font

TRIANGLE = "98.0, 39.0\n98.4, 39.0\n98.4, 39.3"


def _can_press() -> bool:
    try:
        import weasyprint
    except (ImportError, OSError):
        return False
    try:
        chinese_font()
    except NoChineseFont:
        return False
    return bool(weasyprint.__version__)


class TestPages(TestCase):
    world: World
    officer: Client

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()
        cls.region = cls.world.region

    def setUp(self) -> None:
        cache.clear()
        self.officer = signed_in("bureau_officer", self.region.city)

    def addresses(self, level: str) -> list[str]:
        board = self.world.boards[level]
        panel = self.world.panel(level, "table")
        return [
            "/dashboards/",
            f"/dashboards/{board.pk}/download/",
            f"/dashboards/{board.pk}/panels/{panel.pk}/download/",
        ]

    def test_who_sees_which_place(self) -> None:
        cases = (
            ("bureau_officer", "city", "far", 200), ("county_officer", "east", "lake", 200),
            ("county_officer", "east", "far", 404), ("principal", "lake", "lake", 200),
            ("principal", "lake", "hill", 404), ("principal", "lake", "east", 404), ("inspector", "east", "east", 200),
            ("inspector", "east", "west", 404), ("region_administrator", "city", "city", 200),
            ("subject_teacher", "first", "lake", 404), ("class_teacher", "first", "lake", 404),
            ("pupil", "first", "lake", 404), ("parent", "first", "lake", 404),
        )  # fmt: skip
        levels = {"city": "city", "east": "county", "west": "county"}
        for number, (role, home, at, status) in enumerate(cases):
            client, place = signed_in(role, getattr(self.region, home), f"case{number}"), getattr(self.region, at)
            for address in self.addresses(levels.get(at, "school")):
                with self.subTest(role=role, at=at, address=address):
                    found = client.get(f"{address}?place={place.pk}").status_code
                    # A dashboard that one doesn't see is as little there as a place.
                    assert found == status or (status != 200 and found in (403, 404)), found
                    assert Client().get(f"{address}?place={place.pk}").status_code == 302

    def test_a_dashboard_of_another_level_is_not_there(self) -> None:
        board = self.world.boards["school"]
        for address in (f"/dashboards/{board.pk}/download/", "/dashboards/999999/download/"):
            assert self.officer.get(f"{address}?place={self.region.east.pk}").status_code == 404
        assert (
            self.officer.get(f"/dashboards/{board.pk}/panels/999999/download/?place={self.region.lake.pk}").status_code
            == 404
        )

    def test_odd_addresses_are_answered(self) -> None:
        for query in (
            "month=x",
            "month=2026-13",
            "month=0001-01",
            "month=9999-12",
            "board=x",
            "board=999999",
            "board=-1",
        ):
            assert self.officer.get(f"/dashboards/?{query}").status_code == 200, query
        for query in ("place=x", "place=-1", "place=999999999"):
            assert self.officer.get(f"/dashboards/?{query}").status_code == 404, query
        assert self.officer.get(f"/dashboards/?place={self.region.first.pk}").status_code == 404

    def test_the_page_shows_figures_pictures_and_their_tables(self) -> None:
        board = self.world.boards["city"]
        page = self.officer.get(f"/dashboards/?board={board.pk}").content.decode()
        assert page.count('class="card boards-panel') == 5 and page.count('class="card kpi"') == 2
        assert "<polyline" in page and 'class="map-region map-met"' in page
        assert page.count("<summary>") >= 3 and "East" in page and "11.7" in page
        months = f"{month_before():%Y-%m}", f"{this_month():%Y-%m}"
        assert all(f'<th scope="row">{month}</th>' in page for month in months)

    def test_a_map_without_boundaries_is_tiled_and_says_so(self) -> None:
        address = f"/dashboards/?board={self.world.boards['city'].pk}"
        tiled = self.officer.get(address)
        assert {each["map"].is_tiled for each in tiled.context["others"] if each["kind"] == "map"} == {True}
        put_boundaries(acting=SYSTEM, given={self.region.east: SQUARE}, datum="wgs84", source="手绘")
        drawn = self.officer.get(address)
        [picture] = [each["map"] for each in drawn.context["others"] if each["kind"] == "map"][:1]
        assert not picture.is_tiled
        assert [(one.row.label, bool(one.d), bool(one.tile)) for one in picture.regions] == [
            ("East", True, False), ("West", False, True)
        ]  # fmt: skip

    def test_more_schools_ask_the_database_no_more(self) -> None:
        address = f"/dashboards/?place={self.region.east.pk}&board={self.world.boards['county'].pk}"
        self.officer.get(address)
        with CaptureQueriesContext(connection) as two:
            self.officer.get(address)
        assert len(two) < 60, len(two)

    def test_exports_are_what_is_shown(self) -> None:
        region, board = self.region, self.world.boards["county"]
        panel = self.world.panel("county", "table")
        answer = self.officer.get(
            f"/dashboards/{board.pk}/panels/{panel.pk}/download/?place={region.east.pk}&format=csv"
        )
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        assert [row[:2] for row in rows[1:]] == [["Lake", "10.0"], ["Hill", "20.0"]]
        for kind in ("xlsx", "csv", "exe"):
            answer = self.officer.get(f"/dashboards/{board.pk}/download/?place={region.east.pk}&format={kind}")
            assert answer.status_code == 200 and b"".join(answer)

    @skipIf(not _can_press(), "no Pango or no Chinese font here")
    def test_a_dashboard_is_printed_and_that_is_noted(self) -> None:
        board, east = self.world.boards["county"], self.region.east
        answer = self.officer.post(f"/dashboards/{board.pk}/print/?place={east.pk}")
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
        row = PrintedDocument.objects.get()
        assert (row.name, row.object_id, row.path) == ("dashboard", board.pk, east.path)
        assert AuditEntry.objects.filter(verb="printing.dashboard").exists()

    def test_printing_asks_for_the_right(self) -> None:
        address = f"/dashboards/{self.world.boards['county'].pk}/print/?place={self.region.east.pk}"
        assert Client().post(address).status_code == 302
        assert self.officer.get(address).status_code == 405
        assert signed_in("principal", self.region.far, "elsewhere").post(address).status_code == 404

    # --- composing ---

    def own(self) -> Dashboard:
        return Dashboard.objects.create(place=self.region.city, path=self.region.city.path, name="周会", level="city")

    def step(self, board: Dashboard, slug: str, **given: Any) -> Any:
        return self.officer.post(f"/boards/{board.pk}/{slug}/", given)

    def test_an_officer_composes_without_code(self) -> None:
        board, key = self.own(), f"i-{self.world.ratio.pk}"
        for figure, kind in ((key, "card"), ("m-pupils", "card"), (key, "trend")):
            assert self.step(board, "add-panel", figure=figure, kind=kind).status_code == 302
        ratio = self.world.ratio.pk
        assert panels_of(board) == [("card", ratio, ""), ("card", None, "pupils"), ("trend", ratio, "")]
        given = {"at-0": 2, "as-0": "peers", "at-1": 0, "as-1": "card", "at-2": 1, "as-2": "table"}
        assert self.step(board, "arrange", **given).status_code == 302
        assert panels_of(board) == [("table", ratio, ""), ("peers", ratio, "")]
        assert "生师比" in self.officer.get(f"/dashboards/?board={board.pk}").content.decode()

    def test_two_who_arrange_it_at_once_are_asked(self) -> None:
        board = self.own()
        for figure in ("m-pupils", f"i-{self.world.ratio.pk}"):
            self.step(board, "add-panel", figure=figure, kind="card")
        url = reverse("dashboards:boards-arrange", args=[board.pk])
        [form] = [
            form for form in html.fromstring(self.officer.get(url).content.decode()).forms if "at-0" in form.fields
        ]
        sent = dict(form.form_values())
        assert self.officer.post(url, {**sent, "at-0": "9"}).status_code == 302
        stood = panels_of(board)
        assert self.officer.post(url, {**sent, "at-1": "0"}).status_code == 409
        assert panels_of(board) == stood

    def test_arranging_and_adding_are_taken_back(self) -> None:
        board = self.own()
        self.step(board, "add-panel", figure="m-pupils", kind="card")
        self.step(board, "arrange", **{"at-0": 0, "as-0": "card"})
        assert panels_of(board) == []
        arranged, added = UndoStep.objects.order_by("-expires_at")
        assert self.officer.post(reverse("kit:undo", args=[arranged.pk])).status_code in (200, 302)
        assert panels_of(board) == [("card", None, "pupils")]
        assert self.officer.post(reverse("kit:undo", args=[added.pk])).status_code in (200, 302)
        assert panels_of(board) == []

    def test_what_one_may_not_see_is_put_on_no_dashboard(self) -> None:
        board = self.own()
        assert self.step(board, "add-panel", figure="m-nothing", kind="card").status_code == 422
        assert self.step(board, "add-panel", figure="i-999999", kind="card").status_code == 422
        assert self.step(board, "add-panel", figure="m-pupils", kind="peers").status_code == 422, (
            "measures have no peers"
        )
        assert panels_of(board) == []

    def test_a_dashboard_of_the_platform_is_copied_and_not_changed(self) -> None:
        shipped = Dashboard.objects.filter(path="", level="city").order_by("order")[0]
        assert self.officer.post(f"/boards/{shipped.pk}/edit/", {"name": "x"}).status_code in (403, 404)
        assert self.step(shipped, "add-panel", figure="m-pupils", kind="card").status_code in (403, 404)
        assert self.step(shipped, "copy", place=self.region.city.pk, name="我们的").status_code == 302
        copy = Dashboard.objects.get(name="我们的")
        assert panels_of(copy) == panels_of(shipped) and copy.path == self.region.city.path
        reader = signed_in("inspector", self.region.city, "reader")
        assert (
            reader.post(f"/boards/{shipped.pk}/copy/", {"place": self.region.city.pk, "name": "x"}).status_code == 403
        )

    def test_a_full_dashboard_takes_no_more(self) -> None:
        board = self.own()
        for number in range(25):
            answer = self.step(board, "add-panel", figure="m-pupils", kind="card")
            assert (answer.status_code == 302) == (number < 24) or len(panels_of(board)) <= 24
        assert len(panels_of(board)) == 24

    # --- boundaries ---

    def post_boundary(self, **given: Any) -> Any:
        typed = {"place": self.region.city.pk, "datum": "wgs84", "source": "公开数据", **given}
        return self.officer.post("/boundaries/new/", typed)

    def file(self, **shapes: Any) -> SimpleUploadedFile:
        features = [
            {"type": "Feature", "properties": {"name": name, "adcode": 1},
             "geometry": {"type": "Polygon", "coordinates": shape}}
            for name, shape in shapes.items()
        ]  # fmt: skip
        text = json.dumps({"type": "FeatureCollection", "features": features})
        return SimpleUploadedFile("区划.geojson", text.encode())

    def test_a_file_brings_the_boundaries_of_a_place_and_of_those_below(self) -> None:
        answer = self.post_boundary(file=self.file(City=SQUARE[0], East=SQUARE[0], West=SQUARE[0]))
        assert answer.status_code == 302
        assert set(Boundary.objects.values_list("place__name", flat=True)) == {"City", "East", "West"}
        assert AuditEntry.objects.filter(verb="dashboards.import_boundaries").exists()
        assert "98.1" not in str(AuditEntry.objects.filter(verb__startswith="dashboards").values_list("changes"))

    def test_names_that_fit_nothing_are_told_and_left_out_on_request(self) -> None:
        answer = self.post_boundary(file=self.file(East=SQUARE[0], Atlantis=SQUARE[0]))
        assert answer.status_code == 422 and "Atlantis" in str(answer.context["form"].errors["file"])
        assert not Boundary.objects.exists()
        assert self.post_boundary(file=self.file(East=SQUARE[0], Atlantis=SQUARE[0]), skip="on").status_code == 302
        assert [row.place for row in Boundary.objects.all()] == [self.region.east]
        answer = self.post_boundary(file=self.file(Atlantis=SQUARE[0], Utopia=SQUARE[0]), skip="on")
        assert answer.status_code == 422

    def test_division_codes_and_single_shapes_are_matched(self) -> None:
        shape = {"type": "Polygon", "coordinates": SQUARE[0]}
        text = json.dumps({"type": "Feature", "properties": {"adcode": 990121}, "geometry": shape})
        assert self.post_boundary(file=SimpleUploadedFile("x.json", text.encode())).status_code == 302
        assert Boundary.objects.get().place == self.region.west
        text = json.dumps(shape)
        assert self.post_boundary(file=SimpleUploadedFile("x.json", text.encode())).status_code == 302
        assert Boundary.objects.filter(place=self.region.city).exists()

    def test_a_table_of_points_becomes_a_boundary_in_wgs84(self) -> None:
        assert self.post_boundary(lines=TRIANGLE, place=self.region.east.pk).status_code == 302
        row = Boundary.objects.get()
        assert row.shape == [[[[98.0, 39.0], [98.4, 39.0], [98.4, 39.3], [98.0, 39.0]]]] and row.points == 3
        shifted = "\n".join(
            f"{east}, {north}" for east, north in map(to_gcj02, ((98.0, 39.0), (98.4, 39.0), (98.4, 39.3)))
        )
        assert self.post_boundary(lines=shifted, place=self.region.west.pk, datum="gcj02").status_code == 302
        east, north = Boundary.objects.get(place=self.region.west).shape[0][0][0]
        assert (round(east, 4), round(north, 4)) == (98.0, 39.0)

    def test_wrong_points_are_named_and_kept(self) -> None:
        for lines in ("98, 39\nthere\n99, 40", "98, 39", "", "39.0, 98.0\n39.4, 98.0\n39.4, 98.3"):
            answer = self.post_boundary(lines=lines)
            assert answer.status_code == 422 and answer.context["form"].errors["lines"], lines
            assert lines.split("\n")[0] in answer.content.decode()
        for content in (b"\xff\xfe", b"{}", b"[]"):
            answer = self.post_boundary(file=SimpleUploadedFile("x.json", content))
            assert answer.status_code == 422 and answer.context["form"].errors["file"]

    def test_a_page_of_a_boundary_shows_its_outline(self) -> None:
        [row] = put_boundaries(acting=SYSTEM, given={self.region.east: SQUARE}, datum="gcj02", source="手绘")
        assert 'fill-rule="evenodd"' in self.officer.get(f"/boundaries/{row.pk}/").content.decode()
        form = self.officer.get(f"/boundaries/{row.pk}/edit/").context["form"]
        assert form.initial["lines"].startswith("98.0, 39.0") and form.initial["datum"] == "wgs84"
