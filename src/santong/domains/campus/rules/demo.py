"""Rules of the demonstration: the city's, the county's and the school's, in force, to come, replaced and repealed."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from santong.domains.campus.rules.actions import acknowledge, amend, publish, put_regulation, repeal
from santong.domains.campus.rules.models import Regulation
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, lineage, school_of
from santong.kit.access import Viewer
from santong.kit.demo import Region

NAMES = ("bureau", "county", "principal", "class-teacher")
Kind, RuleKind, Audience = Organisation.Kind, Regulation.Kind, Regulation.Audience
SAFETY = """第一章 总则
第一条 为保障师生安全，规范校园日常管理，制定本办法。
第二条 本办法适用于全市各级各类学校和幼儿园。
第二章 出入与巡查
第三条 上课期间实行封闭管理。来访人员凭有效证件登记，经受访教职工确认后由门卫放行。
第四条 学校每日巡查教学楼、食堂、宿舍、实验室和运动场地，发现隐患当日登记、限期整改。
第三章 责任
第五条 校长是校园安全第一责任人，分管副校长和各处室负责人按职责分工落实。
第六条 瞒报、迟报安全事件的，依照有关规定追究责任。"""
HOMEWORK = """第一条 小学一、二年级不布置家庭书面作业，三至六年级每天书面作业平均完成时间不超过 60 分钟。
第二条 各班课代表不代收、不代统计作业时长，由班主任每天在群里公示各科作业总量。
第三条 教师布置的作业教师先做一遍；作业全批全改，错题当面订正。
第四条 教务处每周抽查公示情况，结果在周前会通报。"""
LABORATORY = """第一章 使用
第一条 实验室由实验教师负责，钥匙不外借，用毕关窗、断水、断电、锁门。
第二条 危险化学品双人双锁保管，领用登记到克，余量当日归还。
第二章 应急
第三条 发生灼伤、割伤立即处置并通知校医室，同时告知班主任和家长。
第四条 通风设备故障期间停止有刺激性气体的实验。"""
PLAN = """第一条 遇大雪、结冰等天气，由教育局统一发布停课或错峰上学通知，学校不自行提前公布。
第二条 值班领导六时前到岗，组织清扫校门、楼梯和通道积雪。
第三条 家长暂时不能接走的学生，由值班教师在图书馆集中看护。"""


def publish_some(region: Region) -> None:
    """Rules at all three levels around the school of the accounts that people try out; nothing where there are none."""
    people = {row.username: row for row in Person.objects.by_installation().filter(username__in=NAMES)}
    cast = {name: viewer_in(person, "staff") for name, person in people.items()}
    school = school_of(cast["principal"].grants[0].path) if len(cast) == len(NAMES) else None
    if school is None:
        return
    around = {place.kind: place for place in lineage(school)}
    city, county = around[Kind.CITY_BUREAU], around[Kind.COUNTY_BUREAU]
    title = "中小学校园安全管理办法"
    old = _rule(cast["bureau"], city, f"{title}（试行）", "市教〔2021〕18 号", RuleKind.MEASURES, SAFETY, -1800)
    new = _rule(
        cast["bureau"], city, title, "市教〔2026〕7 号", RuleKind.MEASURES, SAFETY, -200,
        audience=Audience.LEADERS, replaces=old,
    )  # fmt: skip
    acknowledge(acting=cast["bureau"], regulation=new)
    _rule(cast["county"], county, "雨雪冰冻天气停课与看护预案", "县教〔2026〕32 号", RuleKind.PLAN, PLAN, 10)
    _of_the_school(cast, school)


def _of_the_school(cast: dict[str, Viewer], school: Organisation) -> None:
    principal = cast["principal"]
    homework = _rule(
        principal, school, "作业总量公示与管理细则", "校发〔2025〕9 号", RuleKind.DETAILS, HOMEWORK, -420,
        audience=Audience.TEACHERS,
    )  # fmt: skip
    day = timezone.localdate() - timedelta(days=30)
    text = HOMEWORK.replace("每周抽查", "每周两次抽查")
    amend(acting=principal, regulation=homework, text=text, in_force_from=day, note="抽查由每周一次改为每周两次")
    _rule(principal, school, "实验室安全使用制度", "校发〔2024〕3 号", RuleKind.SYSTEM, LABORATORY, -700)
    gate = _rule(principal, school, "来访人员登记办法", "校发〔2019〕2 号", RuleKind.MEASURES, SAFETY, -2500)
    repeal(acting=principal, regulation=gate, day=day, reason="并入市级校园安全管理办法")
    text = "第一条 学生凭校园卡借书，每次两册，期限两周。"
    draft = Regulation(issuer=school, title="图书借阅制度（征求意见稿）", kind=RuleKind.SYSTEM, text=text)
    put_regulation(acting=principal, regulation=draft)


def _rule(
    acting: Viewer, issuer: Organisation, title: str, number: str, kind: str, text: str, days: int, *,
    audience: str = Audience.NOBODY, replaces: Regulation | None = None,
) -> Regulation:  # fmt: skip
    day: date = timezone.localdate() + timedelta(days=days)
    row = Regulation(
        issuer=issuer, title=title, number=number, kind=kind, text=text, in_force_from=day, audience=audience,
        replaces=replaces,
    )  # fmt: skip
    put_regulation(acting=acting, regulation=row)
    publish(acting=acting, regulation=row)
    return row
