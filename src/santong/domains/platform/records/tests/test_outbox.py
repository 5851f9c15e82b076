"""The platform's own events, and expiry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.actions import outbox
from santong.domains.platform.records.actions.expiring import remove_expired
from santong.domains.platform.records.actions.outbox import drain_outbox
from santong.domains.platform.records.models import (
    Learner,
    OutboxEntry,
    Posting,
    Provider,
    Statement,
    StatementKey,
)
from santong.domains.platform.records.public import Happening, record_from
from santong.domains.platform.records.tests.cast import statement
from santong.kit import events

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class LessonOpened:
    person_id: int


def happening(event: LessonOpened) -> Happening | None:
    return Happening(
        person_id=event.person_id, verb="viewed", activity="resources/12", activity_type="resource",
        name="分数的初步认识", grouping=("courses/1",), extensions={"class": "0001"}, result={"duration": "PT5M"},
    )  # fmt: skip


record_from(LessonOpened, happening)


@pytest.fixture
def pupil(region) -> Person:
    return Person.objects.create_person(username="pupil", name="张小明", path=region["east"].path)


def test_an_event_becomes_one_statement_that_names_nobody(pupil, east, city, west):
    events.emit(LessonOpened(pupil.pk))
    assert drain_outbox() == 1
    assert drain_outbox() == 0
    (one,) = east.get().json["statements"]
    assert one["actor"]["account"] == {"homePage": settings.PUBLIC_URL, "name": Learner.objects.get().name}
    assert one["object"]["id"] == f"{settings.PUBLIC_URL}/resources/12"
    assert one["version"] == "2.0.0"
    assert "张小明" not in str(one)
    assert "pupil" not in str(one)
    assert city.found() == [one["id"]]
    assert west.found() == []


def test_what_waits_while_the_platform_moves_to_another_address_moves_with_it(pupil, east, settings):
    here, settings.PUBLIC_URL = settings.PUBLIC_URL, "https://before.example"
    events.emit(LessonOpened(pupil.pk))
    settings.PUBLIC_URL = here
    assert drain_outbox() == 1
    (one,) = east.get().json["statements"]
    assert one["actor"]["account"]["homePage"] == here
    assert "before.example" not in json.dumps(one)


def test_what_is_rolled_back_is_not_recorded(pupil):
    with transaction.atomic():
        events.emit(LessonOpened(pupil.pk))
        transaction.set_rollback(True)
    assert OutboxEntry.objects.count() == 0


def test_a_crash_while_draining_doubles_nothing(pupil, monkeypatch):
    for _ in range(5):
        events.emit(LessonOpened(pupil.pk))
    entries = list(OutboxEntry.objects.all())
    drain_outbox()
    # As after a crash between storing and removing the entries.
    OutboxEntry.objects.bulk_create(entries)
    monkeypatch.setattr(outbox, "BATCH", 2)
    assert drain_outbox() == 5
    assert set(StatementKey.objects.values_list("id", flat=True)) == {UUID(str(entry.pk)) for entry in entries}
    assert Statement.objects.count() == 5


def test_expiry_is_the_providers(city, east):
    east.store(statement(), statement())
    (kept,) = city.store(statement())
    Provider.objects.filter(path="00010001").update(keep_months=3)
    assert remove_expired() == 0
    assert remove_expired(timezone.now() + timedelta(days=150)) == 2
    assert city.found() == [kept]
    assert Posting.objects.count() == len(set(Posting.objects.values_list("list", flat=True)))
