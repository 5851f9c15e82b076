"""Standards as data: what can't be saved, copies, versions, what came with the product."""

from __future__ import annotations

from typing import Any

import pytest

from santong.domains.governance.evaluation import actions
from santong.domains.governance.evaluation.binding import fault_of
from santong.domains.governance.evaluation.models import Standard, StandardItem, StandardVersion
from santong.domains.governance.evaluation.shipped import load_after_migration, shipped_standards
from santong.domains.governance.evaluation.tests import making
from santong.domains.governance.indicators.tests.making import indicator
from santong.domains.platform.access.testing import Region, signed_in
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db

COMPULSORY = ["", ",primary,", ",junior,", ",nine_year,senior,", ",twelve_year,", ",teaching_point,"]
OTHERS = [",senior,", ",vocational,", ",kindergarten,", ",senior,vocational,"]


def _item(**given: Any) -> StandardItem:
    return StandardItem(code="X1", section="质量", label="学校质量", points=10, scale="80=10", **given)


@pytest.mark.parametrize("types", COMPULSORY)
@pytest.mark.parametrize("formula", ["升学率", "考试平均分", "考试优秀率", "升学率 + 学生数 * 0"])
def test_a_formula_over_results_cannot_judge_the_compulsory_stages(types: str, formula: str):
    found = fault_of(_item(kind="fact", binding=formula, unit="count"), Standard(applies_to=types))
    assert found is not None
    assert found[0] == "binding"
    assert "义务教育" in found[1]


@pytest.mark.parametrize("types", OTHERS)
def test_other_stages_may(types: str):
    item = _item(kind="fact", binding="升学率", unit="count")
    assert fault_of(item, Standard(applies_to=types)) is None


@pytest.mark.parametrize("types", COMPULSORY)
@pytest.mark.parametrize("label", ["中考升学率不断提高"[:5], "考试成绩全县前列", "平均分达80分", "初三及格率"])
def test_words_about_results_cannot_be_judged_either(types: str, label: str):
    for kind in ("onsite", "evidence"):
        item = StandardItem(code="X1", section="质量", label=label, kind=kind, points=10)
        found = fault_of(item, Standard(applies_to=types))
        assert found is not None
        assert found[0] == "label"


@pytest.mark.parametrize("label", ["没有公布考试成绩排名", "不以升学率评价教师", "严禁按平均分排名", "校园安全"])
def test_that_nobody_is_judged_so_may_be_asked(label: str):
    item = StandardItem(code="X1", section="管理", label=label, kind="onsite", points=10)
    assert fault_of(item, Standard()) is None


def test_an_indicator_over_results_is_refused_where_the_standard_is_compulsory(region: Region):
    indicator(
        region.city,
        "S-1",
        formula="升学率 / 学生数",
        applies_to=",senior,",
        direction="more",
        when_zero="unknown",
        cases="刚好: 升学率=90, 学生数=10 => 9",
        unit="none",
    )
    item = _item(kind="indicator", binding="S-1")
    found = fault_of(item, Standard(applies_to=",primary,"))
    assert found is not None
    assert found[0] == "binding"
    assert fault_of(item, Standard(applies_to=",senior,")) is None


def test_the_page_refuses_it_and_keeps_what_was_typed(region: Region):
    row = making.standard(region.east, items=())
    typed = {
        "standard": row.pk, "code": "Q1", "section": "质量", "label": "出口质量", "kind": "fact", "binding": "升学率",
        "unit": "count", "roll_up": "sum", "digits": "0", "direction": "more", "points": "10", "scale": "90=10",
        "best_of": "0", "order": "1",
    }  # fmt: skip
    page = signed_in("county_officer", region.east).post("/standard-items/new/", typed)
    assert page.status_code == 422
    assert "升学率" in page.content.decode()
    assert "出口质量" in page.content.decode()
    assert not row.items.exists()


def test_types_cannot_be_widened_over_such_an_item(region: Region):
    row = making.standard(region.east, items=(), applies_to=",senior,")
    actions.put_item(acting=SYSTEM, item=_item(standard=row, kind="fact", binding="升学率"))
    client = signed_in("county_officer", region.east)
    typed = {"name": row.name, "subject": "school", "authority": row.authority, "types": ["senior", "junior"]}
    page = client.post(f"/standards/{row.pk}/edit/", typed)
    assert page.status_code == 422
    row.applies_to = ""
    with pytest.raises(NotPossible, match="X1"):
        actions.put_standard(acting=SYSTEM, standard=row)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "fact", "binding": ""}, "binding"),
        ({"kind": "fact", "binding": "没有的词"}, "binding"),
        ({"kind": "fact", "binding": "学生数 /"}, "binding"),
        ({"kind": "indicator", "binding": "NONE"}, "binding"),
        ({"kind": "fact", "binding": "学生数", "scale": ""}, "scale"),
        ({"kind": "fact", "binding": "学生数", "scale": "很多"}, "scale"),
        ({"kind": "fact", "binding": "学生数", "scale": "1=99"}, "scale"),
        ({"kind": "fact", "binding": "学生数 / 专任教师数", "roll_up": "sum", "scale": "1=1"}, "roll_up"),
    ],
)
def test_what_cannot_be_computed_is_named_at_its_field(region: Region, given: dict[str, Any], field: str):
    item = StandardItem(**{"code": "X1", "section": "一", "label": "某项", "points": 10, "scale": "1=1", **given})
    found = fault_of(item, Standard())
    assert found is not None
    assert found[0] == field


def test_versions_are_never_changed(region: Region):
    row = making.published(region.east)
    version = StandardVersion.objects.get(standard=row)
    assert [each["code"] for each in version.content["items"]] == ["A1", "B1", "B2"]
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(NotPossible):
        actions.publish_standard(acting=SYSTEM, standard=row)


@pytest.mark.parametrize(("items", "bands"), [((), making.BANDS), (making.ITEMS, ())])
def test_what_is_incomplete_is_not_published(region: Region, items: Any, bands: Any):
    with pytest.raises(NotPossible):
        actions.publish_standard(acting=SYSTEM, standard=making.standard(region.east, items=items, bands=bands))


def test_a_bureau_copies_the_library_and_changes_it(region: Region):
    library = Standard.objects.by_installation().get(code="LIB-NANJING")
    with pytest.raises(NotPossible):
        actions.publish_standard(acting=SYSTEM, standard=library)
    key = actions.copy_standard(acting=SYSTEM, standard=library, place=region.east, name="本县细则")
    copy = Standard.objects.by_installation().get(pk=key)
    assert copy.items.count() == library.items.count()
    assert copy.mark == library.mark
    actions.publish_standard(acting=SYSTEM, standard=copy)
    assert copy.number == 1


def test_the_library_says_what_is_uncertain_and_adds_up():
    rows = {row.code: row for row in Standard.objects.by_installation().filter(path="")}
    assert set(rows) == {each["code"] for each in shipped_standards()}
    assert "待" in rows["LIB-NANJING"].mark
    assert "待核" in rows["LIB-NANTONG"].mark
    for code in ("LIB-NANJING", "LIB-NANTONG"):
        assert sum(each.points for each in rows[code].items.all()) == 110
    for code in ("LIB-PRINCIPAL", "LIB-COUNTY"):
        assert rows[code].subject in ("principal", "county")
    unsure = rows["LIB-JIANGSU"].items.filter(mark__contains="待核")
    assert unsure.count() == 2


@pytest.mark.parametrize("given", shipped_standards(), ids=lambda each: str(each["code"]))
def test_every_shipped_item_could_be_saved(given: Any):
    standard = Standard(**{name: value for name, value in given.items() if name not in ("item", "band")})
    for row in given["item"]:
        assert fault_of(StandardItem(**row), standard) is None, row["code"]


def test_loading_again_changes_nothing_but_what_the_files_say():
    item = StandardItem.objects.by_installation().filter(standard__code="LIB-NANJING", path="").first()
    StandardItem._base_manager.filter(pk=item.pk).update(label="另一句")
    before = StandardItem._base_manager.count()
    load_after_migration()
    assert StandardItem._base_manager.count() == before
    assert StandardItem._base_manager.get(pk=item.pk).label == item.label
