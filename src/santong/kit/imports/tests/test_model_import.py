"""What the declared fields of a simple import make of cells."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from santong.kit.access import SYSTEM
from santong.kit.imports.model_import import ModelField, ModelImport, Work, read_as_it_is, read_day, read_text
from santong.kit.imports.targets import REQUIRED_EMPTY, TOO_LONG, Sheet, SourceRow
from santong.kit.models import ScopedModel
from santong.lib.problems import Problem


class Sample(ModelImport):
    name, label, permission, model = "samples", "Samples", "", ScopedModel
    fields = (
        ModelField("name", ("名称",), required=True, longest=3),
        ModelField("since", ("日期",), read=read_day),
    )


def read(epoch_1904: bool | None = None, accepted: dict[str, str] | None = None, **cells: object):
    row = SourceRow(0, cells, accepted=accepted or {})
    draft = Sample().read_row(row, Work({}, SYSTEM, Sheet([row], frozenset(cells), epoch_1904)))
    return draft.values, [(problem.field, problem.code) for problem in draft.reader.problems]


def test_cells_are_read_and_remarked_on():
    assert read(name=" 甲 社 ", since="2026年9月1日") == ({"name": "甲 社", "since": date(2026, 9, 1)}, [])
    assert read(name="", since=None) == ({"name": None, "since": None}, [("name", REQUIRED_EMPTY)])
    assert read(name="一二三四")[1] == [("name", TOO_LONG)]


def test_a_day_is_a_whole_one():
    assert read_day(datetime.fromisoformat("2026-09-01")).value == date(2026, 9, 1)
    assert read_day("2026年9月").problem is Problem.DATE_UNREADABLE
    assert read(name="甲", since="昨天")[1] == [("since", Problem.DATE_UNREADABLE)]


def test_a_day_number_counts_by_the_workbook_and_is_asked_about_without_one():
    [older, newer] = sorted(read_day(42000).proposals)
    assert (newer - older).days == 1462
    assert read(epoch_1904=False, name="甲", since=42000)[0]["since"] == older
    assert read(epoch_1904=True, name="甲", since=42000)[0]["since"] == newer
    assert read(name="甲", since=42000, accepted={"since": str(newer)})[0]["since"] == newer


@pytest.mark.parametrize(("reader", "text"), [(read_text, "A"), (read_as_it_is, "Ａ")])
def test_texts_are_tidied_or_left_as_they_are(reader, text):
    assert reader(" Ａ ").value == text and reader(" ").is_empty
