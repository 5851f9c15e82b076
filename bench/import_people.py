"""Importing a clean sheet of 3,000 pupils with guardians, as the wizard and the command line do.

The sheet is made up: ten columns, 72 classes that the school doesn't have yet. Timed: the dry run
and the run (each batch of 1,000 rows in a transaction), with the audit, the roles and the sealed
numbers that come with it. Passwords are hashed when people activate their accounts, not here.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import xlsxwriter

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {"rows_per_cpu_s": at_least(1500), "dry_run_s": at_most(10), "run_s": at_most(30)}
GRADES = "一二三四五六七八九"
HEADINGS = ["姓名", "性别", "身份证号", "学籍号", "出生日期", "民族", "年级", "班级", "监护人姓名", "监护人电话"]
CLASSES = 8


def measure(run: Run) -> Mapping[str, float]:
    """Read, judge and write the sheet, then take it back."""
    rows = run.pick(3000, 1000)
    with run.installation(durable=False, LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place:
        place.run("migrate", "--verbosity", "0")
        os.environ.update(place.environment)
        import django

        django.setup()
        figures = _import(roster(rows))
        from django.db import connections

        connections.close_all()
    return figures


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


def _import(content: bytes) -> dict[str, float]:
    from santong.domains.campus.students.importing import PupilImport
    from santong.domains.campus.students.tests.importing import judge, run, sheet_of
    from santong.domains.platform.organisations.public import create_organisation, create_school
    from santong.kit.access import SYSTEM
    from santong.lib.pinyin import pinyin_of_name

    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    school = create_school(acting=SYSTEM, name="School", parent=city, code="2199000001", education_type="312")
    target, context = PupilImport(), {"school": school.pk, "create_classes": True}
    pinyin_of_name("热身")  # the dictionary is loaded once in the life of a worker
    begin = time.perf_counter()
    sheet = sheet_of(target, content)
    dry = judge(target, sheet, context)
    dry_run = time.perf_counter() - begin
    say(f"dry run {dry_run:.1f} s: {dict(dry.verdicts)}")
    begin, cpu = time.perf_counter(), time.process_time()
    ran: Any = run(target, sheet_of(target, content), context)
    cpu, took = time.process_time() - cpu, time.perf_counter() - begin
    say(f"run {took:.1f} s, {cpu:.1f} s of CPU: {dict(ran.verdicts)}")
    undone = target.undo(ran.written, acting=SYSTEM)
    say(f"undone: {undone.count} rows, {len(undone.kept)} left")
    taken = ran.verdicts.get("create", 0)
    return {"rows_per_cpu_s": taken / cpu, "dry_run_s": dry_run, "run_s": took, "rows": taken}


if __name__ == "__main__":
    main("import_people", measure, LIMITS)
