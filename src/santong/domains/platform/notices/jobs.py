"""What happens to notices by itself: they go out, newcomers get them, whoever hasn't answered is reminded once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.platform.notices.audience import people_for
from santong.domains.platform.notices.delivering import begin, finish, hand_over, is_still_sent
from santong.domains.platform.notices.events import NoticeGiven, NoticeReminded
from santong.domains.platform.notices.models import Notice, Recipient
from santong.domains.platform.notices.working_time import is_working_time
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.jobs.public import Outcome, job, progress

TOGETHER = 2000
"""Recipients in one transaction: some 20 ms, so that on SQLite others write in between."""

OPEN_FOR_NEWCOMERS = timedelta(days=180)


@job(title=gettext_lazy("Deliver a notice"), queue="long")
def deliver(notice_id: int) -> Outcome:
    """Give a notice to everybody whom it is for on this day."""
    notice = begin(notice_id)
    if notice is None:
        return Outcome(_("It was stopped before it went out."))
    people = list(people_for(notice).filter(pk__gt=progress.position()))
    for start in range(0, len(people), TOGETHER):
        batch = people[start : start + TOGETHER]
        with progress.step(batch[-1]):
            if not is_still_sent(notice):
                break
            hand_over(notice, batch)
        progress.report(start + len(batch), len(people), _("Delivering"))
    with transaction.atomic():
        number = finish(notice)
        emit(NoticeGiven(notice.pk))
    return Outcome(ngettext("%(n)s person has it.", "%(n)s people have it.", number) % {"n": number})


@job(title=gettext_lazy("Give notices to newcomers"), queue="long")
def give_to_newcomers() -> None:
    """Give what is for newcomers too to those who have joined since."""
    since = timezone.now() - OPEN_FOR_NEWCOMERS
    rows = Notice.objects.by_installation().filter(
        Q(deadline=None) | Q(deadline__gte=timezone.localdate()),
        state=Notice.State.SENT, for_newcomers=True, delivered_at__isnull=False, sent_at__gte=since,
    )  # fmt: skip
    for notice in rows.order_by("pk"):
        has = Recipient.objects.by_installation().filter(notice=notice, person=OuterRef("pk"))
        _give(notice, list(people_for(notice).filter(~Exists(has))))


def _give(notice: Notice, people: list[int]) -> None:
    for start in range(0, len(people), TOGETHER):
        batch = people[start : start + TOGETHER]
        with transaction.atomic():
            hand_over(notice, batch)
            emit(NoticeGiven(notice.pk, people=tuple(batch)))
    if people:
        finish(notice)


@job(title=gettext_lazy("Remind of notices"))
def remind_once() -> None:
    """Ask those once more who haven't acknowledged by the last day, in the working hours of the place that sent it."""
    for notice in _to_remind_of():
        if is_working_time(notice.path):
            remind(notice)


def _to_remind_of() -> Iterable[Notice]:
    rows = Notice.objects.by_installation().filter(
        state=Notice.State.SENT, wants_receipt=True, remind=True, reminded_at=None, deadline__lt=timezone.localdate(),
    )  # fmt: skip
    return rows.order_by("pk")


def remind(notice: Notice) -> None:
    """Ask those once more who haven't acknowledged, whenever it is."""
    with transaction.atomic(), named("notices.remind"):
        row: Notice = Notice.objects.locked_for_action(notice)
        if row.reminded_at is not None:
            return
        row.reminded_at = timezone.now()
        row.save(update_fields=["reminded_at"])
        Recipient.objects.belonging_to(notice=row).filter(acknowledged=False).update_quietly(reminded=True)
        emit(NoticeReminded(row.pk))
