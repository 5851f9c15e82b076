"""Surveys of the demonstration region: of a class, of a county, and an anonymous one of a school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from santong.domains.platform.access.public import Appointment, viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.surveys.actions import (
    add_audience,
    change_questions,
    offer_survey,
    open_survey,
    put_survey,
    send_anonymous_answer,
    send_answer,
)
from santong.domains.platform.surveys.content import Condition, Content, Field, Section, Test
from santong.domains.platform.surveys.jobs import deliver
from santong.domains.platform.surveys.mixing import mix
from santong.domains.platform.surveys.models import Asked, Survey
from santong.kit.access import Viewer
from santong.kit.demo import Region
from santong.kit.facts import PersonFact
from santong.kit.registry import registry

MOST_ANSWERS = 60


def _options(*words: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"o{at + 1}", text) for at, text in enumerate(words))


COMING, ABSENT = (Condition("all", (Test("f2", "is", key),)) for key in ("o1", "o2"))
BURDENED = Condition("all", (Test("f1", "at_least", "4"),))
TRIP = Content(
    sections=(
        Section(
            "是否参加",
            "",
            (
                Field("f1", "fact", "孩子姓名", fact="name"),
                Field("f2", "choice", "是否参加春游？", required=True, options=(("o1", "参加"), ("o2", "不参加"))),
                Field("f3", "text", "不参加的原因", show=ABSENT),
            ),
        ),
        Section(
            "参加的请填",
            "用于安排乘车和午餐。",
            (
                Field(
                    "f4", "choices", "午餐", show=COMING,
                    options=(("o1", "自带"), ("o2", "盒饭"), ("o3", "清真餐"), ("o4", "素食")),
                ),
                Field("f5", "yes_no", "孩子晕车吗？", required=True, show=COMING),
                Field(
                    "f6", "long_text", "过敏或其他需要老师留意的情况", sensitive="health",
                    reason="路上和用餐时照顾孩子，活动结束后由班主任删除。", show=COMING,
                ),
                Field(
                    "f7", "number", "随行家长人数", unit="人", least=0, most=2,
                    show=COMING,
                ),
            ),
        ),
    ),
    next=8,
)  # fmt: skip
TEACHERS = Content(
    sections=(
        Section(
            "基本情况",
            "",
            (
                Field("f1", "fact", "姓名", fact="name"),
                Field("f2", "fact", "学校", fact="school"),
                Field(
                    "f3", "choice", "任教学段", required=True,
                    options=(("o1", "小学"), ("o2", "初中"), ("o3", "高中"), ("o4", "其他")),
                ),
            ),
        ),
        Section(
            "数字化教学",
            "",
            (
                Field("f4", "number", "上周用平台资源上了几节课？", unit="节", least=0, most=40, required=True),
                Field(
                    "f5", "choices", "最需要哪方面的培训？",
                    options=_options("课件制作", "学情分析", "智能教学工具", "网络安全", "都不需要"),
                ),
                Field("f6", "scale", "学校的网络和设备够用吗？", required=True, low="很不够", high="完全够用"),
                Field("f7", "long_text", "您还有什么建议？"),
            ),
        ),
    ),
    next=8,
)  # fmt: skip
CLIMATE = Content(
    sections=(
        Section(
            "",
            "",
            (
                Field("f1", "scale", "近一个月的工作负担", required=True, low="很轻", high="很重"),
                Field("f2", "scale", "学校的决定能听取教师意见", required=True, low="不同意", high="同意"),
                Field(
                    "f3", "choices", "哪些事务最占用教学时间？",
                    options=_options("填表报数", "会议", "检查评比", "非教学活动", "没有"),
                ),
                Field("f4", "long_text", "最希望学校先改变的一件事", show=BURDENED),
            ),
        ),
    ),
    next=5,
)  # fmt: skip
ADVICE = ("希望多组织校际听课。", "多媒体教室周一上午不够用。", "请统一各个平台的账号。", "减少重复填报。")
WISHES = ("少开会。", "表格能不能只填一次。", "午休值班轮换。", "")
REASONS = ("当天要去看望老人", "身体不适", "")


def ask_some(region: Region) -> None:
    """A survey of each kind, with answers, and one offered as a template."""
    chance = Random(20261130)  # noqa: S311  (no secret depends on it)
    if teacher := _asker("class-teacher", "class_teacher"):
        trip = _opened(
            teacher, TRIP, ("parent",), title="四月春游报名",
            text="4 月 16 日去城郊植物园，8:00 校门口集合，15:30 返回。",
            ground="安排乘车、午餐和带队老师", minutes=3, closes_in=6,
        )  # fmt: skip
        _answer(trip, lambda each: _trip_answer(each, chance), share=0.6)
    if officer := _asker("county", "county_officer"):
        county = _opened(
            officer, TEACHERS, ("subject_teacher", "class_teacher"), title="教师数字化教学培训需求调查",
            text="用于安排下学期的县级培训，每所学校都会收到结果。", ground="安排下学期县级培训",
            authority="县教育局 2026 年培训计划", minutes=5, closes_in=10,
        )  # fmt: skip
        _answer(county, lambda each: _teacher_answer(each, chance), share=0.5)
        offer_survey(acting=officer[1], survey=county)
    if principal := _asker("principal", "principal"):
        climate = _opened(
            principal, CLIMATE, ("staff",), title="教师工作负担匿名问卷", text="请放心填写，谁也查不到是谁填的。",
            ground="学期末改进学校管理", minutes=3, closes_in=4, is_anonymous=True, may_correct=False,
        )  # fmt: skip
        _answer(climate, lambda each: _climate_answer(chance), share=0.8)
        mix(climate)


def _asker(username: str, role: str) -> tuple[Organisation, Viewer] | None:
    """Somebody who tries the product out, else anybody with the role, with the place of their role."""
    held = (
        Appointment.objects.by_installation().filter(role=role).on(timezone.localdate()).select_related("organisation")
    )
    row = held.filter(person__username=username).first() or held.order_by("path").first()
    return (row.organisation, viewer_in(row.person, "staff")) if row else None


def _opened(
    asker: tuple[Organisation, Viewer], content: Content, roles: Sequence[str], *, closes_in: int, **given: Any
) -> Survey:
    place, viewer = asker
    day = timezone.localdate() + timedelta(days=closes_in)
    survey = put_survey(acting=viewer, survey=Survey(organisation=place, closes_on=day, **given))
    change_questions(acting=viewer, survey=survey, change=lambda now: content)
    add_audience(acting=viewer, survey=survey, organisation=place, roles=roles, people=())
    open_survey(acting=viewer, survey=survey)
    deliver.func(survey_id=survey.pk)
    survey.refresh_from_db()
    return survey


def _answer(survey: Survey, values: Any, *, share: float) -> None:
    """Let some of those who are asked answer; the accounts that people try out have it still to do."""
    tried = ("parent", "teacher", "class-teacher", "principal", "affairs")
    rows = (
        Asked.objects.belonging_to(survey=survey).exclude(person__username__in=tried).select_related("person", "child")
    )
    families: set[int] = set()
    for asked in rows.order_by("pk")[: int(min(rows.count() * share, MOST_ANSWERS))]:
        if asked.child_id in families:
            continue
        families |= {asked.child_id} if asked.child_id else set()
        viewer = viewer_in(asked.person, asked.category)
        said = {name: value for name, value in values(asked).items() if value != ""}
        if survey.is_anonymous:
            send_anonymous_answer(acting=viewer, asked=asked, values=said)
        else:
            send_answer(acting=viewer, asked=asked, values=said, files={})


def _fact(value: str) -> Mapping[str, Any]:
    return {"value": value, "right": True, "words": ""}


def _trip_answer(asked: Asked, chance: Random) -> dict[str, Any]:
    about: Person = asked.child or asked.person
    if chance.random() < 0.12:
        return {"f1": _fact(about.name), "f2": "o2", "f3": chance.choice(REASONS)}
    lunch = [chance.choice(("o1", "o1", "o2", "o2", "o3", "o4"))]
    return {
        "f1": _fact(about.name), "f2": "o1", "f4": lunch, "f5": chance.random() < 0.25,
        "f6": chance.choice(("", "", "对花生过敏", "")), "f7": float(chance.choice((0, 0, 1, 1, 2))),
    }  # fmt: skip


def _teacher_answer(asked: Asked, chance: Random) -> dict[str, Any]:
    school = registry.by_name(PersonFact)["school"].of(asked.person_id)
    return {
        "f1": _fact(asked.person.name), "f2": _fact(school), "f3": chance.choice(("o1", "o1", "o2")),
        "f4": float(chance.choice((0, 2, 3, 4, 5, 6, 8, 10, 12))), "f5": chance.sample(("o1", "o2", "o3", "o4"), 2),
        "f6": chance.choice((2, 3, 3, 4, 4, 5)), "f7": chance.choice((*ADVICE, "", "", "")),
    }  # fmt: skip


def _climate_answer(chance: Random) -> dict[str, Any]:
    burden = chance.choice((2, 3, 3, 4, 4, 5))
    found: dict[str, Any] = {
        "f1": burden, "f2": chance.choice((2, 3, 4, 4, 5)), "f3": chance.sample(("o1", "o2", "o3", "o4"), 2)
    }  # fmt: skip
    wish = chance.choice(WISHES)
    return found | ({"f4": wish} if burden >= 4 and wish else {})
