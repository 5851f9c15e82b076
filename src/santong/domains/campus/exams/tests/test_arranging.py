"""From papers to seats and invigilators: what is refused, what holds, what comes back."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.campus.bookings.models import Booking
from santong.domains.campus.bookings.public import Times, hold
from santong.domains.campus.exams import actions, invigilating, seating
from santong.domains.campus.exams.duties import candidates
from santong.domains.campus.exams.models import Examination, ExamRoom, Invigilation, Paper, Seat
from santong.domains.campus.exams.queries import objections, sitting
from santong.domains.campus.exams.tests.conftest import Cast, add_pupils
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.timetable.models import Change
from santong.domains.campus.timetable.public import lessons_of_class
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.notices.models import Notice
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible
from santong.lib.examination_seating import alike

State = Examination.State


def papers(cast: Cast) -> list[Paper]:
    return list(Paper.objects.filter(examination=cast.examination).order_by("pk"))


# Papers and times


def test_papers_are_added_for_several_grades_at_once_and_once(cast: Cast):
    given = {"acting": cast.affairs, "examination": cast.examination, "minutes": 60, "full": 100}
    actions.add_papers(**given, grades=cast.grades, subjects=["语文", "数学"])
    actions.add_papers(**given, grades=cast.grades[:1], subjects=["语文", "英语"])
    found = Counter((row.grade_id, row.subject) for row in papers(cast))
    assert set(found.values()) == {1} and len(found) == 5
    with pytest.raises(NotPossible):
        actions.add_papers(**given, grades=cast.grades[:1], subjects=["语文"])


def test_a_paper_stays_within_the_days_of_the_examination(cast: Cast):
    cast.lay_out(seats=False, people=False)
    given = {"acting": cast.affairs, "examination": cast.examination, "paper": cast.paper("语文"), "full": 100}
    with pytest.raises(NotPossible):
        actions.set_time(**given, day=cast.monday + timedelta(9), begins=time(9), minutes=60)
    with pytest.raises(NotPossible):
        actions.set_time(**given, day=cast.monday, begins=time(23, 30), minutes=60)


def test_times_are_proposed_and_none_of_a_grade_clash(cast: Cast):
    given = {"acting": cast.affairs, "examination": cast.examination}
    actions.add_papers(**given, grades=cast.grades, subjects=["语文", "数学", "英语", "科学"], minutes=60, full=100)
    actions.propose_times(**given, starts=[time(8, 30), time(10, 30)], most_a_day=2)
    for grade in cast.grades:
        own = [row for row in papers(cast) if row.grade_id == grade.pk]
        assert not any(one.overlaps(other) for one in own for other in own if one.pk != other.pk)
        assert set(Counter(timezone.localtime(row.begins).date() for row in own).values()) == {2}


def test_times_that_do_not_suffice_are_refused_and_nothing_changes(cast: Cast):
    given = {"acting": cast.affairs, "examination": cast.examination}
    actions.add_papers(**given, grades=cast.grades[:1], subjects=["语文", "数学", "英语"], minutes=60, full=100)
    with pytest.raises(NotPossible, match=r"too few times|排不下"):
        actions.propose_times(**given, starts=[time(8, 30)], most_a_day=1)
    assert {row.begins for row in papers(cast)} == {None}


def test_a_long_paper_is_over_before_the_next_time_begins(cast: Cast):
    given = {"acting": cast.affairs, "examination": cast.examination}
    actions.add_papers(**given, grades=cast.grades[:1], subjects=["语文"], minutes=150, full=150)
    actions.propose_times(**given, starts=[time(8), time(10)], most_a_day=2)
    assert timezone.localtime(papers(cast)[0].begins).hour == 10


# Rooms and seats


def test_everybody_has_a_seat_apart_from_their_class(cast: Cast):
    cast.lay_out()
    for room in cast.exam_rooms():
        seats = cast.seats(exam_room=room)
        assert not alike({(row.row, row.column): row.school_class_id for row in seats})
        assert {row.pupil.school_class.parent for row in seats} == {room.grade}
    assert len(cast.seats()) == len(cast.pupils) and not objections(cast.examination).faults


@pytest.mark.parametrize(("rule", "length"), [("room", 6), ("running", 6)])
def test_numbers_are_unique_and_say_nothing_of_results(cast: Cast, rule: str, length: int):
    Examination.objects.filter(pk=cast.examination.pk).update(numbering=rule)
    cast.examination.refresh_from_db()
    cast.lay_out()
    numbers = [row.number for row in cast.seats()]
    assert len(set(numbers)) == len(cast.pupils) and {len(each) for each in numbers} == {length}
    assert all(row.number.startswith(f"{row.exam_room.grade.grade.level:02}") for row in cast.seats())


def test_seats_are_drawn_anew_and_the_seed_is_kept(cast: Cast):
    cast.lay_out()
    before, seed = {row.pupil_id: (row.exam_room_id, row.place) for row in cast.seats()}, cast.examination.seed
    seating.seat_pupils(acting=cast.affairs, examination=cast.examination)
    after = {row.pupil_id: (row.exam_room_id, row.place) for row in cast.seats()}
    assert before.keys() == after.keys() and before != after and seed != cast.examination.seed


def test_too_few_seats_are_said_with_the_number(cast: Cast):
    cast.lay_out(seats=False)
    actions.choose_rooms(
        acting=cast.affairs, examination=cast.examination, grade=cast.grades[0], rooms=cast.rooms[:1], rows=3, columns=4
    )
    with pytest.raises(NotPossible, match="4"):
        seating.seat_pupils(acting=cast.affairs, examination=cast.examination)


def test_a_late_pupil_gets_a_seat_and_nobody_moves(cast: Cast):
    cast.publish()
    before = {row.pk: (row.exam_room_id, row.place, row.number) for row in cast.seats()}
    [late] = add_pupils(cast.region.first, 1, "late")
    key = seating.add_late(acting=cast.affairs, examination=cast.examination, pupil=late)
    after = {row.pk: (row.exam_room_id, row.place, row.number) for row in cast.seats()}
    assert after.keys() - before.keys() == {key} and before.items() <= after.items()
    with pytest.raises(NotPossible):
        seating.add_late(acting=cast.affairs, examination=cast.examination, pupil=late)


def test_who_leaves_frees_the_seat_and_nobody_moves(cast: Cast):
    cast.publish()
    gone, *others = cast.seats()
    seating.take_out(acting=cast.affairs, examination=cast.examination, seat=gone)
    assert [row.pk for row in cast.seats()] == [row.pk for row in others]


def test_who_sits_apart_stays_there_when_seats_are_drawn_anew(cast: Cast):
    cast.lay_out()
    seat = cast.seats()[0]
    given = {"acting": cast.affairs, "examination": cast.examination}
    seating.move_apart(**given, seat=seat, room=cast.rooms[3], extra_minutes=30)
    seating.seat_pupils(**given)
    seat = Seat.objects.get(examination=cast.examination, pupil=seat.pupil)
    assert seat.exam_room.apart and seat.extra_minutes == 30 and seat.exam_room.room == cast.rooms[3]
    assert len(cast.seats()) == len(cast.pupils)
    with pytest.raises(NotPossible):
        seating.move_apart(**given, seat=cast.seats()[1], room=cast.rooms[0], extra_minutes=0)


def test_a_smaller_room_frees_the_seats_outside_of_it(cast: Cast):
    cast.lay_out()
    given = {"acting": cast.affairs, "examination": cast.examination, "grade": cast.grades[0]}
    actions.choose_rooms(**given, rooms=cast.rooms[:2], rows=2, columns=4)
    assert all(row.row <= 2 for row in cast.seats(exam_room__grade=cast.grades[0]))
    actions.choose_rooms(**given, rooms=cast.rooms[1:2], rows=2, columns=4)
    assert ExamRoom.objects.filter(examination=cast.examination, grade=cast.grades[0]).count() == 1


# Invigilators


def test_invigilators_are_free_and_own_classes_are_avoided(cast: Cast):
    cast.lay_out()
    rows = list(Invigilation.objects.filter(examination=cast.examination).select_related("paper", "staff"))
    assert len(rows) == 2 * 4 * 2 and all(row.staff_id for row in rows)
    at = Counter((row.staff_id, row.paper.begins) for row in rows)
    assert max(at.values()) == 1
    own = [row for row in rows if row.staff_id == cast.staff[0].pk and row.exam_room.grade_id == cast.grades[0].pk]
    assert not own, "the class teacher watches over another grade"
    minutes = Counter(row.staff_id for row in rows)
    assert max(minutes.values()) - min(minutes[each.pk] for each in cast.staff) <= 1


def test_nobody_invigilates_while_teaching_a_class_that_does_not_sit(cast: Cast):
    """Only grade one sits; the music teacher has the other grade at nine."""
    given = {"acting": cast.affairs, "examination": cast.examination}
    slot = cast.timetable.slots.filter(school_class=cast.classes[2], period=2).get()
    slot.teacher = cast.staff[5]
    slot.save()
    actions.add_papers(**given, grades=cast.grades[:1], subjects=["英语"], minutes=60, full=100)
    actions.choose_rooms(**given, grade=cast.grades[0], rooms=cast.rooms[:2], rows=4, columns=4)
    actions.set_time(
        **given, paper=cast.paper("英语"), day=cast.monday, begins=time(8, 30), minutes=60, full=100
    )  # fmt: skip
    invigilating.assign_invigilators(**given)
    rows = Invigilation.objects.filter(examination=cast.examination)
    assert not rows.filter(staff=cast.staff[5]).exists()
    offered = {each.staff.pk for each in candidates(sitting(cast.examination), rows.first())}
    assert cast.staff[5].pk not in offered and cast.staff[7].pk in offered | set(rows.values_list("staff", flat=True))


def test_what_is_given_by_hand_stays_and_comes_back(cast: Cast):
    cast.examination.invigilators = 1
    cast.examination.save()
    cast.publish()
    row = Invigilation.objects.filter(examination=cast.examination).first()
    offered = candidates(sitting(cast.examination), row)
    assert [each.rank for each in offered] == sorted(each.rank for each in offered)
    invigilating.give_invigilation(acting=cast.affairs, invigilation=row, staff=offered[0].staff)
    invigilating.assign_invigilators(acting=cast.affairs, examination=cast.examination)
    row.refresh_from_db()
    assert row.staff == offered[0].staff and row.fixed
    told = Notice.objects.filter(recipients__person=offered[0].staff.person).values_list("title", flat=True)
    assert any("期中考试" in title for title in told)


def test_who_is_busy_is_refused(cast: Cast):
    cast.publish()
    one, other = Invigilation.objects.filter(examination=cast.examination, paper=cast.paper("语文"))[:2]
    with pytest.raises(NotPossible):
        invigilating.give_invigilation(acting=cast.affairs, invigilation=one, staff=other.staff)


# Publishing


@pytest.mark.parametrize("lacking", ["papers", "times", "seats"])
def test_nothing_is_published_that_lacks_something(cast: Cast, lacking: str):
    if lacking != "papers":
        cast.lay_out(seats=lacking != "seats", people=False)
    if lacking == "times":
        Paper.objects.filter(pk=cast.paper("语文").pk).update(begins=None, ends=None)
    with pytest.raises(NotPossible):
        actions.publish(acting=cast.affairs, examination=cast.examination)
    assert cast.examination.state == State.DRAFT


def test_publishing_books_rooms_cancels_lessons_and_tells(cast: Cast):
    cast.publish()
    assert Booking.objects.filter(room__in=cast.rooms, state="booked").count() == 8
    held = {each.period: each.held for each in lessons_of_class(cast.region.lake, cast.region.first, cast.monday,
                                                                cast.monday)}  # fmt: skip
    assert held == {1: False, 2: False, 3: False, 4: True}
    told = set(Notice.objects.filter(state="sent").values_list("recipients__person__username", flat=True))
    assert {"mother", "a0", "d3"} <= told
    titles = Notice.objects.filter(recipients__person=cast.staff[7].person).values_list("title", flat=True)
    assert sum("期中考试" not in each for each in titles) == 1, "one notice for all lessons that were cancelled"


def test_withdrawing_gives_all_of_it_back(cast: Cast):
    cast.publish()
    actions.withdraw(acting=cast.affairs, examination=cast.examination)
    assert not Booking.objects.filter(room__in=cast.rooms, state="booked").exists()
    assert all(each.held for each in lessons_of_class(cast.region.lake, cast.region.first, cast.monday, cast.monday))
    assert (cast.examination.state, cast.examination.act, cast.examination.booked) == (State.DRAFT, None, None)
    actions.publish(acting=cast.affairs, examination=cast.examination)
    assert Booking.objects.filter(room__in=cast.rooms, state="booked").count() == 8


@pytest.mark.parametrize(("rule", "cancelled"), [("days", 4), ("papers", 3), ("kept", 0)])
def test_lessons_give_way_as_it_was_set(cast: Cast, rule: str, cancelled: int):
    """Where lessons are kept, those in the rooms that are needed stand against it."""
    Examination.objects.filter(pk=cast.examination.pk).update(lessons=rule)
    cast.examination.refresh_from_db()
    cast.lay_out()
    if rule == "kept":
        with pytest.raises(NotPossible):
            actions.publish(acting=cast.affairs, examination=cast.examination)
    else:
        actions.publish(acting=cast.affairs, examination=cast.examination)
    assert Change.objects.filter(school_class=cast.region.first, kind="cancelled").count() == cancelled


def test_a_room_that_is_booked_is_named(cast: Cast):
    cast.lay_out()
    hold(acting=cast.affairs, wanted={cast.rooms[0]: [Times(cast.at(8), cast.at(9))]}, title="家长会")
    with pytest.raises(NotPossible, match="家长会"):
        actions.publish(acting=cast.affairs, examination=cast.examination)


def test_two_grades_in_one_room_at_one_time_are_named(cast: Cast):
    cast.lay_out()
    actions.choose_rooms(
        acting=cast.affairs, examination=cast.examination, grade=cast.grades[1],
        rooms=[*cast.rooms[2:], cast.rooms[0]], rows=4, columns=4,
    )  # fmt: skip
    assert any(str(cast.grades[1]) in each and "101" in each for each in objections(cast.examination).faults)


def test_papers_of_a_grade_at_one_time_are_named(cast: Cast):
    cast.lay_out()
    row = cast.paper("数学")
    row.put_at(cast.paper("语文").begins)
    row.save()
    assert any("语文" in each and "数学" in each for each in objections(cast.examination).faults)


def test_close_waits_for_the_last_day(cast: Cast):
    cast.publish()
    with pytest.raises(NotPossible):
        actions.close(acting=cast.affairs, examination=cast.examination)
    day = timezone.localdate() - timedelta(days=1)
    Examination.objects.filter(pk=cast.examination.pk).update(first=day, last=day)
    actions.close(acting=cast.affairs, examination=cast.examination)
    assert cast.examination.state == State.OVER


@pytest.mark.parametrize("step", ["seat_pupils", "assign_invigilators", "publish"])
def test_who_only_looks_does_nothing(cast: Cast, step: str):
    cast.lay_out()
    looking = viewer_in(somebody("inspector", cast.region.city, "inspector"), "staff")
    found = {"seat_pupils": seating.seat_pupils, "assign_invigilators": invigilating.assign_invigilators,
             "publish": actions.publish}[step]  # fmt: skip
    with pytest.raises(PermissionDenied):
        found(acting=looking, examination=cast.examination)


# Joint examinations


def joint(cast: Cast) -> Examination:
    officer = viewer_in(somebody("county_officer", cast.region.east, "officer"), "staff")
    row = actions.put_examination(acting=officer, examination=Examination(
        school=cast.region.east, name="区统考", first=cast.monday, last=cast.monday))  # fmt: skip
    actions.add_papers(acting=officer, examination=row, levels=[1, 9], subjects=["语文"], minutes=60, full=100)
    for paper in Paper.objects.filter(examination=row):
        actions.set_time(acting=officer, examination=row, paper=paper, day=cast.monday, begins=time(9), minutes=60,
                         full=100)  # fmt: skip
    actions.publish(acting=officer, examination=row)
    return row


def test_a_school_takes_a_joint_examination_over_with_papers_and_times_fixed(cast: Cast):
    row = joint(cast)
    key = actions.take_over(acting=cast.affairs, examination=row, school=cast.region.lake)
    own = Examination.objects.get(pk=key)
    [paper] = Paper.objects.filter(examination=own)
    assert (paper.grade, paper.subject, paper.begins) == (cast.grades[0], "语文", cast.at(9))
    with pytest.raises(NotPossible):
        actions.take_over(acting=cast.affairs, examination=row, school=cast.region.lake)
    for step, given in ((actions.drop_paper, {"paper": paper}),
                        (actions.propose_times, {"starts": [time(8)], "most_a_day": 3})):  # fmt: skip
        with pytest.raises(NotPossible, match=r"bureau|教育局"):
            step(acting=cast.affairs, examination=own, **given)
    actions.choose_rooms(acting=cast.affairs, examination=own, grade=cast.grades[0], rooms=cast.rooms[:2], rows=4,
                         columns=4)  # fmt: skip
    seating.seat_pupils(acting=cast.affairs, examination=own)
    actions.publish(acting=cast.affairs, examination=own)
    assert own.state == State.PUBLISHED


def test_another_county_takes_nothing_over(cast: Cast):
    row = joint(cast)
    far = viewer_in(somebody("teaching_affairs", cast.region.far, "far"), "staff")
    with pytest.raises(PermissionDenied):
        actions.take_over(acting=far, examination=row, school=cast.region.far)
    with pytest.raises(PermissionDenied):
        actions.take_over(acting=cast.affairs, examination=row, school=cast.region.hill)
    with pytest.raises(NotPossible):
        seating.seat_pupils(acting=SYSTEM, examination=row)


def test_what_schools_have_taken_over_stays(cast: Cast):
    row = joint(cast)
    actions.take_over(acting=cast.affairs, examination=row, school=cast.region.lake)
    with pytest.raises(NotPossible):
        actions.withdraw(acting=SYSTEM, examination=row)


def test_pupils_who_left_sit_nothing(cast: Cast):
    Pupil.objects.filter(pk=cast.pupils[5].pk).update(status=Pupil.Status.LEFT)
    cast.lay_out()
    assert cast.pupils[5].pk not in {row.pupil_id for row in cast.seats()}
    assert not objections(cast.examination).faults
