"""Choices of the demonstration region: electives that pupils choose now, and a 3+1+2 that ended with moving classes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.choices.actions import (
    announce,
    close,
    draw,
    offer_combinations,
    open_final,
    open_trial,
    put_offer,
    put_round,
)
from santong.domains.campus.choices.combinations import COMBINATIONS, short
from santong.domains.campus.choices.forming import form_now
from santong.domains.campus.choices.jobs import give
from santong.domains.campus.choices.models import ChoiceRound, Chooser, MovingPlan, Offer, TeachingGroup, Wish
from santong.domains.campus.choices.moving import form_groups, put_in_force, put_plan
from santong.domains.campus.choices.moving_queries import groups_of
from santong.domains.campus.choices.queries import choosers_of, offers_of, open_to
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, grades_of, school_of
from santong.kit.access import Viewer
from santong.kit.demo import Region

KEEPER = "affairs"
CLUBS = (
    ("机器人社", "周三第 7 节", 16, "搭建小车，学会让它沿着线走。"),
    ("合唱团", "周三第 7 节", 40, "学唱三首歌，期末演出。"),
    ("足球队", "周三第 7 节", 24, "基本技术和小场比赛。"),
    ("书法社", "周三第 7 节", 20, "从楷书写起。"),
    ("科学小实验", "周五第 7 节", 20, "每周一个能在家重做的实验。"),
    ("剪纸与面塑", "周五第 7 节", 20, "本地非遗，一学期做一套。"),
    ("羽毛球", "周五第 7 节", 16, "发球、步法、双打。"),
    ("校园小记者", "周五第 7 节", 12, "采访、写稿、编一份小报。"),
)
DONE_SHARE = 0.7
"""The share of pupils who have ranked wishes already, in the choice that is on."""


def let_choose(region: Region) -> None:
    """Both at the school where people try things out: electives of three grades, subjects of the oldest one."""
    person = Person.objects.by_installation().filter(username=KEEPER).first()
    viewer = viewer_in(person, "staff") if person else None
    school = school_of(viewer.grants[0].path) if viewer and viewer.grants else None
    if viewer is None or school is None:
        return
    with transaction.atomic():
        _electives(viewer, school, region.random)
    with transaction.atomic():
        _combinations(viewer, school, list(grades_of(school))[-1], region.random)


def _electives(acting: Viewer, school: Organisation, random: Random) -> None:
    today = timezone.localdate()
    row = ChoiceRound(
        school=school, name="本学期社团课", each=2, ranked=4, trial_until=today + timedelta(days=1),
        final_until=today + timedelta(days=6),
    )  # fmt: skip
    put_round(acting=acting, row=row, grades=list(grades_of(school))[-3:])
    staff = list(Staff.objects.belonging_to(school=school).order_by("pk")[: len(CLUBS)])
    for number, (name, time, most, about) in enumerate(CLUBS):
        teacher = staff[number % len(staff)] if staff else None
        offer = Offer(round=row, name=name, time=time, most=most, least=8, about=about, periods=1, teacher=teacher)
        put_offer(acting=acting, offer=offer)
    open_trial(acting=acting, row=row)
    _wish(row, random, DONE_SHARE)
    open_final(acting=acting, row=row)


def _wish(row: ChoiceRound, random: Random, share: float) -> None:
    offers, now = list(offers_of(row)), timezone.now()
    choosers = [each for each in choosers_of(row) if random.random() < share]
    wishes = [
        Wish(chooser=each, offer=offer, rank=rank)
        for each in choosers
        for rank, offer in enumerate(_some(open_to(offers, each.path), row.ranked, random), 1)
    ]
    Wish.objects.bulk_create(wishes)
    for each in choosers:
        each.handed_in_at = now
    Chooser.objects.bulk_save(choosers, ["handed_in_at"])


def _some(offers: Sequence[Offer], number: int, random: Random) -> list[Offer]:
    """Offers to wish for, some dearer than others."""
    liked = sorted(offers, key=lambda each: offers.index(each) % 6 * 0.3 + random.random() * 3)
    return liked[:number]


def _combinations(acting: Viewer, school: Organisation, grade: Organisation, random: Random) -> None:
    today = timezone.localdate()
    row = ChoiceRound(
        school=school,
        name="选科走班",
        kind=ChoiceRound.Kind.COMBINATION,
        ranked=3,
        asks_guardian=True,
        final_until=today,
    )
    put_round(acting=acting, row=row, grades=[grade])
    offer_combinations(acting=acting, row=row, offered=[short(each) for each in COMBINATIONS])
    open_final(acting=acting, row=row)
    _wish(row, random, 1)
    close(acting=acting, row=row)
    draw(acting=acting, row=row, drawn="4 0 7", drawn_how="福彩3D 公布之后第一期")
    give(row)
    row.refresh_from_db()
    announce(acting=acting, row=row, keeps_small=True)
    plan = put_plan(acting=acting, plan=MovingPlan(round=row, bands=4, largest=45))
    _staff(plan, school)
    form_groups(acting=acting, plan=plan)
    form_now(plan)
    plan.refresh_from_db()
    put_in_force(acting=acting, plan=plan)


def _staff(plan: MovingPlan, school: Organisation) -> None:
    """Every group has a teacher of its own, of its subject first, as far as there are enough."""
    staff = list(Staff.objects.belonging_to(school=school).filter(status=Staff.Status.ACTIVE).order_by("pk"))
    groups = groups_of(plan)
    for group in groups:
        own = next((row for row in staff if group.subject in row.subjects.split("、")), staff[-1] if staff else None)
        if own is not None:
            staff.remove(own)
            group.teacher = own
    TeachingGroup.objects.bulk_save(groups, ["teacher"])
