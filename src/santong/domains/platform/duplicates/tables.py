"""Columns of the list of people who may be entered twice."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.duplicates.models import Suspicion
from santong.domains.platform.duplicates.reasons import CERTAIN, LIKELY
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn


def likeness(row: Suspicion) -> str:
    """How sure it is, in a word."""
    if row.score >= CERTAIN:
        return str(_("Nearly certain"))
    return str(_("Likely")) if row.score >= LIKELY else str(_("Possible"))


def both_accounts(row: Suspicion) -> str:
    """The usernames."""
    return f"{row.first.username} · {row.second.username}"


def names(row: Suspicion) -> str:
    """One name, or both when they differ."""
    return row.first.name if row.first.name == row.second.name else f"{row.first.name} / {row.second.name}"


class LikenessColumn(Column):
    """The likeness as a coloured tag."""

    def render(self, value: str, record: Suspicion) -> SafeString:
        tone = "bad" if record.score >= CERTAIN else "warn" if record.score >= LIKELY else "neutral"
        return format_html('<span class="tag {}">{}</span>', tone, value)


class SuspicionTable(Table):
    """Pairs of people who may be one."""

    name = NameColumn(_("name"), accessor=names, below=both_accounts, order_by="first__pinyin")
    likeness = LikenessColumn(_("likeness"), accessor=likeness, order_by="score")
    reasons = Column(_("reasons"), accessor=lambda row: "；".join(row.reason_labels))
    state = TagColumn(_("state"), tones={"open": "warn", "different": "neutral", "merged": "ok"}, orderable=False)
    found_on = DateColumn(_("found on"), phone=False)
