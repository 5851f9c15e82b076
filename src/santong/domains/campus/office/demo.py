"""Requests of the demonstration school: some wait for the principal, some are decided, somebody is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.office.kinds import LEAVE, SEAL, TRAVEL
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.calendars.public import working_days
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.domains.platform.requests.public import Request, RequestKind, agree, put_draft, return_to, send
from santong.kit.access import Viewer
from santong.kit.demo import Region

NAMES = ("principal", "affairs", "teacher", "class-teacher")


def ask_for_things(region: Region) -> None:
    """Leave, travel and seals of the accounts that people try out; nothing where there are none."""
    people = Person.objects.by_installation().filter(username__in=NAMES)
    cast = {person.username: viewer_in(person, "staff") for person in people}
    if len(cast) < len(NAMES):
        return
    school = school_of(cast["principal"].grants[0].path)
    if school is not None:
        _fill(cast, school)


def _fill(cast: Mapping[str, Viewer], school: Organisation) -> None:
    affairs, teacher = cast["affairs"], cast["class-teacher"]
    away = _asked(school, teacher, LEAVE, leave="personal", period=_days(school, 0, 1), why="回老家参加亲属婚礼")
    agree(acting=affairs, request=away, words="课程已调好，同意。")
    long = _asked(
        school, cast["teacher"], LEAVE, leave="sick", period=_days(school, 3, 8), why="住院做小手术，附医院证明",
        lessons="四（2）班数学由年级组内老师轮流代课",
    )  # fmt: skip
    agree(acting=affairs, request=long, words="代课已安排，请校长审批。")
    trip = _asked(
        school, cast["teacher"], TRAVEL, where="省教育科学研究院", period=_days(school, 10, 12),
        why="参加小学数学课例研讨", cost=2600.0,
    )  # fmt: skip
    agree(acting=affairs, request=trip)
    _asked(school, affairs, SEAL, seal="school", document="学生外出研学安全协议", copies=45.0, recipient="研学基地")
    back = _asked(school, teacher, TRAVEL, where="县教师进修学校", period=_days(school, 5, 5), why="班主任培训")
    return_to(acting=affairs, request=back, words="请写明当天两节课由谁代。")
    _asked(school, teacher, LEAVE, leave="personal", period=_days(school, 2, 2, "pm"), why="带孩子看医生")


def _asked(school: Organisation, acting: Viewer, kind: RequestKind, **values: Any) -> Request:
    row = put_draft(acting=acting, kind=kind, organisation=school, values=values)
    send(acting=acting, request=row)
    return row


def _days(school: Organisation, first: int, last: int, since_half: str = "am") -> dict[str, str]:
    """From one working day from today on to another, counted from 0."""
    today = timezone.localdate()
    days = working_days(school.path, today, today + timedelta(days=60))
    ends = {"since": days[first].isoformat(), "until": days[last].isoformat()}
    return {**ends, "since_half": since_half, "until_half": "pm"}
