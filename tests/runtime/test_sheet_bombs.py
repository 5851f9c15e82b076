"""Files made to take a server's memory: each is refused in words, and the process that serves pages stays small."""

from __future__ import annotations

import http.client
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from santong.kit.testing.migrated import give_tables
from santong.kit.testing.serving import Installation, Served, installation
from santong.lib.tests.invented import ods, xlsx

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("sheet-bombs")]
MEGABYTE = 2**20
MOST_MEGABYTES = 400
TOKEN = "b" * 32
SHEET = "xl/worksheets/sheet1.xml"
OFFICE = """
import json, django
django.setup()
from django.test import Client
from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import create_organisation, create_school
from santong.kit.access import SYSTEM
city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
school = create_school(acting=SYSTEM, name="School", parent=city, code="2199000001", education_type="211")
person = Person.objects.create_person(username="office", name="Office", path=school.path)
appoint(acting=SYSTEM, person=person, role="teaching_affairs", organisation=school)
client = Client()
client.force_login(person)
print(json.dumps([client.cookies["session"].value, school.pk]))
"""


@pytest.fixture(scope="module")
def place():
    with installation(LOG_LEVEL="ERROR") as made:
        give_tables(made)
        yield made


@pytest.fixture(scope="module")
def office(place: Installation) -> tuple[str, int]:
    done = subprocess.run(
        [sys.executable, "-c", OFFICE], env=place.environment, capture_output=True, text=True, check=True
    )
    session, school = json.loads(done.stdout.splitlines()[-1])
    return str(session), int(school)


@pytest.fixture(scope="module")
def served(place: Installation):
    with place.serving() as running:
        yield running


def send(served: Served, office: tuple[str, int], content: bytes) -> tuple[int, str]:
    """What the first page of the wizard answers."""
    session, school = office
    head = f'--x\r\nContent-Disposition: form-data; name="school"\r\n\r\n{school}\r\n--x\r\n'
    head += 'Content-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=300)
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Cookie": f"session={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
    }
    connection.request("POST", "/imports/new/pupils/", head.encode() + content + b"\r\n--x--\r\n", headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def peak(served: Served) -> float:
    """The most memory that the web process ever had, in MB."""
    (web,) = served.processes("santong.config.web")
    lines = Path(f"/proc/{web.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def edited(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in source.namelist():
            whole = source.read(name)
            archive.writestr(name, change(whole) if name == part else whole)
    return target.getvalue()


def zip_bomb() -> bytes:
    return edited(xlsx([["姓名", "班级"]]), SHEET, lambda whole: whole + b" " * (320 * MEGABYTE))


def far_cell_of_an_xls() -> bytes:
    book, target = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, "x")
    sheet.write(65_535, 255, "x")
    book.save(target)
    return target.getvalue()


def repeated_cells_of_an_ods() -> bytes:
    repeated = (
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="900"'
    )
    first = b"<table:table-row><table:table-cell"
    return edited(ods([["x", "y"]]), "content.xml", lambda whole: whole.replace(first, repeated, 1))


def entities() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY e0 "lol">{levels}]>'.encode()

    def change(whole: bytes) -> bytes:
        hidden = whole.replace(b'<row r="1" ', b'<row r="1" hidden="1" ', 1)
        return hidden.replace(b"<worksheet ", doctype + b"<worksheet ", 1)

    return edited(xlsx([["姓名", "班级"]]), SHEET, change)


def huge_cell() -> bytes:
    """One of the cells is a text of 40 MB."""

    def change(whole: bytes) -> bytes:
        return whole.replace("姓名".encode(), b"x" * (40 * MEGABYTE), 1)

    return edited(xlsx([["姓名", "班级"]]), "xl/sharedStrings.xml", change)


def long_text_table() -> bytes:
    line = ",".join(["1"] * 8) + "\n"
    return (line * (46 * MEGABYTE // len(line))).encode()


def broad_text_table() -> bytes:
    """Within every limit: 46 MB of short cells, which took 1.1 GB."""
    line = ",".join(["姓名"] * 30) + "\n"
    return (line * (46 * MEGABYTE // len(line.encode()))).encode()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (zip_bomb, "解压后"),
        (far_cell_of_an_xls, "行"),
        (repeated_cells_of_an_ods, "损坏"),
        (long_text_table, "最多读取 200000 行"),
        (lambda: b"1," * MEGABYTE, "列"),
        (lambda: "姓名,班级\n".encode() + b"x" * (40 * MEGABYTE), "引号"),
        (huge_cell, "A1"),
        (entities, "损坏"),
    ],
)
def test_a_bomb_is_refused_in_words_and_leaves_the_server_small(served, office, make, word):
    status, page = send(served, office, make())
    assert status == 422 and word in page
    assert peak(served) < MOST_MEGABYTES
    assert served.answers("/health/ready") == 200


def test_a_broad_text_table_is_read_without_the_web_process_growing(served, office):
    status, _page = send(served, office, broad_text_table())
    assert status in (302, 422)
    assert peak(served) < MOST_MEGABYTES
