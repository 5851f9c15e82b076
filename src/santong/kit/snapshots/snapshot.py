"""Snapshots: what a module declares, refreshes and reads.

ROLL = Snapshot("roll", follows=("pupils", "people"), places=schools_at, count=count_roll)

ROLL.refresh()                       # by a job: what has changed since the last time
taken = ROLL.read(["21", "2203"])    # all places at and below these paths
taken.as_of, taken.figures["21040001"]["pupils"]
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from santong.kit.access import NOTHING, below
from santong.kit.changes.feed import last_position
from santong.kit.changes.models import Change
from santong.kit.snapshots.models import Figures, Moment

Numbers = Mapping[str, int]
MOST_PLACES = 100
"""Places that are counted one group after the other; when more have changed, everything is counted at once."""
BATCH = 500


@dataclass(frozen=True)
class Taken:
    """Figures by the path of their place; `as_of` is None before they were counted for the first time."""

    as_of: datetime | None = None
    figures: Mapping[str, Numbers] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """Counts of one kind. `follows` names the resources of the change feed that change them; `places` gives the
    places in whose figures rows at some paths are counted; `count` counts at some places, at all for None.
    """

    name: str
    follows: tuple[str, ...]
    places: Callable[[Collection[str]], Collection[str]]
    count: Callable[[Collection[str] | None], Mapping[str, Numbers]]

    def read(self, paths: Iterable[str]) -> Taken:
        """The figures of all places at and below some paths."""
        moment = Moment.objects.filter(snapshot=self.name).first()
        if moment is None:
            return Taken()
        within = NOTHING
        for path in paths:
            within |= below("path", path)
        rows = Figures.objects.filter(within, snapshot=self.name)
        return Taken(moment.as_of, dict(rows.values_list("path", "numbers")))

    def refresh(self) -> int:
        """Count anew where something has changed since the last time; how many places that were."""
        now, end = timezone.now(), last_position()
        moment = Moment.objects.filter(snapshot=self.name).first()
        places = self._changed(moment.position, end) if moment else None
        if places is not None and len(places) > MOST_PLACES:
            places = None
        found = self.count(places) if places or places is None else {}
        self._keep(found, places, now, end)
        return len(found) if places is None else len(places)

    def recount(self) -> int:
        """Count everything anew, whatever has changed; how many places there are."""
        now, end = timezone.now(), last_position()
        found = self.count(None)
        self._keep(found, None, now, end)
        return len(found)

    def _changed(self, after: int, end: int) -> Collection[str]:
        rows = Change.objects.filter(resource__in=self.follows, position__gt=after, position__lte=end)
        pairs = rows.order_by().values_list("path", "former_path").distinct()
        return self.places({path for pair in pairs for path in pair if path})

    def _keep(self, found: Mapping[str, Numbers], places: Collection[str] | None, as_of: datetime, end: int) -> None:
        counted = Q() if places is None else Q(path__in=list(places))
        with transaction.atomic():
            Figures.objects.filter(counted, snapshot=self.name).delete()
            rows = [Figures(snapshot=self.name, path=path, numbers=dict(numbers)) for path, numbers in found.items()]
            Figures.objects.bulk_create(rows, batch_size=BATCH)
            Moment.objects.update_or_create(snapshot=self.name, defaults={"as_of": as_of, "position": end})
