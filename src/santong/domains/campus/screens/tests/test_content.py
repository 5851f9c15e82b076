"""What screens show of what modules know, and that they follow what changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.campus.attendance.models import ClassDay
from santong.domains.campus.duty.models import PlanItem, Roster, Shift
from santong.domains.campus.places.public import Room
from santong.domains.campus.screens.actions import put_post
from santong.domains.campus.screens.content import AT_LEAST_EVERY, is_up_to_date
from santong.domains.campus.screens.devices import NOTED_EVERY
from santong.domains.campus.screens.following import MOST_PATHS, followed, touch
from santong.domains.campus.screens.models import Device, Prepared, Screen, ScreenPost
from santong.domains.campus.screens.tests.conftest import HEADER, Cast
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.calendars.public import CalendarDay
from santong.domains.platform.moderation.public import Word, put_word
from santong.domains.platform.notices.public import Notice
from santong.kit.access import SYSTEM
from santong.kit.pairing import RENEWED_EVERY
from santong.kit.registry import registry
from santong.kit.screens import LINES, Follows, ScreenBlock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """What happens once a transaction is committed happens in these tests, too."""
    return django_capture_on_commit_callbacks


def post(cast: Cast, **more: Any) -> ScreenPost:
    given = {"organisation": cast.region.first, "path": cast.region.first.path, "title": "Red flag"}
    return put_post(acting=SYSTEM, post=ScreenPost(**{**given, "until": cast.today, **more}))


def notice(cast: Cast, place: Any = None, **more: Any) -> Notice:
    """A notice of the school for everybody at a place."""
    from santong.domains.platform.notices.models import AudiencePart

    place = place or cast.school
    given = {"title": "Sports day", "organisation": cast.school, "path": cast.school.path, "state": "sent"}
    row = Notice.objects.create(**{**given, "sent_at": timezone.now(), "on_screens": True, **more})
    AudiencePart.objects.create(notice=row, organisation=place, path=place.path, role="pupil")
    return row


def teacher(cast: Cast, name: str) -> Staff:
    person = somebody("subject_teacher", cast.region.first, name)
    return Staff.objects.create(person=person, school=cast.school, path=cast.school.path, subjects="语文")


def test_a_class_has_its_lessons_with_what_is_changed(cast: Cast):
    cast.change(1, "语文", teacher=teacher(cast, "zhang"))
    cast.change(2, "", was_subject="体育")
    panel, _screen = cast.paired()
    first, second = panel.pieces("timetable")
    assert (first["subject"], first["begins"], first["ends"], first["held"]) == ("语文", "08:00", "08:40", True)
    assert first["teacher"] == "Person zhang" and first["change"] == "代课"
    assert second["held"] is False and second["change"] == "停课" and second["subject"] == "体育"


def test_a_school_chooses_whether_teachers_are_named(cast: Cast):
    cast.change(1, "语文", teacher=teacher(cast, "zhang"))
    panel, _screen = cast.paired()
    hall, _hall = cast.paired("hall")
    cast.choose(shows_teachers=False)
    Screen.objects.update(revision=99)
    assert "Person zhang" not in panel.ask().content.decode()
    assert "Person zhang" not in hall.ask().content.decode()
    assert panel.pieces("timetable")[0]["subject"] == "语文"


def test_a_room_has_what_takes_place_there(cast: Cast):
    room = Room.objects.create(school=cast.school, path=cast.school.path, name="Laboratory", kind="laboratory")
    cast.change(1, "科学", room=room)
    cast.change(2, "数学")
    panel, _screen = cast.paired("room", room=room)
    (only,) = panel.pieces("timetable")
    assert only["subject"] == "科学" and only["whose"] == str(cast.region.first)


def test_the_hall_has_the_changes_of_the_whole_school(cast: Cast):
    cast.change(1, "语文", was_subject="体育")
    cast.change(1, "", school_class=cast.region.second, path=cast.region.second.path, was_subject="音乐")
    panel, _screen = cast.paired("hall")
    titles = [each["title"] for each in panel.pieces("lesson_changes")]
    assert titles == [f"{cast.region.first} 体育 → 语文", f"{cast.region.second} 音乐 → 停课"]
    assert panel.pieces("timetable") == []


def test_attendance_is_a_number_and_never_a_name(cast: Cast):
    given = {"school_class": cast.region.first, "path": cast.region.first.path, "day": cast.today}
    panel, _screen = cast.paired()
    hall, _hall = cast.paired("hall")
    assert panel.pieces("attendance") == []
    ClassDay.objects.create(**given, calls=1, expected=40, present=38, absent=2)
    other = {**given, "school_class": cast.region.second, "path": cast.region.second.path}
    ClassDay.objects.create(**other, calls=1, expected=30, present=30)
    Screen.objects.update(revision=99)
    (mine,), (all_of_them,) = panel.pieces("attendance"), hall.pieces("attendance")
    assert (mine["value"], mine["of"]) == (38, 40) and (all_of_them["value"], all_of_them["of"]) == (68, 70)
    assert set(mine) == {"day", "value", "of", "label"}


def test_notices_are_shown_that_their_sender_let_onto_screens(cast: Cast):
    notice(cast)
    notice(cast, title="For staff alone", on_screens=False)
    notice(cast, title="A draft", state="draft", sent_at=None)
    notice(cast, title="Withdrawn", state="withdrawn")
    notice(cast, title="Of the second class", place=cast.region.second)
    notice(cast, title="Of the first class", place=cast.region.first, is_important=True)
    notice(cast, title="Long ago", sent_at=timezone.now() - timedelta(days=20))
    notice(cast, title="Over", deadline=cast.today - timedelta(days=1))
    panel, _screen = cast.paired()
    hall, _hall = cast.paired("hall")
    assert [each["title"] for each in panel.pieces("notices")] == ["Of the first class", "Sports day"]
    assert [each["title"] for each in hall.pieces("notices")] == ["Sports day"]


def test_lines_of_the_week_plan_are_shown_that_were_let_onto_screens(cast: Cast):
    given = {"organisation": cast.school, "path": cast.school.path, "day": cast.today, "people": "Person secret"}
    PlanItem.objects.create(**given, what="Fire drill", where="Yard", on_screens=True)
    PlanItem.objects.create(**given, what="Meeting about staff")
    panel, _screen = cast.paired()
    (line,) = panel.pieces("week_plan")
    assert line["title"] == "Fire drill" and "Yard" in line["note"]
    assert "Person secret" not in panel.ask().content.decode()


def test_who_is_on_duty_is_named_where_the_school_wants_it(cast: Cast):
    roster = Roster.objects.create(organisation=cast.school, path=cast.school.path, name="Gate", phone="0999-5550101")
    person = somebody("subject_teacher", cast.region.first, "guard")
    Shift.objects.create(roster=roster, path=roster.path, day=cast.today, person=person)
    panel, _screen = cast.paired()
    assert panel.pieces("duty") == []
    cast.choose(shows_duty=True)
    Screen.objects.update(revision=99)
    (line,) = panel.pieces("duty")
    assert line["title"] == "Person guard" and "5550101" not in panel.ask().content.decode()


def test_holidays_are_shown(cast: Cast):
    CalendarDay.objects.filter(day__gte=cast.today).delete()
    day = cast.today + timedelta(days=2)
    CalendarDay.objects.create(organisation=cast.school, path=cast.school.path, day=day, kind="holiday", name="校庆")
    panel, _screen = cast.paired()
    assert [each["title"] for each in panel.pieces("special_days")] == ["校庆"]


def test_posts_stand_on_the_screens_of_their_class_or_of_all_classes_of_the_school(cast: Cast):
    post(cast)
    post(cast, title="Other class", organisation=cast.region.second, path=cast.region.second.path)
    post(cast, title="Whole school", organisation=cast.school, path=cast.school.path)
    post(cast, title="Elsewhere", organisation=cast.region.hill, path=cast.region.hill.path)
    post(cast, title="Over", since=cast.today - timedelta(days=3), until=cast.today - timedelta(days=1))
    panel, _screen = cast.paired()
    hall, _hall = cast.paired("hall")
    assert {each["title"] for each in panel.pieces("posts")} == {"Red flag", "Whole school"}
    assert {each["title"] for each in hall.pieces("posts")} == {"Whole school"}


def test_a_post_with_words_of_the_lists_waits_for_a_moderator(cast: Cast):
    word = Word(organisation=cast.school, category="other", effect="hold")
    put_word(acting=SYSTEM, word=word, text="whisperword")
    post(cast, text="a whisperword")
    panel, _screen = cast.paired()
    assert panel.pieces("posts") == []


def test_a_school_chooses_blocks_and_their_order(cast: Cast):
    panel, _screen = cast.paired()
    cast.choose(for_class="notices,timetable,no_such_block")
    Screen.objects.update(revision=99)
    assert [each["name"] for each in panel.content()["blocks"]] == ["notices", "timetable"]


def test_what_hasnt_changed_costs_one_query_and_no_text(cast: Cast):
    panel, _screen = cast.paired()
    etag = panel.ask()["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = panel.ask(etag)
    assert answer.status_code == 304 and answer.content == b""
    assert len(queries) <= 2, [each["sql"][:90] for each in queries]


def test_a_gateway_may_weaken_the_tag(cast: Cast):
    panel, _screen = cast.paired()
    assert panel.ask("W/" + panel.ask()["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda cast: Device.objects.update(revoked=timezone.now()),
        lambda cast: Device.objects.update(digest="x"),
        lambda cast: Device.objects.update(renewed_at=timezone.now() - RENEWED_EVERY),
        lambda cast: Screen.objects.update(revision=99),
        lambda cast: Screen.objects.update(last_seen=timezone.now() - NOTED_EVERY),
        lambda cast: Screen.objects.update(version="another"),
        lambda cast: Screen.objects.remove(),
        lambda cast: Prepared.objects.update(etag="0" * 32),
        lambda cast: Prepared.objects.update(day=cast.today - timedelta(days=1)),
        lambda cast: Prepared.objects.update(made_at=timezone.now() - AT_LEAST_EVERY),
    ],
    ids=["revoked", "other secret", "to renew", "changed", "to note", "new player", "removed", "other", "day", "old"],
)  # fmt: skip
def test_the_quick_answer_is_only_for_what_is_all_as_usual(cast: Cast, spoilt: Any):
    panel, _screen = cast.paired()
    panel.ask()
    etag = panel.ask()["ETag"].strip('"')
    cookie = panel.client.cookies["screen"].value
    assert is_up_to_date(cookie, etag, HEADER["X-Screen"], timezone.now())
    spoilt(cast)
    assert not is_up_to_date(cookie, etag, HEADER["X-Screen"], timezone.now())


@pytest.mark.parametrize("cookie", ["", ".", "a.b", "\x00.\x00", "x" * 1000 + ".y"])
def test_no_odd_cookie_is_answered_quickly(cast: Cast, cookie: str):
    assert not is_up_to_date(cookie, "0" * 32, "x", timezone.now())
    assert not is_up_to_date("abc.def", "\x00", "x", timezone.now())
    assert not is_up_to_date("abc.def", "0", "\x00", timezone.now())


def test_content_is_made_anew_once_it_is_old_or_the_day_is_over(cast: Cast):
    panel, _screen = cast.paired()
    etag = panel.ask()["ETag"]
    for given in ({"made_at": timezone.now() - AT_LEAST_EVERY}, {"day": cast.today - timedelta(days=1)}):
        Prepared.objects.update(**given)
        assert panel.ask(etag).status_code == 304, "nothing else is shown, so nothing is sent"
        kept = Prepared.objects.get()
        assert kept.day == cast.today and kept.made_at > timezone.now() - timedelta(minutes=1)  # type: ignore[operator]


def revisions(cast: Cast) -> dict[str, int]:
    return dict(Screen.objects.values_list("place", "revision"))


@pytest.mark.parametrize(
    ("write", "concerned"),
    [
        (lambda cast: cast.change(1, "语文"), {"class", "hall"}),
        (lambda cast: cast.change(1, "语文", school_class=cast.region.second, path=cast.region.second.path), {"hall"}),
        (lambda cast: notice(cast), {"class", "hall"}),
        (lambda cast: notice(cast, on_screens=False), set()),
        (lambda cast: post(cast), {"class", "hall"}),
        (lambda cast: cast.choose(dark_from="20:00"), {"class", "hall"}),
        (
            lambda cast: PlanItem.objects.create(
                organisation=cast.region.hill, path=cast.region.hill.path, day=cast.today, what="Elsewhere"
            ),
            set(),
        ),
    ],
    ids=["lesson", "lesson of another class", "notice", "notice not for screens", "post", "rules", "another school"],
)  # fmt: skip
def test_screens_follow_what_is_written(cast: Cast, committed: Any, write: Any, concerned: set[str]):
    cast.hang()
    cast.hang("hall")
    before = revisions(cast)
    with committed(execute=True):
        write(cast)
    now = revisions(cast)
    assert {place for place, number in now.items() if number > before[place]} == concerned


def test_a_change_reaches_the_panel_with_its_next_question(cast: Cast, committed: Any):
    panel, _screen = cast.paired()
    etag = panel.ask()["ETag"]
    assert panel.ask(etag).status_code == 304
    with committed(execute=True):
        change = cast.change(1, "语文")
    answer = panel.ask(etag)
    assert answer.status_code == 200 and "语文" in answer.content.decode()
    with committed(execute=True):
        change.state = "taken_back"
        change.save()
    assert panel.ask(answer["ETag"]).status_code == 200 and panel.pieces("timetable") == []


def test_of_many_places_at_once_everything_below_what_they_share_is_made_anew(cast: Cast):
    cast.hang()
    assert touch([f"{cast.school.path}{number:04}" for number in range(MOST_PATHS + 1)]) == 1
    assert touch([f"{cast.region.hill.path}{number:04}" for number in range(MOST_PATHS + 1)]) == 0
    assert touch([""]) == 1, "what holds for the whole country"


def test_every_block_names_tables_that_there_are(cast: Cast):
    from django.apps import apps

    labels = {model._meta.label_lower for model in apps.get_models()}
    assert set(followed()) <= labels
    for block in registry.of(ScreenBlock):
        assert block.follows, block.name


def test_a_block_for_no_place_or_of_no_shape_stops_the_start():
    def nothing(spot: Any, first: Any, last: Any) -> list[Any]:
        return []

    odd = ScreenBlock("odd", "Odd", "circle", ("garden",), nothing)
    assert len(list(odd.faults())) == 2
    good = ScreenBlock("good", "Good", LINES, ("hall",), nothing, follows=(Follows("screens.Screen"),))
    assert not list(good.faults())
