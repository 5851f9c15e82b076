"""The activity page: the figures of a place, for those whose place it is."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from santong.domains.governance.analytics.actions.exporting import export
from santong.domains.governance.analytics.actions.summarising import summarise, summarise_retention
from santong.domains.governance.analytics.models import ActivityDay, Lake
from santong.domains.governance.analytics.queries.activity import Period, activity_of, cohorts_of, places_inside
from santong.domains.governance.analytics.queries.cells import Narrowing
from santong.domains.governance.analytics.queries.months import months_of
from santong.domains.governance.analytics.tests.cast import in_lake, store_as, stream
from santong.domains.platform.access.testing import signed_in
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db
PAGE = "analytics:activity"


@pytest.fixture
def active(region, people):
    """Six weeks of use that end today, worked out."""
    store_as(region["city"], stream(people, datetime.now(UTC) - timedelta(days=42), 42, 120))
    export()
    summarise()
    summarise_retention()


def test_figures_are_those_of_the_facts(region, people, active):
    facts = in_lake()
    for level, name in (("school", "east"), ("county", "county"), ("region", "city")):
        mine = [fact for fact in facts if fact[level] == region[name].pk]
        found = activity_of(region[name], Period.of(90))
        assert found.records == len(mine)
        assert found.person_days == len({(fact["actor"], fact["day"]) for fact in mine})
        pupils = {(fact["actor"], fact["day"]) for fact in mine if fact["role"] == "pupil"}
        assert found.by_role["pupil"][0] == len(pupils)
        assert sum(records for _, records in found.by_subject.values()) == len(mine)
    assert sum(one.people for one in cohorts_of(region["city"])) == len(people)


@pytest.mark.parametrize(
    "asked",
    [
        {"role": "pupil"}, {"subject": "数学"}, {"kind": "video"}, {"role": "staff", "subject": "语文"},
        {"subject": "数学", "kind": "exercise"}, {"role": "pupil", "subject": "英语", "kind": "document"},
    ],
)  # fmt: skip
def test_narrowed_figures_are_those_of_the_facts(region, active, asked):
    mine = [fact for fact in in_lake() if all(fact[name] == value for name, value in asked.items())]
    found = activity_of(region["city"], Period.of(90), Narrowing(**asked))
    assert found.records == len(mine) > 0
    assert found.person_days == len({(fact["actor"], fact["day"]) for fact in mine})
    for aspect, sums in (("role", found.by_role), ("subject", found.by_subject), ("kind", found.by_kind)):
        counted = {(fact[aspect], fact["actor"], fact["day"]) for fact in mine}
        assert {value: people for value, (people, _) in sums.items()} == Counter(value for value, *_ in counted)
    inside = places_inside(SYSTEM, region["city"], Period.of(90), Narrowing(**asked))
    assert {one.organisation.name: one.records for one in inside} == {
        name: sum(1 for fact in mine if fact["county"] == region[key].pk)
        for name, key in (("County", "county"), ("Other County", "other"))
    }


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_break_nothing(region, day):
    client = signed_in("principal", region["east"])
    for name in ("first", "last"):
        assert client.get(reverse(PAGE), {name: day}).status_code == 200


def test_filters_are_in_the_address(region, active):
    client = signed_in("bureau_officer", region["city"])
    asked = {"place": region["city"].pk, "days": 90, "role": "pupil", "subject": "数学"}
    text = client.get(reverse(PAGE), asked).content.decode()
    assert '<option value="数学" selected>' in text
    assert f"place={region['county'].pk}&amp;days=90&amp;role=pupil&amp;subject=" in text.replace("&amp;amp;", "&amp;")
    nothing = client.get(reverse(PAGE), {"subject": "天文", "role": "x" * 99}).content.decode()
    assert "没有符合条件" in nothing
    assert "未能识别" in nothing or "无法识别" in nothing
    week = {"first": "2026-03-01", "last": "2026-03-07"}
    sheet = client.get(reverse("analytics:export-csv"), week)
    assert len(b"".join(sheet.streaming_content).decode().splitlines()) == 8
    wrong = client.get(reverse(PAGE), {"first": "2026-03-07", "last": "2026-03-01"})
    assert "开始日期" in wrong.content.decode()


def test_only_days_that_changed_are_worked_out_again(region, people, active):
    before = dict(ActivityDay.objects.values_list("pk", "day"))
    assert summarise() == 0
    store_as(region["city"], stream(people, timezone.now() - timedelta(minutes=1), 0, 3, seed=9))
    export()
    first = Lake.objects.get().stale_since
    summarise()
    kept = set(ActivityDay.objects.values_list("pk", flat=True))
    assert {pk for pk, day in before.items() if day < first} <= kept
    assert activity_of(region["city"], Period.of(90)).records == 123
    assert Lake.objects.get().stale_since is None


@pytest.mark.parametrize(
    ("role", "home", "place", "status"),
    [
        ("principal", "east", "east", 200),
        ("principal", "east", "west", 404),
        ("county_officer", "county", "east", 200),
        ("county_officer", "county", "other", 404),
        ("inspector", "county", "county", 200),
        ("bureau_officer", "city", "west", 200),
        ("school_it", "east", "east", 403),
        ("pupil", "east", "east", 404),
    ],
)
def test_who_sees_which_place(region, role, home, place, status):
    client = signed_in(role, region[home])
    for name in (PAGE, "analytics:export-csv"):
        assert client.get(reverse(name), {"place": region[place].pk}).status_code == status
    assert Client().get(reverse(PAGE)).status_code == 302


def test_the_page_of_a_city(region, active):
    client = signed_in("bureau_officer", region["city"])
    client.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as queries:
        text = client.get(reverse(PAGE), {"days": 90}).content.decode()
    assert len(queries) <= 14, [q["sql"][:150] for q in queries.captured_queries]
    assert "County" in text
    assert "Other County" in text
    assert f"place={region['county'].pk}" in text
    assert "语文" in text


def test_nothing_yet(region):
    client = signed_in("principal", region["east"])
    assert "没有使用记录" in client.get(reverse(PAGE), {"days": "x", "place": "y"}).content.decode()


def test_the_export_has_every_day(region, active):
    client = signed_in("principal", region["east"])
    answer = client.get(reverse("analytics:export-csv"), {"days": 90})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 91
    people = sum(int(row[1]) for row in rows[1:])
    assert people == activity_of(region["east"], Period.of(90)).person_days
    assert client.get(reverse("analytics:export-xlsx")).status_code == 200


def test_months_are_those_of_the_facts_and_show_to_those_whose_place_it_is(region, people, active):
    facts = [fact for fact in in_lake() if fact["school"] == region["east"].pk]
    found, changed = months_of(region["east"])
    months = Counter(f"{fact['day']:%Y-%m}" for fact in facts)
    assert {each.name: each.records for each in found} == months
    assert sum(each.person_days for each in found) == len({(fact["actor"], fact["day"]) for fact in facts})
    assert all(each.change for each in changed)
    page = reverse("analytics:months")
    principal = signed_in("principal", region["east"], "months")
    assert principal.get(page).status_code == 200
    assert principal.get(page, {"place": region["other"].pk}).status_code == 404
    assert signed_in("class_teacher", region["east"], "no-months").get(page).status_code == 403
    assert Client().get(page).status_code == 302


def test_a_place_without_facts_has_no_months(region):
    assert months_of(region["city"]) == ([], [])
