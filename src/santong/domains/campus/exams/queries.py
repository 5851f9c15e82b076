"""Reads on examinations: papers, rooms, seats, what clashes, whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.campus.bookings.public import Times, taken_rooms
from santong.domains.campus.exams.models import (
    KEEP,
    VIEW,
    Absentee,
    Examination,
    ExamResult,
    ExamRoll,
    ExamRoom,
    Incident,
    Invigilation,
    Paper,
    Seat,
)
from santong.domains.campus.places.public import Room
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.timetable.public import Lesson, lessons_of_school
from santong.domains.platform.organisations.public import Organisation, grades_of
from santong.kit.access import Viewer
from santong.kit.agenda import Entry
from santong.lib.examination_seating import alike

SHOWN = 5


def papers_of(examination: Examination) -> list[Paper]:
    """Its papers in order of time, those without one last."""
    rows = Paper.objects.belonging_to(examination=examination).select_related("grade")
    return sorted(rows, key=lambda row: (row.begins is None, row.begins or timezone.now(), row.level, row.pk))


def exam_rooms_of(examination: Examination) -> list[ExamRoom]:
    """Its rooms by number."""
    rows = ExamRoom.objects.belonging_to(examination=examination).select_related("room__building", "grade")
    return list(rows.order_by("number"))


def seats_of(examination: Examination) -> QuerySet[Seat]:
    """Its seats with pupils and classes, room by room."""
    rows = Seat.objects.belonging_to(examination=examination)
    found: QuerySet[Seat] = rows.select_related("pupil__person", "school_class", "exam_room__room__building")
    return found.order_by("exam_room__number", "place")


def seats_in(room: ExamRoom) -> list[Seat]:
    """The seats of one room in their order."""
    rows = Seat.objects.belonging_to(exam_room=room).select_related("pupil__person", "school_class")
    return list(rows.order_by("place"))


def grades_sitting(papers: Sequence[Paper]) -> list[Organisation]:
    """The grades that have papers, in the order of the tree."""
    found = {paper.grade.pk: paper.grade for paper in papers if paper.grade is not None}
    return sorted(found.values(), key=lambda grade: grade.path)


def grades_to_sit(school: Organisation) -> list[Organisation]:
    """The grades of a school that could sit an examination."""
    return [grade for grade in grades_of(school) if grade.grade.level > 0]


def candidates_of(grade: Organisation, school: Organisation) -> list[Pupil]:
    """The pupils of a grade who sit: enrolled ones with a class."""
    rows = Pupil.objects.inside(grade).filter(status=Pupil.Status.ENROLLED, school=school).exclude(school_class=None)
    return list(rows.select_related("person", "school_class").order_by("pk"))


def unseated(examination: Examination, grades: Sequence[Organisation]) -> list[Pupil]:
    """Pupils of the grades who have no seat."""
    seated = set(Seat.objects.belonging_to(examination=examination).values_list("pupil", flat=True))
    return [row for grade in grades for row in candidates_of(grade, examination.school) if row.pk not in seated]


@dataclass(frozen=True)
class Sitting:
    """An examination with all that belongs to it, read once."""

    examination: Examination
    papers: Sequence[Paper]
    rooms: Sequence[ExamRoom]

    @property
    def timed(self) -> list[Paper]:
        """The papers that have a time."""
        return [paper for paper in self.papers if paper.begins is not None]

    def rooms_of(self, paper: Paper) -> list[ExamRoom]:
        """Where a paper is sat."""
        return [room for room in self.rooms if room.grade_id == paper.grade_id]

    def papers_in(self, room: ExamRoom) -> list[Paper]:
        """What is sat in a room."""
        return [paper for paper in self.timed if paper.grade_id == room.grade_id]

    @property
    def days(self) -> list[date]:
        """The days on which something is sat."""
        return sorted({day_of_paper(paper) for paper in self.timed})

    @property
    def grades(self) -> list[Organisation]:
        """The grades that sit."""
        return grades_sitting(self.papers)

    def wanted(self) -> dict[Room, list[Times]]:
        """When each room of the school is needed; times that touch are one."""
        found: dict[int, tuple[Room, list[Times]]] = {}
        for each in self.rooms:
            times = found.setdefault(each.room_id, (each.room, []))[1]
            times += [Times(paper.begins, paper.ends) for paper in self.papers_in(each)]  # type: ignore[arg-type]
        return {room: _joined(times) for room, times in found.values()}


def _joined(times: Sequence[Times]) -> list[Times]:
    found: list[Times] = []
    for each in sorted(times):
        if found and each.begins <= found[-1].ends:
            found[-1] = Times(found[-1].begins, max(found[-1].ends, each.ends))
        else:
            found.append(each)
    return found


def day_of_paper(paper: Paper) -> date:
    """The day of a paper that has a time."""
    assert paper.begins is not None
    return timezone.localtime(paper.begins).date()


def sitting(examination: Examination) -> Sitting:
    """An examination with its papers and rooms."""
    return Sitting(examination, papers_of(examination), exam_rooms_of(examination))


def lessons_to_cancel(found: Sitting, lessons: Sequence[Lesson]) -> list[Lesson]:
    """Which of the lessons of its days give way to an examination."""
    rule, kinds = found.examination.lessons, Examination.Lessons
    if rule == kinds.KEPT:
        return []
    return [each for each in lessons if each.held and _gives_way(found, each, whole_day=rule == kinds.DAYS)]


def _gives_way(found: Sitting, lesson: Lesson, *, whole_day: bool) -> bool:
    own = [
        paper for paper in found.timed
        if paper.grade is not None and lesson.school_class.path.startswith(paper.grade.path)
        and day_of_paper(paper) == lesson.day
    ]  # fmt: skip
    if whole_day or lesson.moment is None or lesson.end is None:
        return bool(own)
    return any(paper.begins < lesson.end and lesson.moment < paper.ends for paper in own)  # type: ignore[operator]


def lessons_on(found: Sitting) -> list[Lesson]:
    """All lessons of the school on the days of an examination."""
    days = found.days
    lessons = lessons_of_school(found.examination.school, days[0], days[-1]) if days else []
    return [each for each in lessons if each.day in days]


@dataclass
class Objections:
    """What stands against publishing (`faults`), and what should be looked at (`doubts`), in words."""

    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def objections(examination: Examination) -> Objections:
    """What isn't as it must be before an examination is published."""
    found, result = sitting(examination), Objections()
    result.faults += _faults_of_papers(found)
    if found.timed:
        result.faults += _faults_of_rooms(found)
    missing = unseated(examination, found.grades)
    if missing:
        words = ngettext("%(n)s pupil has no seat: %(names)s.", "%(n)s pupils have no seat: %(names)s.", len(missing))
        names = _(", ").join(str(pupil) for pupil in missing[:SHOWN])
        result.faults.append(words % {"n": len(missing), "names": names})
    result.doubts += _doubts(found)
    return result


def _faults_of_papers(found: Sitting) -> Iterator[str]:
    if not found.papers:
        yield _("There are no papers yet. Add the papers of each grade.")
    without = [paper for paper in found.papers if paper.begins is None]
    if without:
        names = _(", ").join(named(paper) for paper in without[:SHOWN])
        yield _("These papers have no time yet: %(names)s.") % {"names": names}
    for paper in found.timed:
        if not found.examination.first <= day_of_paper(paper) <= found.examination.last:
            yield _("%(paper)s isn't within the days of the examination.") % {"paper": named(paper)}
    for one, other in combinations(found.timed, 2):
        if one.level == other.level and one.grade_id == other.grade_id and one.overlaps(other):
            yield _("%(one)s and %(other)s are sat at one time.") % {"one": named(one), "other": named(other)}


def _faults_of_rooms(found: Sitting) -> Iterator[str]:
    """A room for two things at once: two grades, a booking of others, a lesson that is held."""
    for one, other in combinations(found.rooms, 2):
        if one.room_id == other.room_id and any(
            a.overlaps(b) for a in found.papers_in(one) for b in found.papers_in(other)
        ):
            words = _("%(room)s is given to %(one)s and %(other)s at one time.")
            yield words % {"room": one.room, "one": one.grade, "other": other.grade}
    wanted = found.wanted()
    for booking in taken_rooms(wanted, found.examination.booked)[:SHOWN]:
        words = _("%(room)s is booked: %(when)s, %(title)s.")
        yield words % {"room": booking.room, "when": booking.when, "title": booking.title}
    yield from _faults_of_lessons(found, wanted)


def _faults_of_lessons(found: Sitting, wanted: dict[Room, list[Times]]) -> Iterator[str]:
    by_room = {room.pk: times for room, times in wanted.items()}
    lessons = lessons_on(found)
    give_way = {each.place for each in lessons_to_cancel(found, lessons)}
    held = [each for each in lessons if each.held and each.place not in give_way and each.room is not None]
    clashing = [
        each for each in held
        if each.moment is not None and each.end is not None
        and any(t.begins < each.end and each.moment < t.ends for t in by_room.get(each.room.pk, ()))  # type: ignore[union-attr]
    ]  # fmt: skip
    for each in clashing[:SHOWN]:
        words = _("%(class)s has %(subject)s in %(room)s then: %(day)s, lesson %(n)s.")
        yield words % {
            "class": each.whom, "subject": each.subject, "room": each.room,
            "day": f"{each.day:%m-%d}", "n": each.period,
        }  # fmt: skip


def _doubts(found: Sitting) -> Iterator[str]:
    lacking = [room for room in found.rooms if not found.papers_in(room)]
    if lacking and found.timed:
        yield _("Some rooms have no papers: %(rooms)s.") % {"rooms": _(", ").join(map(str, lacking[:SHOWN]))}
    wanted = sum(len(found.rooms_of(paper)) for paper in found.timed) * found.examination.invigilators
    rows = Invigilation.objects.belonging_to(examination=found.examination)
    there = rows.exclude(staff=None).filter(paper__in=found.timed).count()
    if there < wanted:
        words = ngettext("%(n)s invigilator is missing.", "%(n)s invigilators are missing.", wanted - there)
        yield words % {"n": wanted - there}
    beside = sum(len(alike({(each.row, each.column): each.school_class_id for each in seats}))
                 for seats in seats_by_room(found.examination).values())  # fmt: skip
    if beside:
        words = ngettext(
            "%(n)s pair of neighbours is of one class: the rooms have too few seats to part them.",
            "%(n)s pairs of neighbours are of one class: the rooms have too few seats to part them.", beside,
        )  # fmt: skip
        yield words % {"n": beside}


def named(paper: Paper) -> str:
    """A paper with its grade, in words."""
    return f"{paper.grade.name if paper.grade is not None else grade_words(paper.level)} {paper.subject}"


def grade_words(level: int) -> str:
    """A level of grades in words; joint examinations are for all schools that have it."""
    return _("Grade %(n)s") % {"n": level}


def seats_by_room(examination: Examination) -> dict[int, list[Seat]]:
    """The seats by the keys of rooms."""
    found: dict[int, list[Seat]] = {}
    for seat in seats_of(examination):
        found.setdefault(seat.exam_room_id, []).append(seat)
    return found


def plan_of(room: ExamRoom, seats: Sequence[Seat]) -> list[list[Seat | None]]:
    """The room as it looks: rows from the front, each with its seats from the door; None is an empty one."""
    at = {(seat.row, seat.column): seat for seat in seats}
    rows, columns = range(1, room.rows + 1), range(1, room.columns + 1)
    return [[at.get((row, column)) for column in columns] for row in rows]


# Whose they are


@dataclass(frozen=True)
class OwnPaper:
    """A paper that a pupil sits, with their seat."""

    paper: Paper
    seat: Seat

    @property
    def ends(self) -> datetime | None:
        """When it ends for this pupil."""
        return self.paper.ends + timedelta(minutes=self.seat.extra_minutes) if self.paper.ends else None


def own_seats(viewer: Viewer, pupil: Pupil | None = None) -> list[Seat]:
    """The seats of a viewer or of their children in examinations that are published, the latest first."""
    rows = Seat.objects.of_acting(viewer).filter(examination__state__in=Examination.OPEN, examination__removed_at=None)
    if pupil is not None:
        rows = rows.filter(pupil=pupil)
    found = rows.select_related("examination", "exam_room__room__building", "pupil__person")
    return list(found.order_by("-examination__first", "-pk"))


def own_papers(seats: Sequence[Seat]) -> list[OwnPaper]:
    """What is sat at some seats, in order of time."""
    by_key: dict[tuple[int, int | None], list[Seat]] = {}
    for seat in seats:
        by_key.setdefault((seat.examination_id, seat.exam_room.grade_id), []).append(seat)
    rows = Paper.objects.belonging_to(examination__in=[seat.examination for seat in seats]).exclude(begins=None)
    found = [OwnPaper(paper, seat) for paper in rows for seat in by_key.get((paper.examination_id, paper.grade_id), ())]
    return sorted(found, key=lambda each: (each.paper.begins, each.seat.pk))  # type: ignore[arg-type,return-value]


def own_invigilations(viewer: Viewer) -> QuerySet[Invigilation]:
    """What a viewer invigilates in published examinations, in order of time."""
    rows = Invigilation.objects.of_acting(viewer).filter(
        staff__person_id=viewer.person_id, examination__state__in=Examination.OPEN, examination__removed_at=None
    )
    found: QuerySet[Invigilation] = rows.select_related("paper__grade", "exam_room__room__building", "examination")
    return found.order_by("paper__begins", "pk")


def own_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """The papers that a viewer sits or invigilates, or their children sit, for their calendar."""
    if viewer.category == "staff":
        for row in own_invigilations(viewer).filter(paper__begins__lt=ends, paper__ends__gt=begins):
            title = _("Invigilation: %(paper)s") % {"paper": named(row.paper)}
            where = f"{row.exam_room} · {row.exam_room.room}"
            first, last = row.paper.begins, row.paper.ends
            if first is not None and last is not None:
                yield Entry(f"invigilation-{row.pk}", title, first, last, url=reverse_mine(), where=where)
        return
    papers = own_papers([seat for seat in own_seats(viewer) if seat.examination.last >= begins.date() - timedelta(1)])
    for each in papers:
        first, last = each.paper.begins, each.ends
        if first is not None and last is not None and first < ends and last > begins:
            title = _("Examination: %(subject)s") % {"subject": each.paper.subject}
            if viewer.category == "parent":
                title = f"{each.seat.pupil.person.name} {title}"
            where = f"{each.seat.exam_room} · {each.seat.exam_room.room}"
            note = _("Candidate number %(number)s, seat %(place)s") % {
                "number": each.seat.number, "place": each.seat.place
            }  # fmt: skip
            key = f"paper-{each.paper.pk}-{each.seat.pk}"
            yield Entry(key, title, first, last, url=reverse_mine(), where=where, note=note)


def reverse_mine() -> str:
    """One's own page."""
    return reverse("exams:mine")


def own_results(viewer: Viewer, pupil: Pupil) -> list[ExamResult]:
    """What was released of a pupil, for the pupil and the family; never anybody else's."""
    rows = ExamResult.objects.of_acting(viewer).filter(pupil=pupil, paper__released_at__isnull=False)
    found = rows.filter(paper__examination__removed_at=None).select_related("paper__examination")
    return list(found.order_by("-paper__examination__first", "paper__begins", "pk"))


# The day


@dataclass
class RoomNow:
    """A room while a paper is sat: who invigilates, whether the roll was called, who isn't there."""

    paper: Paper
    room: ExamRoom
    people: list[Invigilation] = field(default_factory=list)
    roll: ExamRoll | None = None
    absent: list[Absentee] = field(default_factory=list)
    expected: int = 0

    @property
    def missing(self) -> int:
        """How many invigilators are still to be found."""
        return sum(each.staff is None for each in self.people)

    @property
    def present(self) -> int:
        """How many are there."""
        return self.expected - len(self.absent)


def day_rooms(found: Sitting, day: date) -> list[tuple[Paper, list[RoomNow]]]:
    """The papers of a day with all rooms in which they are sat."""
    papers = [paper for paper in found.timed if day_of_paper(paper) == day]
    rooms = {(paper.pk, room.pk): RoomNow(paper, room) for paper in papers for room in found.rooms_of(paper)}
    rows = Invigilation.objects.belonging_to(paper__in=papers).select_related("staff__person")
    for row in rows.order_by("position"):
        if (place := rooms.get((row.paper_id, row.exam_room_id))) is not None:
            place.people.append(row)
    for roll in ExamRoll.objects.belonging_to(paper__in=papers).select_related("by"):
        if (place := rooms.get((roll.paper_id, roll.exam_room_id))) is not None:
            place.roll = roll
    absent = Absentee.objects.belonging_to(roll__in=[each.roll for each in rooms.values() if each.roll is not None])
    by_roll = {each.roll.pk: each for each in rooms.values() if each.roll is not None}
    for missing in absent.select_related("seat__pupil__person", "seat__school_class"):
        by_roll[missing.roll_id].absent.append(missing)
    sizes = {room.pk: 0 for room in found.rooms}
    for pk in Seat.objects.belonging_to(examination=found.examination).values_list("exam_room", flat=True):
        sizes[pk] += 1
    for place in rooms.values():
        place.expected = sizes[place.room.pk]
    return [(paper, [place for (pk, _room), place in rooms.items() if pk == paper.pk]) for paper in papers]


def incidents_of(examination: Examination) -> list[Incident]:
    """What was noted, the latest first."""
    rows = Incident.objects.belonging_to(examination=examination).select_related("by", "exam_room")
    return list(rows.order_by("-happened_at", "-pk"))


def may_call(viewer: Viewer, paper: Paper, room: ExamRoom) -> bool:
    """Whether a viewer calls the roll of a room for a paper: who invigilates there, or keeps the examination."""
    if viewer.can(KEEP, paper.path):
        return True
    return (
        Invigilation.objects.of_acting(viewer)
        .filter(paper=paper, exam_room=room, staff__person_id=viewer.person_id)
        .exists()
    )


def may_see_plan(viewer: Viewer, examination: Examination) -> bool:
    """Whether somebody sees who invigilates where: everybody who sees the examination."""
    return viewer.can(VIEW, examination.path) or examination.path in viewer.places_above(VIEW)
