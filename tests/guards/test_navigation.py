"""Everybody's navigation stays small: at most eight areas, and in them every page that the roles reach."""

from __future__ import annotations

from itertools import combinations

import pytest

from santong.kit.access import Grant, Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.menu import PERSON, TOPICS, MenuItem
from santong.kit.navigation.areas import MORE, MOST_AREAS, Layout, areas_of, reached_by
from santong.kit.registry import registry

ROLES = list(roles_by_name().values())
STAFF = [role.name for role in ROLES if role.category == "staff"]
SEVERAL = [*combinations(STAFF, 2), tuple(STAFF)]


def viewer(*roles: str) -> Viewer:
    """Somebody with these roles at the top."""
    return Viewer(1, tuple(Grant(role, "0001") for role in roles), roles_by_name()[roles[0]].category, "Somebody")


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_every_page_of_a_role_has_its_area(role):
    placed = areas_of(viewer(role))
    names = [each.area.name for each in placed]
    assert len(names) <= MOST_AREAS and MORE.name not in names
    assert names[0] == "today"
    everything = [item for item in reached_by(viewer(role)) if item.topic != PERSON]
    assert sorted(item.url_name for each in placed for item in each.items) == sorted(i.url_name for i in everything)


@pytest.mark.parametrize("roles", SEVERAL, ids="+".join)
def test_nobody_has_more_than_eight_areas_nor_misses_a_page(roles):
    placed = areas_of(viewer(*roles))
    assert len(placed) <= MOST_AREAS
    everything = [item for item in reached_by(viewer(*roles)) if item.topic != PERSON]
    assert sum(len(each.items) for each in placed) == len(everything)


def test_every_layout_has_a_place_for_every_topic_of_its_pages():
    known = {topic for layout in registry.of(Layout) for area in layout.areas for topic in area.topics}
    assert known <= TOPICS
    assert {item.topic for item in registry.of(MenuItem)} - {PERSON} <= known
