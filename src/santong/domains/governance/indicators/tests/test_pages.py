"""The pages of indicators: who sees which place, what stands there, and from a figure to the rows behind it."""

from __future__ import annotations

import csv
import io
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Pupil
from santong.domains.governance.indicators.computing import compute
from santong.domains.governance.indicators.demo import fill_indicators
from santong.domains.governance.indicators.models import Indicator, Plan, Result, Target
from santong.domains.governance.indicators.tests.making import (
    count_everything,
    indicator,
    month_before,
    plan,
    put_figures,
    put_schools,
    target,
    this_month,
)
from santong.domains.platform.access.testing import Region, signed_in, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import create_school, move_organisation
from santong.kit import demo
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


def counted(region: Region, *months: Any) -> Indicator:
    """Pupils by teachers of three schools in some months: 10 : 1, 20 : 1 and, across the city, 12 : 1."""
    row = indicator(region.city, since=month_before(12))
    for month in months or (this_month(),):
        put_schools(month, region)
        put_figures("pupils", month, {region.lake: 100, region.hill: 40, region.far: 60})
        put_figures("teachers", month, {region.lake: 10, region.hill: 2, region.far: 5})
        compute(month)
    return row


def people(region: Region, random: Random) -> None:
    """Pupils and teachers in random numbers at each school."""
    for school in (region.lake, region.hill, region.far):
        for number in range(random.randrange(1, 6)):
            person = Person.objects.create_person(username=f"p{school.pk}-{number}", name="学生", path=school.path)
            home = region.first if school is region.lake else None
            Pupil.objects.create(person=person, school=school, school_class=home, path=(home or school).path)
        for number in range(random.randrange(1, 4)):
            person = Person.objects.create_person(username=f"t{school.pk}-{number}", name="教师", path=school.path)
            Staff.objects.create(person=person, school=school, path=school.path, is_teacher=random.random() < 0.7)


@pytest.mark.parametrize("seed", range(3))
def test_rows_reached_are_the_figure(region: Region, seed: int) -> None:
    """For whoever may list them; for others there is no way to them, and no rows behind the address either."""
    people(region, Random(seed))
    count_everything()
    row = indicator(region.city, formula="学生数 / 教职工数", cases="刚好: 学生数=10, 教职工数=1 => 10")
    compute(this_month())
    client = signed_in("region_administrator", region.city)
    blind = signed_in("inspector", region.city)
    reached = 0
    for place in (region.city, region.east, region.lake, region.hill, region.far):
        facts = client.get(f"/indicators/{row.pk}/?place={place.pk}").context["facts"]
        for fact in facts:
            if fact.rows:
                assert client.get(fact.rows).context["list"].count.number == fact.number, (place.name, fact.word.name)
                reached += 1
        # An inspector reads figures and may list staff, but no pupils.
        pupils, staff = blind.get(f"/indicators/{row.pk}/?place={place.pk}").context["facts"]
        assert (pupils.rows, pupils.number, staff.rows) == ("", facts[0].number, facts[1].rows)
        assert blind.get(facts[0].rows).status_code in (403, 404)
    assert reached == 10
    found = Result.objects.get(indicator=row, place=region.lake.pk)
    facts = client.get(f"/indicators/{row.pk}/?place={region.lake.pk}").context["facts"]
    assert [found.numerator, found.denominator] == [fact.number for fact in facts]


@pytest.mark.parametrize(
    ("role", "home", "place", "status"),
    [
        ("bureau_officer", "city", "far", 200),
        ("county_officer", "east", "lake", 200),
        ("county_officer", "east", "far", 404),
        ("principal", "lake", "lake", 200),
        ("principal", "lake", "hill", 404),
        ("principal", "lake", "east", 404),
        ("inspector", "east", "east", 200),
        ("inspector", "east", "west", 404),
        ("region_administrator", "city", "city", 200),
        ("subject_teacher", "first", "lake", 404),
        ("class_teacher", "first", "lake", 404),
        ("pupil", "first", "lake", 404),
        ("parent", "first", "lake", 404),
    ],
)
def test_who_sees_which_place(region: Region, role: str, home: str, place: str, status: int) -> None:
    row, client, key = counted(region), signed_in(role, getattr(region, home)), getattr(region, place).pk
    for address in pages_of(row):
        assert client.get(f"{address}?place={key}").status_code == status, address
        assert Client().get(f"{address}?place={key}").status_code == 302


@pytest.mark.parametrize("address", ["/indicators/999999/", "/indicators/999999/download/"])
def test_there_is_nothing_there(region: Region, address: str) -> None:
    assert signed_in("bureau_officer", region.city).get(address).status_code == 404


@pytest.mark.parametrize("query", ["place=x", "place=999999999", "place=-1"])
def test_a_place_that_isnt_there(region: Region, query: str) -> None:
    assert signed_in("bureau_officer", region.city).get(f"/indicators/?{query}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=", "plan=x", "plan=999", "light=nonsense", "topic=x&q=y", "as=is", "month=1999-01"],
)  # fmt: skip
def test_odd_addresses_are_answered(region: Region, query: str) -> None:
    row, client = counted(region), signed_in("bureau_officer", region.city)
    for address in (
        "/indicators/",
        f"/indicators/{row.pk}/",
        "/indicators/download/",
        f"/indicators/{row.pk}/download/",
    ):
        assert client.get(f"{address}?{query}").status_code == 200, (address, query)


def lights(client: Client, place: Any, row: Indicator, month: Any = None) -> list[str]:
    address = f"/indicators/?place={place.pk}" + (f"&month={month:%Y-%m}" if month else "")
    [line] = [each for each in client.get(address).context["board"].lines if each.indicator.pk == row.pk]
    return [str(each.light.value) for each in line.lights]


def test_several_plans_stand_side_by_side(region: Region) -> None:
    """The same figure is met by one plan and behind by another; the county's plan shows in the county alone."""
    row = counted(region)
    lenient, strict, own = plan(region.city, "宽"), plan(region.city, "严"), plan(region.east, "县")
    target(lenient, row, 20), target(strict, row, 10), target(own, row, 9.8, applies_to="primary")
    client = signed_in("bureau_officer", region.city)
    assert lights(client, region.lake, row) == ["met", "met", "near"]
    assert lights(client, region.hill, row) == ["met", "behind", "behind"]
    assert lights(client, region.far, row) == ["met", "behind"]
    target(strict, row, 11, applies_to="region")
    assert lights(client, region.city, row) == ["none", "behind"]
    page = client.get(f"/indicators/?place={region.hill.pk}&light=behind")
    assert [line["line"].indicator.pk for _topic, lines in page.context["groups"] for line in lines] == [row.pk]
    page = client.get(f"/indicators/?place={region.hill.pk}&plan={lenient.pk}")
    assert [each.name for each in page.context["shown_plans"]] == ["宽"]


def test_a_plan_lights_its_own_months(region: Region) -> None:
    before = month_before()
    row = counted(region, before, this_month())
    mine = plan(region.city, since=this_month(), until=this_month().replace(year=this_month().year + 1))
    target(mine, row, 20)
    client = signed_in("bureau_officer", region.city)
    assert lights(client, region.lake, row, before) == []
    assert lights(client, region.lake, row) == ["met"]
    Plan.objects.filter(pk=mine.pk).update(since=before, until=before.replace(day=20))
    assert lights(client, region.lake, row) == [] and lights(client, region.lake, row, before) == []


def test_the_page_says_what_changed_and_where(region: Region) -> None:
    before = month_before()
    row = counted(region, before, this_month())
    put_figures("pupils", this_month(), {region.lake: 160, region.hill: 40, region.far: 60})
    compute(this_month())
    target(plan(region.city), row, 12)
    page = signed_in("bureau_officer", region.city).get(f"/indicators/{row.pk}/?place={region.east.pk}")
    assert page.context["figure"] == "16.7"
    assert "5.0" in page.context["sentence"] and "Lake +6.0" in page.context["sentence"]
    assert [each["child"].place.name for each in page.context["children"]] == ["Lake", "Hill"]
    assert [each["child"].place.name for each in page.context["lagging"]] == ["Lake", "Hill"]
    assert "2" in page.context["of_schools"]
    assert page.context["trend"]["series"][0]["data"] == [11.7, 16.7]


def numerator(client: Client, address: str) -> float:
    """That of the figure on a page."""
    found: float = client.get(address).context["line"].result.numerator
    return found


def test_a_month_as_it_was_and_as_it_is(region: Region) -> None:
    before = month_before()
    row = counted(region, before)
    move_organisation(acting=SYSTEM, organisation=region.hill, parent=region.west)
    client = signed_in("bureau_officer", region.city)
    address = f"/indicators/{row.pk}/?month={before:%Y-%m}&place="
    as_it_was, as_it_is = (
        [numerator(client, f"{address}{place.pk}{more}") for place in (region.east, region.west)]
        for more in ("", "&as=is")
    )
    assert (as_it_was, as_it_is) == ([140, 60], [100, 100])
    whole = client.get(f"{address}{region.city.pk}&as=is")
    assert [each["child"].result.numerator for each in whole.context["children"]] == [100, 100]
    assert whole.context["line"].result.value == pytest.approx(200 / 17)
    inside = client.get(f"{address}{region.west.pk}&as=is").context["children"]
    assert [each["child"].place.name for each in inside] == ["Far", "Hill"]


def test_peers_are_told_by_the_middle_half_and_never_ranked(region: Region) -> None:
    schools = [
        create_school(acting=SYSTEM, name=f"S{at}", parent=region.east, code=f"21990001{at:02}", education_type="211")
        for at in range(20, 26)
    ]
    row, month = indicator(region.city), this_month()
    put_schools(month, region, region.lake, *schools)
    put_figures("pupils", month, {school: 10 * at for at, school in enumerate((region.lake, *schools), 1)})
    put_figures("teachers", month, dict.fromkeys((region.lake, *schools), 1))
    compute(month)
    page = signed_in("bureau_officer", region.city).get(f"/indicators/{row.pk}/?place={region.lake.pk}")
    assert page.context["picture"].peers.number == 6 and page.context["picture"].peers.middle == 45
    assert "6" in page.context["peers"]
    lone = signed_in("county_officer", region.west).get(f"/indicators/{row.pk}/?place={region.far.pk}")
    assert lone.context["peers"] == ""


def test_groups_so_small_that_they_tell_of_children_are_hidden(region: Region) -> None:
    month = this_month()
    put_schools(month, region)
    put_figures("without_consent", month, {region.lake: (2, 40, 0), region.hill: (20, 60, 0)})
    row = Indicator._base_manager.get(path="", code="P-05")
    compute(month)
    blind = signed_in("inspector", region.city)
    page = blind.get(f"/indicators/{row.pk}/?place={region.east.pk}")
    shown = {each["child"].place.name: each["child"].result.value for each in page.context["children"]}
    assert shown["Lake"] is None and shown["Hill"] is not None
    assert page.context["children"][0]["child"].result.is_hidden
    sheet = sheet_of(blind, f"/indicators/{row.pk}/download/?place={region.east.pk}")
    assert "95" not in sheet[1]


def sheet_of(client: Client, address: str) -> list[list[str]]:
    """An export as CSV, head first."""
    text = b"".join(client.get(f"{address}&format=csv").streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def pages_of(row: Indicator) -> tuple[str, ...]:
    """The addresses that show figures, and those that download them."""
    own = f"/indicators/{row.pk}/"
    return "/indicators/", "/indicators/download/", own, f"{own}download/"


def test_exports_hold_what_the_pages_show(region: Region) -> None:
    row = counted(region)
    target(plan(region.city), row, 12)
    client = signed_in("bureau_officer", region.city)
    rows = sheet_of(client, f"/indicators/{row.pk}/download/?place={region.east.pk}")
    assert [line[:4] for line in rows[1:]] == [["Lake", "10.0", "100.0", "10.0"], ["Hill", "20.0", "40.0", "2.0"]]
    school = sheet_of(client, f"/indicators/{row.pk}/download/?place={region.lake.pk}")
    assert school[1][0] == f"{this_month():%Y-%m}"
    board = sheet_of(client, "/indicators/download/?q=T-1")
    assert board[1][0] == "T-1" and len(board) == 2
    assert client.get("/indicators/download/").status_code == 200


def test_the_home_card_names_what_lags_with_the_target(region: Region) -> None:
    row = counted(region)
    client = signed_in("principal", region.hill)
    assert "生师比" not in client.get("/").content.decode()
    target(plan(region.city), row, 12)
    text = client.get("/").content.decode()
    assert "生师比" in text and "≤ 12" in text


def test_a_plan_says_who_lags(region: Region) -> None:
    row = counted(region)
    mine = plan(region.city)
    target(mine, row, 11, applies_to="region"), target(mine, row, 12)
    waiting = Indicator._base_manager.get(path="", code="H-03")
    target(mine, waiting, 10)
    page = signed_in("bureau_officer", region.city).get(f"/plans/{mine.pk}/")
    text = page.content.decode()
    assert page.status_code == 200 and "East" in text and "West" in text and "生机比" in text
    principal = signed_in("principal", region.lake)
    assert principal.get(f"/plans/{mine.pk}/").status_code == 200
    assert principal.get(f"/plans/{mine.pk}/set-target/").status_code in (302, 403)
    assert not Target.objects.filter(plan=mine, value=99).exists()


def test_lists_of_definitions_and_plans_are_filtered(region: Region) -> None:
    row, mine = counted(region), plan(region.city)
    client = signed_in("bureau_officer", region.city)
    whose = client.get("/definitions/?whose=bureaus").context["list"].count.number
    assert whose == 1 and client.get("/definitions/?whose=platform").context["list"].count.number == 92
    assert client.get("/definitions/?state=draft").context["list"].count.number == 0
    assert client.get("/definitions/?state=retired").context["list"].count.number == 0
    assert client.get("/definitions/?state=published&q=T-1").context["list"].count.number == 1
    numbers = {state: client.get(f"/plans/?state={state}").context["list"].count.number for state in
               ("library", "running", "coming", "over")}  # fmt: skip
    assert numbers == {"library": 11, "running": 1, "coming": 0, "over": 0}
    assert client.get(f"/definitions/{row.pk}/").status_code == client.get(f"/plans/{mine.pk}/").status_code == 200
    for each in Plan._base_manager.filter(path=""):
        assert client.get(f"/plans/{each.pk}/").status_code == 200


def test_every_shipped_indicator_has_its_pages(region: Region) -> None:
    count_everything()
    compute(this_month())
    client = signed_in("bureau_officer", region.city)
    for row in Indicator._base_manager.filter(path=""):
        own = f"/indicators/{row.pk}/"
        for address in (own, f"{own}?place={region.lake.pk}", f"/definitions/{row.pk}/"):
            assert client.get(address).status_code == 200, (row.code, address)


def test_a_board_asks_as_much_for_more_targets(region: Region) -> None:
    row, mine = counted(region), plan(region.city)
    client = signed_in("bureau_officer", region.city)

    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"/indicators/?place={region.east.pk}")
        return len(found)

    target(mine, row, 12)
    questions()
    few = questions()
    for code in ("JS-03", "JS-08", "B17-2.4", "P-01"):
        target(mine, Indicator._base_manager.get(path="", code=code), 12)
    assert questions() <= few


def test_the_palette_finds_indicators(region: Region) -> None:
    counted(region)
    text = signed_in("bureau_officer", region.city).get("/search/?q=生师比").content.decode()
    assert "生师比" in text


def test_the_demonstration_has_plans_and_figures(region: Region) -> None:
    count_everything()
    somebody("bureau_officer", region.city, "bureau")
    fill_indicators(demo.Region())
    assert Result.objects.filter(indicator__code="YL-01", place=region.city.pk).exists() or Result.objects.exists()
    assert {plan.status for plan in Plan.objects.filter(place=region.city)} == {"running"}
    assert Indicator.objects.get(code="YL-01").is_published


def test_what_was_done_stands_in_the_audit_record(region: Region) -> None:
    counted(region)
    assert AuditEntry.objects.filter(verb="indicators.publish").exists()
