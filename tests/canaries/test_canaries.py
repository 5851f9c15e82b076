"""Planted numbers are found nowhere in clear, whichever way they came in.

Identity and phone numbers are planted by a form, by the wizard, by the API and by the sign-in
page; then everything that the installation keeps, logs, backs up or sends is searched for them.
"""

from __future__ import annotations

import csv
import io
import logging
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from santong.domains.campus.students.tests.conftest import Cast, cast, number  # noqa: F401  (a fixture)
from santong.domains.platform.identity.public import create_person
from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.access import SYSTEM, current_viewer
from santong.kit.imports.models import ImportRun
from santong.kit.jobs.testing import run_due
from santong.kit.testing.database_files import database_files
from santong.kit.testing.postgres import programs

BACKUP = Path(__file__).parents[2] / "deploy" / "backup"
BORN = date(2015, 4, 5)

FORM, WIZARD, DOUBTFUL, API, TYPED = (number(serial, BORN) for serial in (401, 403, 405, 407, 409))
PHONES = [f"1391234{n:04}" for n in (8021, 8043, 8065)]
DAMAGED = DOUBTFUL[:-3]
CANARIES = [FORM, WIZARD, DOUBTFUL, DAMAGED, API, TYPED, *PHONES]

HEADS = ["姓名", "性别", "身份证号", "学籍号", "班级", "家长姓名", "家长电话"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> Path:
    folder = tmp_path / "files"
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return folder


def sheet(*rows: list[str]) -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows([HEADS, *rows])
    return SimpleUploadedFile("名单.csv", text.getvalue().encode("utf-8-sig"))


def row(name: str, identity: str, phone: str) -> list[str]:
    return [name, "男", identity, f"G{identity}", "三年级(2)班", f"{name}父", phone]


def clear_of(cast: Cast, username: str, role: str) -> Client:  # noqa: F811
    client = cast.client(role, cast.school, username)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def by_form(cast: Cast) -> None:  # noqa: F811
    create_person(
        acting=SYSTEM,
        path=cast.school.path,
        username="planted",
        name="冯种",
        password="a-Long-1-password",
        id_number=FORM,
        phone=PHONES[0],
    )
    for identifier in (FORM, TYPED, PHONES[0]):
        Client().post("/account/login/", {"login": identifier, "password": "wrong"})


def by_wizard(client: Client, cast: Cast) -> None:  # noqa: F811
    given = {"file": sheet(row("魏一", WIZARD, PHONES[1]), row("魏二", DAMAGED, PHONES[1])), "school": cast.school.pk}
    assert client.post("/imports/new/pupils/", given).status_code == 302
    run = ImportRun.objects.latest("pk")
    page = client.get(f"/imports/{run.pk}/columns/")
    client.post(f"/imports/{run.pk}/columns/", {k: f.initial or "" for k, f in page.context["form"].fields.items()})
    run_due()
    doubtful = run.rows.first()
    assert doubtful is not None
    client.post(
        f"/imports/{run.pk}/rows/{doubtful.pk}/", {"kind": "typed", "field": "identity_number", "text": DOUBTFUL}
    )
    client.post(f"/imports/{run.pk}/start/")
    run_due()
    run.refresh_from_db()
    assert run.taken_rows >= 1


def by_api(cast: Cast) -> list[bytes]:  # noqa: F811
    api = api_for(cast.school)
    sent = api.post(
        "imports", {"target": "pupils", "file": sheet(row("卫三", API, PHONES[2])), "school": cast.school.pk}
    )
    run_due()
    key = sent.json()["id"]
    api.post(f"imports/{key}/start")
    run_due()
    answers = [
        api.get(path).content for path in (f"imports/{key}", f"imports/{key}/rows", "imports", "pupils", "people")
    ]
    answers.append(api.get("pupils", q=API).content)
    plain = api_for(cast.school, holder=api.token.holder, scopes=["people.read", "guardians.read"])
    return [*answers, plain.get("guardians").content, plain.get("staff").content]


def looked_at(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What pages, exports and the error page show to somebody who may not reveal."""
    found = [client.get(address).content for address in ("/pupils/", "/staff/", "/imports/")]
    for address in ("/pupils/?q=", "/search/?q="):
        client.get(address + WIZARD)  # the page repeats what was typed into it; the log must not
    for kind in ("csv", "xlsx"):
        export = client.get(f"/pupils/export/?format={kind}")
        found += list(unpacked(b"".join(export.streaming_content)))
    monkeypatch.setattr("santong.domains.campus.students.filters.roll_number_index", fail)
    client.raise_request_exception = False
    failed = client.get("/pupils/?q=" + WIZARD)
    assert failed.status_code == 500
    return [*found, failed.content]


def fail(text: str) -> str:
    raise ZeroDivisionError


def unpacked(content: bytes) -> Iterator[bytes]:
    if not content.startswith(b"PK"):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        yield from (book.read(name) for name in book.namelist())


def kept(files: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that lies on the disk: the database with its log, dumps, stored files, a backup."""
    for path in (each for each in files.rglob("*") if each.is_file()):
        yield f"stored {path.name}", path.read_bytes()
    if connection.vendor == "postgresql":
        yield "dump", pg_dump()
    yield from database_files()
    yield from backed_up(files, folder)


def pg_dump() -> bytes:
    given = connection.settings_dict
    command = [str(programs() / "pg_dump"), "-h", given["HOST"], "-p", str(given["PORT"]), "-U", given["USER"]]
    environment = {**os.environ, "PGPASSWORD": given["PASSWORD"] or ""}
    return subprocess.run([*command, given["NAME"]], check=True, capture_output=True, env=environment).stdout


def backed_up(files: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """What the nightly backup writes; of PostgreSQL it is the dump looked at already."""
    if connection.vendor == "postgresql":
        return
    home = folder / "home"
    home.mkdir()
    (home / "db.sqlite3").symlink_to(settings.DATABASES["default"]["NAME"])
    shutil.copytree(files, home / "files")
    environment = {**os.environ, "SANTONG_HOME": str(home), "BACKUP_FOLDER": str(folder / "backups")}
    environment.pop("DATABASE_URL", None)
    subprocess.run(["bash", str(BACKUP)], check=True, capture_output=True, env=environment)
    for path in (folder / "backups").iterdir():
        yield f"backup {path.suffix}", path.read_bytes()
        if path.name.endswith(".tar.gz"):
            with tarfile.open(path) as packed:
                members = [packed.extractfile(member) for member in packed.getmembers() if member.isfile()]
                yield from (("backup", file.read()) for file in members if file)


def rows_of_every_table() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in readable_tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [[bytes(v) if isinstance(v, memoryview) else v for v in each] for each in cursor.fetchall()]
            found.append(repr(rows))
    return "\n".join(found)


def readable_tables() -> list[str]:
    """All tables; of SQLite without virtual ones, whose content lies in others."""
    names = connection.introspection.table_names()
    if connection.vendor == "postgresql":
        return names
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%%'")
        virtual = {name for (name,) in cursor.fetchall()}
    return [name for name in names if name not in virtual]


def test_numbers_show_up_nowhere(cast, files, tmp_path, caplog, monkeypatch):  # noqa: F811
    caplog.set_level(logging.DEBUG)
    # SQL with its values would be logged only in debug mode, which no installation with data runs in.
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    current_viewer.set(None)
    client = clear_of(cast, "affairs", "teaching_affairs")
    by_form(cast)
    by_wizard(client, cast)
    answers = by_api(cast)
    answers += looked_at(client, monkeypatch)
    places = [("answer", answer) for answer in answers]
    places += [("log", caplog.text.encode()), ("rows", rows_of_every_table().encode()), *kept(files, tmp_path)]
    assert len(places) > 12
    found = {(name, canary) for name, content in places for canary in CANARIES if canary.encode() in content}
    assert not found


def test_the_search_would_find_them(cast, files, tmp_path):  # noqa: F811
    """The guard is no use if a number in clear would go unnoticed."""
    cast.pupils[0].person.name = TYPED
    cast.pupils[0].person.save()
    (files / "x").parent.mkdir(parents=True, exist_ok=True)
    (files / "x").write_bytes(PHONES[0].encode())
    places = [("rows", rows_of_every_table().encode()), *kept(files, tmp_path)]
    names = {name for name, content in places if re.search(f"{TYPED}|{PHONES[0]}".encode(), content)}
    assert {"rows", "stored x", "backup"} <= names if connection.vendor == "sqlite" else {"rows", "dump"} <= names
