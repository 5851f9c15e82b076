"""Two counties with two schools each, and at every school one object of every kind, each marked.

Objects get the same key in every table at a place (1000 for the first school, 1001 for the second
…), so that an address with a key names an object of that place whatever its view looks for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import ClassProfile, GradeProfile, Organisation, SchoolProfile
from santong.domains.platform.tokens.scopes import SCOPES
from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.imports.sealing import seal_data
from santong.kit.models import PathField, ScopedModel
from santong.kit.registry import registry
from tests.guards.leaks.markers import Marks, Planted

SCHOOLS = ("east1", "east2", "west1", "west2")
FIRST = 1000
STEP = 1000
"""Between the first, second … object of one kind at a place: the school is 1000, its class 2000."""

CITY_ROLES = ("region_administrator", "security_officer", "auditor", "bureau_officer")
COUNTY_ROLES = ("county_officer", "inspector")
CLASS_ROLES = ("class_teacher", "subject_teacher")
FAMILY_ROLES = ("pupil", "parent")

TODAY = date(2026, 9, 1)


class NotPlantable(Exception):
    """A kind of object that nobody knows how to make: say how in `HOW` or why not in `UNMARKED`."""


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


def build() -> World:
    """The whole region, by direct writes: no action is trusted to put anything where it belongs."""
    world = World()
    _organisations(world)
    _people(world)
    for number in range(len(SCHOOLS)):
        for model in scoped_models():
            plant(world, model, number)
        _version(number)
    _personas(world)
    return world


def _version(number: int) -> None:
    """What no resource is without: its first version, with the file of its school."""
    version = apps.get_model("resources.Version")._base_manager.create(resource_id=FIRST + number, number=1)
    apps.get_model("resources.Part")._base_manager.create(version=version, file_id=FIRST + number)


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
        person(world, pupil, "pupil", f"{school}-class", frozenset({pupil, guardian}), keeper=school)
        person(world, guardian, "guardian", f"{school}-class", frozenset({pupil, guardian}), keeper=school)
        person(world, teacher, "staff", school, frozenset({teacher}))
        person(world, other, "pupil", f"{school}-class", frozenset({other}), keeper=school)


def person(
    world: World, key: int, what: str, place: str, about: frozenset[int], keeper: str = "", also: str = ""
) -> Person:
    """Somebody whose name is marked; `also` names a second place where they may be known."""
    mark = world.marks.give(f"identity.Person:{what}", world.places[place], about, world.places.get(also, ()))
    row = Person(
        pk=key, username=f"user{key}", name=mark, pinyin=mark, initials=mark[:4],
        path=world.organisations[keeper or place].path, password=UNUSABLE_PASSWORD_PREFIX, birth_date=date(2010, 1, 1),
    )  # fmt: skip
    row.save()
    _remember(world, row, world.marks.by_mark[mark.encode()])
    return row


def _personas(world: World) -> None:
    """Everybody with a role at every place where it makes sense, and somebody with none."""
    key = 9000
    for role in registry.roles:
        for place in places_for(role):
            key += 1
            about = _family_key(role, place) or key
            if about == key:
                person(world, key, "staff", place, frozenset({key}))
            _appoint(world, about, role, place)
            world.personas.append(Persona(f"{role}@{place}", role, place, about, signed_in(about)))
    person(world, key + 1, "staff", "east1", frozenset({key + 1}))
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
    also = {"students.Transfer": SCHOOLS[number ^ 1], "staff.Teaching": f"{school}-class"}.get(label)
    held = world.places[also] if also else ()
    return world.marks.give(label, world.places[_place(label, school)], _about(label, number), held)


def _second(world: World, model: type[models.Model], number: int) -> None:
    """Another one, as `SECOND` says."""
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
    raise NotPlantable(f"{each}: say in HOW what it refers to")


def _place(label: str, school: str) -> str:
    return f"{school}-class" if label in OF_CLASS else school


def _about(label: str, number: int) -> frozenset[int]:
    pupil, guardian, teacher = (FIRST + number + STEP * n for n in range(3))
    if label in OF_CLASS:
        return frozenset({pupil, guardian})
    return frozenset({teacher})


def nothing(world: World, number: int) -> Mapping[str, Any]:
    return {}


How = Callable[[World, int], Mapping[str, Any]]

OF_CLASS = {
    "students.Pupil",
    "students.Guardianship",
    "students.Invitation",
    "students.Consent",
    "students.ClassPlace",
    "students.RollChange",
    "students.Transfer",
}
"""Kinds about a pupil: they stand at the class, and are the pupil's and the guardian's own affair."""


HEAD = {"name": "", "hidden": False, "height": 2, "rows": [["x"], ["y"]], "merges": []}
"""The first rows of an imported sheet."""

ADOPTED = 5
"""Offset of somebody whom another school asks for."""

LEAVER = 4
"""Offset of the pupil who is offered to another school."""


def _transfer(world: World, number: int) -> Mapping[str, Any]:
    """A pupil offered to the other school of the county: both schools may know."""
    school, other = SCHOOLS[number], SCHOOLS[number ^ 1]
    key = FIRST + number + LEAVER * STEP
    about = frozenset({key})
    leaver = person(world, key, "leaver", f"{school}-class", about, keeper=school, also=other)
    path = world.organisations[f"{school}-class"].path
    pupil = apps.get_model("students.Pupil")(
        pk=key, person=leaver, school_id=FIRST + number, school_class_id=FIRST + number + STEP, path=path
    )
    pupil.save(force_insert=True)
    _remember(world, pupil, world.planted["identity.person", str(key)])
    to = world.organisations[other]
    return {
        "pupil": pupil,
        "path": world.organisations[school].path,
        "from_school_id": FIRST + number,
        "to_school": to,
        "to_path": to.path,
    }


def _adoption(world: World, number: int) -> Mapping[str, Any]:
    """Somebody of the other school of the county, whom an import of this one asks for: both may know."""
    school, home = SCHOOLS[number], SCHOOLS[number ^ 1]
    key = FIRST + number + ADOPTED * STEP
    adopted = person(world, key, "adopted", home, frozenset({key}), keeper=home, also=school)
    employment = {"subjects": [], "titles": [], "is_teacher": True, "on_establishment": None}
    return {
        "person": adopted,
        "child": None,
        "asked_by": None,
        "decided_by": None,
        "kind": "staff",
        "path": world.organisations[school].path,
        "home_path": world.organisations[home].path,
        "values": settings.FIELD_KEYS.seal_bytes(json.dumps(employment).encode(), "people.adoption"),
    }


def _job(world: World, number: int) -> Mapping[str, Any]:
    """A finished job of the teacher."""
    now = timezone.now()
    arguments = {"args": [], "kwargs": {}}
    result = apps.get_model("django_tasks_database.DBTaskResult").objects.create(
        id=UUID(int=FIRST + number), status="SUCCESSFUL", task_path="santong.kit.imports.tasks.check",
        args_kwargs=arguments, backend_name="default", queue_name="default", run_after=now, enqueued_at=now,
        started_at=now, finished_at=now,
    )  # fmt: skip
    return {"result": result}


HOW: dict[str, How] = {
    "calendars.Period": lambda world, number: {"begins": time(8), "ends": time(9)},
    "calendars.Term": lambda world, number: {"ends": TODAY + timedelta(days=99)},
    "duplicates.Suspicion": lambda world, number: {
        "first_id": FIRST + number,
        "second_id": FIRST + number + STEP,
        "merger": None,
    },
    "duplicates.Merger": lambda world, number: {"kept_id": FIRST + number, "dropped_id": FIRST + number + 3 * STEP},
    "files.Allowance": lambda world, number: {"person": None},
    "imports.ImportRun": lambda world, number: {
        "target_name": "organisations",
        "context": {"parent": FIRST + number, "kind": "department"},
        "head": seal_data([HEAD]),
    },
    "jobs.Job": _job,
    "people.Adoption": _adoption,
    "resources.Key": lambda world, number: {"person": None},
    "sourcing.Account": lambda world, number: {"organisation": None},
    "sourcing.Call": lambda world, number: {"state": "open"},
    "sourcing.Certificate": lambda world, number: {"revoked_at": None, "revoked_because": ""},
    "sourcing.Transaction": lambda world, number: {"key": None},
    "staff.Teaching": lambda world, number: {"kind": "subject_teacher"},
    "students.Pupil": lambda world, number: {"person_id": FIRST + number},
    "students.Transfer": _transfer,
    "tokens.Token": lambda world, number: {"expires": timezone.now() + timedelta(days=9)},
}
"""What the general way of filling fields can't know, by kind."""


def _counterpart(world: World, number: int) -> Mapping[str, Any]:
    """What balances an entry of points, as the database demands: the issue of points gives or takes them."""
    entry = world.rows["sourcing.Entry", number]
    # With a number of its own: SQLite would give the next one, which is that of a planted account.
    issue, _ = apps.get_model("sourcing.Account")._base_manager.get_or_create(kind="issue", defaults={"pk": 1})
    return {"transaction_id": entry.transaction_id, "account": issue, "amount": -entry.amount, "after": -entry.amount}


SECOND: dict[str, How] = {
    "sourcing.Entry": _counterpart,
    "students.Pupil": lambda world, number: {
        "person_id": FIRST + number + 3 * STEP,
        "school_id": FIRST + number,
        "school_class_id": FIRST + number + STEP,
        "path": world.organisations[f"{SCHOOLS[number]}-class"].path,
    },
}
"""Kinds of which there is a second one at each place: the classmate, the other side of a transfer of points."""

UNMARKED: dict[str, str] = {
    "accounts.HelpRequest": "says who asks, and one of four reasons",
    "calendars.Term": "dates; its organisation has a name",
    "duplicates.Merger": "shown by the names of the two people",
    "files.Allowance": "a number of bytes; shown by the name of its place",
    "identity.SecurityEvent": "a word of a few, which only the holder of the account sees",
    "organisations.GradeProfile": "numbers; its grade has a name",
    "organisations.UnionMember": "shown by the names of the two schools",
    "people.Adoption": "shown by the names of the person and the school",
    "resources.Node": "textbooks belong to everybody",
    "resources.Playing": "a place in a file",
    "resources.Point": "textbooks belong to everybody",
    "resources.Rating": "a number of stars",
    "resources.Textbook": "textbooks belong to everybody",
    "sourcing.Account": "a number of points; shown by the name of its holder",
    "sourcing.Entitlement": "shown by the names of the pack and the place",
    "sourcing.Entry": "a number of points",
    "sourcing.PackUse": "a number of uses; shown by the names of the pack and the place",
    "sourcing.Price": "a number of points; shown by the title of the resource",
    "sourcing.Seat": "shown by the names of the pack and the person",
    "staff.Post": "shown by the name of the person",
    "students.Guardianship": "shown by the names of guardian and child",
    "students.YearChange": "numbers; its school has a name",
}
"""Kinds without any text of their own that only some may see, with what shows them instead."""

SHARED = frozenset({"resources.Node", "resources.Point", "resources.Textbook"})
"""Of these there is one for all."""

LEFT_OUT = {"codes.CodeTable": "standards of the whole country", "codes.Code": "standards of the whole country"}
"""Kinds that belong to no place."""
