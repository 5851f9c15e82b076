"""What the benchmarks of files share: a server with people, and a client that speaks tus.

    python -m bench.fileserver ADDRESS SESSION FILE NOTE

sends a file in a process of its own, that can be killed; NOTE is a file where it keeps the address of the
upload, as a browser keeps it for a tab that is opened again.
"""

from __future__ import annotations

import base64
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.contract import Run
from santong.kit.testing.serving import Installation, Served

PART = 2 * 1024 * 1024
TOKEN = "b" * 32
PATIENCE = 600.0

PEOPLE = """
import json, sys, django
django.setup()
from django.test import Client
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
school = Organisation(kind="school", name="School", path="0001")
school.save()
sessions = []
for number in range(int(sys.argv[1])):
    person = Person.objects.create_person(username=f"person{number}", name="Person", path="0001")
    Appointment.objects.create(person=person, role="subject_teacher", organisation=school, path="0001")
    client = Client()
    client.force_login(person)
    sessions.append(client.cookies["session"].value)
print(json.dumps(sessions))
"""

FOUND = """
import json, django
django.setup()
from santong.domains.platform.files.models import Blob, File, Rendition
from santong.domains.platform.files import store
print(json.dumps({
    "files": list(File.objects.values_list("state", "blob__sha256")),
    "blobs": list(Blob.objects.values_list("name", flat=True)),
    "stored": list(store.walk("blobs")),
    "left": [path.name for path in store.uploads().iterdir()],
    "folders": list(Rendition.objects.exclude(folder="").values_list("folder", flat=True)),
    "made": list(store.walk("renditions")),
}))
"""


@dataclass
class FileServer:
    """A running server; `sessions` are those of its people."""

    installation: Installation
    served: Served
    sessions: list[str]

    def look(self) -> dict[str, list[str]]:
        """What the database and the storage hold."""
        return dict(json.loads(_python(self.installation, FOUND)))

    def client(self, person: int = 0) -> Client:
        return Client(self.served.url, self.sessions[person])


@contextmanager
def file_server(run: Run, people: int = 2, **environment: str) -> Iterator[FileServer]:
    """A server with an empty storage, without a scanner."""
    with run.installation(FILES_STAFF_MB="100000", **environment) as made:
        made.run("prepare", "--migrate")
        sessions = json.loads(_python(made, PEOPLE, str(people)))
        with made.serving() as served:
            yield FileServer(made, served, sessions)


def _python(made: Installation, script: str, *arguments: str) -> str:
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=made.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()[-1]


class Client:
    """One person's requests. Raises OSError or HTTPException when the server is gone."""

    def __init__(self, address: str, session: str) -> None:
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        self.cookies = f"session={session}; csrftoken={TOKEN}"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; headers are given with `_` for `-`."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        base = {"Cookie": self.cookies, "X-CSRFToken": TOKEN, "Tus-Resumable": "1.0.0"}
        if method == "PATCH":
            base["Content-Type"] = "application/offset+octet-stream"
        self.connection.request(method, path, body, {**base, **given})
        answer = self.connection.getresponse()
        return answer.status, {name.title(): value for name, value in answer.getheaders()}, answer.read()

    def create(self, name: str, length: int) -> tuple[int, dict[str, str], bytes]:
        """Begin an upload."""
        metadata = "filename " + base64.b64encode(name.encode()).decode()
        return self.ask("POST", "/uploads/", Upload_Length=str(length), Upload_Metadata=metadata)

    def send(self, path: Path, url: str) -> int:
        """Send what is missing; returns the id of the file."""
        _status, headers, _body = self.ask("HEAD", url)
        offset = int(headers["Upload-Offset"])
        with path.open("rb") as file:
            file.seek(offset)
            while part := file.read(PART):
                status, headers, body = self.ask("PATCH", url, part, Upload_Offset=str(offset))
                if status != 204:
                    raise OSError(f"{status}: {body[:200]!r}")
                offset = int(headers["Upload-Offset"])
        return int(headers["X-File"])

    def state(self, file_id: int) -> dict[str, str]:
        """How a file is, once it has been checked."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            told: dict[str, str] = json.loads(self.ask("GET", f"/files/{quote(str(file_id))}/state/")[2])
            if told["state"] in ("ready", "refused"):
                return told
            time.sleep(0.2)
        raise TimeoutError(str(file_id))


def main(arguments: list[str]) -> int:
    """Send a file, or go on sending it; 0 when it is complete."""
    address, session, path, note = arguments[0], arguments[1], Path(arguments[2]), Path(arguments[3])
    client = Client(address, session)
    if not note.exists():
        status, headers, body = client.create(path.name, path.stat().st_size)
        if status != 201:
            raise RuntimeError(f"{status} {headers} {body[:500]!r}")
        aside = note.with_suffix(".new")
        aside.write_text(headers["Location"])
        aside.rename(note)
    client.send(path, note.read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
