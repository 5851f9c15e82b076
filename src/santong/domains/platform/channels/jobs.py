"""What channels do by themselves beside sending: tell, collect the day, look after what was left, tidy up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.platform.channels.confirming import send_code_now
from santong.domains.platform.channels.digests import collect_due
from santong.domains.platform.channels.models import Delivery, Message
from santong.domains.platform.channels.spreading import TOGETHER, open_media, spread
from santong.domains.platform.channels.starting import go_on
from santong.domains.platform.notices.public import recipients_after
from santong.kit.jobs.public import Outcome, job, progress

KEPT = timedelta(days=30)
AT_ONCE = 5000
"""Old messages that are removed in one transaction."""


@job(title=gettext_lazy("Tell people outside the product"), queue="long")
def tell_recipients(message: int, reminded: bool = False) -> Outcome:
    """Make a row for each address of those who got a notice, or of those who were `reminded` of it."""
    row = Message.objects.get(pk=message)
    told, last = 0, progress.position()
    while people := recipients_after(row.notice_id or 0, last, TOGETHER, reminded=reminded):
        last = people[-1]
        with progress.step(last):
            told += spread(row, people)
    return Outcome(ngettext("%(n)s message is on its way.", "%(n)s messages are on their way.", told) % {"n": told})


@job(title=gettext_lazy("Look for messages that nobody sends"))
def look_after() -> None:
    """Start what should have been started: a job that was given up, a channel that was switched on again."""
    for medium in open_media():
        go_on(medium)


@job(title=gettext_lazy("Collect the day's notices"))
def collect() -> None:
    """Tell those whose hour has come what else there was."""
    collect_due()


@job(title=gettext_lazy("Send a code to an address"), retries=0)
def send_code(address: int) -> None:
    """Have an address confirmed; the code is made here, so that no row ever holds it."""
    send_code_now(address)


@job(title=gettext_lazy("Remove old messages"), queue="long")
def remove_old() -> int:
    """Remove what was sent, or given up, a month ago; returns how many rows."""
    removed, old = 0, timezone.now() - KEPT
    while keys := _old_rows(old):
        with transaction.atomic():
            removed += Delivery.objects.filter(pk__in=keys).delete()[0]
        progress.check_cancelled()
    Message.objects.filter(made_at__lt=old, deliveries=None).delete()
    return removed


def _old_rows(old: datetime) -> list[int]:
    rows = Delivery.objects.filter(done_at__lt=old).exclude(state=Delivery.State.WAITING)
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])
