"""The week plan and duties of the demonstration school and of the county bureau."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from santong.domains.campus.duty.actions import add_member, ask_swap, note, plan
from santong.domains.campus.duty.models import PlanItem, Roster, Shift, starting
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.calendars.public import monday_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, lineage, school_of
from santong.kit.access import SYSTEM, Viewer
from santong.kit.demo import Region

NAMES = ("principal", "affairs", "school-it", "class-teacher", "teacher", "county")
PHONE = "0999-5550101"
SCHOOL_WEEK = (
    (0, time(7, 50), time(8, 20), "升旗仪式：宪法宣传周", "操场", "四年级组，全体师生"),
    (0, time(15, 40), time(16, 40), "校务会", "会议室", "校级领导、各处室"),
    (1, time(14, 0), time(15, 30), "数学教研：计算课的分层练习", "录播教室", "数学组"),
    (2, time(10, 0), time(11, 0), "消防演练", "全校", "安全办、各班班主任"),
    (2, time(16, 0), time(17, 0), "班主任例会", "多功能报告厅", "各班班主任"),
    (3, time(9, 0), time(11, 30), "县教研室听课", "四年级", "教务处"),
    (4, None, None, "图书漂流日", "图书馆", "语文组、图书馆"),
)
ON_SCREENS = ("升旗仪式：宪法宣传周", "消防演练", "图书漂流日")
COUNTY_WEEK = (
    (0, time(9, 0), time(10, 30), "局机关周前会", "三楼会议室", "班子成员、各股室"),
    (2, time(14, 30), time(16, 0), "冬季校园安全视频调度会", "二楼视频室", "安全股、各校校长"),
    (4, time(9, 0), time(11, 0), "课后服务工作调研", "云岭一小", "基教股"),
)


def plan_some(region: Region) -> None:
    """Plans around the accounts that people try out; nothing where there are none."""
    people = {person.username: person for person in Person.objects.by_installation().filter(username__in=NAMES)}
    cast = {name: viewer_in(person, "staff") for name, person in people.items()}
    school = school_of(cast["principal"].grants[0].path) if len(cast) == len(NAMES) else None
    if school is None:
        return
    county = next(place for place in lineage(school) if place.kind == Organisation.Kind.COUNTY_BUREAU)
    for weeks in (-1, 0, 1):
        _week(school, SCHOOL_WEEK, weeks)
    _week(county, COUNTY_WEEK, 0)
    leading = [people[name] for name in ("principal", "affairs", "school-it", "class-teacher", "teacher")]
    _roster(school, "行政值班", Roster.Kind.DAY, "综合楼 101", leading)
    _roster(school, "校门护学", Roster.Kind.DAY, "南校门", leading[2:])
    _roster(school, "夜间值班", Roster.Kind.NIGHT, "值班室", leading[:3])
    _roster(county, "局机关值班", Roster.Kind.DAY, "一楼值班室", [people["county"]])
    _swap_and_log(cast, school)


def _week(place: Organisation, lines: tuple, weeks: int) -> None:  # type: ignore[type-arg]
    monday = monday_of(timezone.localdate()) + timedelta(weeks=weeks)
    PlanItem.objects.bulk_create(
        PlanItem(
            organisation=place, path=place.path, day=monday + timedelta(days=day), begins=begins, ends=ends, what=what,
            where=where, people=people, starts=starting(monday + timedelta(days=day), begins),
            on_screens=what in ON_SCREENS,
        )
        for day, begins, ends, what, where, people in lines
    )  # fmt: skip


def _roster(place: Organisation, name: str, kind: str, post: str, people: list[Person]) -> None:
    roster = Roster.objects.create(organisation=place, path=place.path, name=name, kind=kind, post=post, phone=PHONE)
    for person in people:
        add_member(acting=SYSTEM, roster=roster, person=person)
    today = timezone.localdate()
    plan(acting=SYSTEM, roster=roster, first=today - timedelta(days=7), last=today + timedelta(days=30))


def _swap_and_log(cast: dict[str, Viewer], school: Organisation) -> None:
    today = timezone.localdate()
    shifts = Shift.objects.belonging_to(roster__organisation=school).select_related("roster", "person")
    past = shifts.filter(roster__name="行政值班", day__lt=today).order_by("-day").first()
    if past is not None:
        acting = Viewer(person_id=past.person_id, category="staff")
        note(acting=acting, shift=past, at=time(7, 40), text="南校门车流较大，请交警支援疏导，8:05 恢复。")
        note(acting=acting, shift=past, at=time(16, 50), text="三年级一名学生家长晚到，值班教师陪护至 17:20。")
    teacher = cast["teacher"]
    coming = shifts.filter(roster__name="行政值班", day__gt=today)
    mine = coming.filter(person_id=teacher.person_id).order_by("day").first()
    other = coming.filter(person_id=cast["class-teacher"].person_id).order_by("day").last()
    if mine is not None and other is not None:
        ask_swap(acting=teacher, shift=mine, other=other, reason="当天带学生参加县里数学竞赛")
