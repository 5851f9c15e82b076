"""The layers inside the domains, and the doors between modules."""

from __future__ import annotations

from collections.abc import Iterator

import grimp
import pytest

ROOT = "santong.domains"
ORDER = {"governance": 3, "learning": 2, "campus": 1, "platform": 0}
INSIDE = (
    "module",
    "urls",
    "views",
    "api",
    "tables",
    "filters",
    "forms",
    "public",
    "actions",
    "queries",
    "events",
    "models",
)
"""Rooms of a module, the highest first; one may use those after it."""

TOGETHER = ({"views", "api"}, {"tables", "filters", "forms"})


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("santong", cache_dir=None)


def module_of(name: str) -> tuple[str, str] | None:
    """("platform", "access") for santong.domains.platform.access.…"""
    parts = name.split(".")
    return (parts[2], parts[3]) if name.startswith(f"{ROOT}.") and len(parts) > 4 else None


def imports(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    for importer in sorted(graph.modules):
        if ".tests" in importer or ".migrations" in importer:
            continue
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def test_a_sibling_is_entered_by_its_public_door(graph):
    wrong = [
        f"{importer} → {imported}"
        for importer, imported in imports(graph)
        if module_of(importer)
        and module_of(imported)
        and module_of(importer) != module_of(imported)
        and imported.split(".")[4:5] != ["public"]
    ]
    assert not wrong


def test_domains_stand_on_lower_ones(graph):
    wrong = []
    for importer, imported in imports(graph):
        source, target = module_of(importer), module_of(imported)
        if source and target and source[0] != target[0] and ORDER[source[0]] <= ORDER[target[0]]:
            wrong.append(f"{importer} → {imported}")
    assert not wrong


def test_the_registry_knows_no_kind_of_declaration(graph):
    """Kinds stand with their owners, who import it: otherwise it would import half the house, and that it."""
    assert not {name for name in graph.find_modules_directly_imported_by("santong.kit.registry") if "santong" in name}


def test_no_cycles_between_modules(graph):
    edges: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for importer, imported in imports(graph):
        source, target = module_of(importer), module_of(imported)
        if source and target and source != target:
            edges.setdefault(source, set()).add(target)
    assert not [(a, b) for a in edges for b in edges[a] if a in reachable(edges, b)]


def reachable(edges: dict[tuple[str, str], set[tuple[str, str]]], start: tuple[str, str]) -> set[tuple[str, str]]:
    found, todo = set(), [start]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += edges.get(node, ())
    return found


def test_rooms_of_a_module_use_only_lower_ones(graph):
    wrong = []
    for importer, imported in imports(graph):
        source = module_of(importer)
        if not source or source != module_of(imported):
            continue
        upper, lower = importer.split(".")[4], imported.split(".")[4]
        if upper in INSIDE and lower in INSIDE and upper != lower:
            allowed = INSIDE.index(upper) < INSIDE.index(lower) or any({upper, lower} <= pair for pair in TOGETHER)
            if not allowed:
                wrong.append(f"{importer} → {imported}")
    assert not wrong
