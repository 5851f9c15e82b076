"""Searching and browsing the library, for a viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from santong.domains.learning.resources.indexing import FACETS, RESOURCES, scopes_for
from santong.domains.learning.resources.models import Kind, Level, Node, Resource
from santong.domains.platform.organisations.public import Stage, grade_name
from santong.kit.access import Viewer
from santong.kit.fulltext.public import BEST, ORDERS, SHOWN, Found, search, suggest
from santong.kit.palette import SearchHit

PAGE = 24
SHOWN_VALUES = 8
"""Values of a facet that are shown without asking for more."""
GRADES = {str(grade): grade for grade in range(-3, 13)}
"""As the index holds them; an address may hold anything."""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, chosen facet values, order, and page (from 1)."""

    text: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: str = BEST
    page: int = 1


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet with how many results it has."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Results:
    """A page of what was found."""

    found: Found
    rows: list[Resource]
    facets: list[tuple[str, list[FacetValue]]]
    page: int
    pages: int


def find(viewer: Viewer, asked: Asked) -> Results:
    """The resources that the viewer may see and that answer the question."""
    order = asked.order if asked.order in ORDERS else BEST
    found = search(RESOURCES, asked.text, scopes=scopes_for(viewer), chosen=asked.chosen, order=order)
    pages = max(-(-min(len(found.hits), SHOWN) // PAGE), 1)
    page = min(max(asked.page, 1), pages)
    keys = [hit.key for hit in found.hits[(page - 1) * PAGE : page * PAGE]]
    return Results(found, rows_of(viewer, keys), facets_of(found, asked.chosen), page, pages)


def rows_of(viewer: Viewer, keys: Sequence[int]) -> list[Resource]:
    """Resources by key in this order, as far as the viewer may see them."""
    own = Resource.scope.own(viewer) & Q(status=Resource.Status.ADMITTED)
    rows = Resource.objects.unscoped("visible, or one's own").filter(Resource.scope.rows(viewer) | own, pk__in=keys)
    by_key = {row.pk: row for row in rows.select_related("organisation", "textbook", "node")}
    return [by_key[key] for key in keys if key in by_key]


def facets_of(found: Found, chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, list[FacetValue]]]:
    """The facets with their values in words; chosen ones stay even when nothing is left of them."""
    result = []
    for name in FACETS:
        picked = set(chosen.get(name, ()))
        counts = dict(found.facets.get(name, []))
        values = [*counts, *(value for value in picked if value not in counts)]
        shown = [FacetValue(value, facet_label(name, value), counts.get(value, 0), value in picked) for value in values]
        if name == "grade":
            shown.sort(key=lambda each: GRADES.get(each.value, 99))
        result.append((name, shown))
    return result


def facet_label(name: str, value: str) -> str:
    """A facet's value in words."""
    if name == "grade":
        return grade_name(GRADES[value]) if value in GRADES else value
    choices = {"stage": Stage, "kind": Kind, "level": Level}.get(name)
    if choices is None:
        return value
    return str(dict(choices.choices).get(value, value))


def suggestions(viewer: Viewer, text: str) -> tuple[list[str], list[Resource]]:
    """While somebody types: names they may mean, and the first results."""
    names = suggest(RESOURCES.name, text)
    found = search(RESOURCES, text, scopes=scopes_for(viewer)) if len(text.strip()) > 1 else Found()
    return names, rows_of(viewer, [hit.key for hit in found.hits[:4]])


def in_nodes(viewer: Viewer, nodes: Sequence[Node]) -> QuerySet[Resource]:
    """What the viewer may see of some units and lessons, and of those they follow; the most used first."""
    keys = [node.pk for node in nodes]
    before = Node.objects.open_to_everyone().filter(successor__in=keys).values("pk")
    rows = Resource.objects.visible_to(viewer).filter(Q(node__in=keys) | Q(node__in=before))
    found: QuerySet[Resource] = rows.select_related("organisation", "textbook", "node").order_by("-uses", "-pk")
    return found


def related(viewer: Viewer, resource: Resource, most: int = 6) -> list[Resource]:
    """Others for the same lesson, then for the same unit, then of the same knowledge points."""
    rows = (
        Resource.objects.visible_to(viewer).exclude(pk=resource.pk).select_related("organisation", "textbook", "node")
    )
    ways = []
    if resource.node_id:
        ways.append(Q(node=resource.node_id))
        if resource.node and resource.node.parent_id:
            ways.append(Q(node__parent=resource.node.parent_id))
    ways.append(Q(points__resources=resource.pk))
    found: dict[int, Resource] = {}
    for way in ways:
        if len(found) < most:
            found |= {row.pk: row for row in rows.filter(way).order_by("-uses", "-pk")[:most]}
    return list(found.values())[:most]


def hits(viewer: Viewer, query: str, limit: int) -> list[SearchHit]:
    """Resources for the command palette."""
    found = search(RESOURCES, query, scopes=scopes_for(viewer))
    # What holds only part of the words is no answer where nothing says so.
    rows = [] if found.partly else rows_of(viewer, [hit.key for hit in found.hits[:limit]])
    return [
        SearchHit(title=row.title, url=f"/resources/{row.pk}/", subtitle=str(row.get_kind_display()), icon=row.icon)
        for row in rows
    ]
