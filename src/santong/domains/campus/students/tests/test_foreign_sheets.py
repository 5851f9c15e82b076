"""Sheets that went wrong elsewhere, each of a kind, by wizard, command line and API."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.tests.conftest import Cast
from santong.domains.platform.organisations.public import create_classes, create_grade
from santong.kit.access import SYSTEM
from santong.kit.imports.models import ImportRun
from santong.kit.jobs.testing import run_due

pytestmark = pytest.mark.django_db(transaction=True)
SHEETS = Path(__file__).parent / "sheets"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return tmp_path


@pytest.fixture
def office(cast: Cast) -> Client:
    """Keeps the roll; the classes of the sheets are there, as this office may not add any."""
    grade = create_grade(acting=SYSTEM, school=cast.school, stage="primary", level=2, school_year=2026)
    create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
    return cast.client("teaching_affairs", cast.school)


def path_of(start: str) -> Path:
    return next(each for each in SHEETS.iterdir() if each.name.startswith(start))


def checked(office: Client, cast: Cast, start: str) -> ImportRun:
    """A run after its check, as the wizard proposes everything."""
    path = path_of(start)
    data = {"file": SimpleUploadedFile(path.name, path.read_bytes()), "school": cast.school.pk, "create_classes": "on"}
    answer = office.post("/imports/new/pupils/", data)
    assert answer.status_code == 302, answer.content.decode()
    run = ImportRun.objects.latest("pk")
    page = office.get(f"/imports/{run.pk}/columns/")
    fields = page.context["form"].fields
    office.post(f"/imports/{run.pk}/columns/", {n: f.initial or "" for n, f in fields.items() if f.initial != []})
    run_due()
    run.refresh_from_db()
    return run


def imported(office: Client, run: ImportRun) -> ImportRun:
    office.post(f"/imports/{run.pk}/start/")
    run_due()
    run.refresh_from_db()
    return run


def problems_of(run: ImportRun) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for field, code in run.problems.exclude(row__verdict="left_out").values_list("field", "code"):
        found[field, code] = found.get((field, code), 0) + 1
    return found


def names(cast: Cast) -> list[str]:
    """The pupils of the school whom a sheet brought."""
    own = [pupil.pk for pupil in cast.pupils]
    rows = Pupil.objects.filter(school=cast.school).exclude(pk__in=own)
    return sorted(rows.values_list("person__name", flat=True))


def decide(office: Client, run: ImportRun, code: str, answer: str, field: str = "") -> ImportRun:
    office.post(f"/imports/{run.pk}/check/kind/", {"code": code, "field": field, "answer": answer})
    run_due()
    run.refresh_from_db()
    return run


def test_a_number_that_arrives_later_completes_the_pupil(office, cast):
    imported(office, checked(office, cast, "30a"))
    run = checked(office, cast, "30b")
    assert problems_of(run) == {("", "namesake"): 1} and run.counts["doubtful"] == 1
    page = office.get(f"/imports/{run.pk}/check/").content.decode()
    assert "是同一人" in page and "二年级(1)班" in page
    run = imported(office, decide(office, run, "namesake", "same"))
    assert names(cast) == ["于一"] and run.taken == {"change": 1}
    pupil = Pupil.objects.get(person__name="于一")
    assert pupil.person.id_number_index
    office.post(f"/imports/{run.pk}/undo/")
    run_due()
    pupil.person.refresh_from_db()
    assert not pupil.person.id_number_index and names(cast) == ["于一"]


def test_the_namesake_may_be_another_pupil(office, cast):
    imported(office, checked(office, cast, "30a"))
    run = checked(office, cast, "30b")
    row = run.rows.get(verdict="doubtful")
    office.post(f"/imports/{run.pk}/rows/{row.pk}/", {"kind": "accepted", "field": "", "text": "another"})
    imported(office, run)
    assert names(cast) == ["于一", "于一"]


def test_same_names_without_numbers_are_doubled_by_no_repetition(office, cast):
    run = imported(office, checked(office, cast, "08"))
    assert run.taken_rows == 3 and problems_of(run) == {
        ("", "namesake_taken"): 1, ("identity_number", "number_unknown"): 3,
    }  # fmt: skip
    again = checked(office, cast, "08")
    assert {("", "several_namesakes"): 2}.items() <= problems_of(again).items()
    imported(office, again)
    assert names(cast) == ["贺一", "贺一", "贺二"] and again.not_taken == 2


def test_all_sheets_of_a_workbook_are_read(office, cast):
    run = imported(office, checked(office, cast, "01"))
    assert run.taken_rows == 7 and len(run.more_sheets) == 1
    assert names(cast) == sorted(["甘一", "甘二", "甘三", "甘四", "甘五", "甘六", "甘七"])


def test_a_sheet_that_is_not_chosen_is_named_with_its_rows(office, cast):
    run = checked(office, cast, "01")
    page = office.get(f"/imports/{run.pk}/columns/")
    fields = {name: field.initial or "" for name, field in page.context["form"].fields.items() if name != "sheets"}
    office.post(f"/imports/{run.pk}/columns/", fields)
    run_due()
    assert "“二年级(1)班”3 行" in office.get(f"/imports/{run.pk}/check/").content.decode()
    run.refresh_from_db()
    assert imported(office, run).taken_rows == 4


def test_formulas_without_values_are_told(office, cast):
    run = checked(office, cast, "02")
    assert run.counts["doubtful"] == 4 and run.counts["rows"] == 4
    assert problems_of(run)["name", "formula_without_value"] == 4
    page = office.get(f"/imports/{run.pk}/check/").content.decode()
    assert "只有公式" in page and "每一行都没有问题" not in page and "“数据”4 行 （隐藏）" in page
    assert imported(office, run).not_taken == 4


@pytest.mark.parametrize(("start", "error"), [("03", "#REF!"), ("old-03", "#NAME?")])
def test_errors_are_quoted(office, cast, start, error):
    run = checked(office, cast, start)
    assert problems_of(run) == {("identity_number", "cell_error"): 1, ("class", "cell_error"): 1}
    page = office.get(f"/imports/{run.pk}/check/").content.decode()
    assert "“#N/A”" in page and f"“{error}”" in page
    imported(office, run)
    assert names(cast) == ["巩一"]


def test_radicals_are_proposed_and_hidden_characters_go(office, cast):
    run = checked(office, cast, "25")
    assert problems_of(run) == {("name", "name_has_radicals"): 3}
    office.post(f"/imports/{run.pk}/check/kind/", {"code": "name_has_radicals", "field": "name", "kind": "accepted"})
    run_due()
    run.refresh_from_db()
    imported(office, run)
    imported(office, checked(office, cast, "26"))
    assert names(cast) == sorted(["王小力", "赵一鸣", "李青松", "蔡一", "蔡二", "蔡三", "蔡四", "蔡五"])


def test_one_private_character_makes_one_doubtful_row(office, cast):
    run = imported(office, checked(office, cast, "07b"))
    assert problems_of(run) == {("name", "character_lost"): 1} and names(cast) == ["侯一", "侯二"]


@pytest.mark.parametrize("start", ["11", "old-11"])
def test_hidden_rows_are_asked_about(office, cast, start):
    run = checked(office, cast, start)
    assert problems_of(run)["", "hidden_row"] == 1 and run.counts["create"] == 2
    assert "1 行是隐藏的" in office.get(f"/imports/{run.pk}/columns/").content.decode()
    imported(office, run)
    assert names(cast) == ["姜一", "姜三"]
    again = decide(office, checked(office, cast, start), "hidden_row", "take")
    imported(office, again)
    assert names(cast) == ["姜一", "姜三", "姜二"]


def by_command(cast: Cast, start: str, **options: Any) -> str:
    out = StringIO()
    context = [f"school={cast.school.pk}", "create_classes=on"]
    try:
        call_command("import", "pupils", str(path_of(start)), context=context, stdout=out, **options)
    except SystemExit as end:
        return f"{out.getvalue()}exit {end.code}"
    return out.getvalue()


@pytest.mark.parametrize(
    ("start", "words", "expected"),
    [
        ("01", ["Read: sheet “二年级(1)班”", "Read: sheet “二年级(2)班”", "7 rows were taken"], 7),
        ("02", ["formula without its value", "Not read: sheet “数据” with 4 rows", "exit 3"], 0),
        ("03", ["“#N/A”", "“#REF!”", "exit 3"], 1),
        ("07b", ["was lost or is a private one", "exit 3"], 2),
        ("08", ["3 rows were taken"], 3),
        ("11", ["hidden in the sheet", "exit 3"], 2),
        ("25", ["only looks like an ordinary character", "exit 3"], 0),
        ("26", ["5 rows were taken"], 5),
    ],
)
def test_the_command_line_says_the_same(cast, start, words, expected):
    said = by_command(cast, start)
    assert not [word for word in words if word not in said], said
    assert len(names(cast)) == expected


def test_the_command_line_asks_and_chooses(cast):
    assert "3 rows were taken" in by_command(cast, "11", hidden_rows="take")
    assert "3 rows were taken" in by_command(cast, "01", sheet=["二年级(1)班"])
    assert "4 rows were taken" in by_command(cast, "01", sheet=["二年级(2)班"])
    by_command(cast, "30a")
    assert "no number says whether it is the same one" in by_command(cast, "30b")
    before = names(cast)
    by_command(cast, "08")
    by_command(cast, "08")
    assert len(names(cast)) == len(before) + 3


def test_what_an_undo_keeps_is_named_by_person_and_by_what_holds_it(office, cast):
    run = imported(office, checked(office, cast, "30a"))
    pupil = Pupil.objects.get(person__name="于一")
    pupil.status = Pupil.Status.SUSPENDED
    pupil.save()
    office.post(f"/imports/{run.pk}/undo/")
    run_due()
    page = office.get(f"/imports/{run.pk}/").content.decode()
    assert "<bdi>于一</bdi>" in page and f"此后改过：{Pupil._meta.get_field('status').verbose_name}" in page
    assert "正被使用：学生" in page, "the person is held by the pupil who stays"
