"""Columns of the lists."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.requests.models import Request
from santong.kit.pages import Column, NameColumn, Table, TagColumn
from santong.kit.pages.columns import DateColumn, TimeColumn

STATE_TONES = {"draft": "neutral", "running": "info", "returned": "warn", "granted": "ok", "refused": "bad"}


def asker_name(row: Request) -> str:
    """Who asked."""
    return str(row.asker.name)


class RequestTable(Table):
    """What was asked for, and where it is."""

    title = NameColumn(_("what"), below=asker_name)
    state = TagColumn(_("state"), tones=STATE_TONES)
    organisation = Column(_("organisation"), accessor="organisation__name", order_by="path", phone=False)
    asked_at = TimeColumn(_("asked at"), phone=False)
    due_at = TimeColumn(_("promised until"), phone=False)
    ended_at = TimeColumn(_("decided at"), phone=False)


class WaitingTable(Table):
    """What waits for a decision."""

    title = NameColumn(_("what"), below=asker_name)
    asked_at = TimeColumn(_("asked at"), phone=False)
    due_at = TimeColumn(_("promised until"))
    reminded_on = DateColumn(_("reminded on"), phone=False)


class SubstitutionTable(Table):
    """Who decides for whom."""

    absent = NameColumn(_("away"), accessor="absent__name", order_by="absent__name")
    deputy = Column(_("decides"), accessor="deputy__name", order_by="deputy__name")
    since = DateColumn(_("from"))
    until = DateColumn(_("until"))
    ended_at = TimeColumn(_("ended at"), phone=False)


class OwnKindTable(Table):
    """Kinds of request that organisations have made."""

    label = NameColumn(_("what it is called"))
    organisation = Column(_("organisation"), accessor="organisation__name", order_by="path")
    is_open = Column(_("can be asked for"), accessor=lambda row: gettext("Yes") if row.is_open else gettext("No"))
