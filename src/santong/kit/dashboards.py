"""Dashboards that modules bring along: which figures stand on them, and how each is shown.

    Dashboard(
        "lessons", _("Lessons"), levels=(CITY, COUNTY, SCHOOL),
        panels=(Shown(CARD, measure="lessons_changed"), Shown(TREND, indicator="P-01")),
    )

A figure is a measure by its name, or an indicator that came with the product by its code. Whoever looks sees those
whose permission they hold at the place; what isn't counted yet is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from santong.kit.measures.public import Measure
from santong.kit.registry import Label, Named, registry

CITY, COUNTY, SCHOOL = "city", "county", "school"
LEVELS = (CITY, COUNTY, SCHOOL)
CARD, TREND, MAP, TABLE, PEERS = "card", "trend", "map", "table", "peers"
KINDS = (CARD, TREND, MAP, TABLE, PEERS)
MOST_PANELS = 24


@dataclass(frozen=True)
class Shown:
    """A figure on a dashboard: the number in a card, its months, the places inside on a map or in a table, peers.

    Peers are for indicators alone.
    """

    kind: str
    indicator: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Dashboard(Named):
    """A dashboard of a module, for places of some `levels`."""

    name: str
    label: Label
    panels: Sequence[Shown]
    levels: Sequence[str] = LEVELS
    note: Label = ""
    order: int = 100

    def faults(self) -> Iterator[str]:
        """Kinds, levels or measures that there aren't; panels without a figure, or with two."""
        if not set(self.levels) <= set(LEVELS) or not self.levels:
            yield f"dashboard {self.name!r} is for unknown levels"
        if not 0 < len(self.panels) <= MOST_PANELS:
            yield f"dashboard {self.name!r} has no panels, or more than {MOST_PANELS}"
        for each in self.panels:
            if each.kind not in KINDS or bool(each.indicator) == bool(each.measure):
                yield f"dashboard {self.name!r} shows {each!r}, which is no figure of a kind that there is"
            if each.measure and (each.measure not in registry.by_name(Measure) or each.kind == PEERS):
                yield f"dashboard {self.name!r} shows the measure {each.measure!r}, which isn't there or has no peers"
