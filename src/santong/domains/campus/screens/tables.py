"""Columns of screens, emergency messages, posts and rules."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.screens.models import Alarm, Screen
from santong.kit.pages import Column, NameColumn, Table, TimeColumn, tag


def standing_of(screen: Screen) -> tuple[str, str]:
    """How it is with the panel of a screen: a tone and words."""
    now = timezone.now()
    if screen.state != Screen.State.PAIRED:
        return "neutral", str(screen.get_state_display())
    if not screen.is_silent(now):
        return "ok", _("On line")
    if screen.last_seen is None:
        return "warn", _("Never seen")
    return "bad", _("Silent for %(time)s") % {"time": timesince(screen.last_seen, now, depth=1)}


def standing_of_alarm(alarm: Alarm) -> tuple[str, str]:
    """Whether a message is on the screens."""
    return ("bad", _("On the screens")) if alarm.is_on else ("neutral", _("No longer shown"))


class StandingColumn(Column):
    """A tone with words, as a tag; the words alone in an export."""

    def render(self, value: Any, record: Any) -> str:
        return tag(*value)

    def value(self, value: Any, record: Any) -> Any:
        return value[1]


def _days(row: Any) -> str:
    return f"{date_format(row.since, 'n-j')}–{date_format(row.until, 'n-j')}"


class ScreenTable(Table):
    """The screens of schools."""

    name = NameColumn(gettext_lazy("name of the screen"))
    shows = Column(gettext_lazy("shows"), accessor=lambda row: row.target, orderable=False)
    standing = StandingColumn(gettext_lazy("panel"), accessor=standing_of, order_by="last_seen")
    last_seen = TimeColumn(gettext_lazy("last seen"))
    building = Column(gettext_lazy("building"), accessor="room__building__name", orderable=False, phone=False)
    school = Column(gettext_lazy("school"), accessor="school__name", order_by="path", phone=False)


class AlarmTable(Table):
    """Emergency messages, the latest first."""

    text = NameColumn(gettext_lazy("emergency message"), orderable=False)
    standing = StandingColumn(gettext_lazy("status"), accessor=standing_of_alarm, orderable=False)
    since = TimeColumn(gettext_lazy("shown from"))
    until = TimeColumn(gettext_lazy("shown until"))
    school = Column(gettext_lazy("school"), accessor="school__name", order_by="path", phone=False)


class PostTable(Table):
    """What people have put on screens."""

    title = NameColumn(gettext_lazy("title on the screen"))
    kind = Column(gettext_lazy("kind of post"), orderable=False)
    days = Column(gettext_lazy("days shown"), accessor=_days, order_by="until")
    organisation = Column(gettext_lazy("on the screens of"), accessor="organisation__name", order_by="path")
    author = Column(gettext_lazy("written by"), accessor="author__name", orderable=False, phone=False)


class RulesTable(Table):
    """What schools have chosen."""

    school = NameColumn(gettext_lazy("school"), accessor="school__name", order_by="path")
    dark = Column(
        gettext_lazy("dark"), accessor=lambda row: f"{row.dark_from:%H:%M}–{row.dark_until:%H:%M}", orderable=False
    )
