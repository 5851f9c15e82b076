"""Declared pages, through their addresses, on the organisation directory."""

from __future__ import annotations

import base64
import csv
import io
import json
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry
from santong.kit.pages.exports import write_csv, write_xlsx
from santong.kit.pages.keyset import BadCursor, Sort, _decode, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> dict[str, Organisation]:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city)
    west = create_organisation(acting=SYSTEM, kind="county_bureau", name="West", parent=city)
    for number in range(60):
        create_organisation(
            acting=SYSTEM, kind="school", name=f"School {number:02}", code=f"21000000{number:02}", parent=east
        )
    return {"city": city, "east": east, "west": west}


def signed_in(role: str, organisation: Organisation, username: str = "someone") -> Client:
    person = Person.objects.create_person(username=username, name="Someone", path=organisation.path)
    appoint(acting=SYSTEM, person=person, role=role, organisation=organisation)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(region) -> Client:
    return signed_in("county_officer", region["east"])


@pytest.fixture
def signed_in_everywhere(region, settings) -> Client:
    settings.DEMO = True  # a second factor isn't demanded there
    return signed_in("region_administrator", region["city"], "chief")


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def test_pages_follow_each_other_without_gap(officer):
    url, seen = "/organisations/?sort=name", []
    while url:
        response = officer.get(url)
        seen += names(response)
        url = response.context["list"].next_url
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 61


def test_previous_leads_back_to_the_same_rows(officer):
    first = officer.get("/organisations/?sort=-name")
    second = officer.get(first.context["list"].next_url)
    back = officer.get(second.context["list"].previous_url)
    assert names(back) == names(first)
    assert back.context["list"].start == 1


def test_head_is_answered_like_get_without_the_page(officer):
    for address in ("/", "/organisations/", "/organisations/export/?format=csv"):
        answer = officer.head(address)
        assert answer.status_code == officer.get(address).status_code == 200
        assert answer.getvalue() == b""


def test_filter_and_search_are_in_the_address(officer):
    assert names(officer.get("/organisations/?kind=county_bureau")) == ["East"]
    assert names(officer.get("/organisations/?q=School 07")) == ["School 07"]
    empty = officer.get("/organisations/?q=nothing-like-it").content.decode()
    assert "no-match" in empty


def test_fragment_for_htmx_is_the_list_only(officer):
    response = officer.get("/organisations/?q=07&kind=", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.lstrip().startswith("<section") and "<html" not in html
    assert response["HX-Push-Url"] == "/organisations/?q=07"
    assert "HX-Request" in response["Vary"]


def test_a_cursor_that_makes_no_sense_gives_the_first_page(officer):
    assert names(officer.get("/organisations/?after=rubbish")) == names(officer.get("/organisations/"))


@pytest.mark.parametrize(
    "value",
    ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-11-01T02:30:00", "2026-02-30T00:00:00Z", ""],
)
def test_a_moment_that_no_database_knows_is_no_cursor(signed_in_everywhere, value):
    cursor = base64.urlsafe_b64encode(json.dumps([{"t": value}, 1]).encode()).decode().rstrip("=")
    for way in ("after", "before"):
        assert signed_in_everywhere.get(f"/words/?{way}={cursor}").status_code == 200


def test_a_cursor_with_a_wide_blank_leads_on(region):
    rows = Organisation.objects.filter(kind="school").order_by("pk")
    rows.update(name="学校\u3000分校")
    seen, after = [], ""
    while True:
        page = page_of(rows, Sort("name"), 25, after=after)
        seen += [row.pk for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("value", ['[{"n":"1e400000"},1]', '[{"n":"NaN"},1]', '[{"n":"Infinity"},1]', "[" * 100_000])
def test_a_cursor_that_would_cost_minutes_is_none(value):
    with pytest.raises(BadCursor):
        _decode(base64.urlsafe_b64encode(value.encode()).decode())


def test_a_search_of_thousands_of_words_is_refused_by_its_field(officer):
    response = officer.get("/organisations/", {"q": "a b " * 1500})
    assert response.status_code == 200
    assert "q" in response.context["list"].filter.form.errors


def test_export_is_what_the_list_shows(officer):
    response = officer.get("/organisations/export/?format=csv&kind=school&sort=-name&columns=kind")
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 61 and len(rows[0]) == 2
    assert [rows[1][0], rows[-1][0]] == ["School 59", "School 00"]
    response = officer.get("/organisations/export/?format=xlsx&kind=school")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue())).get_sheet_by_index(0).to_python()
    assert len(sheet) == 61


def test_days_before_1900_stay_legible_in_a_sheet():
    file = io.BytesIO()
    write_xlsx([["since"], [date(1898, 9, 1)], [date(1956, 9, 1)]], file)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert rows == [["since"], ["1898-09-01"], [date(1956, 9, 1)]]


def test_formulas_are_harmless_in_csv(officer, region):
    create_organisation(acting=SYSTEM, kind="union", name="=1+1", parent=region["east"])
    response = officer.get("/organisations/export/?format=csv&kind=union")
    assert "'=1+1" in response.getvalue().decode()


def test_create_edit_and_audit(officer, region):
    assert officer.get("/organisations/new/").status_code == 200
    values = {"name": "New school", "kind": "school", "parent": region["east"].pk, "code": "2100000999"}
    created = officer.post("/organisations/new/", values, follow=True)
    school = Organisation.objects.get(code="2100000999")
    assert created.status_code == 200 and school.path.startswith(region["east"].path)
    officer.post(f"/organisations/{school.pk}/edit/", {**values, "name": "Renamed"})
    entry = AuditEntry.objects.filter(object_id=str(school.pk), kind="change").get()
    assert entry.changes["name"] == ["New school", "Renamed"]
    assert entry.verb == "organisations.change" and entry.person_id and entry.address == "127.0.0.1"


def test_wrong_input_is_kept_and_explained(officer, region):
    values = {
        "name": "Kept",
        "kind": "school",
        "parent": region["east"].pk,
        "valid_from": "2026-09-01",
        "valid_until": "2025-09-01",
    }
    response = officer.post("/organisations/new/", values)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="Kept"' in html and "error-summary" in html and 'aria-invalid="true"' in html


def test_remove_and_undo(officer):
    school = Organisation.objects.get(name="School 05")
    officer.post(f"/organisations/{school.pk}/remove/")
    assert not Organisation.objects.filter(pk=school.pk).exists()
    page = officer.get("/organisations/").content.decode()
    step = page.split("/kit/undo/")[1].split("/")[0]
    officer.post(f"/kit/undo/{step}/")
    assert Organisation.objects.filter(pk=school.pk).exists()
    officer.post(f"/kit/undo/{step}/")


def test_bulk_removes_selected_or_all_that_match(officer):
    ids = list(Organisation.objects.filter(name__in=["School 01", "School 02"]).values_list("pk", flat=True))
    officer.post("/organisations/bulk/", {"action": "remove", "ids": ids})
    assert Organisation.objects.filter(kind="school").count() == 58
    officer.post("/organisations/bulk/", {"action": "remove", "all": "1", "query": "q=2100000012"})
    assert Organisation.objects.filter(kind="school").count() == 57


def test_a_reader_may_not_write(region):
    reader = signed_in("inspector", region["east"], "reader")
    school = Organisation.objects.get(name="School 05")
    assert reader.get(f"/organisations/{school.pk}/").status_code == 200
    assert reader.get(f"/organisations/{school.pk}/edit/").status_code == 403
    assert reader.get("/organisations/new/").status_code == 403
    assert reader.post(f"/organisations/{school.pk}/remove/").status_code == 403
    assert reader.post("/organisations/bulk/", {"action": "remove", "ids": [school.pk]}).status_code == 403


def test_an_intruder_from_another_county_finds_nothing(region):
    intruder = signed_in("county_officer", region["west"], "intruder")
    school = Organisation.objects.get(name="School 05")
    for url in (f"/organisations/{school.pk}/", f"/organisations/{school.pk}/edit/"):
        assert intruder.get(url).status_code == 404
    intruder.post("/organisations/bulk/", {"action": "remove", "ids": [school.pk]})
    assert Organisation.objects.filter(pk=school.pk).exists()


def test_a_stranger_is_sent_to_sign_in():
    assert Client().get("/organisations/").status_code == 302


def test_full_width_formulas_are_harmless_too():
    file = io.BytesIO()
    write_csv([["＝1+1", "＠SUM(1)", "1+1"]], file)
    assert file.getvalue().decode("utf-8-sig").split() == ["'＝1+1,'＠SUM(1),1+1"]


def test_empty_facts_are_left_out(officer, region):
    school = Organisation.objects.get(name="School 07")
    page = officer.get(f"/organisations/{school.pk}/").content.decode()
    assert "School 07" in page
    assert "<dd>—</dd>" not in page and "<dd></dd>" not in page


def test_a_day_where_a_moment_is_compared_is_no_cursor(officer):
    for value in ('["9999-12-31",1]', '[{"d":"2026-01-01"},1]'):
        cursor = base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")
        answer = officer.get("/imports/", {"sort": "-created_at", "before": cursor})
        assert answer.status_code == 200
