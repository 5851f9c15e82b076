"""Where words about presence come from. Modules of gates, buses and dormitories declare their own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.kit.registry import Label, Named, registry

ROLL_CALL, LESSON, LEAVE, HAND = "roll_call", "lesson", "leave", "hand"


@dataclass(frozen=True)
class PresenceSource(Named):
    """A source of words about presence; `human` when a person looked, so that its word counts before a device's."""

    name: str
    label: Label
    human: bool = True
    order: int = 100


SOURCES = (
    PresenceSource(ROLL_CALL, _("Morning roll call"), order=10),
    PresenceSource(LESSON, pgettext_lazy("source", "Roll call in a lesson"), order=20),
    PresenceSource(HAND, _("Corrected by hand"), order=30),
    PresenceSource(LEAVE, _("Leave granted"), order=40),
)


def is_human(name: str) -> bool:
    """Whether a person looked; a source that is declared no more counts as a device."""
    source = registry.by_name(PresenceSource).get(name)
    return source is not None and source.human


def words_of_source(name: str) -> Label:
    """What people read for a source."""
    source = registry.by_name(PresenceSource).get(name)
    return source.label if source is not None else name
