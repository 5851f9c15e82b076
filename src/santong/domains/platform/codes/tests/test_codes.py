"""Code tables: what is shipped, validity, new versions, the pages."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.codes.entries import BadTable, Entry, read_entries
from santong.domains.platform.codes.models import Code, CodeTable
from santong.domains.platform.codes.public import division_name, is_code, leaves, name_of, names, present_division
from santong.domains.platform.codes.shipped import load_shipped
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def member(role: str) -> Client:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    return signed_in(role, city)


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("codes.csv", text.getvalue().encode())


def test_the_standards_are_there():
    assert name_of("education_type", "312") == "九年一贯制学校"
    assert name_of("subject", "13") == "语文"
    assert name_of("class_type", "12") == "小学复式班"
    assert names("sex") == {"0": "未知的性别", "1": "男性", "2": "女性", "9": "未说明的性别"}
    assert len(names("ethnic_group")) == 58
    assert name_of("school_category", "36") == "中等职业学校"


def test_choices_leave_out_headings():
    codes = [code for code, _ in leaves("education_type")]
    assert "211" in codes
    assert "21" not in codes and "2" not in codes


def test_a_county_that_moved_is_known_by_both_codes_at_their_time():
    assert is_code("division", "341521", date(2015, 1, 1))
    assert not is_code("division", "341521")
    assert not is_code("division", "340422", date(2015, 1, 1))
    assert division_name("340422") == "安徽省淮南市寿县"
    assert division_name("341521", date(2014, 9, 1)) == "安徽省六安市寿县"
    assert present_division("341521") == "340422"


def test_a_county_that_became_a_city_has_another_code():
    assert name_of("division", "341822", date(2019, 1, 1)) == "广德县"
    assert name_of("division", "341882") == "广德市"
    assert present_division("341822") == "341882"
    assert present_division("341882") == "341882"


def test_loading_again_changes_nothing():
    before = list(Code.objects.order_by("pk").values_list("pk", "name", "valid_until"))
    CodeTable.objects.update(digest="old")
    load_shipped()
    assert list(Code.objects.order_by("pk").values_list("pk", "name", "valid_until")) == before


def test_divisions_of_the_package(tmp_path):
    (tmp_path / "provinces.json").write_text('[{"code": "34", "name": "安徽省"}]')
    (tmp_path / "cities.json").write_text('[{"code": "3401", "name": "合肥市", "provinceCode": "34"}]')
    areas = [("340102", "瑶海区", "3401"), ("340422", "寿县", "3404")]
    rows = [{"code": code, "name": name, "cityCode": city} for code, name, city in areas]
    (tmp_path / "areas.json").write_text(json.dumps(rows))
    call_command("load_divisions", str(tmp_path))
    assert division_name("340102") == "安徽省合肥市瑶海区"
    assert Code.objects.filter(code="340422").count() == 1


def test_an_officer_reads_and_may_not_change():
    officer = member("county_officer")
    table = CodeTable.objects.get(name="subject")
    assert "课程" in officer.get("/code-tables/").content.decode()
    page = officer.get(f"/code-tables/{table.pk}/").content.decode()
    assert "语文" in page and "/version/" not in page
    assert officer.get(f"/code-tables/{table.pk}/version/").status_code == 403
    assert officer.post(f"/code-tables/{table.pk}/version/take/").status_code == 403
    found = officer.get("/codes/?table=division&state=past").content.decode()
    assert "341521" in found and "340422" in found
    assert officer.get("/codes/export/?format=csv&table=sex").status_code == 200


def test_pupils_and_strangers_are_refused():
    assert member("pupil").get("/code-tables/").status_code == 403
    assert Client().get("/codes/").status_code == 302


def test_a_new_version_is_looked_at_then_taken():
    client = member("region_administrator")
    table = CodeTable.objects.get(name="sex")
    rows = (("代码", "名称"), ("0", "未知的性别"), ("1", "男"), ("2", "女性"), ("3", "新的"))
    data = {"file": sheet(*rows), "version": "2027", "on": "2027-01-01"}
    preview = client.post(f"/code-tables/{table.pk}/version/", data)
    plan = preview.context["plan"]
    assert ([e.code for e in plan.added], [e.code for _, e in plan.renamed]) == (["3"], ["1"])
    assert ([row.code for row in plan.ended], plan.same) == (["9"], 2)
    client.post(f"/code-tables/{table.pk}/version/take/", {"sealed": preview.context["sealed"]})
    assert name_of("sex", "1", date(2026, 12, 31)) == "男性"
    assert name_of("sex", "1", date(2027, 1, 1)) == "男"
    assert not is_code("sex", "9", date(2027, 1, 1))
    table.refresh_from_db()
    assert table.imported and table.version == "2027"


def test_a_changed_preview_is_refused():
    client = member("region_administrator")
    table = CodeTable.objects.get(name="sex")
    response = client.post(f"/code-tables/{table.pk}/version/take/", {"sealed": "rubbish"}, follow=True)
    assert "重新选择" in response.content.decode()
    assert Code.objects.filter(table=table).count() == 4


def test_a_replaced_table_is_left_alone_by_releases():
    CodeTable.objects.filter(name="sex").update(imported=True, digest="other")
    Code.objects.filter(table__name="sex", code="1").update(name="男")
    load_shipped()
    assert Code.objects.get(table__name="sex", code="1").name == "男"


def test_unreadable_files_say_what_to_do():
    client = member("region_administrator")
    table = CodeTable.objects.get(name="sex")
    for rows in ((("a", "b"), ("1", "x")), (("代码", "名称"), ("1", "男"), ("1", "男"))):
        data = {"file": sheet(*rows), "version": "1", "on": "2027-01-01"}
        response = client.post(f"/code-tables/{table.pk}/version/", data)
        assert response.status_code == 422 and "error-summary" in response.content.decode()


def test_entries_of_a_file():
    content = "代码,名称,上级,启用日期\n990103,新区,990100,2026-09-01\n".encode("gb18030")
    assert read_entries(content) == [Entry("990103", "新区", "990100", date(2026, 9, 1))]
    with pytest.raises(BadTable):
        read_entries("代码,名称,启用日期\n990103,新区,何时\n".encode())
