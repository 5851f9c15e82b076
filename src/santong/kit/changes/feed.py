"""Reading the feed: giving positions, and what a viewer may know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from santong.kit.access import NOTHING, Viewer, below
from santong.kit.changes.models import Change
from santong.kit.changes.publishing import published
from santong.kit.models import ScopedModel

KEEP = timedelta(days=180)
"""How long a change can be read; whoever comes back later reads the lists anew."""
MOST_AT_ONCE = 10_000
LOCK = 0x46454544
"""The number of the advisory lock on PostgreSQL ("FEED")."""


class CursorTooOld(Exception):
    """Changes after this cursor were deleted meanwhile."""


@dataclass(frozen=True)
class Item:
    """A change as one viewer sees it."""

    cursor: int
    at: datetime
    kind: str
    resource: str
    object_id: int
    by: int | None


@dataclass(frozen=True)
class Part:
    """A part of the feed: the items, and where to go on. `more`: there is more already."""

    items: list[Item]
    cursor: int
    more: bool


def permissions() -> dict[str, str]:
    """The permission that each published resource is seen with."""
    models = {what.name: apps.get_model(what.model) for what in published().values() if not what.part_of}
    return {name: model.scope.view for name, model in models.items() if issubclass(model, ScopedModel)}


def give_positions() -> None:
    """Put committed changes at the end of the feed, in the order of their writing.

    One reader at a time does so, and it sees only what is committed; so whatever is committed
    later comes behind everything that anybody has read.
    """
    while Change.objects.filter(position=None).exists():
        # In parts: each is one transaction, so that others wait only shortly.
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(_GIVE, [MOST_AT_ONCE])


_GIVE = """
    UPDATE changes_change SET position = numbered.position
    FROM (
        SELECT waiting.id AS id,
            row_number() OVER (ORDER BY waiting.id)
                + (SELECT coalesce(max(position), 0) FROM changes_change) AS position
        FROM (SELECT id FROM changes_change WHERE position IS NULL ORDER BY id LIMIT %s) AS waiting
    ) AS numbered
    WHERE changes_change.id = numbered.id
"""


def last_position() -> int:
    """The end of the feed, 0 when it is empty."""
    give_positions()
    return int(Change.objects.aggregate(last=Max("position"))["last"] or 0)


def read(viewer: Viewer, *, after: int, resources: Iterable[str], size: int) -> Part:
    """The changes behind a position on objects that the viewer may see.

    Raises `CursorTooOld`.
    """
    _demand_present(after)
    end = last_position()
    rows = Change.objects.filter(_visible(viewer, resources), position__gt=after, position__lte=end)
    found = list(rows.order_by("position")[: size + 1])
    more, found = len(found) > size, found[:size]
    # Without more for this viewer the rest of the feed needn't be walked again.
    cursor = int(found[-1].position or 0) if more else max(end, after)
    return Part([_item(viewer, row) for row in found], cursor, more)


def _demand_present(after: int) -> None:
    first = Change.objects.aggregate(first=Min("position"))["first"]
    if first is not None and after < first - 1:
        raise CursorTooOld(after)


def _visible(viewer: Viewer, resources: Iterable[str]) -> Q:
    seen, needed = NOTHING, permissions()
    for name in resources:
        for path in viewer.paths(needed[name]):
            seen |= Q(resource=name) & (below("path", path) | Q(former_path__startswith=path) & ~Q(former_path=""))
    return seen


def _item(viewer: Viewer, row: Change) -> Item:
    kind = row.kind
    if row.former_path and kind == Change.Kind.CHANGED:
        paths = viewer.paths(permissions()[row.resource])
        if not row.path.startswith(paths):
            kind = Change.Kind.REMOVED  # it has gone out of sight
        elif not row.former_path.startswith(paths):
            kind = Change.Kind.CREATED
    return Item(int(row.position or 0), row.at, str(kind), row.resource, row.object_id, row.person_id)


def remove_old(now: datetime | None = None) -> int:
    """Delete what is older than `KEEP`; the end of the feed stays, so that positions go on."""
    give_positions()
    end = Change.objects.aggregate(last=Max("position"))["last"]
    old = Change.objects.filter(at__lt=(now or timezone.now()) - KEEP, position__lt=end or 0)
    return old.delete()[0]
