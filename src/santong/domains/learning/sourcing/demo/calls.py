"""Calls in every state."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.learning.sourcing.actions.calls import (
    accept_answer,
    close_call,
    contribute,
    decline_answer,
    publish_call,
    put_call,
)
from santong.domains.learning.sourcing.demo.cast import Cast
from santong.domains.learning.sourcing.models import Call, Contribution
from santong.domains.platform.organisations.public import Organisation
from santong.kit.demo import Region


def fill_calls(region: Region, cast: Cast) -> None:
    """One draft, one open with answers, one being decided, one closed with its harvest."""
    _call(cast, "county", cast.county, "音乐欣赏课微课征集", "为村小缺少音乐教师的班级征集十分钟以内的微课。", 30)
    open_call = _call(
        cast, "bureau", cast.city, "中小学优秀教案征集", "征集各学科一课时教案，写明目标、过程和练习，便于直接使用。",
        21, kinds=["plan"],
    )  # fmt: skip
    publish_call(acting=cast.viewers["bureau"], call=open_call)
    for name in ("teacher", "class-teacher"):
        for row in cast.admitted_by(name)[:1]:
            contribute(acting=cast.viewers[name], call=open_call, resource=row, note="已在本班使用过一轮。")
    _over(cast, "affairs", "校本练习题征集", closed=False, subject="数学")
    _over(cast, "affairs", "校园文化素材征集", closed=True)


def _call(
    cast: Cast, by: str, place: Organisation, title: str, wanted: str, days: int, *, kinds: list[str] | None = None
) -> Call:
    call = Call(
        organisation=place, audience=place, title=title, wanted=wanted, kinds=kinds or [],
        criteria="内容准确；注明来源；文件能打开、看得清。", deadline=timezone.localdate() + timedelta(days=days),
    )  # fmt: skip
    return put_call(acting=cast.viewers[by], call=call)


def _over(cast: Cast, by: str, title: str, *, closed: bool, subject: str = "") -> None:
    """A call of the school whose deadline has passed."""
    call = _call(cast, by, cast.school, title, "征集本校教师自己制作、愿意与同事分享的资源。", 0)
    call.subject = subject
    publish_call(acting=cast.viewers[by], call=call)
    for name in ("teacher", "class-teacher"):
        for row in cast.admitted_by(name)[1:2]:
            contribute(acting=cast.viewers[name], call=call, resource=row)
    rows = Contribution.objects.by_installation().filter(call=call).order_by("pk")
    for number, answer in enumerate(rows if closed else rows[:1]):
        text = "选入校本资源库，谢谢。" if number == 0 else "谢谢参与，请补充练习的答案。"
        decide = accept_answer if number == 0 else decline_answer
        decide(acting=cast.viewers[by], contribution=answer, comment=text)
    call.deadline -= timedelta(days=6)
    call.save()
    if closed:
        close_call(acting=cast.viewers[by], call=call)
