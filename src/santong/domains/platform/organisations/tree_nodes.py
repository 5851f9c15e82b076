"""The nodes of the organisation tree as the tree component shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from santong.domains.platform.organisations.models import Kind, Organisation, OrganisationCount
from santong.domains.platform.organisations.panels import page_of
from santong.domains.platform.organisations.tree_queries import counts_of
from santong.kit.access import Viewer

ICONS = {
    Kind.CITY_BUREAU: "building-community",
    Kind.COUNTY_BUREAU: "building",
    Kind.SCHOOL: "school",
    Kind.UNION: "link",
    Kind.DEPARTMENT: "folder",
    Kind.RESEARCH_GROUP: "book",
    Kind.GRADE: "users-group",
    Kind.CLASS: "users",
}
PUPILS = OrganisationCount.What.PUPILS


def root_nodes(viewer: Viewer) -> list[dict[str, Any]]:
    """The outermost organisations that a viewer may see; the only one is open with its children."""
    paths = viewer.paths("organisations.view")
    roots = Organisation.objects.visible_to(viewer).order_by("path")
    # Whoever may see everything has the empty path: their roots are the roots of the tree.
    rows = list(roots.filter(parent=None) if "" in paths else roots.filter(path__in=paths))
    nodes = _nodes(rows, counts_of([row.path for row in rows]))
    if len(nodes) == 1:
        nodes[0] |= {"children": child_nodes(viewer, rows[0]), "expanded": True}
    return nodes


def child_nodes(viewer: Viewer, organisation: Organisation) -> list[dict[str, Any]]:
    """What stands directly below an organisation today, with the number of pupils of each."""
    rows = Organisation.objects.visible_to(viewer).filter(parent=organisation).open_on(timezone.localdate())
    found = list(rows.order_by("path"))
    return _nodes(found, counts_of([row.path for row in found]))


def _nodes(rows: Iterable[Organisation], counts: Any) -> list[dict[str, Any]]:
    rows = list(rows)
    with_children = set(
        Organisation.objects.open_to_everyone()
        .filter(parent__in=rows)
        .open_on(timezone.localdate())
        .values_list("parent_id", flat=True)
        .distinct()
    )
    return [
        {
            "label": row.name,
            "icon": ICONS[Kind(row.kind)],
            "url": page_of(row),
            "badge": counts.get(row.path, {}).get(PUPILS, 0),
            "children_url": reverse("organisations:branch", args=[row.pk]) if row.pk in with_children else "",
        }
        for row in rows
    ]
