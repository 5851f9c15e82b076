"""Pages of an examination: who opens which, the day on the phone, replacing in two taps, one's own, paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.exams import actions, invigilating, seating
from santong.domains.campus.exams.models import Absentee, Examination, ExamRoll, Incident, Invigilation
from santong.domains.campus.exams.printing import PRINTABLES
from santong.domains.campus.exams.queries import own_entries
from santong.domains.campus.exams.tests.conftest import Cast
from santong.domains.platform.access.public import appoint, viewer_in
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM, Viewer
from santong.kit.agenda import entries_of
from santong.kit.printing.declare import Printable
from santong.kit.printing.documents import Paper
from santong.kit.printing.models import PrintedDocument
from santong.kit.refusals import NotPossible


def teaching(cast: Cast, person: Person) -> None:
    """Let somebody hold the role that all teachers have."""
    appoint(acting=SYSTEM, person=person, role="subject_teacher", organisation=cast.classes[3])


def addresses(cast: Cast) -> dict[str, str]:
    room, row = cast.exam_rooms()[0], Invigilation.objects.filter(examination=cast.examination).first()
    return {
        "day": f"{cast.url}day/",
        "invigilators": f"{cast.url}invigilators/",
        "room": f"/exam-rooms/{room.pk}/",
        "roll": f"/exam-papers/{cast.paper('语文').pk}/rooms/{room.pk}/roll/",
        "give": f"/invigilations/{row.pk}/give/",
    }


def test_strangers_and_intruders_find_nothing(cast: Cast):
    cast.publish()
    far = signed_in("teaching_affairs", cast.region.far, "far")
    teacher = signed_in("subject_teacher", cast.classes[0], "looker")
    for name, address in addresses(cast).items():
        answer = Client().get(address)
        assert answer.status_code == 302 and "/account/" in answer["Location"], name
        assert far.get(address).status_code == 404, name
        assert teacher.get(address).status_code == (200 if name == "invigilators" else 403), name
        assert cast.client.get(address).status_code == 200, name


def test_drafts_are_nobodys_but_those_who_arrange(cast: Cast):
    cast.lay_out()
    teacher = signed_in("class_teacher", cast.classes[0], "looker")
    assert teacher.get(cast.url).status_code == 404
    assert teacher.get(addresses(cast)["invigilators"]).status_code == 404
    assert cast.client.get(addresses(cast)["roll"]).status_code == 404
    assert teacher.get("/examinations/").status_code == 200


def test_whoever_invigilates_sees_the_room_and_calls_the_roll(cast: Cast):
    cast.publish()
    cast.today()
    row = Invigilation.objects.filter(examination=cast.examination, paper=cast.paper("语文")).first()
    somebody_there = row.staff.person
    teaching(cast, somebody_there)
    client = client_of(somebody_there)
    assert client.get(f"/exam-rooms/{row.exam_room_id}/").status_code == 200
    url = f"/exam-papers/{row.paper_id}/rooms/{row.exam_room_id}/roll/"
    absent, *_others = cast.seats(exam_room=row.exam_room_id)
    said = [f"{seat.pk}:{'absent' if seat == absent else 'present'}" for seat in cast.seats(exam_room=row.exam_room_id)]
    assert client.post(url, {"said": said}).status_code == 302
    assert [each.seat for each in Absentee.objects.all()] == [absent]
    assert client.post(url, {"said": []}).status_code == 302
    assert not Absentee.objects.exists() and ExamRoll.objects.count() == 1
    mine = client.get("/my-exams/").content.decode()
    assert url in mine and cast.examination.name in mine


def test_a_roll_is_called_on_its_day(cast: Cast):
    cast.publish()
    url = addresses(cast)["roll"]
    answer = cast.client.post(url, {"said": []})
    assert answer.status_code == 422 and not ExamRoll.objects.exists()
    room = cast.exam_rooms()[0]
    cast.today()
    elsewhere = cast.seats(exam_room=cast.exam_rooms()[1])
    with pytest.raises(NotPossible):
        invigilating.call_exam_roll(acting=cast.affairs, paper=cast.paper("语文"), room=room, absent=elsewhere[:1])


def test_the_day_shows_who_is_missing(cast: Cast):
    cast.publish()
    cast.today()
    row = Invigilation.objects.filter(examination=cast.examination, paper=cast.paper("语文")).first()
    Invigilation.objects.filter(pk=row.pk).update(staff=None)
    seat = cast.seats(exam_room=row.exam_room_id)[0]
    invigilating.call_exam_roll(acting=cast.affairs, paper=row.paper, room=row.exam_room, absent=[seat])
    invigilating.note_incident(acting=cast.affairs, examination=cast.examination, text="广播故障", exam_room=None)
    page = cast.client.get(f"{cast.url}day/").content.decode()
    assert f"/invigilations/{row.pk}/give/" in page and seat.pupil.person.name in page and "广播故障" in page
    assert cast.client.get(f"{cast.url}day/?day=nonsense").status_code == 200


def test_somebody_is_replaced_in_two_taps_and_it_is_undone(cast: Cast):
    cast.examination.invigilators = 1
    cast.examination.save()
    cast.publish()
    row = Invigilation.objects.filter(examination=cast.examination).first()
    before = row.staff_id
    url = f"/invigilations/{row.pk}/give/"
    offered = cast.client.get(url).context["offered"]
    answer = cast.client.post(url, {"staff": offered[0].staff.pk}, follow=True)
    row.refresh_from_db()
    assert answer.status_code == 200 and row.staff_id == offered[0].staff.pk
    for wrong in ("", "0", "x", str(before + 1000)):
        assert cast.client.post(url, {"staff": wrong}).status_code == 422
    row.refresh_from_db()
    assert row.staff_id == offered[0].staff.pk and row.fixed


# One's own


def viewer_of_pupil(cast: Cast) -> Viewer:
    return viewer_in(cast.pupils[0].person, "pupil")


def test_pupil_and_parent_find_their_seat_once_it_is_published(cast: Cast):
    cast.lay_out()
    seat = cast.seats(pupil=cast.pupils[0])[0]
    clients = [client_of(cast.parent), client_of(cast.pupils[0].person)]
    for client in clients:
        assert seat.number not in client.get("/my-exams/").content.decode()
    actions.publish(acting=cast.affairs, examination=cast.examination)
    for client in clients:
        page = client.get("/my-exams/").content.decode()
        assert seat.number in page and "语文" in page and seat.exam_room.room.name in page
        assert cast.seats(pupil=cast.pupils[1])[0].number not in page
        assert client.get(cast.url).status_code in (403, 404)
        assert client.get("/my-exams/?pupil=999999").status_code == 200


def test_papers_are_in_the_calendars_of_those_concerned(cast: Cast):
    cast.publish()
    viewer = viewer_of_pupil(cast)
    begins, ends = cast.at(0), cast.at(0, day=1)
    own = [each for each in entries_of(viewer, begins, ends) if each.kind == "exams"]
    assert [timezone.localtime(each.begins).hour for each in own] == [8, 10] and all(each.where for each in own)
    assert not list(own_entries(viewer, ends, ends + timedelta(days=1)))
    parents = list(own_entries(viewer_in(cast.parent, "parent"), begins, ends))
    assert [each.begins for each in parents] == [each.begins for each in own]
    assert cast.pupils[0].person.name in parents[0].title
    row = Invigilation.objects.filter(examination=cast.examination).first()
    teaching(cast, row.staff.person)
    entries = list(own_entries(viewer_in(row.staff.person, "staff"), begins, ends))
    assert row.paper.begins in {each.begins for each in entries}


def test_extra_minutes_show_in_ones_own_time_alone(cast: Cast):
    cast.publish()
    seat = cast.seats(pupil=cast.pupils[0])[0]
    seating.move_apart(acting=cast.affairs, examination=cast.examination, seat=seat, room=cast.rooms[3],
                       extra_minutes=30)  # fmt: skip
    entries = list(own_entries(viewer_in(cast.parent, "parent"), cast.at(0), cast.at(0, day=1)))
    assert {each.ends - each.begins for each in entries} == {timedelta(minutes=90)}


# Steps by their pages


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        ("add-papers", {"subjects": "", "minutes": 60, "full": 100}, "subjects"),
        ("add-papers", {"subjects": "科" * 21, "minutes": 60, "full": 100}, "subjects"),
        ("add-papers", {"subjects": "语文", "minutes": 5, "full": 100}, "minutes"),
        ("propose-times", {"starts": "25:00", "most_a_day": 3}, "starts"),
        ("propose-times", {"starts": "", "most_a_day": 3}, "starts"),
        ("set-time", {"day": "2020-01-01", "begins": "08:30", "minutes": 60, "full": 100}, "day"),
        ("choose-rooms", {"rows": 0, "columns": 5}, "rows"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_and_kept(cast: Cast, step: str, data: dict[str, object], field: str):
    cast.lay_out(seats=False, people=False)
    given = {
        "grades": [cast.grades[0].pk], "paper": cast.paper("语文").pk, "grade": cast.grades[0].pk,
        "rooms": [cast.rooms[0].pk], **data,
    }  # fmt: skip
    answer = cast.client.post(f"{cast.url}{step}/", given)
    assert answer.status_code in (200, 422) and field in answer.context["form"].errors


def test_steps_are_taken_and_undone_by_their_pages(cast: Cast):
    cast.lay_out()
    for step in ("add-papers", "propose-times", "set-time", "drop-paper", "choose-rooms", "seat-pupils", "add-late",
                 "take-out", "move-apart", "assign-invigilators", "publish"):  # fmt: skip
        assert cast.client.get(f"{cast.url}{step}/").status_code in (200, 302), step
    answer = cast.client.post(f"{cast.url}add-papers/", {
        "grades": [cast.grades[0].pk], "subjects": "英语，科学", "minutes": 60, "full": 100})  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    assert cast.paper("英语").minutes == 60 and cast.paper("科学").full == 100
    page = cast.client.get(cast.url)
    assert page.status_code == 200 and "英语" in page.content.decode()


def test_the_page_of_a_joint_examination_says_who_has_taken_it_over(cast: Cast):
    from santong.domains.campus.exams.tests.test_arranging import joint

    row = joint(cast)
    officer = client_of(Person.objects.get(username="officer"))
    assert officer.get(f"/examinations/{row.pk}/").status_code == 200
    answer = cast.client.post(f"/examinations/{row.pk}/take-over/", {"school": cast.region.lake.pk})
    assert answer.status_code == 302
    assert str(cast.region.lake) in officer.get(f"/examinations/{row.pk}/").content.decode()
    for page in ("day", "invigilators"):
        assert officer.get(f"/examinations/{row.pk}/{page}/").status_code == 404
    assert Examination.objects.filter(origin=row).count() == 1


# On paper


@pytest.mark.parametrize("printable", PRINTABLES, ids=lambda each: each.name)
def test_each_document_holds_what_it_is_for(cast: Cast, printable: Printable):
    cast.lay_out()
    sheet = printable.content(cast.affairs, cast.examination)
    page = Paper(printable.name, printable.template, sheet.title, sheet.context, issuer=sheet.issuer).html(cast.affairs)
    names = [seat.pupil.person.name for seat in cast.seats()]
    people = [row.staff.person.name for row in Invigilation.objects.filter(examination=cast.examination)]
    is_plan = printable.name == "exam-invigilators"
    assert all(name in page for name in ([] if is_plan else names))
    assert all(name in page for name in (people if is_plan or printable.name == "exam-book" else []))
    assert not is_plan or not any(f">{name}<" in page for name in names)


def test_all_in_one_is_printed_by_those_who_arrange(cast: Cast):
    cast.lay_out()
    url = f"/print/exam-book/{cast.examination.pk}/"
    assert cast.client.post(url).status_code == 200 and PrintedDocument.objects.filter(name="exam-book").exists()
    looker = client_of(somebody("class_teacher", cast.classes[0], "looker"))
    assert looker.post(url).status_code == 404
    Examination.objects.filter(pk=cast.examination.pk).update(state="published")
    assert looker.post(url).status_code == 403


def test_nothing_is_printed_before_anybody_has_a_seat(cast: Cast):
    cast.lay_out(seats=False, people=False)
    assert cast.client.post(f"/print/exam-book/{cast.examination.pk}/").status_code == 404


def test_incidents_stay_with_the_office(cast: Cast):
    cast.publish()
    cast.client.post(f"{cast.url}note-incident/", {"text": "第二考场钟慢了", "exam_room": cast.exam_rooms()[1].pk})
    assert Incident.objects.get().exam_room == cast.exam_rooms()[1]
    teacher = signed_in("class_teacher", cast.classes[0], "looker")
    assert "钟慢了" not in teacher.get(cast.url).content.decode()
