"""A region, people who import, and sheets as offices send them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import SYSTEM
from santong.kit.imports.models import ImportRun
from santong.kit.jobs.testing import run_due

HEADS = ["学校名称", "简称", "学校标识码", "上级单位", "行政区划代码"]
GOOD = [
    ["东山小学", "东小", "2199000001", "", "990102"],
    ["西山小学", "", "2199000002", "", ""],
    ["东山小学教学点", "", "2199000003", "东山小学", ""],
]
BAD = [
    ["南山小学", "", "219900", "", ""],
    ["北山小学", "", "９９９９000005", "", ""],
    ["中山小学", "", "2199000006", "没有这个单位", ""],
]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return tmp_path


@pytest.fixture
def region(db) -> dict[str, Organisation]:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city)
    west = create_organisation(acting=SYSTEM, kind="county_bureau", name="West", parent=city)
    return {"city": city, "east": east, "west": west}


def signed_in(role: str, organisation: Organisation, username: str) -> Client:
    person = Person.objects.create_person(username=username, name=username.title(), path=organisation.path)
    appoint(acting=SYSTEM, person=person, role=role, organisation=organisation)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer(region) -> Client:
    """Imports into East."""
    return signed_in("county_officer", region["east"], "officer")


@pytest.fixture
def colleague(region) -> Client:
    """Has the same rights in East."""
    return signed_in("county_officer", region["east"], "colleague")


@pytest.fixture
def stranger(region) -> Client:
    """Has the same rights in West."""
    return signed_in("county_officer", region["west"], "stranger")


@pytest.fixture
def teacher(region) -> Client:
    """May see organisations, and import nothing."""
    return signed_in("class_teacher", region["east"], "teacher")


def sheet(rows: Sequence[Sequence[Any]], *, heads: Sequence[str] = HEADS, title: str = "", name: str = "") -> bytes:
    """An XLSX file; `title` puts two lines above the headings."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 9, 1, tzinfo=UTC)})  # the same rows give the same bytes
    page = book.add_worksheet(name or None)
    above = [[title], []] if title else []
    for number, row in enumerate([*above, heads, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def send(client: Client, content: bytes, parent: Organisation, name: str = "学校.xlsx") -> Any:
    """The first step."""
    data = {"file": SimpleUploadedFile(name, content), "parent": parent.pk, "kind": "school"}
    return client.post("/imports/new/organisations/", data)


def columns_of(client: Client, run: ImportRun) -> dict[str, str]:
    """What the column page proposes, as the form sends it."""
    page = client.get(f"/imports/{run.pk}/columns/")
    return {name: field.initial or "" for name, field in page.context["form"].fields.items()}


def checked(client: Client, content: bytes, parent: Organisation) -> ImportRun:
    """A run after its check."""
    assert send(client, content, parent).status_code == 302
    run = ImportRun.objects.latest("pk")
    client.post(f"/imports/{run.pk}/columns/", columns_of(client, run))
    run_due()
    run.refresh_from_db()
    return run


def imported(client: Client, content: bytes, parent: Organisation) -> ImportRun:
    """A run after its rows were written."""
    run = checked(client, content, parent)
    client.post(f"/imports/{run.pk}/start/")
    run_due()
    run.refresh_from_db()
    return run


def everything() -> list[dict[str, Any]]:
    """All organisations, row by row."""
    return list(Organisation.with_removed.order_by("pk").values())
