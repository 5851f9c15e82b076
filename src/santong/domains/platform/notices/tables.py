"""Columns of the lists."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.notices.models import Notice, Recipient
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

TONES = {"draft": "neutral", "scheduled": "info", "sent": "ok", "withdrawn": "warn"}


class SentTable(Table):
    """Notices that a place sends."""

    title = NameColumn(_("title"), below="organisation__name")
    author = Column(_("composed by"), accessor="author__name", orderable=False, phone=False)
    state = TagColumn(_("state"), tones=TONES, orderable=False)
    number = NumberColumn(_("recipients"), orderable=False)
    deadline = DateColumn(_("until"), phone=False)
    sent_at = TimeColumn(_("sent at"))


def standing_of(row: Recipient) -> tuple[str, str]:
    """Tone and word for how a notice stands with its reader."""
    notice = row.notice
    if notice.state == Notice.State.WITHDRAWN:
        return "neutral", _now("Withdrawn")
    if notice.wants_receipt and not row.acknowledged:
        return ("bad", _now("Please acknowledge, overdue")) if notice.is_over else ("warn", _now("Please acknowledge"))
    if row.acknowledged:
        return "ok", _now("Acknowledged")
    return ("neutral", _now("Read")) if row.settled else ("info", _now("Unread"))


class StandingColumn(Column):
    """How a notice stands with its reader."""

    def render(self, value: Any, record: Any) -> str:
        tone, word = standing_of(record)
        return format_html('<span class="tag {}">{}</span>', tone, word)

    def value(self, value: Any, record: Any) -> Any:
        return standing_of(record)[1]


class InboxTable(Table):
    """What somebody got."""

    title = NameColumn(_("title"), accessor="notice__title", below="notice__organisation__name", orderable=False)
    standing = StandingColumn(_("state"), accessor="pk", orderable=False)
    deadline = DateColumn(_("until"), accessor="notice__deadline", orderable=False, phone=False)
    sent_at = TimeColumn(_("sent at"), accessor="notice__sent_at", orderable=False)
