"""Who decides at a stage, as appointments stand today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from santong.domains.platform.access.public import holders_nearest, needed_permission
from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.engine.stages import Decider, Source, Stage
from santong.domains.platform.requests.models.paths import DESIGN
from santong.domains.platform.requests.sources import declared_people
from santong.kit.access.roles import roles_by_name, roles_with

LEADERS = ("principal", "county_officer", "bureau_officer")
"""Who leads: the nearest of these above somebody, who isn't they themselves."""
LAST = ("region_administrator",)
"""Whoever decides where nobody else can."""


@dataclass(frozen=True)
class Seated:
    """Who decides at a stage. `is_vacant`: nobody holds what the path asks for, so these are who may appoint."""

    people: tuple[int, ...]
    is_vacant: bool = False


def seated(stage: Stage, path: str, asker_id: int) -> Seated:
    """Who decides at a stage about a request at a place; without whoever asks, unless the stage lets them.

    Nobody yet where a request names them itself.
    """
    if any(decider.source == Source.NAMED for decider in stage.deciders):
        return Seated(())
    without = () if stage.asker_may else (asker_id,)
    found = [person for decider in stage.deciders for person in _of(decider, path, asker_id, without)]
    if found:
        return Seated(tuple(dict.fromkeys(found)))
    for roles in _instead(stage):
        people = holders_nearest(roles, path, without=(asker_id,))
        if people:
            return Seated(tuple(people), is_vacant=True)
    return Seated(())


def _of(decider: Decider, path: str, asker_id: int, without: Collection[int]) -> Sequence[int]:
    if decider.source in (Source.PEOPLE, Source.DECLARED):
        is_named = decider.source == Source.PEOPLE
        people = decider.people if is_named else declared_people(decider.name, path, asker_id)
        return [person for person in _active(people) if person not in without]
    return holders_nearest(_roles(decider), path, without=without)


def _roles(decider: Decider) -> Collection[str]:
    if decider.source == Source.LEADER:
        return LEADERS
    if decider.source == Source.PERMISSION:
        return roles_with(decider.name)
    return (decider.name,)


def _instead(stage: Stage) -> Iterable[Collection[str]]:
    """The roles that are asked in the place of nobody: who may appoint, whoever keeps paths, then the region's."""
    for decider in stage.deciders:
        if decider.source == Source.ROLE and decider.name in roles_by_name():
            yield roles_with(needed_permission(decider.name))
    yield roles_with(DESIGN)
    yield LAST


def _active(people: Iterable[int]) -> list[int]:
    """Those of some people whose accounts are open, in their order."""
    kept = list(people)
    here = set(Person.objects.noted(kept).filter(is_active=True).values_list("pk", flat=True))
    return [person for person in kept if person in here]


@dataclass(frozen=True)
class Appointed:
    """The engine's `Seating` of one request: its route, its place and who asks."""

    route: Sequence[Stage]
    path: str
    asker_id: int

    def deciders(self, at: int) -> Sequence[int]:
        """Who decides at a position of the route."""
        return seated(self.route[at], self.path, self.asker_id).people

    def gone(self, people: Collection[int]) -> Collection[int]:
        """Closed accounts, and whoever turned out to be the one who asks."""
        return set(people) - (set(_active(people)) - {self.asker_id})
