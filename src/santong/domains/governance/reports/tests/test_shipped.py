"""The templates that come with the product: every field is bound, says where it comes from, and none is typed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import TestCase

from santong.domains.governance.indicators.public import words
from santong.domains.governance.reports.actions import burden_of, copy_template, described, publish
from santong.domains.governance.reports.filling import bind, fault_of
from santong.domains.governance.reports.models import ReportField, ReportTemplate
from santong.domains.governance.reports.shipped import load_after_migration, shipped_templates
from santong.domains.governance.reports.tests import making
from santong.domains.platform.access.testing import make_region
from santong.kit.access import SYSTEM

ROWS = [(each["code"], row) for each in shipped_templates() for row in each["field"]]
FIELDS = pytest.mark.parametrize(
    ("code", "row"), ROWS, ids=lambda each: each if isinstance(each, str) else each["code"]
)


@FIELDS
def test_a_field_is_bound_and_says_where_it_comes_from(code: str, row: Mapping[str, Any]) -> None:
    [template] = [each for each in shipped_templates() if each["code"] == code]
    if row["kind"] != "indicator":
        assert fault_of(row, [each for each in template["field"] if each is not row]) is None
    assert row["source"]
    assert row["reason"] or row["kind"] != "words"
    if "行：" in row["source"] or "表" in row["source"]:
        assert "待与原文核对" in row["mark"], "what was copied second-hand carries its mark"


@FIELDS
def test_a_field_is_either_counted_or_names_the_module_that_it_waits_for(code: str, row: Mapping[str, Any]) -> None:
    if row["kind"] == "fact":
        [each] = bind([row], making.span(making.last_month()))
        assert each.reading is not None
        assert each.waits == bool(each.waits_for)
        assert all(name in words() for name in each.reading.names)


def test_the_monthly_report_has_every_row_of_its_source() -> None:
    [monthly] = [each for each in shipped_templates() if each["code"] == "LIB-MONTHLY"]
    numbers = {row["source"].split("第")[1].split("行")[0] for row in monthly["field"] if "行：" in row["source"]}
    assert numbers == {str(number) for number in range(1, 24)}
    assert [row["code"] for row in monthly["field"] if row["kind"] == "words"] == ["M1"]


@pytest.mark.django_db
class TestLibrary(TestCase):
    def test_it_is_loaded_once_and_mended_when_a_file_changes(self) -> None:
        rows = ReportField._base_manager.filter(path="")
        number = rows.count()
        assert number == len(ROWS)
        rows.filter(code="A1").update(label="被改过")
        template = ReportTemplate._base_manager.get(code="LIB-MONTHLY")
        more = ReportField(template=template, path="", code="ZZ", section="x", label="x", binding="学生数")
        ReportField._base_manager.bulk_create([more])
        load_after_migration()
        assert rows.count() == number
        assert not rows.filter(label="被改过").exists()

    def test_a_bureau_copies_one_with_all_fields_and_publishes_it(self) -> None:
        region = make_region()
        for row in list(ReportTemplate.objects.by_installation().exclude(code="")):
            assert burden_of(row) == []
            until = making.timezone.localdate().replace(year=2090, day=1)
            key = copy_template(acting=SYSTEM, template=row, place=region.east, name=row.name, until=until)
            [copy] = ReportTemplate.objects.by_installation().filter(pk=key)
            fields = list(ReportField.objects.belonging_to(template=copy).order_by("order", "pk"))
            originals = ReportField.objects.belonging_to(template=row).order_by("order", "pk")
            assert [described(each) for each in fields] == [described(each) for each in originals]
            publish(acting=SYSTEM, template=copy)
            assert copy.is_published
