"""Who may not, and files that must do no harm."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from santong.domains.platform.organisations.public import Organisation
from santong.kit.imports.models import ImportProblem, ImportRow, ImportRun
from santong.kit.imports.tests.conftest import BAD, GOOD, HEADS, checked, everything, imported, send, sheet
from santong.kit.jobs.testing import run_due

pytestmark = pytest.mark.django_db

STEPS = ("", "headings/", "columns/", "check/", "check/numbers/", "annotated/")
DEEDS = ("start/", "undo/", "stop/", "remove/", "check/kind/", "headings/", "columns/", "rows/1/")


def test_nobody_without_permission_gets_in(teacher, client, region):
    assert client.get("/imports/new/organisations/").status_code == 302
    assert teacher.get("/imports/new/organisations/").status_code == 403
    assert send(teacher, sheet(GOOD), region["east"]).status_code == 403
    assert teacher.get("/imports/new/nothing/").status_code == 404


def test_strangers_find_nothing_and_colleagues_see_only_that_it_exists(officer, colleague, stranger, region):
    run = checked(officer, sheet(GOOD + BAD), region["east"])
    for step in STEPS:
        assert stranger.get(f"/imports/{run.pk}/{step}").status_code == 404, step
        assert colleague.get(f"/imports/{run.pk}/{step}").status_code == (200 if step == "" else 403), step
    for deed in DEEDS:
        assert stranger.post(f"/imports/{run.pk}/{deed}").status_code == 404, deed
    for deed in ("start/", "remove/", "check/kind/", "rows/1/"):
        assert colleague.post(f"/imports/{run.pk}/{deed}").status_code == 403, deed
    page = colleague.get(f"/imports/{run.pk}/").content.decode()
    assert "南山小学" not in page and "219900" not in page
    assert f"/imports/{run.pk}/headings/" not in page, "no step that would refuse them"
    assert stranger.get("/imports/").content.decode().count("学校.xlsx") == 0


def test_a_colleague_may_undo_and_a_stranger_may_not(officer, colleague, stranger, region):
    run = imported(officer, sheet(GOOD), region["east"])
    assert stranger.post(f"/imports/{run.pk}/undo/").status_code == 404
    assert colleague.post(f"/imports/{run.pk}/undo/").status_code == 302
    run_due()
    run.refresh_from_db()
    assert run.state == "undone"


def test_rows_lead_nowhere_the_importer_may_not_write(officer, region):
    rows = [["甲", "", "", "West", ""], ["乙", "", "", "City", ""], ["丙", "", "", "East", ""]]
    run = checked(officer, sheet(rows), region["east"])
    numbers = officer.get(f"/imports/{run.pk}/check/").context["numbers"]
    assert (numbers["create"], numbers["open"]) == (1, 2)
    assert send(officer, sheet(rows), region["west"]).status_code == 422  # not among the choices


def _zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
            for _block in range(320):
                entry.write(b"\0" * 2**20)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空"),
        (b"   \n", "空的"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"%PDF-1.7 \n%", "不是电子表格"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (_zip_bomb(), "300"),
        (sheet(GOOD)[:900], "损坏"),
    ],
    # Names of their own: a content with the time of its making would be another test in every process.
    ids=["nothing", "blank", "no archive", "pdf", "html", "locked", "bomb", "cut off"],
)
def test_files_that_cannot_be_read_are_refused_with_what_to_do(officer, region, files, content, word):
    answer = send(officer, content, region["east"])
    assert answer.status_code == 422
    html = answer.content.decode()
    assert word in html and f'value="{region["east"].pk}" selected' in html
    assert not ImportRun.objects.exists() and not any(files.rglob("imports/*"))


def test_too_large_a_file_is_refused_before_it_is_read(officer, region, monkeypatch):
    monkeypatch.setattr("santong.kit.imports.forms._MEGABYTE", 10)
    answer = send(officer, sheet(GOOD), region["east"])
    assert answer.status_code == 422 and "拆分" in answer.content.decode()


def test_formulas_and_direction_marks_stay_text(officer, region):
    rows = [
        ['=HYPERLINK("http://x","y")', "", "", "", ""],
        ["东山\u202eabc", "", "", "", ""],
        ["<script>x</script>", "", "12", "", ""],
    ]
    run = checked(officer, sheet(rows), region["east"])
    html = officer.get(f"/imports/{run.pk}/check/").content.decode()
    assert "<script>x" not in html and "&lt;script&gt;x" in html
    answer = officer.get(f"/imports/{run.pk}/annotated/")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    officer.post(f"/imports/{run.pk}/start/")
    run_due()
    assert not Organisation.objects.filter(name__contains="\u202e").exists()
    assert Organisation.objects.filter(name__startswith="=HYPERLINK").count() == 1


def test_csv_in_two_encodings(officer, region):
    text = "\n".join(",".join(row) for row in [HEADS, *GOOD])
    for encoding in ("gb18030", "utf-8-sig"):
        run = checked(officer, text.encode(encoding), region["east"])
        assert officer.get(f"/imports/{run.pk}/check/").context["numbers"]["create"] == 3


def test_cells_lie_sealed(officer, region, files):
    run = checked(officer, sheet(GOOD + BAD), region["east"])
    kept = [bytes(run.head), *(bytes(row.cells) for row in ImportRow.objects.all())]
    kept += [bytes(each.proposal) for each in ImportProblem.objects.all()]
    kept += [path.read_bytes() for path in files.rglob("imports/*")]
    assert len(kept) > 7
    for secret in ("南山小学", "219900", "9999000005", "东山小学"):
        assert not any(secret.encode() in each for each in kept)


def test_a_step_out_of_turn_changes_nothing(officer, region):
    run = imported(officer, sheet(GOOD), region["east"])
    before = everything()
    row = {"kind": "left_out"}
    for deed, data in (("start/", {}), ("check/kind/", row), ("columns/", {"column0": "name"})):
        answer = officer.post(f"/imports/{run.pk}/{deed}", data)
        assert answer.status_code == 302, deed
    officer.post(f"/imports/{run.pk}/headings/", {"sheet": 0, "first": 0, "rows": 1})
    run_due()
    run.refresh_from_db()
    assert run.state == "done" and run.taken_rows == 3 and everything() == before


def test_nonsense_in_addresses_and_forms(officer, region):
    run = checked(officer, sheet(BAD), region["east"])
    assert officer.get(f"/imports/{run.pk}/check/?after=x&show=zzz&code=q").status_code == 200
    for asked in ("99", "²", "9" * 5000):
        assert officer.get(f"/imports/{run.pk}/headings/?sheet={asked}").status_code == 200
    row = officer.get(f"/imports/{run.pk}/check/").context["rows"][0]
    assert officer.post(f"/imports/{run.pk}/rows/{row.pk}/", {"kind": "typed", "text": "x" * 501}).status_code == 422
    assert officer.post(f"/imports/{run.pk}/rows/{row.pk}/", {"kind": "zzz"}).status_code == 422
    assert officer.post(f"/imports/{run.pk}/rows/999999/", {"kind": "left_out"}).status_code == 404
    data = {"file": SimpleUploadedFile("a.xlsx", sheet(GOOD)), "parent": "999999", "kind": "school"}
    assert officer.post("/imports/new/organisations/", data).status_code == 422
