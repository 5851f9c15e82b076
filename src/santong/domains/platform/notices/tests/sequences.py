"""What can be done with notices, and taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.notices.actions import (
    add_audience,
    put_notice,
    schedule_notice,
    send_notice,
    stop_notice,
    withdraw_notice,
)
from santong.domains.platform.notices.jobs import deliver
from santong.domains.platform.notices.models import Notice
from santong.domains.platform.organisations.tests.sequences import schools
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present, taken


def a_notice(region: Region, choosing: Choosing) -> Done:
    """A school writes a notice for its people, or for one of them, and sends it."""
    school = one(schools(), choosing)
    row = put_notice(acting=region.viewer, notice=Notice(organisation=school, title="周一升旗", text="请准时到场。"))
    people = choosing.choice([[], [region.person]])
    add_audience(acting=region.viewer, notice=row, organisation=school, roles=["class_teacher"], people=people)
    return Done("a notice", taken(region.viewer, send_notice, row), is_exact=False)


def _scheduled(region: Region, choosing: Choosing) -> Notice:
    if not present(Notice, state="scheduled"):
        a_notice(region, choosing)
    found: Notice = one(present(Notice, state="scheduled"), choosing)
    return found


def stopped(region: Region, choosing: Choosing) -> Done:
    """A notice that is about to go out is stopped, and sent tomorrow instead."""
    row = _scheduled(region, choosing)
    stop_notice(acting=region.viewer, notice=row)
    schedule_notice(acting=region.viewer, notice=row, send_at=timezone.now() + timedelta(days=1))
    return Done("a notice stopped", None, is_exact=False)


def delivered(region: Region, choosing: Choosing) -> Done:
    """A notice goes out; it may be withdrawn."""
    row = _scheduled(region, choosing)
    Notice._base_manager.filter(pk=row.pk).update(send_at=timezone.now())
    deliver.func(row.pk)
    if choosing.choice([True, False]):
        withdraw_notice(acting=region.viewer, notice=row, reason="时间有误")
    return Done("a notice delivered", None, is_exact=False)


STEPS: tuple[Step, ...] = (a_notice, stopped, delivered)
REFUSALS = (NotPossible,)
