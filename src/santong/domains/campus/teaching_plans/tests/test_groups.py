"""Lessons of teaching groups: taken over into the plan, held side by side, seen by whoever is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from santong.domains.campus.choices.models import ChoiceRound, GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import NewGuardian, NewPupil, Pupil, enrol, link_guardians
from santong.domains.campus.teaching_plans.actions import move_lesson, take_move_back
from santong.domains.campus.teaching_plans.building import SchoolPlan, placement_of, plan_of, slots_from, week_of
from santong.domains.campus.teaching_plans.by_hand import Meaning, board_of, meanings
from santong.domains.campus.teaching_plans.judging import judge
from santong.domains.campus.teaching_plans.models import PlanLine
from santong.domains.campus.teaching_plans.taking_over import (
    GroupsForm,
    take_back,
    take_over_groups,
    without_group,
)
from santong.domains.campus.teaching_plans.tests.conftest import Cast, employ
from santong.domains.campus.timetable.changing import Cover, cover
from santong.domains.campus.timetable.lessons import lesson_of_group
from santong.domains.campus.timetable.models import Change
from santong.domains.campus.timetable.public import (
    Lesson,
    Slot,
    Timetable,
    clashes_of,
    fill,
    groups_of_school,
    lessons_of_class,
    lessons_of_pupil,
    lessons_of_teacher,
    members_of,
    own_lessons,
    slots_of,
)
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.calendars.public import CalendarDay, set_terms
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import school_year_of
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible
from santong.lib.timetabling.checking import TooMuch, check
from santong.lib.timetabling.contradicting import contradiction
from santong.lib.timetabling.evaluating import evaluate
from santong.lib.timetabling.problem import read
from santong.lib.timetabling.searching import Clock, begin, improve

pytestmark = pytest.mark.django_db
BANDS = {"物理": 1, "历史": 1, "化学": 2, "思想政治": 2}
HAS = {"a0": "物理化学", "a1": "物理化学", "a2": "历史思想政治", "b0": "物理化学", "b1": "历史化学", "b2": "历史"}
"""The pupils of the first class (a) and the second (b), with the subjects of their groups."""


@dataclass
class Moving:
    """The school of the plan with two bands of groups; `monday` is that of the next week."""

    cast: Cast
    plan: MovingPlan
    groups: dict[str, TeachingGroup]
    pupils: dict[str, Pupil]
    monday: date
    parent: Person

    def take(self, **lessons: int) -> None:
        """Take the groups over, each subject with so many lessons."""
        form = GroupsForm(None, school=self.cast.school)
        given = {kind: lessons.get(kind[1], 2) for kind in form.kinds}
        take_over_groups(acting=self.cast.viewer, school=self.cast.school, lessons=given, ends_classes=True)

    def problem(self) -> SchoolPlan:
        """The plan of the school."""
        week = week_of(self.cast.school)
        assert week is not None
        return plan_of(self.cast.school, week)

    def table(self, state: str = "draft") -> Timetable:
        """A timetable found for the plan; published it holds since last month."""
        plan = self.problem()
        found = begin(plan.problem)
        for _better in improve(found, Clock(60)) if found.missing else ():
            if not found.missing:
                break
        assert not found.missing
        row = Timetable.objects.create(
            school=self.cast.school, path=self.cast.school.path, name="走班", since=self.monday - timedelta(days=28)
        )
        fill(acting=SYSTEM, timetable=row, slots=slots_from(plan, found.table, row))
        if state == "published":
            row.state = state
            row.save()
        return row

    def lessons(self, name: str) -> list[Lesson]:
        """The week of a pupil."""
        pupil = self.pupils[name]
        return lessons_of_pupil(self.cast.school, pupil, self.monday, self.monday + timedelta(days=6))


def subjects_of(lessons: Sequence[Lesson]) -> dict[str, int]:
    """How many lessons of each subject of groups."""
    found = [each.subject for each in lessons if each.group]
    return {subject: found.count(subject) for subject in found}


@pytest.fixture
def moving(cast: Cast) -> Moving:
    region = cast.region
    PlanLine.objects.filter(subject="数学").update(lessons=3)
    names = list(HAS)
    people = {name: Person.objects.create_person(username=name, name=name, path=region.lake.path) for name in names}
    drafts = [NewPupil(people[name], region.first if name[0] == "a" else region.second) for name in names]
    rows = enrol(acting=SYSTEM, school=region.lake, drafts=drafts, day=date(2026, 9, 1))
    pupils = dict(zip(names, rows, strict=True))
    parent = Person.objects.create_person(username="mother", name="母亲", path=region.lake.path)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupils["a0"], parent, "52")])
    choice = ChoiceRound.objects.create(
        school=region.lake, path=region.lake.path, name="选科", kind="combination", state="announced",
        final_until=timezone.localdate(),
    )  # fmt: skip
    plan = MovingPlan.objects.create(round=choice, path=region.lake.path, state="in_force", runs=1)
    laboratory = Room.objects.create(school=region.lake, path=region.lake.path, name="物理室", kind="laboratory")
    groups = {
        subject: TeachingGroup.objects.create(
            plan=plan, path=region.lake.path, subject=subject, number=1, band=band,
            teacher=employ(region, f"t{number}", subject), room=laboratory if subject == "物理" else None,
        )
        for number, (subject, band) in enumerate(BANDS.items())
    }  # fmt: skip
    for name, pupil in pupils.items():
        for subject in BANDS:
            if subject in HAS[name]:
                GroupMember.objects.create(
                    plan=plan, pupil=pupil, path=pupil.path, subject=subject, level="final", group=groups[subject]
                )
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    terms = {1: (monday - timedelta(days=28), monday + timedelta(days=90))}
    set_terms(acting=SYSTEM, organisation=region.city, school_year=school_year_of(today), terms=terms)
    CalendarDay.objects.by_installation().delete()
    return Moving(cast, plan, groups, pupils, monday, parent)


def test_groups_are_taken_over_in_one_act_and_taken_back(moving: Moving):
    cast = moving.cast
    cast.line(cast.region.grade, "物理", 4, room_kind="laboratory")
    form = GroupsForm(None, school=cast.school)
    asked = {kind[1]: form.fields[f"lessons-{number}"].initial for number, kind in enumerate(form.kinds)}
    assert asked == {"物理": 4, "历史": 3, "化学": 3, "思想政治": 3} and "ends_classes" in form.fields
    given = dict.fromkeys(form.kinds, 2)
    taken = take_over_groups(acting=cast.viewer, school=cast.school, lessons=given, ends_classes=True)
    lines = PlanLine.objects.filter(school=cast.school).exclude(group=0)
    assert {line.subject: line.lessons for line in lines} == dict.fromkeys(BANDS, 2)
    assert not PlanLine.objects.filter(subject="物理", group=0).exists()
    again = take_over_groups(acting=cast.viewer, school=cast.school, lessons=given | dict.fromkeys(list(given)[:1], 3),
                             ends_classes=True)  # fmt: skip
    assert not again.made and len(again.changed) == 1
    take_back(acting=cast.viewer, school=cast.school, taken=again)
    take_back(acting=cast.viewer, school=cast.school, taken=taken)
    assert [line.lessons for line in PlanLine.objects.filter(subject="物理")] == [4] and not lines.all().exists()


def test_groups_of_a_band_run_side_by_side_and_nothing_else_of_their_classes(moving: Moving):
    moving.take(物理=3, 历史=2)
    row = moving.table()
    slots = slots_of(row)
    times = {name: {(each.weekday, each.period) for each in slots if each.subject == name} for name in BANDS}
    assert times["历史"] < times["物理"] and len(times["物理"]) == 3 and times["化学"] == times["思想政治"]
    assert not times["物理"] & times["化学"]
    own = [(each.weekday, each.period) for each in slots if each.school_class_id == moving.cast.region.first.pk]
    assert not (times["物理"] | times["化学"]) & set(own)
    assert not [clash for slot in slots for clash in clashes_of(slot, slots)]
    found = judge(row)
    assert found is not None and found.evaluation.is_feasible
    assert {each.room.name for each in slots if each.subject == "物理" and each.room} == {"物理室"}
    plan = moving.problem()
    assert read(plan.problem.as_json()) == plan.problem
    assert evaluate(plan.problem, placement_of(plan, slots)).is_feasible


def test_a_group_elsewhere_than_its_band_is_a_clash_and_lacks_in_the_plan(moving: Moving):
    moving.take()
    row = moving.table()
    slot = next(each for each in slots_of(row) if each.subject == "物理")
    lesson = next(each for each in slots_of(row) if each.school_class_id == moving.cast.region.first.pk)
    slot.weekday, slot.period = lesson.weekday, lesson.period
    assert {str(each.who) for each in clashes_of(slot, slots_of(row))} >= {str(moving.cast.region.first)}
    slot.save()
    found = judge(row)
    assert found is not None and not found.evaluation.is_feasible and found.lacking


def test_what_cannot_be_is_seen_before_any_search(moving: Moving):
    moving.take(物理=20)
    found = check(moving.problem().problem)
    assert {each.of[0] for each in found if isinstance(each, TooMuch)} >= {"class"}
    moving.take()
    groups = moving.groups
    TeachingGroup.objects.filter(pk=groups["历史"].pk).update(teacher=groups["物理"].teacher)
    why = contradiction(moving.problem().problem, 20)
    assert why is not None and why.of == ("teacher", groups["物理"].teacher_id)


def test_each_pupil_has_the_groups_that_they_are_in(moving: Moving):
    moving.take()
    moving.table("published")
    assert subjects_of(moving.lessons("a0")) == {"物理": 2, "化学": 2}
    assert subjects_of(moving.lessons("b1")) == {"历史": 2, "化学": 2}
    assert subjects_of(moving.lessons("b2")) == {"历史": 2}
    region, monday, sunday = moving.cast.region, moving.monday, moving.monday + timedelta(days=6)
    own = own_lessons(viewer_in(moving.pupils["a0"].person, "pupil"), monday, sunday)
    assert subjects_of(own) == subjects_of(own_lessons(viewer_in(moving.parent, "parent"), monday, sunday))
    bands = [each for each in lessons_of_class(region.lake, region.first, monday, sunday) if each.groups]
    assert len(bands) == 4 and {each.subjects for each in bands} == {"历史、物理", "化学、思想政治"}
    taught = lessons_of_teacher(region.lake, moving.groups["物理"].teacher, monday, sunday)
    assert len(taught) == 2 and "物理 1" in taught[0].whom


def test_who_moves_to_another_group_has_its_lessons_at_once(moving: Moving):
    moving.take()
    moving.table("published")
    viewer = viewer_in(moving.pupils["a2"].person, "pupil")
    today = moving.monday
    assert subjects_of(own_lessons(viewer, today, today + timedelta(days=6))) == {"历史": 2, "思想政治": 2}
    member = GroupMember.objects.get(pupil=moving.pupils["a2"], subject="历史")
    GroupMember.objects.filter(pk=member.pk).update(group=moving.groups["物理"], subject="物理")
    assert subjects_of(own_lessons(viewer, today, today + timedelta(days=6))) == {"物理": 2, "思想政治": 2}
    assert [each.pk for each in members_of(moving.groups["物理"].pk)] == [
        moving.pupils[name].pk for name in ("a0", "a1", "a2", "b0")
    ]


def test_a_lesson_of_a_group_is_covered_by_itself(moving: Moving):
    moving.take()
    moving.table("published")
    cast = moving.cast
    lesson = next(each for each in moving.lessons("a0") if each.subject == "物理")
    [change] = cover(acting=cast.viewer, school=cast.school, covers=[Cover(lesson, cast.staff["first"])])
    assert isinstance(change, Change) and change.group == moving.groups["物理"].pk
    now = lesson_of_group(cast.school, lesson.group, lesson.day, lesson.period)
    assert now is not None and now.teacher == cast.staff["first"] and now.joined == lesson.joined
    beside = [each for each in moving.lessons("b1") if (each.day, each.period) == (lesson.day, lesson.period)]
    assert [each.change for each in beside] == [None] and beside[0].subject == "历史"
    page = cast.client().get(lesson.address)
    assert page.status_code == 200 and "物理 1" in page.content.decode()
    assert cast.client(somebody("class_teacher", cast.region.hill, "away")).get(lesson.address).status_code == 403


def test_a_band_is_moved_by_hand_as_a_whole_and_back(moving: Moving):
    moving.take()
    row = moving.table()
    board = board_of(row, None)
    picked = next(each for each in board.slots if each.subject == "物理")
    taken = {(each.weekday, each.period) for each in board.slots if each.group}
    first, second = moving.cast.region.first.pk, moving.cast.region.second.pk
    before = {each.pk: (each.weekday, each.period) for each in board.slots}
    cells = meanings(board, picked, range(1, 6), range(1, 5), moving.cast.region.first)
    goals = [each for own in cells for each in own if each.can_take and (each.weekday, each.period) not in taken]
    assert goals and all(
        each.meaning in (Meaning.CLASH, Meaning.HERE) for own in cells for each in own
        if (each.weekday, each.period) in taken
    )  # fmt: skip
    goal = goals[0]
    move_lesson(acting=moving.cast.viewer, timetable=row, slot=picked, weekday=goal.weekday, period=goal.period)
    there = board_of(row, None)
    side = {each.subject for each in there.at(first, goal.weekday, goal.period)}
    assert side == {"物理", "历史"} and {each.subject for each in there.at(second, goal.weekday, goal.period)} == side
    take_move_back(acting=moving.cast.viewer, timetable=row)
    assert {each.pk: (each.weekday, each.period) for each in slots_of(row)} == before


def test_groups_that_are_gone_are_named_and_end(moving: Moving):
    moving.take()
    row = moving.table()
    page = reverse("timetable:timetables-detail", args=[row.pk])
    assert "已不再启用" not in moving.cast.client().get(page).content.decode()
    MovingPlan.objects.filter(pk=moving.plan.pk).update(state="found")
    assert "已不再启用" in moving.cast.client().get(page).content.decode()
    assert len(without_group(moving.cast.school)) == 4 and not groups_of_school(moving.cast.school)
    with pytest.raises(NotPossible, match="没有已启用的教学班"):
        moving.take()


def test_the_pages_show_bands_groups_and_pupils_to_those_who_may_see_them(moving: Moving):
    cast, day = moving.cast, moving.monday.isoformat()
    client, address = cast.client(), reverse("teaching_plans:groups")
    page = client.get(address).content.decode()
    assert "物理 1" in page and "思想政治 1" in page
    given = {f"lessons-{number}": "2" for number in range(4)} | {"school": str(cast.school.pk)}
    assert client.post(address, given | {"lessons-0": "0"}).status_code == 422
    assert client.post(address, given).status_code == 302 and PlanLine.objects.exclude(group=0).count() == 4
    line = PlanLine.objects.exclude(group=0).first()
    assert line is not None
    assert client.get(reverse("teaching_plans:teaching-plans-edit", args=[line.pk])).status_code == 200
    row = moving.table("published")
    week, pupil = reverse("timetable:week"), moving.pupils["a0"]
    shown = client.get(week, {"class": cast.region.first.pk, "day": day}).content.decode()
    assert "历史、物理" in shown and "物理室" in shown
    own = client_of(pupil.person)
    mine = own.get(week, {"day": day}).content.decode()
    assert "物理 1" in mine and "历史 1" not in mine
    assert own.get(week, {"pupil": moving.pupils["a2"].pk}).status_code == 404
    assert client.get(reverse("timetable:timetables-detail", args=[row.pk])).status_code == 200
    draft = moving.table()
    slot = next(each for each in slots_of(draft) if each.group)
    picked = client.get(reverse("teaching_plans:by-hand", args=[draft.pk]), {"pick": slot.pk}).content.decode()
    assert slot.group_name in picked
    edited = client.get(reverse("timetable:slot", args=[draft.pk, slot.pk]))
    assert edited.status_code == 200 and 'name="school_class"' not in edited.content.decode()
    assert client_of(somebody("inspector", cast.region.city, "looks")).get(address).status_code == 403


def test_a_group_in_the_place_of_a_class_is_of_the_grade(moving: Moving):
    [physics, *_rest] = [each for each in groups_of_school(moving.cast.school) if each.subject == "物理"]
    region = moving.cast.region
    assert physics.place == region.grade and [row.pk for row in physics.classes] == [region.first.pk, region.second.pk]
    assert isinstance(physics.teacher, Staff) and replace(physics, name="x").band == physics.band
    assert Slot(group=3, group_name="物理 1", school_class=region.grade, subject="物理").whom.endswith("物理 1")
