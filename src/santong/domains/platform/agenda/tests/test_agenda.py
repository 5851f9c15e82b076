"""What stands in a calendar, how entries repeat, and what is taken in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, signed_in, somebody
from santong.domains.platform.agenda.forms import KEPT, chosen, rule_from
from santong.domains.platform.agenda.models import PersonalEntry
from santong.domains.platform.agenda.repeating import occurrences
from santong.domains.platform.agenda.spans import View, span_of
from santong.domains.platform.agenda.taking_in import take_in
from santong.domains.platform.calendars.public import set_days, set_terms, weeks_within
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM
from santong.kit.agenda import entries_of, midnight
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
BEGIN:VEVENT
UID:one
SUMMARY:教研\\, 每周
DTSTART;TZID=Asia/Shanghai:20261201T140000
DTEND;TZID=Asia/Shanghai:20261201T150000
RRULE:FREQ=WEEKLY;COUNT=5
EXDATE;TZID=Asia/Shanghai:20261208T140000
END:VEVENT
BEGIN:VEVENT
UID:one
RECURRENCE-ID;TZID=Asia/Shanghai:20261215T140000
SUMMARY:教研改期
DTSTART;TZID=Asia/Shanghai:20261216T100000
DURATION:PT30M
END:VEVENT
BEGIN:VEVENT
UID:two
SUMMARY:寒假
DTSTART;VALUE=DATE:20270123
DTEND;VALUE=DATE:20270221
END:VEVENT
BEGIN:VEVENT
UID:bad
SUMMARY:坏的
DTSTART:20261201T140000Z
RRULE:FREQ=OFTEN
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def teacher(region: Region) -> Person:
    return somebody("class_teacher", region.first, "teacher")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return midnight(day) + timedelta(hours=hour, minutes=minute)


def entry(person: Person, day: date = MONDAY, **values: Any) -> PersonalEntry:
    given = {"title": "开会", "begins": at(day, 9), "ends": at(day, 10), **values}
    return PersonalEntry.objects.create(person=person, **given)


def days_of(row: PersonalEntry, first: date, last: date) -> list[date]:
    found = occurrences(row, midnight(first), midnight(last))
    return [timezone.localtime(each.begins).date() for each in found]


@pytest.mark.parametrize(
    ("repeats", "number"), [("daily", 28), ("weekdays", 20), ("weekly", 4), ("fortnightly", 2), ("monthly", 1)]
)
def test_choices_repeat_as_they_say(teacher: Person, repeats: str, number: int):
    row = entry(teacher, rule=rule_from(repeats, None))
    assert len(days_of(row, MONDAY, MONDAY + timedelta(days=28))) == number
    assert chosen(row.rule) == (repeats, None)


def test_the_last_day_of_a_rule_is_part_of_it(teacher: Person):
    last = MONDAY + timedelta(days=14)
    row = entry(teacher, rule=rule_from("weekly", last))
    assert days_of(row, MONDAY, date(2027, 12, 31)) == [MONDAY, MONDAY + timedelta(days=7), last]
    assert chosen(row.rule) == ("weekly", last)
    assert chosen("FREQ=WEEKLY;COUNT=3") == (KEPT, None)


def test_what_is_left_out_and_added_counts(teacher: Person):
    row = entry(
        teacher, rule="FREQ=DAILY;COUNT=3", excluded=[at(MONDAY, 9).isoformat()],
        added=[at(MONDAY + timedelta(days=9), 9).isoformat()],
    )  # fmt: skip
    assert [day.day for day in days_of(row, MONDAY, date(2027, 1, 1))] == [1, 2, 9]


def test_a_rule_of_another_zone_keeps_its_own_wall(teacher: Person):
    begins = datetime(2026, 3, 1, 14, tzinfo=UTC)
    row = entry(teacher, begins=begins, ends=begins + timedelta(hours=1), rule="FREQ=MONTHLY", zone="America/New_York")
    hours = {each.begins.astimezone(UTC).hour for each in occurrences(row, begins, begins + timedelta(days=180))}
    assert hours == {14, 13}


def test_a_rule_without_an_end_costs_no_eternity(teacher: Person):
    row = entry(teacher, day=date(2000, 1, 3), rule="FREQ=SECONDLY")
    assert list(occurrences(row, midnight(MONDAY), midnight(MONDAY + timedelta(days=1)))) == []


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO,SA",
        "FREQ=DAILY;BYMONTH=12;UNTIL=20261215T235959",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,TU;WKST=SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO",
        "FREQ=WEEKLY;COUNT=900",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24",
        "FREQ=HOURLY;INTERVAL=7",
    ],
)
def test_an_old_rule_gives_what_it_gives_when_followed_from_its_beginning(teacher: Person, rule: str):
    begins = at(date(2011, 3, 16), 9)
    row = entry(teacher, begins=begins, ends=begins + timedelta(minutes=30), rule=rule)
    first, last = midnight(MONDAY), midnight(MONDAY + timedelta(days=40))
    wall = [moment.replace(tzinfo=None) for moment in (timezone.localtime(first), timezone.localtime(last))]
    followed = rrulestr(rule, dtstart=begins.replace(tzinfo=None)).between(*wall, inc=True)
    found = [timezone.localtime(each.begins).replace(tzinfo=None) for each in occurrences(row, first, last)]
    assert found == [moment for moment in followed if moment < wall[1]]


def test_one_rule_fills_no_page_alone(teacher: Person):
    row = entry(teacher, rule="FREQ=SECONDLY")
    assert len(list(occurrences(row, midnight(MONDAY), midnight(MONDAY + timedelta(days=1))))) == 2000


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY;BYMONTH=1",
        f"FREQ=DAILY;BYHOUR=8,9;BYMINUTE={','.join(map(str, range(60)))}",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_rule_that_nobody_lives_by_is_left_out_by_name(teacher: Person, rule: str):
    lines = ["DTSTART:20261201T100000Z", f"RRULE:{rule}", "UID:odd", "SUMMARY:怪规则"]
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    assert take_in(acting=viewer_in(teacher, "staff"), content=text.encode()).left_out == ["怪规则"]


def test_a_calendar_holds_so_many_rules(teacher: Person):
    def events(numbers: Iterable[int]) -> bytes:
        lines = ["BEGIN:VCALENDAR"]
        for number in numbers:
            lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTART:20261201T100000Z", "RRULE:FREQ=DAILY", "END:VEVENT"]
        return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()

    acting = viewer_in(teacher, "staff")
    assert len(take_in(acting=acting, content=events(range(200))).new) == 200
    assert len(take_in(acting=acting, content=events(range(200))).changed) == 200, "the same again are no more"
    with pytest.raises(NotPossible):
        take_in(acting=acting, content=events(range(150, 250)))
    assert PersonalEntry.objects.count() == 200


def test_a_calendar_holds_what_modules_put_into_it(region: Region, teacher: Person):
    set_days(acting=SYSTEM, organisation=region.lake, first=MONDAY, last=MONDAY, kind="holiday", name="运动会")
    entry(teacher)
    entry(somebody("class_teacher", region.second, "other"), title="别人的")
    found = entries_of(viewer_in(teacher, "staff"), midnight(MONDAY), midnight(MONDAY + timedelta(days=1)))
    assert [(each.kind, each.title, each.all_day) for each in found] == [
        ("school", "运动会", True),
        ("own", "开会", False),
    ]
    only = entries_of(viewer_in(teacher, "staff"), midnight(MONDAY), midnight(MONDAY + timedelta(days=1)), ["own"])
    assert [each.kind for each in only] == ["own"]


@pytest.mark.parametrize("view", list(View))
def test_every_view_shows_it_and_says_the_teaching_week(region: Region, teacher: Person, view: View):
    terms = {1: (date(2026, 9, 1), date(2027, 1, 22)), 2: (date(2027, 2, 22), date(2027, 7, 2))}
    set_terms(acting=SYSTEM, organisation=region.city, school_year=2026, terms=terms)
    entry(teacher, title="教研活动")
    page = client_of(teacher).get(f"/agenda/?view={view}&day={MONDAY}").content.decode()
    assert "教研活动" in page and "第 14 周" in page


def test_views_show_their_days_and_lead_on():
    assert span_of(View.MONTH, date(2026, 12, 15)).days[0] == MONDAY
    assert len(span_of(View.MONTH, date(2026, 12, 15)).days) == 35
    assert span_of(View.MONTH, date(2026, 1, 31)).after == date(2026, 2, 1)
    assert span_of(View.WEEK, date(2026, 12, 2)).first == MONDAY
    assert span_of(View.DAY, MONDAY).after == date(2026, 12, 1)


def test_weeks_are_numbered_within_terms(region: Region):
    terms = {1: (date(2026, 9, 1), date(2027, 1, 22)), 2: (date(2027, 2, 22), date(2027, 7, 2))}
    set_terms(acting=SYSTEM, organisation=region.city, school_year=2026, terms=terms)
    found = weeks_within(region.lake.path, date(2027, 1, 11), date(2027, 3, 1))
    assert found == {
        date(2027, 1, 11): 20, date(2027, 1, 18): 21, date(2027, 2, 22): 1, date(2027, 3, 1): 2,
    }  # fmt: skip


@pytest.mark.parametrize("query", ["view=year", "day=9999-99-99", "day=x", "kind=nothing", "day=0001-01-01"])
def test_odd_addresses_are_answered(teacher: Person, query: str):
    assert client_of(teacher).get(f"/agenda/?{query}").status_code == 200


def test_strangers_are_sent_to_sign_in():
    for address in ("/agenda/", "/agenda/take-in/", "/agenda/feeds/new/"):
        assert "/account/" in Client().get(address)["Location"]


def test_nobody_else_finds_an_own_entry(region: Region, teacher: Person):
    row = entry(teacher)
    for role, place in (("principal", region.lake), ("region_administrator", region.city)):
        assert signed_in(role, place).get(f"/agenda/entries/{row.pk}/").status_code == 404


def test_a_whole_day_is_written_and_read_as_days(teacher: Person):
    client = client_of(teacher)
    typed = {"title": "培训", "all_day": "on", "day": "2026-12-01", "last_day": "2026-12-02"}
    assert client.post("/agenda/entries/new/", typed).status_code == 302
    row = PersonalEntry.objects.get()
    assert (row.begins, row.ends) == (midnight(date(2026, 12, 1)), midnight(date(2026, 12, 3)))
    form = client.get(f"/agenda/entries/{row.pk}/edit/").context["form"]
    assert form["last_day"].value() == date(2026, 12, 2)


@pytest.mark.parametrize(
    "wrong",
    [{"time_from": ""}, {"time_until": "08:00"}, {"until": "2026-01-01"}, {"day": "明天"}, {"time_from": "25:99"}],
)
def test_wrong_input_is_said_and_kept(teacher: Person, wrong: dict[str, str]):
    typed = {"title": "开会", "day": "2026-12-01", "time_from": "09:00", "time_until": "10:00", **wrong}
    answer = client_of(teacher).post("/agenda/entries/new/", typed)
    assert answer.status_code == 422 and answer.context["form"]["title"].value() == "开会"
    assert not PersonalEntry.objects.exists()


def test_a_file_is_taken_in_once_and_brought_up_to_date(teacher: Person):
    acting = viewer_in(teacher, "staff")
    taken = take_in(acting=acting, content=ICS.encode())
    assert len(taken.new) == 3 and taken.left_out == ["坏的"]
    rows = {row.title: row for row in PersonalEntry.objects.all()}
    assert [day.day for day in days_of(rows["教研, 每周"], MONDAY, date(2027, 3, 1))] == [1, 22, 29]
    assert rows["教研改期"].ends - rows["教研改期"].begins == timedelta(minutes=30)
    assert rows["寒假"].all_day and rows["寒假"].ends == midnight(date(2027, 2, 21))
    again = take_in(acting=acting, content=ICS.replace("寒假", "放寒假").encode())
    assert not again.new and len(again.changed) == 3
    assert PersonalEntry.objects.count() == 3 and PersonalEntry.objects.filter(title="放寒假").exists()


def test_taking_in_is_taken_back(teacher: Person):
    client = client_of(teacher)
    file = SimpleUploadedFile("a.ics", ICS.encode())
    page = client.post("/agenda/take-in/", {"file": file}, follow=True).content.decode()
    assert PersonalEntry.objects.count() == 3 and "坏的" in page
    client.post(f"/kit/undo/{page.split('/kit/undo/')[1].split('/')[0]}/")
    assert PersonalEntry.objects.count() == 0


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"x" * (2 * 1024 * 1024 + 1)]
)
def test_what_is_no_calendar_is_refused_in_words(teacher: Person, content: bytes):
    with pytest.raises(NotPossible):
        take_in(acting=viewer_in(teacher, "staff"), content=content)


def test_days_left_out_of_whole_days_are_days_whatever_their_time(teacher: Person):
    lines = ["DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261201T230000Z", "UID:days"]
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    take_in(acting=viewer_in(teacher, "staff"), content=text.encode())
    found = days_of(PersonalEntry.objects.get(), MONDAY, date(2027, 1, 1))
    assert [day.day for day in found] == [1, 3]


def test_what_ends_before_it_begins_is_turned_round(teacher: Person):
    lines = ["DTSTART:20261201T100000Z", "DTEND:20261201T090000Z", "UID:turned"]
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    take_in(acting=viewer_in(teacher, "staff"), content=text.encode())
    row = PersonalEntry.objects.get()
    assert (row.begins.hour, row.ends.hour) == (9, 10)
