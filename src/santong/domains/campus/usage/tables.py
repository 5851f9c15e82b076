"""Columns of devices, rooms, lessons, orders and rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.usage.models import LessonUse, NightRule, RoomUse
from santong.domains.campus.usage.standing import silent_names, standing_of
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn, tag

VERDICT_TONES = {"used": "ok", "unused": "neutral", "unknown": "warn"}
COMMAND_TONES = {"waiting": "info", "sent": "info", "done": "ok", "refused": "bad", "silent": "warn",
                 "withdrawn": "neutral"}  # fmt: skip


class StandingColumn(Column):
    """A tone with words, as a tag; the words alone in an export."""

    def render(self, value: Any, record: Any) -> str:
        return tag(*value)

    def value(self, value: Any, record: Any) -> Any:
        return value[1]


class TerminalTable(Table):
    """Devices that speak."""

    name = NameColumn(_("name of the device"), order_by="name")
    room = Column(_("room"), accessor=lambda row: row.room or "", orderable=False)
    standing = StandingColumn(_("at the moment"), accessor=standing_of, orderable=False)
    kind = Column(_("what it is"), orderable=False, phone=False)
    seen_at = TimeColumn(_("heard of last"), accessor="now__seen_at", order_by="now__seen_at", phone=False)
    used_at = TimeColumn(_("used last"), accessor="now__used_at", order_by="now__used_at", phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class TerminalsOfRoom(TerminalTable):
    """The devices of one room."""

    room = None  # type: ignore[assignment]
    school = None  # type: ignore[assignment]


def in_percent(row: RoomUse) -> str:
    """The rate of use, as people read it."""
    return "" if row.share is None else f"{row.share} %"


class RoomUseTable(Table):
    """How rooms were used lately."""

    room = NameColumn(_("room"), accessor=lambda row: str(row.room), orderable=False)
    share = Column(_("rate of use"), accessor=in_percent, order_by="share")
    lessons = NumberColumn(_("timetabled lessons"))
    used = NumberColumn(_("lessons with use"), phone=False)
    unknown = NumberColumn(_("lessons not known"))
    silent = Column(_("silent devices"), accessor=silent_names, orderable=False)
    school = Column(_("school"), accessor="room__school__name", order_by="path", phone=False)


def times_of(row: LessonUse) -> str:
    """From when to when a lesson was."""
    return f"{row.begins:%H:%M}–{row.ends:%H:%M}"


class LessonUseTable(Table):
    """Lessons with what devices were used for how long."""

    day = DateColumn(_("day"))
    period = NumberColumn(_("lesson"), orderable=False)
    verdict = TagColumn(_("equipment"), orderable=False, tones=VERDICT_TONES)
    minutes_used = NumberColumn(_("minutes of use"))
    minutes_known = NumberColumn(_("minutes known"), orderable=False, phone=False)
    times = Column(_("time"), accessor=times_of, orderable=False, phone=False)
    room = Column(_("room"), accessor=lambda row: str(row.room), orderable=False)
    school = Column(_("school"), accessor="room__school__name", order_by="path", phone=False)


class LessonsOfRoom(LessonUseTable):
    """The lessons in one room."""

    room = None  # type: ignore[assignment]
    school = None  # type: ignore[assignment]


class OrderTable(Table):
    """Orders, the latest first."""

    do = NameColumn(_("the order"), orderable=False)
    reach = Column(_("whom it reaches"), orderable=False)
    came = Column(_("confirmed by devices"), accessor=lambda row: f"{row.done} / {row.all}", orderable=False)
    by = Column(_("given by"), accessor=lambda row: row.by or _("Rule for the night"), orderable=False)
    made_at = TimeColumn(_("given at"))
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class CommandTable(Table):
    """An order on its way to each device."""

    terminal = NameColumn(_("device"), accessor=lambda row: row.terminal.name, orderable=False)
    room = Column(_("room"), accessor=lambda row: row.terminal.room or "", orderable=False)
    state = TagColumn(_("what came of it"), orderable=False, tones=COMMAND_TONES)
    why = Column(_("reason given by the device"), orderable=False)
    sent_at = TimeColumn(_("sent at"), orderable=False, phone=False)
    answered_at = TimeColumn(_("answered at"), orderable=False, phone=False)


class CommandsOfTerminal(CommandTable):
    """The orders of one device."""

    terminal = None  # type: ignore[assignment]
    room = None  # type: ignore[assignment]
    order = NameColumn(_("the order"), accessor=lambda row: row.order.get_do_display(), orderable=False)
    state = TagColumn(_("what came of it"), orderable=False, tones=COMMAND_TONES)


def night_of(row: NightRule) -> Any:
    """When a school is switched off, in words."""
    return f"{row.off_at:%H:%M}" if row.off_at else _("Not switched off")


class NightRuleTable(Table):
    """When schools are switched off."""

    school = NameColumn(_("school"), accessor="school__name", order_by="path")
    off_at = Column(_("switch off at"), accessor=night_of, order_by="off_at")
    paused_until = DateColumn(_("not before the day after"))
