"""Tables that no rule names: a merger finds what hangs on a pupil or a person by the foreign keys themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models

from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.tests.test_uniting import BORN, people, put
from santong.domains.platform.duplicates.actions import merge, suspect, take_back
from santong.domains.platform.identity.public import NewPerson, Person
from santong.kit.access import SYSTEM
from santong.kit.models import AuditedModel

CLUB, CHOIR = 1, 2


@pytest.fixture
def tables(db) -> Iterator[tuple[type[AuditedModel], type[AuditedModel], type[AuditedModel]]]:
    """Members of clubs, protected and each once in a club; what hangs on a member; and who leads a club."""

    class Member(AuditedModel):
        pupil = models.ForeignKey(Pupil, models.PROTECT)
        club = models.IntegerField()

        class Meta:
            app_label = "students"
            constraints = [models.UniqueConstraint(fields=["pupil", "club"], name="tried_member_once")]

    class Attendance(AuditedModel):
        member = models.ForeignKey(Member, models.PROTECT)
        day = models.DateField()

        class Meta:
            app_label = "students"
            constraints = [models.UniqueConstraint(fields=["member", "day"], name="attendance_once")]

    class Leader(AuditedModel):
        person = models.ForeignKey(Person, models.PROTECT)
        club = models.IntegerField()

        class Meta:
            app_label = "students"

    made = (Member, Attendance, Leader)
    for model in made:
        _create(model)
    yield made
    for model in made:
        del apps.all_models["students"][model._meta.model_name]
    apps.clear_cache()


def _create(model: type[models.Model]) -> None:
    """In the test's transaction, which a schema editor refuses to work in on SQLite."""
    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    table, parameters = editor.table_sql(model)
    with connection.cursor() as cursor:
        cursor.execute(table, parameters)
        for later in editor.deferred_sql:
            cursor.execute(str(later))


@pytest.fixture
def twice(cast) -> tuple[Pupil, Pupil]:
    """A pupil who was entered again in another class."""
    known = cast.pupils[0]
    (again,) = people(NewPerson(known.person.name, cast.school.path, "1", BORN))
    put(cast, cast.classes[1], again)
    return known, Pupil.objects.get(person=again)


def rows(*tables: type[models.Model]) -> list[list[tuple[object, ...]]]:
    return [sorted(model._base_manager.values_list()) for model in tables]


def test_what_hangs_on_a_pupil_goes_over_and_comes_back(twice, tables):
    known, again = twice
    member, attendance, leader = tables
    mine, theirs = (member.objects.create(pupil=pupil, club=CLUB) for pupil in twice)
    member.objects.create(pupil=again, club=CHOIR)
    for row, days in ((mine, (1, 2)), (theirs, (2, 3))):
        for day in days:
            attendance.objects.create(member=row, day=date(2025, 10, day))
    leader.objects.create(person=again.person, club=CHOIR)
    before = rows(member, attendance, leader)

    pair = suspect(acting=SYSTEM, first=known.person, second=again.person)
    merger = merge(acting=SYSTEM, suspicion=pair, kept=known.person, answers={})

    assert set(member.objects.values_list("pupil", "club")) == {(known.pk, CLUB), (known.pk, CHOIR)}
    days = attendance.objects.order_by("day").values_list("member", "day__day")
    assert list(days) == [(mine.pk, 1), (mine.pk, 2), (mine.pk, 3)], "what hung on the second membership isn't lost"
    assert leader.objects.get().person_id == known.person_id
    assert not Pupil.objects.filter(pk=again.pk).exists()

    take_back(acting=SYSTEM, merger=merger)
    assert rows(member, attendance, leader) == before
