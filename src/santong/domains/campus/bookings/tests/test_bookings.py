"""Nothing is taken twice; series, moving, cancelling, approval; what is said where it is taken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone

from santong.domains.campus.bookings.actions import Taken, book, cancel, give_back, hold, move
from santong.domains.campus.bookings.models import Booking, Thing
from santong.domains.campus.bookings.queries import free_instead, free_times, taken_rooms
from santong.domains.campus.bookings.tests.conftest import Booking as Cast
from santong.domains.campus.bookings.tests.conftest import tomorrow
from santong.domains.campus.bookings.times import Times, on_day, weekly
from santong.domains.campus.places.public import Room
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.calendars.public import PeriodPlan, set_periods
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.requests.public import Request, agree, refuse, withdraw
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import CannotUndo, keep_step, take_back

pytestmark = pytest.mark.django_db
State = Booking.State


def booked(cast: Cast, times: Times | list[Times], room: Room | None = None, title: str = "实验课") -> list[Booking]:
    wanted = times if isinstance(times, list) else [times]
    return book(acting=cast.viewer(cast.teacher), what=room or cast.room, title=title, times=wanted)


def row(cast: Cast, times: Times, **changed: object) -> Booking:
    return Booking(**{
        "room": cast.room, "school": cast.region.lake, "path": cast.region.lake.path, "person": cast.other,
        "title": "另一节", "begins": times.begins, "ends": times.ends, **changed,
    })  # fmt: skip


@pytest.mark.parametrize(("begins", "ends"), [(9, 10), (8, 11), (9, 12), (8, 10)])
def test_the_database_itself_takes_nothing_twice(cast: Cast, begins: int, ends: int):
    booked(cast, tomorrow(9, 10))
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.bulk_create([row(cast, tomorrow(begins, ends))])


@pytest.mark.parametrize("changed", [{"begins": tomorrow(9, 10).begins}, {"state": State.BOOKED}])
def test_the_database_refuses_changes_that_take_it_twice(cast: Cast, changed: dict[str, object]):
    booked(cast, tomorrow(9, 10))
    is_moved = "begins" in changed
    second = row(
        cast, tomorrow(10, 11) if is_moved else tomorrow(9, 10), state=State.BOOKED if is_moved else State.CANCELLED
    )
    second.save()
    for name, value in changed.items():
        setattr(second, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_what_touches_or_was_given_back_is_free(cast: Cast):
    first = booked(cast, tomorrow(9, 10))[0]
    booked(cast, tomorrow(10, 11))
    thing = Thing.objects.create(school=cast.region.lake, path=cast.region.lake.path, name="推车")
    book(acting=cast.viewer(cast.other), what=thing, title="阅读", times=[tomorrow(9, 10)])
    cancel(acting=cast.viewer(cast.teacher), booking=first)
    booked(cast, tomorrow(9, 10))


def test_who_has_it_is_said_with_the_time(cast: Cast):
    booked(cast, tomorrow(9, 10), title="浮力")
    with pytest.raises(Taken, match=r"Person teacher.*浮力"):
        book(acting=cast.viewer(cast.other), what=cast.room, title="光", times=[tomorrow(9, 11)])


@pytest.mark.django_db(transaction=True)
def test_of_many_at_one_moment_one_gets_it(cast: Cast):
    people = [cast.viewer(person) for person in (cast.teacher, cast.other, cast.affairs)] * 3
    barrier = Barrier(len(people))

    def attempt(acting) -> bool:
        barrier.wait()
        try:
            book(acting=acting, what=Room.objects.get(pk=cast.room.pk), title="抢", times=[tomorrow(9, 10)])
        except NotPossible:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(people)) as pool:
        assert sum(pool.map(attempt, people)) == 1
    assert Booking.objects.filter(state=State.BOOKED).count() == 1


def test_a_series_is_taken_whole_or_not_at_all(cast: Cast):
    until = timezone.localdate() + timedelta(days=22)
    times = list(weekly(tomorrow(9, 10), until))
    assert [each.day for each in times] == [tomorrow().day + timedelta(days=7 * n) for n in range(4)]
    book(acting=cast.viewer(cast.other), what=cast.room, title="光", times=[times[2]])
    with pytest.raises(Taken) as refused:
        booked(cast, times)
    assert [each.title for each in refused.value.conflicts] == ["光"]
    assert Booking.objects.count() == 1
    rows = booked(cast, [each for each in times if each != times[2]])
    assert len({each.series for each in rows}) == 1 and rows[0].series is not None


def test_a_time_of_day_stays_what_the_clock_shows():
    first = on_day(date(2026, 3, 1), time(8, 10), time(8, 50))
    assert {timezone.localtime(each.begins).time() for each in weekly(first, date(2026, 12, 31))} == {time(8, 10)}


def series(cast: Cast) -> list[Booking]:
    return booked(cast, list(weekly(tomorrow(9, 10), timezone.localdate() + timedelta(days=22))))


def states(rows: list[Booking]) -> list[str]:
    found = dict(Booking.objects.values_list("pk", "state"))
    return [found[each.pk] for each in rows]


def undo(cast: Cast, taken) -> None:
    step = keep_step(cast.viewer(cast.teacher), handler=BACK, payload=payload_of([taken]))
    take_back(cast.viewer(cast.teacher), step.pk)


def test_this_or_all_following_are_cancelled_and_come_back(cast: Cast):
    rows = series(cast)
    cancel(acting=cast.viewer(cast.teacher), booking=rows[0])
    taken = cancel.take(cast.viewer(cast.teacher), rows[1], {"all_following": True})
    assert states(rows) == ["cancelled"] * 4
    undo(cast, taken)
    assert states(rows) == ["cancelled", "booked", "booked", "booked"]


def test_what_was_given_back_and_taken_by_others_stays_theirs(cast: Cast):
    rows = series(cast)
    taken = cancel.take(cast.viewer(cast.teacher), rows[1], {"all_following": True})
    book(acting=cast.viewer(cast.other), what=cast.room, title="光", times=[tomorrow(9, 10, days=15)])
    with pytest.raises(CannotUndo, match="Person other"):
        undo(cast, taken)
    assert states(rows) == ["booked", "cancelled", "cancelled", "cancelled"]


@pytest.mark.parametrize("days", [1, 7, -1, 0])
def test_a_series_moves_whole_and_back(cast: Cast, days: int):
    rows = booked(cast, list(weekly(tomorrow(9, 10, days=3), timezone.localdate() + timedelta(days=24))))
    before = [each.begins for each in rows]
    day = tomorrow(days=3).day + timedelta(days=days)
    wanted = {"day": day, "begins": time(9, 30), "ends": time(10, 30), "all_following": True}
    taken = move.take(cast.viewer(cast.teacher), rows[0], wanted)
    now = [timezone.localtime(each.begins) for each in Booking.objects.order_by("begins")]
    assert [each.date() for each in now] == [day + timedelta(days=7 * n) for n in range(4)]
    assert {each.time() for each in now} == {time(9, 30)}
    undo(cast, taken)
    assert list(Booking.objects.order_by("begins").values_list("begins", flat=True)) == before


def test_moving_onto_somebody_is_refused_and_changes_nothing(cast: Cast):
    mine = booked(cast, tomorrow(9, 10))[0]
    book(acting=cast.viewer(cast.other), what=cast.room, title="光", times=[tomorrow(10, 11)])
    with pytest.raises(Taken):
        move(acting=cast.viewer(cast.teacher), booking=mine, day=tomorrow().day, begins=time(10), ends=time(11))
    assert Booking.objects.get(pk=mine.pk).begins == tomorrow(9, 10).begins


def test_strangers_and_readers_change_no_booking(cast: Cast):
    mine = booked(cast, tomorrow(9, 10))[0]
    assert Client().get(f"/bookings/{mine.pk}/cancel/").status_code == 302
    assert cast.client(cast.other).post(f"/bookings/{mine.pk}/cancel/").status_code == 403
    assert signed_in("principal", cast.region.far).get(f"/bookings/{mine.pk}/").status_code == 404
    assert cast.client(cast.affairs).post(f"/bookings/{mine.pk}/cancel/").status_code in (302, 422)


def test_what_is_not_theirs_to_book_they_do_not_get(cast: Cast):
    far = signed_in("principal", cast.region.far)
    times = tomorrow(9, 10)
    typed = {"what": f"room-{cast.room.pk}", "title": "偷", "day": str(times.day), "begins": "09:00", "ends": "10:00"}
    assert "what" in far.post("/bookings/new/", typed).context["form"].errors
    cast.room.bookable = Room.Bookable.MANAGERS
    cast.room.save()
    with pytest.raises(PermissionDenied):
        booked(cast, times)
    assert signed_in("pupil", cast.region.first).get("/bookings/new/").status_code == 403
    assert Client().get("/bookings/new/").status_code == 302 == Client().get("/bookings/week/").status_code
    assert signed_in("parent", cast.region.second).get("/bookings/week/").status_code == 403


def test_a_room_out_of_use_is_not_to_be_had(cast: Cast):
    cast.room.until = timezone.localdate()
    cast.room.save()
    with pytest.raises(PermissionDenied):
        booked(cast, tomorrow(9, 10))


def asked(cast: Cast) -> tuple[Booking, Request]:
    made = booked(cast, tomorrow(14, 16), cast.hall, "家长会")[0]
    return made, Request.objects.get(pk=made.request_id)


def test_the_hall_waits_for_approval_and_is_kept_meanwhile(cast: Cast):
    made, request = asked(cast)
    assert made.state == State.WAITING
    with pytest.raises(Taken):
        booked(cast, tomorrow(15, 16), cast.hall)
    agree(acting=cast.viewer(cast.affairs), request=request)
    assert states([made]) == ["booked"]


def test_refused_and_withdrawn_bookings_are_free_again(cast: Cast):
    made, request = asked(cast)
    refuse(acting=cast.viewer(cast.affairs), request=request, words="当天有考试")
    assert states([made]) == ["refused"]
    again, request = asked(cast)
    withdraw(acting=cast.viewer(cast.teacher), request=request)
    assert states([again]) == ["cancelled"]


def test_a_request_that_says_something_else_than_was_booked_is_not_granted(cast: Cast):
    made, request = asked(cast)
    Request.objects.filter(pk=request.pk).update(values={**request.values, "when": "2026-01-01 08:00–09:00"})
    with pytest.raises(NotPossible, match="不符"):
        agree(acting=cast.viewer(cast.affairs), request=Request.objects.get(pk=request.pk))
    assert states([made]) == ["waiting"]


def test_who_keeps_bookings_needs_no_approval(cast: Cast):
    made = book(acting=cast.viewer(cast.affairs), what=cast.hall, title="教研", times=[tomorrow(9, 10)])
    assert made[0].state == State.BOOKED and made[0].request_id is None


def test_what_is_free_instead_is_proposed(cast: Cast):
    place = {"school": cast.region.lake, "path": cast.region.lake.path, "bookable": "staff"}
    like = Room.objects.create(**place, name="实验室二", kind="laboratory", seats=50)
    plans = [PeriodPlan("lesson", "", time(9), time(9, 40)), PeriodPlan("lesson", "", time(10), time(10, 40))]
    set_periods(acting=SYSTEM, organisation=cast.region.lake, periods=plans)
    booked(cast, tomorrow(9, 10))
    typed = {
        "what": f"room-{cast.room.pk}",
        "title": "光",
        "day": str(tomorrow().day),
        "begins": "09:00",
        "ends": "10:00",
    }
    answer = cast.client(cast.other).post("/bookings/new/", typed)
    assert answer.status_code == 422 and answer.context["form"]["title"].value() == "光"
    assert [each for each, _url in answer.context["instead"]] == [like, cast.hall]
    assert [each.begins for each, _url in answer.context["other_times"]] == [tomorrow(10, 11).begins]
    viewer = cast.viewer(cast.other)
    assert free_instead(viewer, cast.room, [tomorrow(9, 10)])[0] == like
    assert free_times(cast.room, tomorrow(9, 10))[0].begins == tomorrow(10, 11).begins


def test_the_form_books_weeks_without_the_days_left_out(cast: Cast):
    first = tomorrow(9, 10)
    out = first.day + timedelta(days=7)
    typed = {
        "what": f"room-{cast.room.pk}", "title": "社团", "day": str(first.day), "begins": "09:00", "ends": "10:00",
        "until": str(first.day + timedelta(days=21)), "leave_out": str(out),
    }  # fmt: skip
    assert cast.client(cast.teacher).post("/bookings/new/", typed).status_code == 302
    days = [timezone.localtime(each.begins).date() for each in Booking.objects.order_by("begins")]
    assert days == [first.day + timedelta(days=7 * n) for n in (0, 2, 3)]


@pytest.mark.parametrize(
    "wrong",
    [{"ends": "08:00"}, {"until": "2020-01-01"}, {"leave_out": "明天"}, {"day": "2020-01-01"}, {"what": "room-0"},
     {"until": "2099-01-01"}, {"title": ""}],
)  # fmt: skip
def test_wrong_input_is_said_and_kept(cast: Cast, wrong: dict[str, str]):
    typed = {
        "what": f"room-{cast.room.pk}", "title": "社团", "day": str(tomorrow().day), "begins": "09:00", "ends": "10:00",
        **wrong,
    }  # fmt: skip
    answer = cast.client(cast.teacher).post("/bookings/new/", typed)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert answer.context["form"]["day"].value() == typed["day"]
    assert not Booking.objects.exists()


def test_the_week_shows_who_has_it_and_leads_to_what_is_free(cast: Cast):
    booked(cast, tomorrow(9, 10), title="浮力")
    answer = cast.client(cast.other).get(f"/bookings/week/?what=room-{cast.room.pk}&day={tomorrow().day}")
    page = answer.content.decode()
    assert "浮力" in page and "Person teacher" in page
    assert f"what=room-{cast.room.pk}&amp;day={tomorrow().day}&amp;begins=10%3A00&amp;ends=11%3A00" in page
    assert "begins=09%3A00" not in page.split("<tbody>")[1].split(str(tomorrow().day))[0]


@pytest.mark.parametrize("address", ["?what=room-x", "?what=thing-99999999999999999999", "?day=9999-99-99", "?day=x"])
def test_odd_addresses_of_weeks_are_answered(cast: Cast, address: str):
    assert cast.client(cast.other).get(f"/bookings/week/{address}").status_code in (200, 404)


def test_the_one_who_booked_hears_of_what_others_do(cast: Cast):
    mine = booked(cast, tomorrow(9, 10))[0]
    cancel(acting=cast.viewer(cast.affairs), booking=mine)
    page = cast.client(cast.teacher).get("/notices/").content.decode()
    assert "实验室" in page


@pytest.mark.parametrize(
    ("language", "began"), [("zh-hans", "您预约的“90%教室”"), ("en", "Your booking of “90%教室” was")]
)
def test_who_booked_is_told_in_their_language_what_others_do(cast: Cast, language: str, began: str):
    Room.objects.filter(pk=cast.room.pk).update(name="90%教室")
    cast.teacher.language = language
    cast.teacher.save(update_fields=["language"])
    (row,) = book(acting=cast.viewer(cast.teacher), what=cast.room, title="公开课", times=[tomorrow()])
    shifted = tomorrow(10, 11)
    move(acting=cast.viewer(cast.affairs), booking=row, day=shifted.day, begins=time(10), ends=time(11))
    cancel(acting=cast.viewer(cast.affairs), booking=row)
    told = Recipient.objects.filter(person=cast.teacher).order_by("pk").values_list("notice__title", "notice__address")
    assert [title.startswith(began) for title, _address in told] == [True, True]
    assert {address for _title, address in told} == {f"/bookings/{row.pk}/"}


def test_rooms_are_held_for_the_school_and_given_back(cast: Cast):
    """Also those that nobody books; all or none of them."""
    Room.objects.filter(pk=cast.room.pk).update(bookable=Room.Bookable.NOBODY)
    viewer = cast.viewer(cast.affairs)
    wanted = {cast.room: [tomorrow(9, 10), tomorrow(14, 15)], cast.hall: [tomorrow(9, 10)]}
    series = hold(acting=viewer, wanted=wanted, title="期中考试")
    assert Booking.objects.filter(series=series, state=State.BOOKED).count() == 3
    assert len(taken_rooms(wanted)) == 3 and taken_rooms(wanted, series) == []
    assert taken_rooms({cast.room: [tomorrow(10, 11)]}) == [] == taken_rooms({})
    with pytest.raises(Taken):
        hold(acting=viewer, wanted={cast.hall: [tomorrow(12, 13)], cast.room: [tomorrow(14, 16)]}, title="other")
    assert Booking.objects.count() == 3
    with pytest.raises(PermissionDenied):
        give_back(acting=cast.viewer(cast.teacher), series=series)
    assert give_back(acting=viewer, series=series) == 3 and taken_rooms(wanted) == []
    assert hold(acting=viewer, wanted={cast.room: []}, title="nothing") is None
    with pytest.raises(PermissionDenied):
        hold(acting=cast.viewer(cast.teacher), wanted=wanted, title="mine")
