"""Everybody tries to come into everybody's account: nobody does, and the holders are told who asked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from santong.domains.campus.people.models import Adoption
from santong.domains.platform.access.public import takeover_objections
from santong.domains.platform.identity.models import SecurityEvent
from santong.domains.platform.identity.takeover import set_takeover_rule
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry
from tests.takeover.cast import World
from tests.takeover.comparing import gained
from tests.takeover.judging import everybody, facts
from tests.takeover.ways import Attack, Browser, attempts, slip
from tests.takeover.world import build

pytestmark = pytest.mark.django_db
LEAST = 20


class Inside:
    """A browser within the process."""

    def __init__(self) -> None:
        self.client = Client()
        self.location = ""

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._told(self.client.get(path, headers=headers))

    def post(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        return self._told(self.client.post(path, fields, headers=headers))

    def upload(
        self, path: str, fields: dict[str, str], field: str, name: str, content: bytes, **headers: str
    ) -> tuple[int, str]:
        file = SimpleUploadedFile(name, content)
        return self._told(self.client.post(path, {**fields, field: file}, headers=headers))

    def _told(self, answer: Any) -> tuple[int, str]:
        self.location = answer.headers.get("Location", "")
        is_text = "text" in answer.headers.get("Content-Type", "") or "json" in answer.headers.get("Content-Type", "")
        return answer.status_code, answer.content.decode() if is_text and not answer.streaming else ""


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings, tmp_path) -> Iterator[None]:
    """Strong roles needn't set a second factor up first; files go into a folder of the test."""
    settings.DEMO = True
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world() -> World:
    return build()


def _work(browser: Browser, run: str) -> None:
    run_due()


def attack_of(world: World, role: str) -> Attack:
    return Attack(Inside(), Inside, world, role, _work)


@pytest.mark.parametrize(
    "role",
    [
        "teaching_affairs",
        "school_it",
        "principal",
        "class_teacher",
        "subject_teacher",
        "enterprise_tutor",
        "county_officer",
        "bureau_officer",
        "inspector",
        "security_officer",
        "parent",
        "pupil",
    ],
)
def test_nobody_gains_anything(world, role):
    before = facts(everybody(world))
    assert attempts(attack_of(world, role)) > LEAST
    assert not gained(before, facts(everybody(world)), role)


def test_who_was_asked_for_is_told_and_the_audit_record_has_it(world):
    attempts(attack_of(world, "teaching_affairs"))
    here = {"victim-deputy", "victim-principal", "victim-pupil"}
    asked = set(Adoption.objects.filter(kind="staff").values_list("person_id", flat=True))
    assert {victim.pk for victim in world.victims if victim.username not in here} <= asked
    told = set(SecurityEvent.objects.filter(kind="asked").values_list("person_id", flat=True))
    assert asked <= told
    assert AuditEntry.objects.filter(verb="people.ask_adoption").exists()


def test_the_judge_would_see_it(world):
    """Without the rule the own staff page hands out the principal's slip."""
    before, victim = facts(everybody(world)), next(v for v in world.victims if v.username == "victim-deputy")
    set_takeover_rule(lambda acting, people, permission: {})
    try:
        by = attack_of(world, "teaching_affairs")
        by.sign_in()
        slip("/activation/staff/{mine}/")(by, victim)
    finally:
        set_takeover_rule(takeover_objections)
    assert len(gained(before, facts(everybody(world)), "teaching_affairs")) == 1
