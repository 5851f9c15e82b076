"""Counting a room without a line: it waits on the device and arrives once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.forms import CountForm
from santong.domains.campus.assets.models import COUNT, StockTake
from santong.domains.campus.assets.stocktaking import count_room
from santong.domains.campus.places.public import Room
from santong.kit.access import Viewer
from santong.kit.outbox.public import Entry, intake
from santong.kit.steps import Holds


@intake("assets.count_room", _("Count of a room"), form=CountForm, model=StockTake, who=Holds(COUNT))
def count_later(*, acting: Viewer, row: StockTake, data: dict[str, Any], entry: Entry) -> Mapping[str, Any]:
    """Note what was seen as of the moment at which it was seen."""
    room = acting.get(Room, data["room"])
    unknown = count_room(
        acting=acting, stock_take=row, room=room, seen=data["seen"], codes=data["codes"], at=entry.made_at
    )
    return {"unknown": unknown}
