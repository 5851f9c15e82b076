"""Columns of the lists of lines, floors, tests and rooms with Wi-Fi."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.network.models import Coverage, Light
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

LIGHT_TONES: dict[str, str] = {Light.MET: "ok", Light.NEARLY: "warn", Light.BEHIND: "bad"}
STATE_TONES: dict[str, str] = {
    Coverage.State.YES: "ok", Coverage.State.PARTLY: "warn", Coverage.State.NO: "bad",
}  # fmt: skip


def in_mbps(kilobits: int | None) -> str:
    """A rate as people say it: 94.3 Mbps."""
    return "" if kilobits is None else f"{kilobits / 1000:,.1f} Mbps"


class LinkTable(Table):
    """Lines."""

    name = NameColumn(_("name of the line"))
    operator = Column(_("operator"), orderable=False)
    down = NumberColumn(_("contract, down in Mbps"))
    up = NumberColumn(_("contract, up in Mbps"), phone=False)
    light_down = TagColumn(_("down"), tones=LIGHT_TONES, orderable=False)
    light_up = TagColumn(_("up"), tones=LIGHT_TONES, orderable=False)
    until = DateColumn(_("contract until"))
    price = NumberColumn(_("price a year in yuan"), phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path")


class FloorTable(Table):
    """Floors."""

    stage = NameColumn(
        _("highest stage of the school"), accessor=lambda row: row.get_stage_display() or _("All stages")
    )
    down = NumberColumn(_("least down in Mbps"))
    up = NumberColumn(_("least up in Mbps"))
    place = Column(_("place of the plan"), accessor="place__name", orderable=False)
    source = Column(_("where it stands"), orderable=False, phone=False)


class SpeedTestTable(Table):
    """Bandwidth tests."""

    begun_at = NameColumn(_("measured at"), accessor=str, order_by="begun_at")
    down = Column(_("down"), accessor=lambda row: in_mbps(row.down))
    up = Column(_("up"), accessor=lambda row: in_mbps(row.up))
    where = Column(_("measured where"), orderable=False)
    person = Column(_("measured by"), accessor="person__name", orderable=False, phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class CoverageTable(Table):
    """Rooms with what is known of their Wi-Fi."""

    room = NameColumn(_("room"), accessor=str)
    state = TagColumn(_("Wi-Fi"), tones=STATE_TONES, orderable=False)
    known = Column(_("known how"), orderable=False)
    checked_on = DateColumn(_("checked on"))
    person = Column(_("entered by"), accessor="person__name", orderable=False, phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class TestsOfSchool(Table):
    """The last tests of a school."""

    begun_at = TimeColumn(_("measured at"))
    down = Column(_("down"), accessor=lambda row: in_mbps(row.down))
    up = Column(_("up"), accessor=lambda row: in_mbps(row.up))
    where = Column(_("measured where"), orderable=False)
