"""A region of many people made by a few INSERT … SELECT, for `bench.access`; needs Django set up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client

from santong.domains.campus.students.public import Pupil
from santong.domains.platform.access.public import Appointment, appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, OrganisationCount, SchoolProfile
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.pages.keyset import Sort, page_of
from santong.lib.base36 import base36

COUNTIES, CLASSES, PUPILS, STAFF = 8, 16, 25, 100
PUPIL_ROLES, STAFF_ROLES = 22, 48
"""How many pupils of a class and staff of a school hold an appointment: with 250 schools, 800,000."""


@dataclass(frozen=True)
class Size:
    """`schools` in each county; with 250 there are 1,000,000 people."""

    schools: int

    @property
    def classes(self) -> int:
        return COUNTIES * self.schools * CLASSES

    @property
    def pupils(self) -> int:
        return self.classes * PUPILS

    @property
    def people(self) -> int:
        return self.pupils + COUNTIES * self.schools * STAFF


@dataclass
class Region:
    """What was made: viewers and browser sessions by name, some paths to ask about."""

    size: Size
    city: Organisation
    paths: list[str]
    viewers: dict[str, Viewer] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def lists(self, name: str, page: int) -> Iterator[tuple[str, str]]:
        """The address of each list, and the cursor at the end of the page before `page`."""
        viewer = self.viewers[name]
        rows = Pupil.objects.visible_to(viewer)
        yield "/pupils/", _cursor(rows, page)
        yield "/appointments/", _cursor(Appointment.objects.visible_to(viewer), page)


def _cursor(rows: Any, page: int) -> str:
    size = min((page - 1) * 25, max(rows.count() - 25, 25))
    return page_of(rows, Sort("path"), size).after


def fill(size: Size, say: Callable[[str], None]) -> Region:
    """Make organisations, people, pupils, appointments and counts."""
    began = time.monotonic()
    with transaction.atomic():
        city, first_school, first_class = _organisations(size)
        _people(size, first_school, first_class)
        say(f"{size.people} people after {time.monotonic() - began:.0f} s")
        _appointments(size, first_school, first_class)
        _reset_sequences(Organisation, Person, Pupil, Appointment, OrganisationCount)
    with connection.cursor() as cursor:
        # On PostgreSQL with what autovacuum would do a minute later, in the middle of the measuring.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    say(f"{Appointment.objects.count()} appointments after {time.monotonic() - began:.0f} s")
    sample = list(Organisation.objects.filter(kind="class").order_by("?").values_list("path", flat=True)[:50])
    region = Region(size, city, sample)
    for name, role, place in (
        ("city", "bureau_officer", city),
        ("county", "county_officer", Organisation.objects.filter(kind="county_bureau").order_by("-path")[0]),
        ("principal", "principal", Organisation.objects.filter(kind="school").order_by("-path")[0]),
    ):
        _officer(region, name, role, place)
    return region


def _officer(region: Region, name: str, role: str, place: Organisation) -> None:
    person = Person.objects.create_person(username=f"bench-{name}", name=name, path=place.path)
    appoint(acting=SYSTEM, person=person, role=role, organisation=place)
    client = Client()
    client.force_login(person)
    region.sessions[name] = client.cookies["session"].value
    region.viewers[name] = Viewer(person_id=person.pk, grants=(Grant(role, place.path),), category="staff")


def _organisations(size: Size) -> tuple[Organisation, int, int]:
    """The tree; answers the city and the first key of schools and of classes, which are numbered on."""
    city = Organisation(pk=1, kind="city_bureau", name="云岭市教育局", path=base36(1, 4))
    counties = [
        Organisation(
            pk=2 + n, kind="county_bureau", name=f"第{n + 1}县教育局", parent=city, path=city.path + base36(n + 1, 4)
        )
        for n in range(COUNTIES)
    ]
    school_key = 2 + COUNTIES
    schools = [
        Organisation(
            pk=school_key + c * size.schools + n, kind="school", name=f"第{n + 1}学校", parent=county,
            path=county.path + base36(n + 1, 4),
        )
        for c, county in enumerate(counties)
        for n in range(size.schools)
    ]  # fmt: skip
    grade_key = school_key + len(schools)
    grades = [
        Organisation(pk=grade_key + n, kind="grade", name="一年级", parent=school, path=school.path + base36(1, 4))
        for n, school in enumerate(schools)
    ]
    class_key = grade_key + len(grades)
    classes = (
        Organisation(
            pk=class_key + g * CLASSES + n, kind="class", name=f"一年级({n + 1})班", parent=grade,
            path=grade.path + base36(n + 1, 4),
        )
        for g, grade in enumerate(grades)
        for n in range(CLASSES)
    )  # fmt: skip
    # Not through the audited manager: nobody reads the history of invented organisations.
    Organisation._base_manager.bulk_create([city, *counties, *schools, *grades])
    while chunk := list(islice(classes, 5000)):
        Organisation._base_manager.bulk_create(chunk)
    SchoolProfile._base_manager.bulk_create([SchoolProfile(organisation=school) for school in schools])
    return city, school_key, class_key


def _people(size: Size, first_school: int, first_class: int) -> None:
    pupil = f"(o.id - {first_class}) * {PUPILS} + n.i"
    staff = f"{size.pupils} + (o.id - {first_school}) * {STAFF} + n.i"
    for key, kind, number in ((pupil, "class", PUPILS), (staff, "school", STAFF)):
        _insert(
            Person(),
            kind,
            number,
            id=key,
            username=f"'p' || ({key})",
            name=f"'人' || ({key})",
            pinyin=f"'ren' || ({key})",
            path="o.path",
            password="'!'",
            last_login="NULL",
        )
    _insert(
        Pupil(), "class", PUPILS,
        id=pupil, person_id=pupil, school_class_id="o.id", path="o.path",
        school_id=f"{first_school} + (o.id - {first_class}) / {CLASSES}",
    )  # fmt: skip
    _insert(
        OrganisationCount(what="pupils", number=PUPILS), "class", 1, id="o.id", organisation_id="o.id", path="o.path"
    )


def _appointments(size: Size, first_school: int, first_class: int) -> None:
    pupil = f"(o.id - {first_class}) * {PUPILS} + n.i"
    staff = f"{size.pupils} + (o.id - {first_school}) * {STAFF} + n.i"
    offset = size.classes * PUPIL_ROLES
    _insert(
        Appointment(role="pupil"), "class", PUPIL_ROLES,
        id=f"(o.id - {first_class}) * {PUPIL_ROLES} + n.i", person_id=pupil, organisation_id="o.id", path="o.path",
    )  # fmt: skip
    _insert(
        Appointment(role="subject_teacher"), "school", STAFF_ROLES,
        id=f"{offset} + (o.id - {first_school}) * {STAFF_ROLES} + n.i", person_id=staff, organisation_id="o.id",
        path="o.path",
    )  # fmt: skip


def _insert(template: models.Model, kind: str, number: int, **expressions: str) -> None:
    """`number` rows for each organisation of a kind; columns without an expression get the template's value."""
    fields = [f for f in template._meta.concrete_fields if not (f.primary_key and f.column not in expressions)]
    values, parameters = [], []
    for each in fields:
        if each.column in expressions:
            values.append(expressions[each.column])
        else:
            values.append("%s")
            value = each.pre_save(template, add=True)
            parameters.append(each.get_db_prep_save(value, connection))
    quoted = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
    sql = (
        f"INSERT INTO {template._meta.db_table} ({quoted}) "
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number}) "
        f"SELECT {', '.join(values)} FROM {Organisation._meta.db_table} o, n WHERE o.kind = %s ORDER BY o.path, n.i"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, kind])


def _reset_sequences(*kinds: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(kinds)):
            cursor.execute(sql)
