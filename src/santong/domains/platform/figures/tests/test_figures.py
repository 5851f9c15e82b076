"""The hub of all figures and the page of each measure: who sees what, from the city down to the rows behind."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.access.testing import Region, make_region, signed_in
from santong.domains.platform.figures.demo import fill_figures
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import merge_school, move_organisation
from santong.kit import demo
from santong.kit.access import SYSTEM
from santong.kit.measures.public import Counted, Figure, Grain, Measure, Parts, recount, taken, where_it_stood
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 1)


def measure(name: str) -> Measure:
    return registry.by_name(Measure)[name]


@pytest.fixture
def region() -> Region:
    """Three pupils at the lake, two at the hill, one far away; counted."""
    made = make_region()
    for number, school in enumerate((made.lake,) * 3 + (made.hill,) * 2 + (made.far,)):
        person = Person.objects.create_person(username=f"pupil{number}", name="Pupil", path=school.path)
        home = made.first if school is made.lake else None
        Pupil.objects.create(person=person, school=school, school_class=home, path=(home or school).path)
    for each in registry.of(Measure):
        recount(each)
    return made


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def places(page) -> dict[str, int]:
    return {line.label: line.parts.numerator for line in page.context["picture"].places}


def test_figures_lead_from_the_city_to_the_rows_behind(region):
    bureau = signed_in("bureau_officer", region.city)
    top = bureau.get("/figures/pupils/")
    assert top.context["shown"] == "6" and places(top) == {"East": 5, "West": 1}
    county = bureau.get(f"/figures/pupils/?place={region.east.pk}")
    assert places(county) == {"Lake": 3, "Hill": 2}
    school = bureau.get(f"/figures/pupils/?place={region.lake.pk}&by=stage")
    assert school.context["shown"] == "3" and places(school) == {}
    [value] = school.context["values"]
    for address in (school.context["picture"].rows, value["url"]):
        assert bureau.get(address).context["list"].count.number == 3
    assert bureau.get(county.context["picture"].rows).context["list"].count.number == 5


def test_every_measure_has_a_page_in_every_period(region):
    client = signed_in("bureau_officer", region.city)
    shown = [card.measure.name for card, *_rest in client.get("/figures/").context["cards"]]
    assert {"pupils", "classes", "staff", "resources_admitted", "coverage", "roll_gaps"} <= set(shown)
    for name in shown:
        for by in ("", *(each.name for each in measure(name).by)):
            for query in (
                f"by={by}",
                f"by={by}&period=2026-11&as=is",
                f"by={by}&period=1999-01&place={region.lake.pk}",
            ):
                assert client.get(f"/figures/{name}/?{query}").status_code == 200, (name, query)
        assert rows_of(client.get(f"/figures/{name}/export/?format=csv"))


def test_rows_reached_are_as_many_as_the_figure_says(region):
    """Of every measure that has a list of rows, at every place, for somebody who may see it."""
    client = signed_in("region_administrator", region.city)
    tried = set()
    for each in registry.of(Measure):
        for place in (region.city, region.east, region.lake):
            page = client.get(f"/figures/{each.name}/?place={place.pk}")
            if page.status_code != 200 or each.summed_by or each.grain or not page.context["picture"].rows:
                continue
            listed = client.get(page.context["picture"].rows).context["list"].count.number
            assert listed == page.context["picture"].parts.numerator, (each.name, place.name)
            tried.add(each.name)
    assert tried >= {"schools", "classes", "pupils", "staff", "teachers_with_subject", "accounts_activated"}


@pytest.mark.parametrize(
    ("role", "home", "place", "status"),
    [
        ("principal", "lake", "lake", 200),
        ("principal", "lake", "hill", 404),
        ("county_officer", "east", "lake", 200),
        ("county_officer", "east", "far", 404),
        ("bureau_officer", "city", "far", 200),
        ("inspector", "east", "east", 403),
        ("subject_teacher", "first", "lake", 403),
        ("pupil", "first", "lake", 403),
    ],
)
def test_who_sees_which_place(region, role, home, place, status):
    client, key = signed_in(role, getattr(region, home)), getattr(region, place).pk
    for address in ("/figures/pupils/", "/figures/pupils/export/"):
        assert client.get(f"{address}?place={key}").status_code == status
    assert Client().get("/figures/pupils/").status_code == 302
    assert Client().get("/figures/").status_code == 302


def test_the_hub_shows_what_one_may_see(region):
    assert signed_in("class_teacher", region.first).get("/figures/").status_code == 403
    inspector = signed_in("inspector", region.east).get("/figures/")
    names = {card.measure.name for card, *_rest in inspector.context["cards"]}
    assert "staff" in names and "pupils" not in names
    principal = signed_in("principal", region.lake)
    assert principal.get(f"/figures/?place={region.hill.pk}").status_code == 404
    assert [card.measure.name for card, *_rest in principal.get("/figures/?q=班级").context["cards"]][:1] == ["classes"]
    assert "没有" in principal.get("/figures/?q=天文望远镜").content.decode()
    assert principal.get("/figures/nothing/").status_code == 404


def test_a_principal_sees_a_mended_figure_at_once(region):
    principal = signed_in("principal", region.lake)
    Pupil.objects.filter(school=region.lake).first().delete()
    page = principal.get("/figures/pupils/")
    assert page.context["shown"] == "2" and page.context["picture"].as_of is None
    officer = signed_in("county_officer", region.east).get("/figures/pupils/")
    assert officer.context["shown"] == "5" and officer.context["picture"].as_of


def counted_in_september() -> None:
    """Let the newest month that was counted be September; on the first of a month there are two."""
    for model in (Figure, Counted):
        rows = model.objects.filter(grain=Grain.MONTH)
        rows.exclude(day=rows.latest("day").day).delete()
        rows.update(day=SEPTEMBER)


def test_a_month_is_read_as_it_was_and_as_it_is(region):
    counted_in_september()
    move_organisation(acting=SYSTEM, organisation=region.hill, parent=region.west)
    recount(measure("pupils"))
    bureau = signed_in("bureau_officer", region.city)
    assert places(bureau.get("/figures/pupils/?period=2026-09")) == {"East": 5, "West": 1}
    assert places(bureau.get("/figures/pupils/?period=2026-09&as=is")) == {"East": 3, "West": 3}
    assert places(bureau.get("/figures/pupils/")) == {"East": 3, "West": 3}
    west = bureau.get(f"/figures/pupils/?place={region.west.pk}&period=2026-09&as=is")
    assert places(west) == {"Far": 1, "Hill": 2}
    assert places(bureau.get(f"/figures/pupils/?place={region.west.pk}&period=2026-09")) == {"Far": 1}


def test_small_groups_are_hidden_from_those_who_may_not_list_them(region):
    """An inspector sees the quality of the roll only as far as nobody can be told apart."""
    page = signed_in("county_officer", region.east).get("/figures/without_consent/")
    assert page.context["picture"].parts.numerator == 5 and not page.context["picture"].is_hidden
    with _unlisted("without_consent"):
        hidden_page = signed_in("county_officer", region.east, "other").get("/figures/without_consent/")
        text = hidden_page.content.decode()
        assert all(line.is_hidden for line in hidden_page.context["picture"].places)
        assert not re.search(r"<td[^>]*>\s*[23]\s*</td>", text)
        sheet = rows_of(
            signed_in("county_officer", region.east, "third").get("/figures/without_consent/export/?format=csv")
        )
        assert sheet[1][1:] == ["", "", "", ""]


def _unlisted(name: str):
    """A measure whose rows nobody of a bureau may list."""
    found = measure(name)
    others = [each for each in registry.of(Measure) if each.name != name]
    return registry.declaring(*others, replace(found, rows=None), alone=True)


def test_the_export_holds_what_the_page_shows(region):
    client = signed_in("bureau_officer", region.city)
    sheet = rows_of(client.get("/figures/pupils/export/?format=csv"))
    assert sheet[1:] == [["East", "5"], ["West", "1"]]
    assert client.get("/figures/pupils/export/").headers["Content-Type"].endswith("sheet")


def test_before_the_first_counting_the_page_says_so():
    region = make_region()
    client = signed_in("bureau_officer", region.city)
    assert "暂无数据" in client.get("/figures/pupils/").content.decode()
    assert client.get("/figures/").status_code == 200
    assert signed_in("principal", region.lake).get("/figures/pupils/").context["shown"] == "0"


def test_pages_ask_the_database_a_fixed_number_of_questions(region):
    client = signed_in("bureau_officer", region.city)
    for address, most in (("/figures/", 16), ("/figures/pupils/?by=stage", 26)):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= most, [q["sql"][:120] for q in queries.captured_queries]


def test_figures_stand_on_the_home_page_and_at_the_school(region):
    principal = signed_in("principal", region.lake)
    assert "/figures/pupils/?place=" in principal.get("/").content.decode()
    assert "/figures/classes/?place=" in principal.get(f"/organisations/{region.lake.pk}/").content.decode()


def test_the_palette_finds_measures(region):
    found = signed_in("principal", region.lake).get("/search/?q=在册").content.decode()
    assert "/figures/pupils/" in found
    assert "/figures/" not in signed_in("class_teacher", region.first).get("/search/?q=在册").content.decode()


@override_settings(LANGUAGE_CODE="zh-hans")
def test_the_demonstration_has_months_to_compare(region):
    fill_figures(demo.Region(say=lambda text: None))
    assert Counted.objects.filter(measure="pupils", grain=Grain.MONTH).count() == 9
    page = signed_in("bureau_officer", region.city).get("/figures/pupils/")
    assert len(page.context["trend"]["categories"]) == 9
    assert taken(measure("pupils")).total(where_it_stood(region.city.pk, region.city.path)).numerator == 6


def test_a_value_is_a_share_of_the_whole_at_a_school_as_above_it(region):
    for number, subjects in enumerate(("数学", "语文", "")):
        person = Person.objects.create_person(username=f"t{number}", name="Teacher", path=region.lake.path)
        Staff.objects.create(person=person, school=region.lake, path=region.lake.path, subjects=subjects)
    recount(measure("teachers_with_subject"))
    bureau = signed_in("bureau_officer", region.city)
    for place in (region.lake, region.city):
        page = bureau.get(f"/figures/teachers_with_subject/?place={place.pk}&by=subject")
        assert page.context["picture"].parts == Parts(2, 3, 1)
        values = {line.label: line.parts for line in page.context["picture"].values}
        assert values == {"数学": Parts(1, 3), "语文": Parts(1, 3)}
        assert bureau.get(page.context["values"][0]["url"]).context["list"].count.number == 1


def test_what_was_merged_counts_as_it_is_for_what_it_was_merged_into(region):
    counted_in_september()
    merge_school(acting=SYSTEM, school=region.lake, successor=region.far, on=timezone.localdate())
    bureau = signed_in("bureau_officer", region.city)
    assert places(bureau.get("/figures/pupils/?period=2026-09")) == {"East": 5, "West": 1}
    assert places(bureau.get("/figures/pupils/?period=2026-09&as=is")) == {"East": 2, "West": 4}
    east = bureau.get(f"/figures/pupils/?place={region.east.pk}&period=2026-09&as=is")
    assert places(east) == {"Hill": 2} and east.context["shown"] == "2"


def test_a_place_with_very_many_measures_shows_them(region):
    """Their names together are longer than the key of a cache may be, which is a warning, and here an error."""
    many = [replace(measure("pupils"), name=f"pupils_{'x' * 30}_{number}") for number in range(12)]
    with registry.declaring(*many):
        page = signed_in("bureau_officer", region.city).get(f"/organisations/{region.lake.pk}/")
    assert page.status_code == 200
