"""Reads on organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from santong.domains.platform.organisations.models import Organisation
from santong.domains.platform.organisations.panels import page_of
from santong.domains.platform.organisations.picking import sounding
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Organisations by name, sound or code, for the command palette."""
    seen = Organisation.objects.visible_to(viewer)
    matching = Q(name__holds=query) | Q(short_name__holds=query) | Q(code=query)
    matching |= Q(pk__in=sounding(seen.filter(kind=Organisation.Kind.SCHOOL), query))
    rows = seen.filter(matching).select_related("parent").order_by("path")
    for row in rows[:limit]:
        yield SearchHit(
            title=row.name,
            url=page_of(row),
            subtitle=row.parent.name if row.parent else "",
            icon="building",
        )


def keys_of(paths: Sequence[str]) -> Mapping[str, int]:
    """The keys of the organisations at some paths, by path."""
    rows = Organisation.with_removed.open_to_everyone().filter(path__in=paths)
    return dict(rows.values_list("path", "pk"))
