"""Columns of the list of accounts."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.accounts.queries import Standing, standing_of
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TimeColumn


class StateColumn(Column):
    """How the account is, as a coloured tag."""

    def render(self, value: Standing, record: Any) -> SafeString:
        return format_html('<span class="tag {}">{}</span>', value.tone, value.label)

    def value(self, value: Standing, record: Any) -> str:
        return str(value.label)


def _standing(row: Any) -> Standing:
    return standing_of(row, row.code_until)


class AccountTable(Table):
    """People with their accounts."""

    name = NameColumn(_("name"), below="username", order_by="pinyin")
    place = Column(_("record kept at"), order_by="path")
    state = StateColumn(_("Account"), accessor=_standing)
    code_until = DateColumn(_("Slip works until"), orderable=False, phone=False)
    last_login = TimeColumn(_("last signed in"))
