"""A school's own sheet: headings and words as they come, what can't be understood is asked about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from santong.domains.campus.assets.importing import (
    NO_CLASS,
    NO_KEEPER,
    NO_KEY,
    NO_ROOM,
    SEVERAL,
    TAKEN,
    AssetImport,
    read_price,
    read_quantity,
)
from santong.domains.campus.assets.models import Asset
from santong.domains.campus.assets.tests.conftest import Cast
from santong.kit.imports.targets import Verdict
from santong.kit.testing.importing import judge, run, sheet_of

pytestmark = pytest.mark.django_db
CSV = """湖滨小学固定资产明细表
固定资产编号,设备名称,类别,规格型号,SN,购置日期,原值,使用人,存放地点,使用状况
ZC001,联想台式电脑,,T500,PF1,2021.9.1,"4,200.00",Person teacher,101,在用
ZC002,希沃一体机,教学一体机,86寸,PF2,2020年3月,1.85万元,王不见,报告厅,正常
ZC003,课桌椅,,,,,180,,库房,库存
"""


def of_sheet(cast: Cast, text: str, runs: bool = False) -> Any:
    target = AssetImport()
    do = run if runs else judge
    return do(target, sheet_of(target, text.encode()), {"school": cast.region.lake.pk})


@pytest.mark.parametrize(
    ("cell", "price"),
    [(4200, 4200), ("4,200.00", 4200), ("¥4200元", 4200), ("1.85万元", 18500), (99.5, Decimal("99.50")), ("0", 0)],
)
def test_prices_are_read_as_schools_write_them(cell: Any, price: Any) -> None:
    assert read_price(cell).value == price


@pytest.mark.parametrize("cell", ["约4000", "4000-5000", "免费", "1,23", "99999999999999"])
def test_what_is_no_price_is_asked_about(cell: str) -> None:
    assert read_price(cell).problem is not None


def test_quantities_are_read_with_their_unit() -> None:
    assert [read_quantity(cell).value for cell in ("1", "1台", "30套", 5)] == [1, 1, 30, 5]
    assert read_quantity("若干").problem is not None


def test_a_schools_own_sheet_comes_in(cast: Cast) -> None:
    ran = of_sheet(cast, CSV, runs=True)
    assert ran.verdicts == {Verdict.CREATE: 3}, ran.problems
    assert ran.problems[("room_name", NO_ROOM)] == ran.problems[("keeper_name", NO_KEEPER)] == 1
    first, second, third = Asset.objects.filter(number__startswith="ZC").order_by("number")
    assert (first.asset_class.name, first.keeper, first.room) == ("台式计算机", cast.teacher, cast.room)
    assert (second.asset_class.name, second.price, second.room) == ("交互式触控一体机", 18500, None)
    assert (third.asset_class.name, third.state, third.room) == ("家具", "idle", cast.store)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("资产名称,资产分类\n电脑,台式计算机", ("number", NO_KEY)),
        ("资产编号,资产名称,资产分类,数量\nB1,学生电脑,台式计算机,50", ("quantity", SEVERAL)),
        ("资产编号,资产名称,资产分类\nB1,奇物,奇类", ("class_name", NO_CLASS)),
        ("资产编号,资产名称,资产分类,序列号\nB1,电脑,台式计算机,SN1", ("serial", TAKEN)),
    ],
)
def test_what_would_be_wrong_is_refused_with_the_reason(cast: Cast, row: str, problem: tuple[str, str]) -> None:
    ran = of_sheet(cast, row)
    assert ran.verdicts == {Verdict.REFUSED: 1} and problem in ran.problems


def test_what_has_no_number_is_known_by_its_serial_number(cast: Cast) -> None:
    text = "资产名称,资产分类,序列号,单价\n电脑,台式计算机,XX77,4000\n"
    assert of_sheet(cast, text, runs=True).verdicts == {Verdict.CREATE: 1}
    assert Asset.objects.get(serial="XX77").number == "XX77"
    assert of_sheet(cast, text).verdicts == {Verdict.SAME: 1}
    assert of_sheet(cast, text.replace("4000", "4500"), runs=True).verdicts == {Verdict.CHANGE: 1}
