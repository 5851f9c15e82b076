"""The wizard from the upload to the undo, over HTTP."""

from __future__ import annotations

import io

import pytest
from django.utils.translation import gettext
from python_calamine import CalamineWorkbook

from santong.domains.platform.organisations.public import Organisation
from santong.kit.imports.models import ImportRun
from santong.kit.imports.tests.conftest import BAD, GOOD, HEADS, checked, columns_of, everything, imported, send, sheet
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry
from santong.lib.problems import PROBLEM_MESSAGES, TIDYING_MESSAGES
from santong.lib.sheets.faults import SHEET_FAULT_MESSAGES
from santong.lib.sheets.rows import ROW_MESSAGES

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_sentence_about_sheets_and_cells_is_translated():
    for message in (*PROBLEM_MESSAGES.values(), *TIDYING_MESSAGES.values(), *SHEET_FAULT_MESSAGES.values()):
        assert gettext(message) != message
    for message in ROW_MESSAGES.values():
        assert gettext(message) != message


def test_from_the_file_to_the_rows_and_back(officer, region):
    before = everything()
    page = officer.get("/imports/new/organisations/")
    assert page.status_code == 200
    answer = send(officer, sheet(GOOD, title="东县学校一览表"), region["east"])
    run = ImportRun.objects.get()
    assert answer.url == f"/imports/{run.pk}/columns/"  # the headings were found below the title
    assert (run.header_first, run.path) == (2, region["east"].path)
    columns = officer.get(f"/imports/{run.pk}/columns/")
    assert [row["field"].initial for row in columns.context["columns"]] == [
        "name", "short_name", "code", "parent", "division",
    ]  # fmt: skip
    assert {row["certainty"][0] for row in columns.context["columns"]} == {"ok"}

    officer.post(f"/imports/{run.pk}/columns/", columns_of(officer, run))
    assert "hx-trigger" in officer.get(f"/imports/{run.pk}/").content.decode()
    run_due()
    assert everything() == before  # the check writes nothing
    review = officer.get(f"/imports/{run.pk}/", follow=True)
    assert review.context["numbers"]["create"] == 3 and review.context["numbers"]["open"] == 0

    officer.post(f"/imports/{run.pk}/start/")
    run_due()
    result = officer.get(f"/imports/{run.pk}/")
    assert result.context["run"].state == "done" and result.context["run"].taken_rows == 3
    point = Organisation.objects.get(code="2199000003")
    assert point.parent.name == "东山小学" and point.path.startswith(region["east"].path)
    assert Organisation.objects.get(code="2199000001").division == "990102"

    officer.post(f"/imports/{run.pk}/undo/")
    run_due()
    undone = officer.get(f"/imports/{run.pk}/")
    assert undone.context["run"].state == "undone" and "可以撤销" not in undone.content.decode()
    assert everything() == before


def test_headings_and_columns_can_be_changed(officer, region):
    content = sheet([["东山小学", "x", "2199000001"]], heads=["甲", "乙", "丙"], title="一览")
    answer = send(officer, content, region["east"])
    run = ImportRun.objects.get()
    assert answer.url.endswith("/headings/")  # nothing was recognised
    page = officer.get(answer.url)
    assert [row["cells"][0] for row in page.context["rows"]] == ["一览", "", "甲", "东山小学"]
    wrong = officer.post(answer.url, {"sheet": 0, "first": 3, "rows": 1})
    assert wrong.status_code == 422 and "下面" in wrong.content.decode()
    officer.post(answer.url, {"sheet": 0, "first": 2, "rows": 1})
    missing = officer.post(f"/imports/{run.pk}/columns/", {"column2": "code"})
    assert missing.status_code == 422 and "“名称”" in missing.content.decode()
    twice = officer.post(f"/imports/{run.pk}/columns/", {"column0": "name", "column2": "name"})
    assert twice.status_code == 422
    assert 'value="name" selected' in twice.content.decode()  # what was chosen is kept
    officer.post(f"/imports/{run.pk}/columns/", {"column0": "name", "column2": "code"})
    run_due()
    assert officer.get(f"/imports/{run.pk}/check/").context["numbers"]["create"] == 1


def test_doubtful_rows_are_accepted_typed_or_left_out(officer, region):
    run = checked(officer, sheet(GOOD + BAD), region["east"])
    page = officer.get(f"/imports/{run.pk}/check/")
    assert page.context["numbers"]["open"] == 3
    assert {(kind.code, kind.field) for kind in page.context["kinds"]} == {
        ("too_short", "code"),
        ("unknown_school_category", "code"),
        ("not_found", "parent"),
    }
    short, unknown, lost = page.context["rows"]
    assert (short.number, short.problems[0].cell, short.problems[0].content) == (5, "C5", "219900")
    assert unknown.problems[0].proposal == "9999000005"

    url = f"/imports/{run.pk}/rows/{{}}/"
    still = officer.post(
        url.format(short.pk), {"kind": "typed", "field": "code", "text": "21990"}, headers={"HX-Request": "true"}
    )
    assert still.context["row"].problems[0].content == "21990" and not still.context["row"].is_settled
    fine = officer.post(
        url.format(short.pk), {"kind": "typed", "field": "code", "text": "2199000004"}, headers={"HX-Request": "true"}
    )
    assert fine.context["row"].is_settled and fine["HX-Trigger"] == "decided"
    taken = officer.post(
        url.format(unknown.pk),
        {"kind": "accepted", "field": "code", "text": "9999000005"},
        headers={"HX-Request": "true"},
    )
    assert "9999000005" in [content for _label, content in taken.context["row"].cells], (
        "what it will be, not what it was"
    )
    officer.post(url.format(lost.pk), {"kind": "left_out"})
    numbers = officer.get(f"/imports/{run.pk}/check/numbers/").context["numbers"]
    assert (numbers["open"], numbers["ready"]) == (0, 5)
    assert {name: numbers[name] for name in ("create", "doubtful", "refused", "left_out")} == {
        "create": 5, "doubtful": 0, "refused": 0, "left_out": 1,
    }  # fmt: skip

    officer.post(f"/imports/{run.pk}/start/")
    run_due()
    run.refresh_from_db()
    assert run.taken_rows == 5
    assert Organisation.objects.get(code="2199000004").name == "南山小学"
    assert Organisation.objects.get(code="9999000005").name == "北山小学"
    assert not Organisation.objects.filter(name="中山小学").exists()


def test_a_decision_can_be_taken_back(officer, region):
    run = checked(officer, sheet(BAD), region["east"])
    row = officer.get(f"/imports/{run.pk}/check/").context["rows"][0]
    officer.post(f"/imports/{run.pk}/rows/{row.pk}/", {"kind": "left_out"})
    assert officer.get(f"/imports/{run.pk}/check/?show=settled").context["rows"][0].is_left_out
    officer.post(f"/imports/{run.pk}/rows/{row.pk}/", {"kind": "open"})
    assert officer.get(f"/imports/{run.pk}/check/").context["numbers"]["open"] == 3


def test_all_of_a_kind_are_decided_at_once(officer, region):
    rows = [[f"学校{n}", "", f"99990000{n:02}", "", ""] for n in range(30)] + [["短", "", "12", "", ""]]
    run = checked(officer, sheet(rows), region["east"])
    page = officer.get(f"/imports/{run.pk}/check/")
    assert len(page.context["rows"]) == 20 and page.context["next_url"]
    assert len(officer.get(page.context["next_url"]).context["rows"]) == 11
    only = officer.get(f"/imports/{run.pk}/check/?code=too_short&field=code")
    assert [row.number for row in only.context["rows"]] == [32]
    officer.post(
        f"/imports/{run.pk}/check/kind/", {"code": "unknown_school_category", "field": "code", "kind": "accepted"}
    )
    run_due()
    page = officer.get(f"/imports/{run.pk}/check/")
    assert page.context["numbers"]["create"] == 30 and page.context["numbers"]["open"] == 1
    officer.post(f"/imports/{run.pk}/check/kind/", {"code": "too_short", "field": "code", "kind": "left_out"})
    run_due()
    page = officer.get(f"/imports/{run.pk}/check/?show=left_out")
    assert page.context["numbers"]["open"] == 0 and [row.number for row in page.context["rows"]] == [32]


def test_the_annotated_sheet_says_what_was_found(officer, region):
    run = checked(officer, sheet(GOOD + BAD + [["", "", "", "", ""], ["合计", "6", "", "", ""]]), region["east"])
    answer = officer.get(f"/imports/{run.pk}/annotated/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[0][:5] == HEADS and len(rows[0]) == 6
    assert rows[1][5] == "" and rows[4][5] and "9999000005" in rows[5][5]
    assert rows[-1][5]  # the total is left out, and it says so


def test_a_large_sheet_with_remarks_is_written_in_the_background(officer, region, monkeypatch, files):
    monkeypatch.setattr("santong.kit.imports.review.MOST_AT_ONCE", 3)
    run = checked(officer, sheet(GOOD + BAD), region["east"])
    waiting = officer.get(f"/imports/{run.pk}/annotated/")
    assert "/jobs/" in waiting.url
    run_due()
    assert f"/imports/{run.pk}/annotated/" in officer.get(waiting.url).content.decode()
    answer = officer.get(f"/imports/{run.pk}/annotated/")
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()) == 7
    assert len(list(files.rglob("imports/*"))) == 2
    officer.post(f"/imports/{run.pk}/remove/")
    assert not list(files.rglob("imports/*"))


def test_an_import_again_changes_only_what_differs(officer, region):
    imported(officer, sheet(GOOD), region["east"])
    before = everything()
    changed = [["东山小学", "东山", *GOOD[0][2:]], *GOOD[1:]]
    run = checked(officer, sheet(changed), region["east"])
    page = officer.get(f"/imports/{run.pk}/check/")
    assert (page.context["numbers"]["change"], page.context["numbers"]["same"]) == (1, 2)
    assert page.context["earlier"] is None  # another content
    officer.post(f"/imports/{run.pk}/start/")
    run_due()
    school = Organisation.objects.get(code="2199000001")
    assert school.short_name == "东山"
    entry = AuditEntry.objects.filter(object_id=str(school.pk), kind="change").get()
    assert entry.changes == {"short_name": ["东小", "东山"]} and entry.verb == "imports.organisations"
    officer.post(f"/imports/{run.pk}/undo/")
    run_due()
    assert everything() == before


def test_the_same_file_twice_doubles_nothing(officer, colleague, region):
    first, second = (checked(client, sheet(GOOD), region["east"]) for client in (officer, colleague))
    for client, run in ((officer, first), (colleague, second)):
        client.post(f"/imports/{run.pk}/start/")
    run_due()
    second.refresh_from_db()
    assert second.state == "done" and second.taken_rows == 0 and second.taken["same"] == 3
    assert Organisation.objects.filter(code="2199000001").count() == 1
    third = checked(colleague, sheet(GOOD), region["east"])
    assert colleague.get(f"/imports/{third.pk}/check/").context["earlier"].pk == second.pk


def test_repeats_and_a_wrong_total_are_named(officer, region):
    run = checked(officer, sheet([*GOOD, GOOD[0], ["合计", "17", "", "", ""]]), region["east"])
    page = officer.get(f"/imports/{run.pk}/check/?show=duplicate")
    assert page.context["bad_total"] == 17
    assert [(row.number, row.problems[0].message) for row in page.context["rows"]] == [
        (5, "与第 2 行相同，第 2 行会被导入。")
    ]


def test_the_file_can_be_deleted_by_its_owner(officer, region, files):
    run = checked(officer, sheet(BAD), region["east"])
    assert any(files.rglob("imports/*"))
    asks = officer.get(f"/imports/{run.pk}/check/").content.decode()
    assert 'data-dialog-open="delete-file"' in asks and "重新上传" in asks
    officer.post(f"/imports/{run.pk}/remove/")
    assert not any(files.rglob("imports/*")) and not ImportRun.objects.exists()
    run = imported(officer, sheet(GOOD), region["east"])
    asks = officer.get(f"/imports/{run.pk}/").content.decode()
    assert 'data-dialog-open="delete-file"' in asks and "仍可撤销" in asks and "在此之前可以撤销" in asks
    officer.post(f"/imports/{run.pk}/remove/")
    run.refresh_from_db()
    assert run.file == "" and not run.rows.exists()
    officer.post(f"/imports/{run.pk}/undo/")  # the undo's memory is kept
    run_due()
    run.refresh_from_db()
    assert run.state == "undone"


def test_the_list_of_imports_and_the_empty_sheet(officer, region):
    imported(officer, sheet(GOOD), region["east"])
    page = officer.get("/imports/?state=done").content.decode()
    assert "学校.xlsx" in page
    answer = officer.get("/imports/new/organisations/template/")
    heads = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()[0]
    assert heads[0] == "学校名称"
