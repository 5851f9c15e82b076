"""Importing a clean sheet of 3,000 pupils with guardians, as a school office does: through the wizard.

The sheet is made up: ten columns, 72 classes. Everything goes over HTTP to a served installation: the
upload, the columns, the check in the worker, the pages between, the run. `rows_per_cpu_s` counts the
processor time of all its processes, web and worker with the children that read the file, from the
upload to the result; what starting the installation takes is over by then. Passwords are hashed when
people activate their accounts, not here.
"""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import psutil
import xlsxwriter

from bench.contract import Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

LIMITS = {"rows_per_cpu_s": at_least(1200), "dry_run_s": at_most(10), "run_s": at_most(30)}
GRADES = "一二三四五六七八九"
HEADINGS = ["姓名", "性别", "身份证号", "学籍号", "出生日期", "民族", "年级", "班级", "监护人姓名", "监护人电话"]
CLASSES = 8
PATIENCE = 300.0
POLL = 1.0  # as the page does
LOOK, AT_REST = 3.0, 0.1
"""Seconds between two looks at a starting installation, and of processor time in between that are rest."""
_CHOICE = re.compile(r'<select name="(column\d+)".*?</select>', re.DOTALL)
_CHOSEN = re.compile(r'<option value="(\w+)" selected')

OFFICE = """
import json, django
django.setup()
from django.test import Client
from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    create_classes, create_grade, create_organisation, create_school, school_year_of
)
from santong.kit.access import SYSTEM
from django.utils import timezone
city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
school = create_school(acting=SYSTEM, name="School", parent=city, code="2199000001", education_type="312")
for level in range(1, 10):
    stage = "primary" if level <= 6 else "junior"
    year = school_year_of(timezone.localdate())
    grade = create_grade(acting=SYSTEM, school=school, stage=stage, level=level, school_year=year)
    create_classes(acting=SYSTEM, grade=grade, numbers=range(1, 9))
person = Person.objects.create_person(username="office", name="Office", path=school.path)
appoint(acting=SYSTEM, person=person, role="teaching_affairs", organisation=school)
client = Client()
client.force_login(person)
print(json.dumps([client.cookies["session"].value, school.pk]))
"""
ROSTER = """
import base64, json, sys, django
django.setup()
from bench.import_people import roster
print(json.dumps(base64.b64encode(roster(int(sys.argv[1]))).decode()))
"""
TAKEN = """
import json, django
django.setup()
from santong.kit.imports.models import ImportRun
print(json.dumps(ImportRun.objects.get().taken))
"""


def measure(run: Run) -> Mapping[str, float]:
    """Send the sheet, have it checked, have it written."""
    rows = run.pick(3000, 1000)
    with run.installation(durable=False, LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place:
        place.run("prepare", "--migrate")
        session, school = _told(place, OFFICE)
        content = base64.b64decode(str(_told(place, ROSTER, str(rows))))
        with place.serving() as served:
            visitor = Visitor(served.url, {"session": session})
            visitor.get("/imports/new/pupils/")  # the first page of a process loads its templates
            _come_to_rest(served)
            figures = _wizard(served, visitor, content, school)
        taken = _told(place, TAKEN)
    say(f"taken: {taken}")
    return {**figures, "rows_per_cpu_s": taken.get("create", 0) / figures["cpu_s"], "rows": taken.get("create", 0)}


def roster(rows: int) -> bytes:
    """A workbook with invented pupils, evenly over grades and classes."""
    from santong.domains.campus.students.demo.inventing import Inventor

    inventor, target = Inventor(Random(11)), io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("学生")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for number in range(rows):
        grade = number * len(GRADES) // rows
        pupil = inventor.person("", "990102", date(2019 - grade, 9, 1), date(2020 - grade, 8, 31))
        guardian, _relation = inventor.guardian(pupil, "")
        sex = "男" if pupil.sex == "1" else "女"
        sheet.write_row(number + 1, 0, [pupil.name, sex, pupil.id_number, f"G{pupil.id_number}"])
        sheet.write_datetime(number + 1, 4, pupil.birth_date, day)
        place = ["汉族", f"{GRADES[grade]}年级", f"{number % CLASSES + 1}班"]
        sheet.write_row(number + 1, 5, [*place, guardian.name, guardian.phone])
    book.close()
    return target.getvalue()


def _wizard(served: Served, visitor: Visitor, content: bytes, school: int) -> dict[str, float]:
    before, begin = _cpu(served), time.perf_counter()
    _expect(302, visitor.upload("/imports/new/pupils/", {"school": str(school)}, "file", "roster.xlsx", content))
    address = visitor.location.removesuffix("columns/")
    read = time.perf_counter() - begin
    page = _expect(200, visitor.get(f"{address}columns/"))
    _expect(302, visitor.post(f"{address}columns/", _columns(page)))
    _follow(visitor, address)
    dry_run, checked = time.perf_counter() - begin, _cpu(served)
    _expect(200, visitor.get(f"{address}check/"))
    begin = time.perf_counter()
    _expect(302, visitor.post(f"{address}start/", {}))
    _follow(visitor, address)
    took, cpu = time.perf_counter() - begin, _cpu(served) - before
    _expect(200, visitor.get(address))
    say(
        f"read {read:.1f} s, checked {dry_run:.1f} s ({checked - before:.2f} s of CPU), written {took:.1f} s, {cpu:.2f}"
    )
    return {"dry_run_s": dry_run, "run_s": took, "cpu_s": cpu}


def _columns(page: str) -> dict[str, str]:
    """The columns as the page proposes them."""
    found = {}
    for choice in _CHOICE.finditer(page):
        chosen = _CHOSEN.search(choice.group())
        found[choice[1]] = chosen[1] if chosen else ""
    return found


def _follow(visitor: Visitor, address: str) -> None:
    """Look as the page does until the step is done."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        status, text = visitor.get(address, **{"HX-Request": "true"})
        if status == 200 and not text:
            return
        time.sleep(POLL)
    raise TimeoutError(text)


def _expect(status: int, answer: tuple[int, str]) -> str:
    if answer[0] != status:
        raise RuntimeError(f"{answer[0]} instead of {status}: {answer[1][:2000]}")
    return answer[1]


def _come_to_rest(served: Served) -> None:
    """Wait until the worker has started and done what a start brings along."""
    end, used = time.monotonic() + PATIENCE, -1.0
    while (now := _cpu(served)) - used > AT_REST:
        if time.monotonic() > end:
            raise TimeoutError("the installation doesn't come to rest")
        used = now
        time.sleep(LOOK)


def _cpu(served: Served) -> float:
    """Seconds of processor time of all processes, with those of children that have ended."""
    return sum(_cpu_of(process) for process in served.processes())


def _cpu_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _told(place: Installation, script: str, *arguments: str) -> Any:
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main("import_people", measure, LIMITS)
