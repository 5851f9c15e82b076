"""Handing a notice to its people: rows of inboxes, many in one statement."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from santong.domains.platform.notices.models import Notice, Recipient
from santong.kit.audit import named

State = Notice.State


def begin(notice_id: int) -> Notice | None:
    """The notice, if it goes out now; None when it was stopped, removed or withdrawn meanwhile.

    Begun once only: a job that starts again after a crash finds it sent already.
    """
    with transaction.atomic(), named("notices.begin"):
        rows = Notice.objects.by_installation().select_for_update(of=("self",))
        notice: Notice | None = rows.filter(pk=notice_id, state__in=(State.SCHEDULED, State.SENT)).first()
        if notice is None or (notice.state == State.SENT and notice.delivered_at):
            return None
        if notice.state == State.SCHEDULED:
            if notice.send_at is None or notice.send_at > timezone.now():
                return None
            notice.state, notice.sent_at = State.SENT, timezone.now()
            notice.save(update_fields=["state", "sent_at"])
    return notice


def is_still_sent(notice: Notice) -> bool:
    """Whether it hasn't been withdrawn in the course of its delivery."""
    return bool(Notice.objects.by_installation().filter(pk=notice.pk, state=State.SENT).exists())


def hand_over(notice: Notice, people: Sequence[int]) -> int:
    """Give people the notice who haven't got it; how many that were.

    Without the audit record: of a hundred thousand rows it would hold nothing that the notice doesn't say.
    """
    if not people:
        return 0
    table = connection.ops.quote_name(Recipient._meta.db_table)
    row = f"({int(notice.pk)}, %s, FALSE, FALSE, FALSE)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (notice_id, person_id, acknowledged, settled, reminded)"  # noqa: S608 - marks alone
            f" VALUES {', '.join([row] * len(people))} ON CONFLICT DO NOTHING",
            list(people),
        )
        return int(cursor.rowcount)


def finish(notice: Notice) -> int:
    """Note that everybody has it; returns how many they are."""
    number: int = Recipient.objects.by_installation().filter(notice=notice).count()
    with transaction.atomic(), named("notices.deliver"):
        notice.number, notice.delivered_at = number, timezone.now()
        notice.save(update_fields=["number", "delivered_at"])
    return number
