"""What class screens show of examinations: only published papers, of the class or room, and no name of a pupil."""

from __future__ import annotations

from datetime import timedelta

import pytest

from santong.domains.campus.exams.models import Examination
from santong.domains.campus.exams.screens import papers
from santong.domains.campus.exams.tests.conftest import Cast
from santong.kit.screens import CLASS, HALL, ROOM, Line, Spot

pytestmark = pytest.mark.django_db


def shown(cast: Cast, place: str) -> list[Line]:
    """What a screen of a place shows of the week of the examination."""
    seat, school = cast.seats()[0], Examination.objects.by_installation().get().school
    school_class = seat.school_class if place == CLASS else None
    room = seat.exam_room.room if place == ROOM else None
    path = school_class.path if school_class is not None else school.path
    spot = Spot(place, school, school_class, room, path, frozenset())
    day = Examination.objects.by_installation().get().first
    return list(papers(spot, day - timedelta(days=1), day + timedelta(days=5)))


def test_a_draft_is_on_no_screen(cast: Cast):
    cast.lay_out()
    assert not any(shown(cast, place) for place in (CLASS, ROOM, HALL))


def test_published_papers_stand_on_screens_of_class_room_and_hall(cast: Cast):
    cast.publish()
    seat = cast.seats()[0]
    of_class, of_room, of_hall = (shown(cast, place) for place in (CLASS, ROOM, HALL))
    assert of_class and {line.text for line in of_class} == {seat.examination.name}
    assert all(str(seat.exam_room) in line.note or str(seat.exam_room.room) not in line.note for line in of_class)
    assert any(str(seat.exam_room.room) in line.note for line in of_class)
    assert of_room and all(str(seat.exam_room.room) in line.note for line in of_room)
    assert len(of_hall) >= len(of_class) and not any(str(seat.exam_room.room) in line.note for line in of_hall)
    said = "".join(line.title + line.text + line.note for line in [*of_class, *of_room, *of_hall])
    assert not any(each.pupil.person.name in said or each.number in said for each in cast.seats())
    assert all(line.begins < line.ends for line in of_class)
