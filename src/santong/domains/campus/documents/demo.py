"""Documents of the demonstration: a county's notice to its schools, a school's request and its reply, mail on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.documents.actions import (
    archive_document,
    archive_incoming,
    close,
    decide,
    distribute,
    issue,
    propose,
    register,
    seal,
    show_to,
    sign_for,
    skip_number,
    submit,
    write_document,
)
from santong.domains.campus.documents.models import Delivery, Document, DocumentKind, Incoming, Retention, Series
from santong.domains.campus.documents.queries import clerks_at, receivers_for
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.domains.platform.requests.public import Request, agree
from santong.kit.access import Viewer
from santong.kit.demo import Region

NAMES = ("county", "principal", "affairs", "class-teacher", "teacher")
FIRE = """为切实做好冬季校园防火和取暖安全工作，保障师生生命安全，现就有关事项通知如下。
一、压实责任
（一）校长是第一责任人。各学校要把责任落实到每栋楼、每个岗位，签到人、管到位。
（二）健全值班制度。节假日实行领导带班和24小时值班。
二、全面排查
1.12月5日前完成教室、宿舍、食堂、实验室的用电和消防设施检查。
2.采用煤炉取暖的教室逐间检查通风和烟道。
（1）发现隐患立即整改，不能立即整改的先停用。
（2）排查台账留存学校，不需上报纸质材料。
三、做好演练
各学校12月15日前至少开展一次疏散演练，时间由学校自定，不影响正常教学。"""
CANTEEN = """我校学生食堂建于2008年，就餐座位420个，现有住宿生611人，分三批就餐仍较拥挤。
一、改造内容
扩建就餐区约260平方米，更新排烟和消防设施。
二、资金安排
预算48万元，其中学校自筹6万元，申请补助42万元。
三、工期
计划于寒假施工，开学前完工。
妥否，请批示。"""
APPROVED = """你校《关于改造学生食堂的请示》收悉。经研究，批复如下。
一、原则同意学生食堂改造方案。
二、补助资金42万元列入年度预算，请按规定办理政府采购。
三、施工安排在寒假，确保开学前验收。"""
LETTER = (
    """为做好下一年度校舍维修计划，请各学校核对校舍基本情况。数据已由平台汇总，只需核对有误的项目，无误的无需回复。"""
)
PLAN = """根据学校安排，本学期家长开放日定于下周五下午举行。
一、时间和地点
下午两点，各班教室。
二、要求
各班主任提前一天完成座位安排，不布置与教学无关的任务。"""
MINUTES = """会议研究了冬季取暖、期末复习和家长开放日安排。
一、关于冬季取暖
总务处每日巡查，供暖温度不低于18摄氏度。
二、关于期末复习
不增加作业总量，不提前结课。"""


RUN = """为增强学生体质，现将冬季长跑活动安排如下。
一、时间
每天大课间。
二、要求
量力而行，不计成绩，不排名。"""


@dataclass(frozen=True)
class Cast:
    """Who acts, the school and its county, and the series of both."""

    people: Mapping[str, Viewer]
    persons: Mapping[str, Person]
    school: Organisation
    county: Organisation
    school_series: Series
    county_series: Series


def send_documents(region: Region) -> None:
    """Documents between a county and its schools; nothing where the accounts that people try out aren't there."""
    rows = {person.username: person for person in Person.objects.by_installation().filter(username__in=NAMES)}
    if len(rows) < len(NAMES):
        return
    people = {name: viewer_in(person, "staff") for name, person in rows.items()}
    school = school_of(people["principal"].grants[0].path)
    if school is None or school.parent is None:
        return
    county = school.parent
    cast = Cast(
        people, rows, school, county, _series(school, "一中发"), _series(county, f"{county.short_name[:2]}教发")
    )
    _from_the_county(cast)
    _request_and_reply(cast)
    _inside_the_school(cast)
    _on_paper(cast)


def _series(place: Organisation, code: str) -> Series:
    return Series.objects.create(organisation=place, path=place.path, code=code, about="通知、函、请示等")


def _signed(cast: Cast, drafter: str, **values: Any) -> Document:
    """A document that everybody for whom it waited has agreed to."""
    place = cast.county if drafter == "county" else cast.school
    row = write_document(acting=cast.people[drafter], organisation=place, values=values)
    submit(acting=cast.people[drafter], document=row)
    request = Request.objects.by_installation().get(pk=row.request_id)
    while request.is_running:
        holder = next(task.holder for task in request.read_tasks() if task.state == task.State.OPEN)
        agree(acting=viewer_in(holder, "staff"), request=request, words="同意。")
    row.refresh_from_db()
    return row


def _issued(cast: Cast, row: Document, receivers: Sequence[Organisation], day: date | None = None) -> Document:
    is_county = row.organisation_id == cast.county.pk
    acting = cast.people["county" if is_county else "affairs"]
    series = cast.county_series if is_county else cast.school_series
    issue(acting=acting, document=row, series=series, issued_on=day or timezone.localdate())
    seal(acting=acting, document=row)
    if receivers:
        distribute(acting=acting, document=row, receivers=receivers)
    row.refresh_from_db()
    return row


def _schools(cast: Cast) -> list[Organisation]:
    found = receivers_for(cast.county)
    return [place for place in found if place.path.startswith(cast.county.path) and place.kind == place.Kind.SCHOOL]


def _from_the_county(cast: Cast) -> None:
    """A notice that most schools have signed for, and a letter that waits everywhere."""
    schools = _schools(cast)
    row = _signed(
        cast, "county", kind=DocumentKind.NOTICE, title="关于做好冬季校园防火和取暖安全工作的通知",
        urgency=Document.Urgency.URGENT, main="各学校", copies="县消防救援大队", body=FIRE,
    )  # fmt: skip
    row = _issued(cast, row, schools, timezone.localdate() - timedelta(days=3))
    for place in schools[: len(schools) - 4]:
        _sign(row, place, cast.people["affairs"] if place.pk == cast.school.pk else _clerk_of(place))
    letter = _signed(
        cast, "county", kind=DocumentKind.LETTER, title="关于核对校舍基本情况的函", main="各学校", body=LETTER
    )
    _issued(cast, letter, schools)
    entry = Incoming.objects.by_installation().get(delivery__document=row, organisation=cast.school)
    affairs, principal = cast.people["affairs"], cast.persons["principal"]
    words = "建议由总务负责排查，各班主任配合演练，请校长批示。"
    propose(acting=affairs, incoming=entry, words=words, person=principal)
    decide(
        acting=cast.people["principal"], incoming=entry, words="同意。12月3日前查完，发现隐患先停用再整改。",
        people=[cast.persons["class-teacher"]],
    )  # fmt: skip
    show_to(acting=affairs, incoming=entry, people=[cast.persons["teacher"]])


def _clerk_of(place: Organisation) -> Viewer | None:
    """Whoever keeps the documents of a place itself."""
    found = [person for person in clerks_at([place.path]) if person.path.startswith(place.path)]
    return viewer_in(found[0], "staff") if found else None


def _sign(row: Document, place: Organisation, acting: Viewer | None) -> None:
    if acting is not None:
        delivery = Delivery.objects.by_installation().get(document=row, organisation=place)
        sign_for(acting=acting, delivery=delivery)


def _request_and_reply(cast: Cast) -> None:
    """A request for instructions of the school, and the county's reply to it."""
    row = _signed(
        cast, "affairs", kind=DocumentKind.REQUEST, title="关于改造学生食堂的请示",
        main=cast.county.name, body=CANTEEN,
    )  # fmt: skip
    row = _issued(cast, row, [cast.county], timezone.localdate() - timedelta(days=2))
    county = cast.people["county"]
    _sign(row, cast.county, county)
    entry = Incoming.objects.by_installation().get(delivery__document=row)
    propose(acting=county, incoming=entry, words="建议同意，列入年度预算。", person=cast.persons["county"])
    decide(acting=county, incoming=entry, words="同意。请拟批复。")
    reply = _signed(
        cast, "county", kind=DocumentKind.REPLY, title="关于改造学生食堂的批复",
        main=cast.school.name, body=APPROVED, answers=entry,
    )  # fmt: skip
    reply = _issued(cast, reply, [cast.school])
    _sign(reply, cast.school, cast.people["affairs"])
    close(acting=county, incoming=entry, words="已批复。")
    archive_incoming(acting=county, incoming=entry, retention=Retention.THIRTY)


def _inside_the_school(cast: Cast) -> None:
    """Minutes in the archive, a notice that is signed, one that waits for the clerk, a number used up on paper."""
    minutes = _signed(cast, "affairs", kind=DocumentKind.MINUTES, title="校长办公会议纪要", body=MINUTES)
    minutes = _issued(cast, minutes, [], timezone.localdate() - timedelta(days=1))
    archive_document(acting=cast.people["affairs"], document=minutes, retention=Retention.PERMANENT)
    skip_number(
        acting=cast.people["affairs"], series=cast.school_series, reason="纸质函件手工用号", day=timezone.localdate()
    )
    _signed(
        cast, "teacher", kind=DocumentKind.NOTICE, title="关于举行家长开放日的通知",
        main="各班级", body=PLAN,
    )  # fmt: skip
    row = write_document(
        acting=cast.people["class-teacher"], organisation=cast.school,
values={"title": "关于开展冬季长跑活动的通知", "main": "各班级", "body": RUN},
    )  # fmt: skip
    submit(acting=cast.people["class-teacher"], document=row)


def _on_paper(cast: Cast) -> None:
    """Mail that came on paper, and waits for a proposal."""
    today = timezone.localdate()
    register(
        acting=cast.people["affairs"],
        organisation=cast.school,
        values={
            "sender": "县卫生健康局",
            "sender_number": f"卫健函〔{today.year}〕58号",
            "kind": DocumentKind.LETTER,
            "title": "关于开展学生视力筛查的函",
            "received_on": today - timedelta(days=1),
            "due_on": today + timedelta(days=9),
        },
    )
