"""Calendars read elsewhere: by real clients, by nobody without the secret, and not once they are closed."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from typing import Any

import caldav
import pytest
import recurring_ical_events
from django.test import Client
from icalendar import Calendar

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.agenda.actions import close_feed, open_feed
from santong.domains.platform.agenda.models import Feed, PersonalEntry
from santong.domains.platform.agenda.tests.test_agenda import MONDAY, at, entry
from santong.domains.platform.identity.public import Person
from santong.kit.agenda import midnight

pytestmark = pytest.mark.django_db
DAVS = {"d": "DAV:", "c": "urn:ietf:params:xml:ns:caldav"}


@pytest.fixture
def teacher(region: Region) -> Person:
    return somebody("class_teacher", region.first, "teacher")


def opened(person: Person, way: str = "address", kinds: tuple[str, ...] = ("own", "school")) -> tuple[Feed, str]:
    return open_feed(acting=viewer_in(person, "staff"), name="手机", way=way, kinds=kinds)


def read(secret: str, **headers: str) -> Any:
    return Client().get(f"/calendar-feeds/{secret}.ics", headers=headers)


def events(content: bytes) -> dict[str, Any]:
    return {str(each["SUMMARY"]): each for each in Calendar.from_ical(content).walk("VEVENT")}


def test_a_feed_holds_rules_zones_and_days(teacher: Person):
    entry(teacher, title="教研" * 40, rule="FREQ=WEEKLY;COUNT=5", excluded=[at(MONDAY + timedelta(7), 9).isoformat()])
    entry(teacher, title="培训", all_day=True, begins=midnight(MONDAY), ends=midnight(MONDAY + timedelta(2)))
    content = read(opened(teacher)[1]).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"BEGIN:VTIMEZONE" in content and b"TZID=Asia/Shanghai" in content
    found = events(content)
    assert found["培训"]["DTSTART"].dt == MONDAY and found["培训"]["DTEND"].dt == MONDAY + timedelta(2)
    expanded = recurring_ical_events.of(Calendar.from_ical(content)).between(MONDAY, MONDAY + timedelta(60))
    assert [each["DTSTART"].dt.day for each in expanded if "教研" in each["SUMMARY"]] == [30, 14, 21, 28]


def test_what_has_not_changed_is_not_sent_again(teacher: Person):
    entry(teacher)
    secret = opened(teacher)[1]
    tag = read(secret)["ETag"]
    assert read(secret, if_none_match=tag).status_code == 304
    entry(teacher, title="又一个")
    assert read(secret, if_none_match=tag).status_code == 200


def test_a_closed_feed_a_wrong_secret_and_a_closed_account_open_nothing(teacher: Person):
    feed, secret = opened(teacher)
    assert read(secret).status_code == 200
    assert read(secret[:-1] + "x").status_code == 404 == read("x").status_code
    teacher.is_active = False
    teacher.save()
    assert read(secret).status_code == 404
    teacher.is_active = True
    teacher.save()
    close_feed(acting=viewer_in(teacher, "staff"), feed=feed)
    assert read(secret).status_code == 404


def test_a_secret_is_not_kept(teacher: Person):
    feed, secret = opened(teacher)
    assert secret not in str(Feed.objects.filter(pk=feed.pk).values().get())


def test_a_feed_holds_only_what_was_chosen(teacher: Person):
    entry(teacher)
    assert events(read(opened(teacher, kinds=("due",))[1]).content) == {}


def test_the_page_shows_the_address_once(teacher: Person):
    client = client_of(teacher)
    page = client.post("/agenda/feeds/new/", {"name": "手机", "way": "address", "kinds": ["own"]}).content.decode()
    secret = page.split("/calendar-feeds/")[1].split(".ics")[0]
    assert read(secret).status_code == 200
    assert secret not in client.get(f"/agenda/feeds/{Feed.objects.get().pk}/").content.decode()


def ask(
    feed: Feed, password: str, method: str, tail: str = "", body: str = "", name: str = "teacher", **headers: str
) -> Any:
    token = b64encode(f"{name}:{password}".encode()).decode()
    return Client().generic(
        method,
        f"/dav/{feed.pk}/{tail}",
        body,
        "application/xml",
        headers={"Authorization": f"Basic {token}", **headers},
    )


def test_caldav_wants_the_password_of_that_feed(teacher: Person, region: Region):
    feed, password = opened(teacher, "caldav")
    other = somebody("class_teacher", region.second, "other")
    theirs, their_password = opened(other, "caldav")
    assert ask(feed, password, "PROPFIND").status_code == 207
    assert ask(feed, "wrong", "PROPFIND").status_code == 401
    assert ask(feed, their_password, "PROPFIND", name="other").status_code == 401
    assert ask(feed, password, "PROPFIND", name="other").status_code == 401
    assert ask(feed, opened(teacher)[1], "PROPFIND").status_code == 401
    assert Client().generic("PROPFIND", f"/dav/{feed.pk}/").status_code == 401
    assert Client().generic("PROPFIND", f"/dav/{theirs.pk}/", headers={"Authorization": "Basic ???"}).status_code == 401


@pytest.mark.parametrize("method", ["PUT", "DELETE", "MKCALENDAR", "PROPPATCH", "POST", "MOVE"])
def test_caldav_writes_nothing(teacher: Person, method: str):
    feed, password = opened(teacher, "caldav")
    assert ask(feed, password, method, "calendar/own-1.ics").status_code == 405


@pytest.mark.parametrize(
    "body", ["<", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a/>",
             '<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav"><c:time-range start="x"/></c:calendar-query>']
)  # fmt: skip
def test_questions_that_mean_nothing_are_refused(teacher: Person, body: str):
    feed, password = opened(teacher, "caldav")
    assert ask(feed, password, "REPORT", "calendar/", body).status_code == 400


SYNC = (
    '<d:sync-collection xmlns:d="DAV:"><d:sync-token>{}</d:sync-token><d:prop><d:getetag/></d:prop></d:sync-collection>'
)


def test_what_changed_is_told_by_its_token(teacher: Person):
    entry(teacher)
    feed, password = opened(teacher, "caldav")
    first = ask(feed, password, "REPORT", "calendar/", SYNC.format("")).content.decode()
    token = first.split("sync-token>")[1].split("<")[0]
    assert "own-" in first
    assert "own-" not in ask(feed, password, "REPORT", "calendar/", SYNC.format(token)).content.decode()
    entry(teacher, title="又一个")
    assert ask(feed, password, "REPORT", "calendar/", SYNC.format(token)).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_caldav_client_reads_it(live_server: Any, teacher: Person):
    row = entry(teacher, title="教研", rule="FREQ=WEEKLY;COUNT=5")
    entry(teacher, title="很久以后", day=date(2027, 12, 1))
    feed, password = opened(teacher, "caldav", ("own",))
    with caldav.DAVClient(f"{live_server.url}/dav/{feed.pk}/", username="teacher", password=password) as client:
        (calendar,) = client.principal().calendars()
        assert str(calendar.name) == "手机"
        found = calendar.search(
            start=datetime(2026, 12, 1, tzinfo=UTC), end=datetime(2026, 12, 31, tzinfo=UTC), event=True, expand=True
        )
        assert len(found) == 4 and {str(each.icalendar_component["SUMMARY"]) for each in found} == {"教研"}
        assert len(calendar.events()) == 2
        assert str(calendar.event_by_url(f"{calendar.url}own-{row.pk}.ics").icalendar_component["SUMMARY"]) == "教研"
        objects = calendar.objects_by_sync_token(load_objects=True)
        assert len(list(objects)) == 2
    assert PersonalEntry.objects.count() == 2
