"""Notices of the demonstration region: of the bureau, of schools, of class teachers."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.notices.actions import add_audience, put_notice, send_notice
from santong.domains.platform.notices.jobs import deliver
from santong.domains.platform.notices.models import Notice
from santong.kit.access import Grant, Viewer
from santong.kit.demo import Region

NOTICES: tuple[tuple[str, str, str, tuple[str, ...], bool], ...] = (
    (
        "bureau_officer",
        "关于做好冬季校园安全工作的通知",
        "各学校：\n\n1. 检查取暖、用电和消防设施，发现隐患当天处理。\n2. 雨雪天气提前安排错峰放学。\n"
        "3. 检查结果于本周五前报送县区教育局。",
        ("principal", "teaching_affairs"),
        True,
    ),
    (
        "principal",
        "期中家长会安排",
        "各位家长：\n\n本周五下午 15:30 召开家长会，地点在各班教室。\n\n- 请提前 10 分钟到校\n- 校内不停车，请绿色出行",
        ("parent", "class_teacher"),
        True,
    ),
    (
        "class_teacher",
        "冬季流感告家长书",
        "最近流感多了起来，请您这几天留意：\n\n1. 孩子早上体温 37.3℃ 以上，请在家休息，不用开证明。\n"
        "2. 本周起晨检提前 10 分钟，请 7:20 前到校门。\n3. 教室课间会开窗，请给孩子多带一件外套。",
        ("parent",),
        True,
    ),
    ("class_teacher", "周三下午体育课改到操场", "请同学们穿运动鞋。", ("pupil", "parent"), False),
)

ON_SCREENS = ("期中家长会安排", "周三下午体育课改到操场")


def send_some(region: Region) -> None:
    """A notice of each kind, delivered at once."""
    for role, title, text, who, wants_receipt in NOTICES:
        held = Appointment.objects.by_installation().filter(role=role).on(timezone.localdate())
        known = held.filter(person__username__in=("bureau", "principal", "class-teacher"))
        appointment = known.first() or held.order_by("path").first()
        if appointment is not None:
            _send(appointment, title, text, who, wants_receipt)


def _send(appointment: Appointment, title: str, text: str, who: tuple[str, ...], wants_receipt: bool) -> None:
    grants = (Grant(appointment.role, appointment.path),)
    acting, until = Viewer(appointment.person_id, grants, "staff"), timezone.localdate() + timedelta(days=3)
    notice = Notice(
        title=title, text=text, organisation=appointment.organisation, wants_receipt=wants_receipt,
        deadline=until if wants_receipt else None, on_screens=title in ON_SCREENS,
    )  # fmt: skip
    put_notice(acting=acting, notice=notice)
    add_audience(acting=acting, notice=notice, organisation=appointment.organisation, roles=who, people=())
    send_notice(acting=acting, notice=notice)
    Notice.objects.by_installation().filter(pk=notice.pk).update_quietly(send_at=timezone.now())
    deliver.func(notice_id=notice.pk)
