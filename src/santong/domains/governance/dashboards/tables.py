"""Columns of the lists of dashboards, boundaries and big screens."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.governance.dashboards.models import Wall
from santong.kit.pages import Column, NameColumn, Table, TimeColumn, tag


def standing_of(wall: Wall) -> tuple[str, str]:
    """How it is with the device of a big screen: a tone and words."""
    now = timezone.now()
    if wall.state != Wall.State.PAIRED:
        return "neutral", str(wall.get_state_display())
    if not wall.is_silent(now):
        return "ok", _("On line")
    if wall.last_seen is None:
        return "warn", _("Never seen")
    return "bad", _("Silent for %(time)s") % {"time": timesince(wall.last_seen, now, depth=1)}


class StandingColumn(Column):
    """A tone with words, as a tag; the words alone in an export."""

    def render(self, value: Any, record: Any) -> str:
        return tag(*value)

    def value(self, value: Any, record: Any) -> Any:
        return value[1]


class DashboardTable(Table):
    """What there is, for which level, whose it is."""

    name = NameColumn(gettext_lazy("name of the dashboard"), order_by="order", below="note")
    level = Column(gettext_lazy("shown for"), accessor=lambda row: row.get_level_display(), order_by="level")
    place = Column(
        gettext_lazy("kept by"), accessor=lambda row: row.place or gettext_lazy("The platform"), orderable=False
    )
    panels = Column(gettext_lazy("figures"), accessor="panel_count", orderable=False, phone=False)


class BoundaryTable(Table):
    """Whose boundaries are known, and from where."""

    place = NameColumn(gettext_lazy("whose boundary"), accessor="place__name", order_by="path")
    source = Column(gettext_lazy("where it comes from"), orderable=False)
    points = Column(gettext_lazy("points"), phone=False)


class WallTable(Table):
    """Big screens, and what their devices do."""

    name = NameColumn(gettext_lazy("name of the big screen"))
    place = Column(gettext_lazy("figures of"), accessor="place__name", order_by="path")
    standing = StandingColumn(gettext_lazy("device"), accessor=standing_of, order_by="last_seen")
    last_seen = TimeColumn(gettext_lazy("last seen"), phone=False)
