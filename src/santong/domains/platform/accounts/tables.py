"""Columns of the list of accounts."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.accounts.queries import Standing, standing_of
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn, TimeColumn


class StateColumn(Column):
    """How the account is, as a coloured tag."""

    def render(self, value: Standing, record: Any) -> SafeString:
        return format_html('<span class="tag {}">{}</span>', value.tone, value.label)

    def value(self, value: Standing, record: Any) -> str:
        return str(value.label)


def _standing(row: Any) -> Standing:
    return standing_of(row, row.code_until)


class HelpStateColumn(TagColumn):
    """Whether somebody still waits for help, as a coloured tag."""

    def __init__(self) -> None:
        tones = {"open": "warn", "helped": "ok"}
        super().__init__(verbose_name=_("state"), accessor="state", tones=tones)

    def render(self, value: str, record: Any) -> Any:
        return super().render(record.get_state_display(), record)

    def value(self, value: str, record: Any) -> str:
        return str(record.get_state_display())


class HelpTable(Table):
    """Who asks for help, and with what."""

    person = NameColumn(_("person"), accessor="person__name", below="person__username")
    reason = Column(_("what keeps them out"), accessor=lambda row: row.get_reason_display())
    asked_at = TimeColumn(_("asked for help on"))
    state = HelpStateColumn()
    settled_by = Column(_("settled by"), accessor="settled_by__name", phone=False)


class AccountTable(Table):
    """People with their accounts."""

    name = NameColumn(_("name"), below="username", order_by="pinyin")
    place = Column(_("record kept at"), order_by="path")
    state = StateColumn(_("Account"), accessor=_standing)
    code_until = DateColumn(_("Slip works until"), orderable=False, phone=False)
    last_login = TimeColumn(_("last signed in"))
