"""Who and where the actors of statements are, for a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from santong.domains.governance.analytics.facts import Actor, Place, account_of, stranger
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, ancestor_paths
from santong.domains.platform.records.public import agent_number, people_of_accounts, provider_paths
from santong.kit.access.roles import roles_by_name

Kind = Organisation.Kind
FIRST = ("pupil", "staff", "parent")
"""Somebody of several categories counts as the first of these."""
PORTION = 900


class Actors:
    """Knows the places, and remembers whom it has looked up."""

    def __init__(self) -> None:
        kinds = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)
        rows = Organisation.with_removed.open_to_everyone().filter(kind__in=kinds)
        self._places = {path: (key, kind) for key, path, kind in rows.values_list("pk", "path", "kind")}
        self._providers = provider_paths()
        self._known: dict[str, Actor] = {}

    def of(self, statements: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Actor]:
        """The actor of each statement; statements are given with their providers."""
        names = {account_of(statement): statement["actor"] for _, statement in statements}
        names.pop("", None)
        self._look_up({name: actor for name, actor in names.items() if name not in self._known})
        return [self._actor(provider, statement) for provider, statement in statements]

    def _actor(self, provider: int, statement: Mapping[str, Any]) -> Actor:
        known = self._known.get(account_of(statement))
        return known or stranger(statement, self.place(self._providers.get(provider, "")))

    def place(self, path: str) -> Place:
        """The city, county and school at or above a path; a bureau is its own school."""
        above = [self._places[one] for one in ancestor_paths(path) if one in self._places]
        if not above:
            return Place()
        counties = [key for key, kind in above if kind != Kind.SCHOOL]
        return Place(above[0][0], counties[-1] if counties else above[0][0], above[-1][0])

    def _look_up(self, actors: Mapping[str, Any]) -> None:
        people = people_of_accounts(actors)
        paths = _paths_of(people.values())
        roles = _categories_of(people.values())
        for name, person in people.items():
            place = self.place(paths.get(person, ""))
            self._known[name] = Actor(agent_number(actors[name]), roles.get(person, ""), place)


def _paths_of(people: Iterable[int]) -> dict[int, str]:
    rows = Person.objects.numbers_only()
    return {key: path for some in _portions(people) for key, path in rows.filter(pk__in=some).values_list("pk", "path")}


def _categories_of(people: Iterable[int]) -> dict[int, str]:
    """pupil, staff or parent, by the appointments in force or else by those that were."""
    rows = Appointment.objects.numbers_only()
    found: dict[int, str] = {}
    for some in _portions(people):
        theirs = rows.filter(person__in=some)
        for each in (theirs, theirs.on(timezone.localdate())):
            found |= _first_categories(each.values_list("person_id", "role"))
    return found


def _first_categories(rows: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, set[str]] = {}
    for person, role in rows:
        if role in roles_by_name():
            found.setdefault(person, set()).add(roles_by_name()[role].category)
    return {person: next((one for one in FIRST if one in held), "") for person, held in found.items()}


def _portions(keys: Iterable[int]) -> Iterable[list[int]]:
    every = sorted(set(keys))
    return (every[start : start + PORTION] for start in range(0, len(every), PORTION))
