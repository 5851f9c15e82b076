"""Columns of the list of channels."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.models import Channel
from santong.kit.pages import Column, NameColumn, NumberColumn, Table, TagColumn

STATES = {
    "on": (_("Sends"), "ok"),
    "waits": (_("Waits for the other side"), "warn"),
    "paused": (_("Paused"), "warn"),
    "off": (_("Switched off"), "neutral"),
}
"""Word and tone of a channel's state."""


class StateColumn(TagColumn):
    """How a channel is."""

    def __init__(self) -> None:
        tones = {state: tone for state, (_label, tone) in STATES.items()}
        super().__init__(verbose_name=_("state"), accessor=lambda row: row.state, tones=tones)

    def render(self, value: Any, record: Channel) -> Any:
        return super().render(STATES[value][0], record)

    def _code(self, value: Any, record: Channel) -> str:
        return record.state

    def value(self, value: Any, record: Channel) -> str:
        return str(STATES[value][0])


class ChannelTable(Table):
    """Channels, and what they did in the last day."""

    medium = NameColumn(verbose_name=_("channel"), orderable=False)
    state = StateColumn()
    sent = NumberColumn(verbose_name=_("sent in a day"), orderable=False)
    waiting = NumberColumn(verbose_name=_("waiting to be sent"), orderable=False)
    given_up = NumberColumn(verbose_name=_("given up in a day"), orderable=False)
    problem = Column(verbose_name=_("last problem"), orderable=False, phone=False)
