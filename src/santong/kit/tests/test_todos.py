"""What waits: ranked over kinds, counted, searched, in one query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.public import viewer_of
from santong.domains.platform.access.testing import signed_in, somebody
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM, Viewer
from santong.kit.access.middleware import ViewerMiddleware
from santong.kit.inbox import inbox_of
from santong.kit.registry import registry
from santong.kit.todos import MOST_COUNTED, Pressing, Said, ToDo, number_of, waiting_for

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ME = Viewer(person_id=1, name="I")


def _says(values: Mapping[str, str]) -> Said:
    return Said(values["person__name"], f"/{values['pk']}/", values.get("reason", ""))


def _requests(viewer: Viewer) -> QuerySet:
    return HelpRequest.objects.unscoped("the test itself").filter(reason="password")


def _others(viewer: Viewer) -> QuerySet:
    return HelpRequest.objects.unscoped("the test itself").filter(reason="slip")


PLAIN = ToDo("plain", "Plain", "help", "home", _requests, _says, "asked_at", ("person__name", "reason"))
DUE = replace(PLAIN, name="due", label="Due", rows=_others, due="settled_at", columns=("person__name",))


@pytest.fixture(autouse=True)
def _declared():
    with registry.declaring(PLAIN, DUE):
        yield


@pytest.fixture
def people(region) -> list[Person]:
    return [somebody("class_teacher", region.first, f"p{number}") for number in range(4)]


def _asks(person: Person, reason: str, *, days_ago: int, due_in: int | None = None) -> HelpRequest:
    due = None if due_in is None else NOW + timedelta(days=due_in)
    return HelpRequest.objects.create(
        person=person, path=person.path, reason=reason, asked_at=NOW - timedelta(days=days_ago), settled_at=due
    )


def test_late_comes_first_then_soon_then_by_age_over_all_kinds(people, django_assert_num_queries):
    _asks(people[0], "password", days_ago=9)
    _asks(people[1], "slip", days_ago=1, due_in=-1)
    _asks(people[2], "slip", days_ago=2, due_in=1)
    _asks(people[3], "slip", days_ago=3, due_in=30)
    with django_assert_num_queries(1):
        found = waiting_for(ME, [PLAIN, DUE], most=5)
    assert [(row.kind, row.pressing) for row in found] == [
        ("due", Pressing.LATE),
        ("due", Pressing.SOON),
        ("due", Pressing.USUAL),
        ("plain", Pressing.USUAL),
    ]
    assert [row.number for row in found] == [3, 3, 3, 1]
    assert found[0].due == timezone.localdate(NOW - timedelta(days=1))
    assert abs(found[-1].since - (NOW - timedelta(days=9))) < timedelta(seconds=1)


def test_the_day_that_something_is_due_may_be_among_its_words(people):
    _asks(people[0], "slip", days_ago=1, due_in=5)
    _asks(people[1], "slip", days_ago=2, due_in=3)
    saying = replace(DUE, name="saying", columns=("person__name", "settled_at"))
    with registry.declaring(saying):
        found = waiting_for(ME, [saying], most=5)
    assert [each.values[0] for each in found] == [people[1].name, people[0].name]
    assert all(each.values[1] for each in found)


def test_what_is_optional_is_never_late_and_comes_last(people):
    _asks(people[0], "password", days_ago=1)
    _asks(people[1], "slip", days_ago=1, due_in=-1)
    found = waiting_for(ME, [PLAIN, replace(DUE, pressing=Pressing.OPTIONAL)], most=5)
    assert [(row.kind, row.pressing) for row in found] == [
        ("plain", Pressing.USUAL),
        ("due", Pressing.OPTIONAL),
    ]


def test_no_more_than_asked_for_and_counted_to_a_hundred(region, django_assert_num_queries):
    rows = [Person(username=f"m{number}", name=f"M {number}", path=region.lake.path) for number in range(110)]
    people = Person.objects.bulk_create(rows)
    HelpRequest.objects.bulk_create(
        HelpRequest(person=person, path=person.path, reason="password", asked_at=NOW) for person in people
    )
    found = waiting_for(ME, [PLAIN], most=3)
    assert (len(found), found[0].number, number_of(PLAIN, SYSTEM)) == (3, MOST_COUNTED, MOST_COUNTED)


def test_a_text_is_looked_for_in_what_is_said(people):
    _asks(people[0], "password", days_ago=1)
    _asks(people[1], "password", days_ago=1)
    found = waiting_for(ME, [PLAIN], most=5, holds="p1")
    assert [row.said().title for row in found] == ["Person p1"]


def test_a_kind_with_an_unknown_permission_or_too_many_columns_is_refused():
    faults = list(replace(PLAIN, permission="nobody.knows", columns=("pk",) * 5).faults())
    assert len(faults) == 2


def test_nobody_has_an_inbox():
    assert inbox_of(Viewer()) == []


def test_the_home_page_shows_five_and_the_page_all(region, people):
    cache.clear()
    for number, person in enumerate(people):
        _asks(person, "factor", days_ago=number)
    HelpRequest.objects.unscoped("the test itself").update(path=region.lake.path)
    client = signed_in("school_it", region.lake)
    home = client.get("/").content.decode()
    assert home.count("Person p") == 4
    page = client.get("/today/").content.decode()
    assert "Person p3" in page
    assert "Person p3" not in client.get("/today/?q=p1").content.decode()
    assert "Person p1" in client.get("/today/?kind=help_requests&most=99999999").content.decode()


def test_the_page_is_for_those_signed_in_and_shows_a_stranger_nothing(region, people):
    assert Client().get("/today/").status_code == 302
    _asks(people[0], "factor", days_ago=1)
    assert "Person p0" not in signed_in("school_it", region.far).get("/today/").content.decode()


def test_a_kind_that_is_told_together_is_one_line_and_each_of_its_rows_on_its_own_page(people):
    for number, person in enumerate(people):
        _asks(person, "password", days_ago=number)
    together = replace(PLAIN, name="many", together=lambda number: Said(f"{number} of them", "/many/"))
    cache.clear()
    with registry.declaring(together):
        client = Client()
        client.force_login(people[0])
        home, inbox = client.get("/").content.decode(), client.get("/today/").content.decode()
        alone = client.get("/today/", {"kind": "many"}).content.decode()
    assert home.count("4 of them") == 1 and inbox.count("4 of them") == 1
    assert "4 of them" not in alone and all(person.name in alone for person in people)


@pytest.mark.parametrize(
    ("status", "is_forgotten"), [(200, True), (302, True), (409, True), (404, False), (422, False)]
)
def test_the_inbox_is_read_anew_after_what_may_have_changed_it(people, rf, status, is_forgotten):
    cache.clear()
    request = rf.post("/")
    request.user, request.session = people[0], {}
    viewer = viewer_of(request)
    assert not inbox_of(viewer)
    _asks(people[1], "password", days_ago=1)
    ViewerMiddleware(lambda _request: HttpResponse(status=status))(request)
    assert bool(inbox_of(viewer)) is is_forgotten
