"""Columns of the list of devices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.devices.models import Device
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn

MB_IN_GB = 1024


def in_gb(megabytes: int | None) -> str:
    """An amount of memory or disk as people say it: 8 GB."""
    return f"{round(megabytes / MB_IN_GB) or 1} GB" if megabytes else ""


def standing(row: Device) -> Any:
    """How it stands to the register, and whether it still reports."""
    if row.is_silent:
        return _("Silent")
    return _("In the register of assets") if row.asset_id else _("Not in the register of assets")


class StandingColumn(TagColumn):
    """The standing, coloured."""

    def _code(self, value: Any, record: Any) -> str:
        return "silent" if record.is_silent else "in" if record.asset_id else "out"


class DeviceTable(Table):
    """Devices."""

    name = NameColumn(_("name in the network"), accessor=str, order_by="name")
    kind = Column(_("kind of device"), orderable=False)
    standing = StandingColumn(_("standing"), accessor=standing, tones={"in": "ok", "out": "warn", "silent": "bad"})
    model = Column(_("model"), orderable=False)
    serial = Column(_("serial number"), orderable=False, phone=False)
    system = Column(_("operating system"), orderable=False, phone=False)
    memory = Column(_("memory"), accessor=lambda row: in_gb(row.memory), phone=False)
    disk = Column(_("disk"), accessor=lambda row: in_gb(row.disk), phone=False)
    last_seen = DateColumn(_("last reported"))
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)
