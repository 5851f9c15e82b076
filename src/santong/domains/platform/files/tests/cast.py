"""Who takes part in the tests, and a client that speaks tus."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.files.actions import keep_file
from santong.domains.platform.files.models import File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.jobs.testing import run_due

ROLES = {"owner": "subject_teacher", "other": "subject_teacher", "it": "school_it", "pupil": "pupil"}


def people(school: Organisation) -> dict[str, Person]:
    """One person for each role of the cast."""
    found = {}
    for name, role in ROLES.items():
        person = Person.objects.create_person(username=name, name=name, path=school.path)
        Appointment.objects.create(person=person, role=role, organisation=school, path=school.path)
        found[name] = person
    return found


def viewer(person: Person) -> Viewer:
    role = ROLES[person.username]
    return Viewer(person.pk, (Grant(role, person.path),), "pupil" if role == "pupil" else "staff", person.name)


def client(person: Person) -> Client:
    made = Client()
    made.force_login(person)
    return made


def kept(person: Person, source: Path, name: str = "") -> File:
    """A file of a person, checked and waiting for its conversions."""
    return keep_file(acting=SYSTEM, owner_id=person.pk, path=person.path, name=name or source.name, source=source)


class Tus:
    """Sends files as a browser does."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.client = client(person)

    def ask(self, method: str, url: str, body: bytes = b"", **headers: Any) -> HttpResponse:
        given = {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
        return self.client.generic(method, url, body, "application/offset+octet-stream", headers=given)

    def create(self, name: str, length: int) -> HttpResponse:
        metadata = "filename " + base64.b64encode(name.encode()).decode()
        return self.ask("POST", "/uploads/", Upload_Length=length, Upload_Metadata=metadata)

    def send(self, name: str, content: bytes) -> File:
        """Upload a file in two parts and have it checked."""
        url = self.create(name, len(content)).headers["Location"]
        half = len(content) // 2
        self.ask("PATCH", url, content[:half], Upload_Offset=0)
        last = self.ask("PATCH", url, content[half:], Upload_Offset=half)
        assert last.status_code == 204, last.content
        run_due()
        return File.objects.get(pk=int(last.headers["X-File"]))
