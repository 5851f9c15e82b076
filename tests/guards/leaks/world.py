"""Two counties with two schools each, and at every school one object of every kind, each marked.

Objects get the same key in every table at a place (`FIRST` for the first school, the next number for the second
…), so that an address with a key names an object of that place whatever its view looks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import ClassProfile, GradeProfile, Organisation, SchoolProfile
from santong.domains.platform.tokens.scopes import SCOPES
from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.access.roles import roles_by_name
from santong.kit.models import PathField, ScopedModel
from santong.kit.testing.planting import FIRST, SCHOOLS, STEP
from tests.guards.leaks.markers import Marks, Planted
from tests.guards.leaks.told import ALSO, HOW, LEFT_OUT, OF_CLASS, PLANTINGS, SECOND, SHARED, UNMARKED

CITY_ROLES = ("region_administrator", "security_officer", "auditor", "bureau_officer")
COUNTY_ROLES = ("county_officer", "inspector")
CLASS_ROLES = ("class_teacher", "subject_teacher")
FAMILY_ROLES = ("pupil", "parent")

TODAY = date(2026, 9, 1)


class NotPlantable(Exception):
    """A kind of object that nobody knows how to make: its module says how, or why not, in `tests/leaks.py`."""


@dataclass(frozen=True)
class Persona:
    """Somebody with one role, or none, and their browser. `places` hold them, from the city down."""

    name: str
    role: str
    place: str
    person_id: int
    client: Client
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class World:
    """What was planted."""

    marks: Marks = field(default_factory=Marks)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[tuple[str, int], Any] = field(default_factory=dict)
    planted: dict[tuple[str, str], Planted] = field(default_factory=dict)
    personas: list[Persona] = field(default_factory=list)

    def place_of(self, path: str) -> tuple[str, ...]:
        """The names of the places around a path."""
        inner = max((o for o in self.organisations.items() if path.startswith(o[1].path)), key=lambda o: len(o[1].path))
        return self.places[inner[0]]

    def person(
        self, key: int, what: str, place: str, about: frozenset[int], *, keeper: str = "", also: str = ""
    ) -> Person:
        """Somebody whose name is marked; `also` names a second place where they may be known."""
        mark = self.marks.give(f"identity.Person:{what}", self.places[place], about, self.places.get(also, ()))
        row = Person(
            pk=key, username=f"user{key}", name=mark, pinyin=mark, initials=mark[:4],
            path=self.organisations[keeper or place].path, password=UNUSABLE_PASSWORD_PREFIX,
            birth_date=date(2010, 1, 1),
        )  # fmt: skip
        row.save()
        _remember(self, row, self.marks.by_mark[mark.encode()])
        return row


def build() -> World:
    """The whole region, by direct writes: no action is trusted to put anything where it belongs."""
    world = World()
    _organisations(world)
    _people(world)
    for number in range(len(SCHOOLS)):
        for model in scoped_models():
            plant(world, model, number)
        for planting in PLANTINGS:
            if planting.after is not None:
                planting.after(world, number)
    _personas(world)
    return world


def scoped_models() -> Iterator[type[ScopedModel]]:
    """Every kind of object that belongs to somebody."""
    for model in apps.get_models():
        if issubclass(model, ScopedModel) and not model._meta.proxy and model._meta.label not in LEFT_OUT:
            yield model


def _organisations(world: World) -> None:
    _organisation(world, "city", "city_bureau", None, 90)
    for number, county in enumerate(("east", "west")):
        _organisation(world, county, "county_bureau", "city", 91 + number)
    for number, school in enumerate(SCHOOLS):
        key = FIRST + number
        _organisation(world, school, "school", school[:-1], key)
        grade = _organisation(world, f"{school}-grade", "grade", school, key + 2 * STEP)
        room = _organisation(world, f"{school}-class", "class", f"{school}-grade", key + STEP)
        SchoolProfile.objects.create(
            organisation=world.organisations[school], education_type="211", stages=",primary,",
            address=_mark(world, "organisations.SchoolProfile", school),
        )  # fmt: skip
        GradeProfile.objects.create(organisation=grade, stage="primary", level=3, entry_year=2024)
        ClassProfile.objects.create(organisation=room, entry_year=2024, number=1, class_type="10")


def _organisation(world: World, name: str, kind: str, parent: str | None, key: int) -> Organisation:
    above = world.organisations[parent] if parent else None
    siblings = sum(1 for each in world.organisations.values() if above and each.parent_id == above.pk)
    path = (above.path if above else "") + f"{siblings + 1:04}"
    world.places[name] = (*(world.places[parent] if parent else ()), name)
    # Schools between which pupils change know each other by name.
    also = (*world.places[name][:-1], SCHOOLS[SCHOOLS.index(name) ^ 1]) if kind == "school" else ()
    mark = world.marks.give("organisations.Organisation", world.places[name], also=also)
    row = Organisation(pk=key, kind=kind, name=mark, parent=above, path=path)
    row.code = str(2_199_000_000 + key) if kind == "school" else ""
    row.save()
    world.organisations[name] = row
    _remember(world, row, world.marks.by_mark[row.name.encode()])
    return row


def _mark(world: World, kind: str, place: str, people: frozenset[int] = frozenset()) -> str:
    return world.marks.give(kind, world.places[place], people)


def _remember(world: World, row: models.Model, planted: Planted | None) -> None:
    if planted is not None:
        world.planted[row._meta.label_lower, str(row.pk)] = planted


def _people(world: World) -> None:
    """At every school a pupil, a guardian of that pupil, a teacher and another pupil of the class."""
    for number, school in enumerate(SCHOOLS):
        pupil, guardian, teacher, other = (FIRST + number + STEP * n for n in range(4))
        world.person(pupil, "pupil", f"{school}-class", frozenset({pupil, guardian}), keeper=school)
        world.person(guardian, "guardian", f"{school}-class", frozenset({pupil, guardian}), keeper=school)
        world.person(teacher, "staff", school, frozenset({teacher}))
        world.person(other, "pupil", f"{school}-class", frozenset({other}), keeper=school)


def _personas(world: World) -> None:
    """Everybody with a role at every place where it makes sense, and somebody with none."""
    key = 9000
    for role in roles_by_name():
        for place in places_for(role):
            key += 1
            about = _family_key(role, place) or key
            if about == key:
                world.person(key, "staff", place, frozenset({key}))
            _appoint(world, about, role, place)
            world.personas.append(Persona(f"{role}@{place}", role, place, about, signed_in(about)))
    world.person(key + 1, "staff", "east1", frozenset({key + 1}))
    world.personas.append(Persona("nobody", "", "east1", key + 1, signed_in(key + 1)))


def systems(world: World) -> list[Persona]:
    """Other systems: a token with every scope at each school, and one of the region with what that gives."""
    found = []
    for role, place in (("region_administrator", "city"), *(("school_it", school) for school in SCHOOLS)):
        holder = next(p for p in world.personas if (p.role, p.place) == (role, place))
        scopes = SCOPES if role == "school_it" else ["organisations.read", "people.read", "import"]
        api = api_for(
            world.organisations[place], scopes=scopes, holder=Person.objects.get(pk=holder.person_id), role=role
        )
        found.append(Persona(f"token of {holder.name}", role, place, holder.person_id, api.client, api.headers))
    return found


def places_for(role: str) -> tuple[str, ...]:
    """Where a role is held; a module's own roles at every school."""
    if role in CITY_ROLES:
        return ("city",)
    if role in COUNTY_ROLES:
        return ("east", "west")
    if role in (*CLASS_ROLES, *FAMILY_ROLES):
        return tuple(f"{school}-class" for school in SCHOOLS)
    return SCHOOLS


def _family_key(role: str, place: str) -> int:
    if role not in FAMILY_ROLES:
        return 0
    return FIRST + SCHOOLS.index(place.removesuffix("-class")) + (STEP if role == "parent" else 0)


def _appoint(world: World, person_id: int, role: str, place: str) -> None:
    at = world.organisations[place]
    Appointment.objects.create(person_id=person_id, role=role, organisation=at, path=at.path)


def signed_in(person_id: int) -> Client:
    """A browser with a session and a second factor."""
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(pk=person_id))
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def plant(world: World, model: type[models.Model], number: int) -> Any:
    """The object of a kind at a school: found, or made with a mark in every text."""
    label = model._meta.label
    if (label, number) in world.rows:
        return world.rows[label, number]
    key = _key(model, number)
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        row = _made(world, model, number, key)
    world.rows[label, number] = row
    if label in SECOND:
        _second(world, model, number)
    return row


def _key(model: type[models.Model], number: int) -> Any:
    field = model._meta.pk
    if isinstance(field, models.UUIDField):
        return UUID(int=FIRST + number)
    return f"key{FIRST + number}" if isinstance(field, models.CharField) else FIRST + number


def _made(world: World, model: type[models.Model], number: int, key: Any) -> Any:
    label = model._meta.label
    if label in SHARED and number:
        return plant(world, model, 0)
    given = {**HOW.get(label, nothing)(world, number)}
    mark = "" if label in UNMARKED else _give(world, label, number)
    row = model()
    for each in model._meta.concrete_fields:
        if {each.name, each.attname} & given.keys():
            setattr(
                row, each.attname if each.attname in given else each.name, given.get(each.attname, given.get(each.name))
            )
        elif not each.primary_key or each.remote_field:
            _fill(world, row, each, number, mark)
    if not model._meta.pk.remote_field:
        row.pk = key
    try:
        row.save(force_insert=True)
    except Exception as error:
        raise NotPlantable(f"{label}: {error}") from error
    if mark and not any(value == mark for value in vars(row).values()):
        raise NotPlantable(f"{label} has no text that could be marked")
    _remember(world, row, world.marks.by_mark[mark.encode()] if mark else None)
    return row


def _give(world: World, label: str, number: int) -> str:
    school = SCHOOLS[number]
    held = world.places[ALSO[label](number)] if label in ALSO else ()
    return world.marks.give(label, world.places[_place(label, school)], _about(label, number), held)


def _second(world: World, model: type[models.Model], number: int) -> None:
    """Another one, as its module says."""
    row = model(pk=FIRST + number + 3 * STEP, **SECOND[model._meta.label](world, number))
    row.save(force_insert=True)


def _fill(world: World, row: Any, each: models.Field, number: int, mark: str) -> None:
    value = _value(world, type(row), each, number, mark)
    if value is not KEEP:
        setattr(row, each.attname if each.remote_field else each.name, value)


KEEP = object()


def _value(world: World, model: type[models.Model], each: Any, number: int, mark: str) -> Any:
    if each.remote_field:
        return _related(world, model, each, number)
    if each.has_default() or getattr(each, "auto_now_add", False) or getattr(each, "auto_now", False):
        return KEEP
    if isinstance(each, PathField):
        return world.organisations[_place(model._meta.label, SCHOOLS[number])].path
    if each.name.endswith("person_id") or each.name == "owner_id":
        return FIRST + number + 2 * STEP
    return _plain_value(each, mark)


def _plain_value(each: Any, mark: str) -> Any:
    if each.choices:
        return each.choices[0][0]
    if each.name.endswith("_cipher"):
        return ""
    if isinstance(each, models.CharField | models.TextField):
        return mark[: each.max_length or None]
    if each.null:
        return KEEP
    return next((value for kind, value in PLAIN.items() if isinstance(each, kind)), KEEP)


PLAIN: dict[type[models.Field], Any] = {
    models.DateTimeField: timezone.now(),
    models.DateField: TODAY,
    models.DecimalField: Decimal(1),
    models.FloatField: 1.0,
    models.IntegerField: 1,
    models.BinaryField: b"x",
    models.UUIDField: UUID(int=1),
    models.JSONField: {},
}


def _related(world: World, model: type[models.Model], each: Any, number: int) -> Any:
    target, key = each.related_model, FIRST + number
    if target is Person:
        return key + {"child": 0, "pupil": 0, "guardian": STEP}.get(each.name, 2 * STEP)
    if target is Organisation:
        return key + (STEP if "class" in each.name else 0)
    if target is model or not target.__module__.startswith("santong."):
        return None if each.null else _foreign(each)
    return plant(world, target, number).pk


def _foreign(each: Any) -> Any:
    raise NotPlantable(f"{each}: say in `how` of `tests/leaks.py` what it refers to")


def _place(label: str, school: str) -> str:
    return f"{school}-class" if label in OF_CLASS else school


def _about(label: str, number: int) -> frozenset[int]:
    pupil, guardian, teacher = (FIRST + number + STEP * n for n in range(3))
    if label in OF_CLASS:
        return frozenset({pupil, guardian})
    return frozenset({teacher})


def nothing(world: World, number: int) -> Mapping[str, Any]:
    return {}
