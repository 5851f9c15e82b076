"""Where a resource comes from, who admits it, and what it reaches."""

from __future__ import annotations

from django.utils.translation import gettext as _

from santong.domains.learning.resources.models import LEVEL_OF, Audience, Level, Resource
from santong.domains.platform.organisations.public import Organisation, lineage
from santong.kit.access import Viewer

OVERSEE = "resources.oversee"
Kind = Organisation.Kind
_LEVELS = {Kind.SCHOOL: Level.SCHOOL, Kind.COUNTY_BUREAU: Level.COUNTY, Kind.CITY_BUREAU: Level.CITY}


class NoPlace(Exception):
    """The person belongs to no organisation from which resources can come."""


def home_of(viewer: Viewer, permission: str) -> Organisation:
    """The school or bureau at which the viewer holds a permission, the innermost."""
    paths = sorted(viewer.paths(permission), key=len, reverse=True)
    for path in paths:
        for organisation in reversed(lineage(path)):
            if organisation.kind in _LEVELS:
                return organisation
    raise NoPlace(_("You belong to no school or bureau, so nothing can come from you. Ask your school."))


def levels_above(organisation: Organisation) -> list[tuple[Level, Organisation]]:
    """Who admits what comes from an organisation: the school, the county, the city, as far as they are above it."""
    found: dict[Level, Organisation] = {}
    for above in lineage(organisation):
        if above.kind in _LEVELS:
            found[_LEVELS[Kind(above.kind)]] = above
    return [(level, found[level]) for level in Level if level in found]


def next_level(resource: Resource) -> tuple[Level, Organisation] | None:
    """Who has to look at a resource next; None when its audience needs nobody further."""
    if resource.audience == Audience.PRIVATE:
        return None
    ways = levels_above(resource.organisation)
    wanted = LEVEL_OF[Audience(resource.audience)]
    done = Level(resource.level).rank if resource.level else 0
    further = [(level, place) for level, place in ways if level.rank > done]
    if not further or (done and done >= wanted.rank):
        return None
    return further[0]


def deciding_path(resource: Resource) -> str:
    """The path of who let a resource in, or of where it comes from when nobody has.

    Only those who could admit at that level undo it: what the city let in is not a county's to take out.
    """
    ways = levels_above(resource.organisation)
    if not resource.level or not ways:
        return resource.path
    rank = Level(resource.level).rank
    return next((place for level, place in ways if level.rank >= rank), ways[-1][1]).path


def demand_oversight(viewer: Viewer, resource: Resource) -> None:
    """Refuse whoever doesn't oversee the level that let the resource in."""
    viewer.demand(OVERSEE, deciding_path(resource))


def oversees(viewer: Viewer, resource: Resource) -> bool:
    """Whether the viewer oversees the level that let the resource in."""
    return viewer.can(OVERSEE, deciding_path(resource))


def reach_of(resource: Resource) -> str:
    """The place in which an admitted resource is seen: its audience's, as far as its level allows; if it is
    locked, the lock.
    """
    return str(resource.lock) or open_reach_of(resource)


def open_reach_of(resource: Resource) -> str:
    """The place in which an admitted resource would be seen if it weren't locked."""
    places = dict(levels_above(resource.organisation))
    if Level(resource.level).rank < LEVEL_OF[Audience(resource.audience)].rank:
        return places[Level(resource.level)].path
    if resource.audience == Audience.PUBLIC:
        return ""
    if resource.audience in (Audience.CLASS, Audience.GROUP, Audience.UNION):
        place = resource.audience_place
        return place.path if place else places[Level.SCHOOL].path
    level = Level(resource.audience)
    return places[level].path if level in places else resource.organisation.path
