"""Filling the schools of the demonstration region, by the actions that everybody uses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.staff.public import NewStaff, NewTeaching, Post, Staff, Teaching, assign_teaching, employ
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.demo.accounts import link_accounts, place_accounts
from santong.domains.campus.students.demo.activating import activate_accounts
from santong.domains.campus.students.demo.gaps import leave_gaps
from santong.domains.campus.students.demo.inventing import Inventor
from santong.domains.campus.students.demo.plans import ClassPlan, SchoolPlan, plans_of
from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import create_people
from santong.domains.platform.organisations.public import Organisation, Stage, school_year_of
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

ENTRY_AGE = 6
"""Years before the school year in which those at level 1 were born; level 0 is a year less …"""
SUBJECTS = {
    Stage.PRESCHOOL: ("学前教育",),
    Stage.PRIMARY: ("语文", "数学", "英语", "道德与法治", "科学", "体育与健康", "音乐", "美术", "信息科技"),
    Stage.JUNIOR: ("语文", "数学", "英语", "道德与法治", "物理", "化学", "生物学", "历史", "地理", "体育与健康"),
}
SENIOR_SUBJECTS = ("语文", "数学", "英语", "思想政治", "物理", "化学", "生物学", "历史", "地理", "信息技术")
TITLES = (
    Post.Title.PRINCIPAL,
    Post.Title.DEPUTY_PRINCIPAL,
    Post.Title.TEACHING_AFFAIRS,
    Post.Title.IT,
    Post.Title.GENERAL_AFFAIRS,
)
FEW_SUBJECTS = 3
"""Subjects of each class that have a teacher in a small region; more would be the same again."""


def fill_schools(region: Region) -> None:
    """Pupils, guardians and staff of every school, and the demonstration accounts among them."""
    inventor = Inventor(region.random)
    place_accounts()
    plans = plans_of(region)
    for number, plan in enumerate(plans):
        with transaction.atomic():
            _employ(plan, inventor, region.size)
            _enrol(plan, inventor)
        if number % 20 == 19:
            region.say(f"  {number + 1} of {len(plans)} schools with their people")
    link_accounts()
    if region.size == "small":
        leave_gaps(region)
    activate_accounts(region)


def born_between(level: int, school_year: int) -> tuple[date, date]:
    """The days between which those at a level are born who entered school at the usual age."""
    year = school_year - ENTRY_AGE - level
    return date(year, 9, 1), date(year + 1, 8, 31)


def _enrol(plan: SchoolPlan, inventor: Inventor) -> None:
    school, year = plan.school, school_year_of(timezone.localdate())
    people = [
        (each, inventor.person(school.path, plan.division, *born_between(each.level, year)))
        for each in plan.classes
        for _pupil in range(each.pupils)
    ]
    persons = create_people(acting=SYSTEM, drafts=[person for _class, person in people])
    drafts = [
        NewPupil(
            person=person,
            school_class=each.organisation,
            roll_number=f"G{new.id_number}",
            ethnic_group=inventor.ethnic_group(),
        )
        for (each, new), person in zip(people, persons, strict=True)
    ]
    pupils = enrol(acting=SYSTEM, school=school, drafts=drafts, day=date(year, 9, 1))
    if not plan.with_guardians:
        return
    parents = [inventor.guardian(new, school.path) for _class, new in people]
    guardians = create_people(acting=SYSTEM, drafts=[new for new, _relation in parents])
    links = [
        NewGuardian(pupil, guardian, relation)
        for pupil, guardian, (_new, relation) in zip(pupils, guardians, parents, strict=True)
    ]
    link_guardians(acting=SYSTEM, drafts=links)


def _employ(plan: SchoolPlan, inventor: Inventor, size: str) -> None:
    school, year = plan.school, school_year_of(timezone.localdate())
    wanted = [(stage, True) for stage, number in plan.teachers.items() for _teacher in range(number)]
    wanted += [(Stage(next(iter(plan.teachers))), False)] * plan.others
    first, last = date(year - 58, 1, 1), date(year - 24, 12, 31)
    people = create_people(
        acting=SYSTEM,
        drafts=[inventor.person(school.path, plan.division, first, last, phone=True) for _each in wanted],
    )
    held = set(Post.objects.by_installation().filter(path=school.path, until=None).values_list("title", flat=True))
    drafts = [
        NewStaff(
            person=person,
            subjects=(_subjects(stage)[number % len(_subjects(stage))],) if teaches else (),
            titles=_titles(number, teaches, held),
            is_teacher=teaches,
            on_establishment=inventor.random.random() < 0.8,
            stage=stage,
        )
        for number, (person, (stage, teaches)) in enumerate(zip(people, wanted, strict=True))
    ]
    day = date(year, 9, 1)
    staff = employ(acting=SYSTEM, school=school, drafts=drafts, day=day)
    _appoint_principal(school, staff)
    assign_teaching(acting=SYSTEM, drafts=_teaching(plan.classes, staff, size), day=day)


def _appoint_principal(school: Organisation, staff: Sequence[Staff]) -> None:
    """Whoever has the post holds the role, at schools where nobody was appointed by hand."""
    head = Post.objects.by_installation().filter(staff__in=[row.pk for row in staff], title=Post.Title.PRINCIPAL)
    for post in head.select_related("staff__person"):
        appoint(acting=SYSTEM, person=post.staff.person, role="principal", organisation=school)


def _titles(number: int, teaches: bool, held: Collection[str]) -> tuple[str, ...]:
    if not teaches:
        return (Post.Title.SUPPORT,)
    own = TITLES[number : number + 1]
    return (*(title for title in own if title not in held), Post.Title.TEACHER)


def _subjects(stage: str) -> Sequence[str]:
    return SUBJECTS.get(Stage(stage), SENIOR_SUBJECTS)


def _teaching(classes: Sequence[ClassPlan], staff: Sequence[Staff], size: str) -> list[NewTeaching]:
    """A class teacher for each class; in a small region teachers of a few subjects as well."""
    teachers = [row for row in staff if row.is_teacher]
    led = Teaching.objects.by_installation().filter(kind=Teaching.Kind.CLASS_TEACHER, until=None)
    keys = [each.organisation.pk for each in classes]
    taught = _taught(keys)
    have_one = set(led.filter(school_class__in=keys).values_list("school_class_id", flat=True))
    found: list[NewTeaching] = []
    for number, each in enumerate(classes):
        if each.organisation.pk not in have_one:
            found.append(NewTeaching(teachers[number % len(teachers)], each.organisation))
        if size == "small":
            some = [teachers[(number * FEW_SUBJECTS + step) % len(teachers)] for step in range(FEW_SUBJECTS)]
            new = {row.subjects: row for row in some if (each.organisation.pk, row.subjects) not in taught}
            found += [NewTeaching(row, each.organisation, subject) for subject, row in new.items()]
    return found


def _taught(classes: Collection[int]) -> set[tuple[int, str]]:
    """The subjects that have a teacher in a class already, of those who have a demonstration account."""
    rows = Teaching.objects.by_installation().filter(school_class__in=classes, until=None)
    return set(rows.values_list("school_class_id", "subject"))
