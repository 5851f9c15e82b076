"""Columns of lists of appointments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.review import REASONS
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn

FACTOR = {"yes": _("Has one"), "no": _("Has none")}
STATES = {"present": _("Held now"), "future": _("Begins later"), "past": _("Over")}


def _has_factor(row: Any) -> str:
    return "yes" if row.has_factor else "no"


def _time_left(row: Any) -> datetime | None:
    return None if row.has_factor else row.person.second_factor_by


class StateColumn(TagColumn):
    """Whether an appointment is in force, as a coloured tag."""

    def __init__(self) -> None:
        tones = {"present": "ok", "future": "info"}
        super().__init__(verbose_name=_("Status"), accessor="status", orderable=False, tones=tones)

    def render(self, value: str, record: Any) -> Any:
        return super().render(STATES[value], record)

    def value(self, value: str, record: Any) -> str:
        return str(STATES[value])


class AppointmentTable(Table):
    """Who holds which role where."""

    person = NameColumn(verbose_name=_("person"), accessor="person__name", below="person__username")
    role = Column(verbose_name=_("role"), accessor=lambda row: row.role_label, order_by="role")
    organisation = Column(verbose_name=_("organisation"), accessor="organisation__name", order_by="path")
    valid_from = DateColumn(verbose_name=_("from"), phone=False)
    valid_until = DateColumn(verbose_name=_("until"))
    status = StateColumn()
    lender = Column(
        verbose_name=_("lent by"),
        accessor=lambda row: row.delegated_from.person.name if row.delegated_from else "",
        phone=False,
    )


class FactorColumn(TagColumn):
    """Whether there is a second factor, as a coloured tag."""

    def __init__(self) -> None:
        tones = {"yes": "ok", "no": "bad"}
        super().__init__(verbose_name=_("Second factor"), accessor=_has_factor, orderable=False, tones=tones)

    def render(self, value: str, record: Any) -> Any:
        return super().render(FACTOR[value], record)

    def value(self, value: str, record: Any) -> str:
        return str(FACTOR[value])

    def _code(self, value: Any, record: Any) -> str:
        return _has_factor(record)


class FactorTable(Table):
    """Who holds a strong role, and with what they sign in."""

    person = NameColumn(verbose_name=_("person"), accessor="person__name", below="person__username")
    role = Column(verbose_name=_("role"), accessor=lambda row: row.role_label, order_by="role")
    organisation = Column(verbose_name=_("organisation"), accessor="organisation__name", order_by="path")
    factor = FactorColumn()
    until = DateColumn(verbose_name=_("Password alone until"), accessor=_time_left, orderable=False)
    last_login = DateColumn(verbose_name=_("last signed in"), accessor="person__last_login", phone=False)


class StaleTable(Table):
    """Appointments to look at, with the reason."""

    person = NameColumn(verbose_name=_("person"), accessor="person__name", below="person__username")
    role = Column(verbose_name=_("role"), accessor=lambda row: row.role_label, order_by="role")
    organisation = Column(verbose_name=_("organisation"), accessor="organisation__name", order_by="path")
    reason = Column(verbose_name=_("Reason"), accessor=lambda row: REASONS[row.reason])
    last_login = DateColumn(verbose_name=_("last signed in"), accessor="person__last_login")
