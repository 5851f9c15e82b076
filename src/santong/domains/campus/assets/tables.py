"""Columns of the lists of the register."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.models import Asset, Difference, Loan, Repair, Retirement, StockTake
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

TONES: dict[str, str] = {
    Asset.State.IN_USE: "ok",
    Asset.State.LENT: "info",
    Asset.State.REPAIR: "warn",
    Asset.State.LOST: "bad",
}
REPAIR_TONES: dict[str, str] = {
    Repair.State.REPORTED: "bad", Repair.State.MENDING: "warn", Repair.State.DONE: "ok",
}  # fmt: skip
RETIREMENT_TONES: dict[str, str] = {
    Retirement.State.ASKED: "warn", Retirement.State.APPROVED: "ok", Retirement.State.REFUSED: "bad",
}  # fmt: skip
TAKE_TONES: dict[str, str] = {
    StockTake.State.COUNTING: "info", StockTake.State.SETTLING: "warn", StockTake.State.DONE: "ok",
}  # fmt: skip
DIFFERENCE_TONES: dict[str, str] = {Difference.State.OPEN: "warn", Difference.State.TAKEN: "ok"}
KIND_TONES: dict[str, str] = {
    Difference.Kind.MISSING: "bad", Difference.Kind.ELSEWHERE: "warn", Difference.Kind.FOUND: "info",
}  # fmt: skip


def yuan(value: Any) -> str:
    """An amount of money as people read it: 18,500 or 18,500.50."""
    return f"{value:,.2f}".removesuffix(".00")


class YuanColumn(NumberColumn):
    """An amount of money."""

    def render(self, value: Any, record: Any) -> str:
        return yuan(value)


def borrower_of(loan: Loan) -> Any:
    """Who has it."""
    return loan.borrower.name if loan.borrower is not None else loan.school_class


class AssetTable(Table):
    """Assets."""

    name = NameColumn(_("name of the asset"))
    number = Column(_("asset number"))
    asset_class = Column(_("class of the asset"), accessor="asset_class__name", orderable=False)
    state = TagColumn(_("status"), tones=TONES, orderable=False)
    room = Column(_("room"), orderable=False)
    keeper = Column(_("keeper"), accessor="keeper__name", orderable=False)
    model = Column(_("model"), orderable=False, phone=False)
    bought_on = DateColumn(_("bought on"), orderable=False, phone=False)
    price = YuanColumn(_("price in yuan"), orderable=False, phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class RoomAssetTable(Table):
    """Assets of a room."""

    name = NameColumn(_("name of the asset"), below="number")
    asset_class = Column(_("class of the asset"), accessor="asset_class__name", orderable=False)
    state = TagColumn(_("status"), tones=TONES, orderable=False)
    keeper = Column(_("keeper"), accessor="keeper__name", orderable=False, phone=False)


class ClassTable(Table):
    """Classes of assets."""

    name = NameColumn(_("name of the class"))
    group = Column(_("group"), orderable=False)
    code = Column(_("code of the catalogue"))
    lifetime = NumberColumn(_("years of use"), orderable=False)
    school = Column(_("school"), accessor="school__name", orderable=False, phone=False)


class NumberingTable(Table):
    """Rules of numbers."""

    pattern = NameColumn(_("rule of numbers"))
    last = NumberColumn(_("counted up to"), orderable=False)
    school = Column(_("school"), accessor="school__name", order_by="path")


class LoanTable(Table):
    """Loans."""

    asset = NameColumn(_("asset"), accessor="asset__name", orderable=False, below="asset__number")
    borrower = Column(_("borrowed by"), accessor=borrower_of)
    since = DateColumn(_("lent on"), phone=False)
    due = DateColumn(_("to be back by"))
    returned_on = DateColumn(_("back on"), orderable=False)
    school = Column(_("school"), accessor="asset__school__name", order_by="path", phone=False)


class RepairTable(Table):
    """Repairs."""

    asset = NameColumn(_("asset"), accessor="asset__name", orderable=False, below="asset__number")
    fault = Column(_("fault"), orderable=False)
    state = TagColumn(_("status"), tones=REPAIR_TONES, orderable=False)
    room = Column(_("room"), accessor="asset__room", orderable=False)
    reported_by = Column(_("reported by"), accessor="reported_by__name", orderable=False, phone=False)
    reported_at = TimeColumn(_("reported at"))
    mender = Column(_("mended by"), accessor="mender__name", orderable=False, phone=False)
    cost = YuanColumn(_("cost in yuan"), orderable=False, phone=False)
    school = Column(_("school"), accessor="asset__school__name", order_by="path", phone=False)


class RetirementTable(Table):
    """Lists of retirements."""

    title = NameColumn(_("title of the list"), below="paper")
    state = TagColumn(_("status"), tones=RETIREMENT_TONES, orderable=False)
    reason = Column(_("reason"), orderable=False)
    number = NumberColumn(_("assets"), accessor="number", orderable=False)
    value = YuanColumn(_("price in yuan"), accessor="value", orderable=False)
    asked_on = DateColumn(_("sent for approval on"), phone=False, orderable=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class StockTakeTable(Table):
    """Rounds of stock-taking."""

    title = NameColumn(_("title of the round"))
    state = TagColumn(_("status"), tones=TAKE_TONES, orderable=False)
    since = DateColumn(_("begun on"))
    ended_on = DateColumn(_("finished on"), orderable=False, phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path")


class DifferenceTable(Table):
    """Differences of rounds."""

    what = NameColumn(_("asset"), accessor=str, below="asset__number")
    kind = TagColumn(_("difference"), tones=KIND_TONES, orderable=False)
    room = Column(_("seen in the room"), orderable=False)
    should = Column(_("room in the register"), accessor="asset__room", orderable=False)
    state = TagColumn(_("status"), tones=DIFFERENCE_TONES, orderable=False)
    person = Column(_("settled by"), accessor="person__name", orderable=False, phone=False)
