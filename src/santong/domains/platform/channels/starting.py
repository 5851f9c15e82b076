"""The job that sends, and having it run when something is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.platform.channels.models import Channel
from santong.domains.platform.channels.sending import adapter_of, claim, next_due, send_batch
from santong.kit.access import SYSTEM
from santong.kit.jobs.public import Outcome, job, progress, start

SLOT = 10
"""Seconds in which all that becomes due is sent by one job."""


@job(title=gettext_lazy("Send messages"), queue="long")
def send(medium: str) -> Outcome:
    """Send what is due through a channel, until nothing is due or the minute's number is reached."""
    running = progress.current()
    lease = f"job-{running.pk.hex}" if running else "direct"
    sent, adapter = 0, None
    try:
        while batch := claim(medium, lease):
            if not batch.rows:
                continue
            adapter = adapter or adapter_of(batch.channel)
            sent += send_batch(batch, adapter, lease)
            progress.report(sent)
            progress.check_cancelled()
    finally:
        if adapter is not None:
            adapter.close()
    go_on(medium)
    return Outcome(ngettext("%(n)s message was sent.", "%(n)s messages were sent.", sent) % {"n": sent})


def go_on(medium: str) -> None:
    """Have what still waits in a channel sent when it may be."""
    channel = Channel.objects.by_installation().filter(medium=medium).first()
    if channel is not None and (moment := next_due(channel)):
        send_when_due([(medium, moment)])


def send_when_due(what: Iterable[tuple[str, datetime]]) -> None:
    """Have what becomes due in some seconds sent by one job; starting it again starts nothing."""
    now = timezone.now().timestamp()
    for medium, moment in sorted({(medium, _slot(moment.timestamp(), now)) for medium, moment in what}):
        key = f"channels-send-{medium}-{moment}"
        start(send, {"medium": medium}, acting=SYSTEM, key=key, after=timedelta(seconds=moment - now))


def _slot(moment: float, now: float) -> int:
    """The next round moment after one that isn't past."""
    return (int(max(moment, now)) // SLOT + 1) * SLOT
