"""Supervised tasks of the demonstration: the city's for all schools of a county, the county's, the school's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.supervision import actions
from santong.domains.campus.supervision.models import ISSUE, Assignment, LogEntry, Milestone, SupervisedTask
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, lineage, school_of
from santong.kit.access import Grant, Viewer
from santong.kit.demo import Region

NAMES = ("bureau", "county", "principal", "affairs", "teacher")
Kind, Source = Organisation.Kind, SupervisedTask.Source


def supervise(region: Region) -> None:
    """Tasks of the accounts that people try out; nothing where there are none."""
    people = {person.username: person for person in Person.objects.by_installation().filter(username__in=NAMES)}
    cast = {name: viewer_in(person, "staff") for name, person in people.items()}
    school = school_of(cast["principal"].grants[0].path) if len(cast) == len(NAMES) else None
    if school is None:
        return
    around = {place.kind: place for place in lineage(school)}
    county, city = around[Kind.COUNTY_BUREAU], around[Kind.CITY_BUREAU]
    _for_all_schools(cast, city, county, school)
    _for_the_school(cast["county"], county, school)
    _in_school(cast, people, school)


def _for_all_schools(
    cast: Mapping[str, Viewer], city: Organisation, county: Organisation, school: Organisation
) -> None:
    bureau = cast["bureau"]
    aim = "各校对取暖、用电、消防、食堂逐项自查，问题列清单、限期改完，照片和记录存档备查。"
    task = _task(
        bureau, city, "冬季校园安全隐患自查整改", aim,
        Source.MEETING, "市教育局第 11 次局长办公会第 4 项", 9,
        milestones=(("完成自查", -6), ("整改清单上报", 2), ("整改完毕", 8)),
    )  # fmt: skip
    actions.add_group(acting=bureau, task=task, place=county, kind=Kind.SCHOOL)
    _issue(bureau, task, -20, 9)
    rows = {row.organisation_id: row for row in Assignment.objects.belonging_to(task=task)}
    first, second = _milestones(task)[:2]
    for number, row in enumerate(rows.values()):
        head = Viewer(person_id=cast["principal"].person_id, grants=_grant(row), category="staff")
        if number % 3 != 2:
            _at(-7, actions.reach, acting=head, assignment=row, milestone=first, words="全校逐栋查过，问题记录在册")
        if number % 3 == 0 and row.organisation_id != school.pk:
            _at(-2, actions.reach, acting=head, assignment=row, milestone=second, words="清单 9 条已上报")
    mine = rows[school.pk]
    _at(-1, actions.report, acting=cast["principal"], assignment=mine, words="12 栋楼查了 12 栋，8 条问题改了 6 条")


def _grant(row: Assignment) -> tuple[Grant, ...]:
    """What whoever is in charge of the leading place holds there."""
    return (Grant("principal", row.path),)


def _for_the_school(county_officer: Viewer, county: Organisation, school: Organisation) -> None:
    aim = "对问卷里家长反映最多的三条逐条答复并整改，结果向家长公开。"
    task = _task(
        county_officer, county, "课后服务满意度问卷问题整改", aim, Source.INSPECTION, "县责任督学 10 月督导反馈", -2,
        milestones=(("列出整改清单", -14), ("向家长公开", -3)),
    )  # fmt: skip
    actions.add_lead(acting=county_officer, task=task, organisation=school)
    _issue(county_officer, task, -24, -2)
    row = Assignment.objects.belonging_to(task=task).get()
    principal = Viewer(person_id=None, grants=_grant(row), category="staff")
    _at(-13, actions.reach, acting=principal, assignment=row, milestone=_milestones(task)[0], words="3 条里做了 2 条")
    later = timezone.localdate() + timedelta(days=5)
    actions.ask_extension(
        acting=principal, assignment=row, until=later, reason="餐费公示要等食堂招标结果，12 月上旬出。"
    )


def _in_school(cast: Mapping[str, Viewer], people: Mapping[str, Person], school: Organisation) -> None:
    principal, teacher = cast["principal"], people["teacher"]
    units = {row.name: row for row in Organisation.objects.inside(school).filter(kind=Kind.DEPARTMENT)}
    office, computing = units["教务处"], units["信息中心"]
    fans = _task(
        principal, school, "实验室排风扇更换", "两间实验室 12 台排风扇全部换新，验收合格后使用。", Source.MEETING,
        "10 月 30 日校务会第 3 项", -4,
        milestones=(("现场看过，定型号", -24), ("采购下单", -16), ("安装 12 台", -8), ("两间实验室验收", -4)),
    )  # fmt: skip
    actions.add_lead(acting=principal, task=fans, organisation=office, person=teacher)
    actions.add_assistant(acting=principal, task=fans, organisation=computing)
    _issue(principal, fans, -26, -4)
    row = Assignment.objects.belonging_to(task=fans).get()
    leader = cast["teacher"]
    for milestone, words in zip(_milestones(fans)[:2], ("选定低噪声型号", "采购单已挂上"), strict=True):
        _at((milestone.due - timezone.localdate()).days, actions.reach, acting=leader, assignment=row,
            milestone=milestone, words=words)  # fmt: skip
    _at(-3, actions.report, acting=leader, assignment=row, words="装好 7 台，余下 5 台厂家缺货，第二批后天到")
    exams = _task(
        principal, school, "期末考试命题保密检查", "命题、印制、保管各环节责任到人，责任书全部签订。", Source.DOCUMENT,
        "市教育局教研〔2026〕41 号", 19, milestones=(("责任书签订", 6), ("保密室检查", 12)),
    )  # fmt: skip
    actions.add_lead(acting=principal, task=exams, organisation=office, person=people["affairs"])
    _issue(principal, exams, -5, 19)
    books = _task(principal, school, "图书馆新书编目", "1,200 册新书编目上架。", Source.INSTRUCTION, "", 3)
    actions.add_lead(acting=principal, task=books, organisation=computing, person=teacher)
    _issue(principal, books, -30, 3)
    row = Assignment.objects.belonging_to(task=books).get()
    actions.report_done(acting=leader, assignment=row, words="1,200 册全部上架，目录已公布。")
    ramp = _task(principal, school, "校门无障碍坡道修整", "坡道防滑条全部更换。", Source.INSPECTION, "县残联走访", 6)
    actions.add_lead(acting=principal, task=ramp, organisation=computing, person=teacher)
    _issue(principal, ramp, -12, 6)
    row = Assignment.objects.belonging_to(task=ramp).get()
    actions.report_done(acting=leader, assignment=row, words="防滑条更换完毕，试走无问题。")
    actions.accept(acting=principal, assignment=row, words="看过现场，同意销号。")


def _task(
    acting: Viewer, place: Organisation, title: str, aim: str, source: str, words: str, due: int, *,
    milestones: Iterable[tuple[str, int]] = (),
) -> SupervisedTask:  # fmt: skip
    today = timezone.localdate()
    acting.demand(ISSUE, place.path)
    task = SupervisedTask.objects.create(
        issuer=place, path=place.path, title=title, aim=aim, source=source, source_words=words,
        due=today + timedelta(days=max(due, 0)), person_id=acting.person_id,
    )  # fmt: skip
    for name, day in milestones:
        Milestone.objects.create(task=task, title=name, due=today + timedelta(days=day))
    return task


def _issue(acting: Viewer, task: SupervisedTask, days: int, due_in: int) -> None:
    """Issue it as if some days ago: the past is written as it would stand by now."""
    due, day = timezone.localdate() + timedelta(days=due_in), timezone.localdate() + timedelta(days=days)
    actions.issue(acting=acting, task=task)
    task.issued_on, task.due = day, due
    task.save(update_fields=["issued_on", "due"])
    rows = list(Assignment.objects.belonging_to(task=task))
    for row in rows:
        row.due = row.first_due = due
    Assignment.objects.bulk_save(rows, ["due", "first_due"])


def _at(days: int, act: Callable[..., int], **given: Any) -> None:
    """Do something as if some days ago."""
    entry = act(**given)
    day: date = timezone.localdate() + timedelta(days=days)
    LogEntry.objects.noted([entry]).update(day=day)


def _milestones(task: SupervisedTask) -> list[Milestone]:
    return list(Milestone.objects.belonging_to(task=task).order_by("due"))
