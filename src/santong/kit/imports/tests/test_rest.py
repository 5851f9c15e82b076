"""What wasn't taken is told in its colour, and corrected as the next step."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from python_calamine import CalamineWorkbook

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.imports import admission
from santong.kit.imports.admission import TooMuch, admitted
from santong.kit.imports.models import ImportRun
from santong.kit.imports.tests.conftest import BAD, GOOD, HEADS, checked, imported, send, sheet
from santong.kit.jobs.testing import run_due

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("rows", "tone", "title"),
    [
        (GOOD, "ok", "已导入 3 行"),
        (GOOD + BAD, "warn", "6 行里只导入了 3 行"),
        (BAD, "bad", "3 行都没有导入"),
    ],
)
def test_colour_and_words_follow_the_result(officer, region, rows, tone, title):
    run = imported(officer, sheet(rows), region["east"])
    page = officer.get(f"/imports/{run.pk}/").content.decode()
    assert f'<div class="alert {tone}"' in page and title in page
    assert ("处理余下的 3 行" in page) is (tone != "ok")
    listed = officer.get("/imports/").content.decode()
    assert f'<span class="tag {tone}">' in listed and ("余 3 行" in listed) is (tone != "ok")


def test_the_remaining_rows_are_corrected_in_place(officer, region):
    run = imported(officer, sheet(GOOD + BAD), region["east"])
    answer = officer.post(f"/imports/{run.pk}/correct/")
    run_due()
    rest = ImportRun.objects.get(rest_of=run)
    assert answer.url == f"/imports/{rest.pk}/"
    page = officer.get(f"/imports/{rest.pk}/check/")
    assert [row.number for row in page.context["rows"]] == [5, 6, 7]
    assert page.context["earlier"] is None and rest.file != run.file
    row = page.context["rows"][0]
    officer.post(f"/imports/{rest.pk}/rows/{row.pk}/", {"kind": "typed", "field": "code", "text": "2199000004"})
    officer.post(f"/imports/{rest.pk}/start/")
    run_due()
    rest.refresh_from_db()
    assert rest.taken_rows == 1 and rest.not_taken == 2
    assert Organisation.objects.filter(code="2199000004").exists()
    assert f"/imports/{rest.pk}/" in officer.get(f"/imports/{run.pk}/").content.decode()
    officer.post(f"/imports/{rest.pk}/undo/")
    run_due()
    assert not Organisation.objects.filter(code="2199000004").exists()
    assert Organisation.objects.filter(code="2199000001").exists()


def test_the_remaining_rows_come_as_a_sheet_that_can_be_sent_again(officer, region):
    run = imported(officer, sheet(GOOD + BAD, title="东县学校一览表"), region["east"])
    answer = officer.get(f"/imports/{run.pk}/remaining/")
    content = answer.getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["东县学校一览表", "", HEADS[0], *(row[0] for row in BAD)]
    again = checked(officer, content, region["east"])
    assert again.counts["rows"] == 3


def test_nobody_else_begins_the_rest(officer, colleague, stranger, region):
    run = imported(officer, sheet(GOOD + BAD), region["east"])
    for path in ("correct", "remaining"):
        assert stranger.post(f"/imports/{run.pk}/{path}/").status_code in (404, 405)
        assert colleague.get(f"/imports/{run.pk}/{path}/").status_code in (403, 405)
    assert stranger.get(f"/imports/{run.pk}/remaining/").status_code == 404
    assert colleague.post(f"/imports/{run.pk}/correct/").status_code == 403
    assert not ImportRun.objects.filter(rest_of=run).exists()


def test_a_sheet_without_rows_is_not_called_right(officer, region):
    run = checked(officer, sheet([["合计", "0", "", "", ""]]), region["east"])
    page = officer.get(f"/imports/{run.pk}/check/").content.decode()
    assert "没有读到任何数据行" in page and "每一行都没有问题" not in page


def test_one_person_has_a_limit_at_a_time_and_in_a_day(officer, region, monkeypatch):
    cache.clear()
    viewer = type("Somebody", (), {"person_id": 7})()
    with admitted(viewer, 1), admitted(viewer, 1), pytest.raises(TooMuch), admitted(viewer, 1):
        pass
    with admitted(SYSTEM, 10**12), admitted(viewer, 1):
        pass
    monkeypatch.setattr(admission, "MEGABYTES_A_DAY", 0)
    answer = send(officer, sheet(GOOD), region["east"])
    assert answer.status_code == 422 and "今天上传的名单已超过" in answer.content.decode()
    assert not ImportRun.objects.exists()
    cache.clear()
