"""What stands on the pages of assets, rooms, lists and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.models import (
    CHANGE,
    COUNT,
    VIEW,
    Asset,
    Loan,
    Repair,
    Retirement,
    RetirementLine,
    StockTake,
)
from santong.domains.campus.assets.queries import history_of, open_differences, open_loan, rooms_to_count, totals
from santong.domains.campus.assets.tables import TONES, RoomAssetTable, borrower_of
from santong.domains.campus.places.public import Room
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ListPanel, TemplatePanel, ViewerFact, link

SHOWN = 8


def asset_address(row: Asset) -> str:
    """The page of an asset."""
    return reverse("assets:assets-detail", args=[row.pk])


def _room_link(viewer: Viewer, row: Any) -> Any:
    return link(reverse("places:rooms-detail", args=[row.room_id]), row.room) if row.room is not None else ""


def _asset_link(viewer: Viewer, row: Any) -> Any:
    return link(asset_address(row.asset), f"{row.asset.name} · {row.asset.number}") if row.asset is not None else ""


def _loan_words(viewer: Viewer, row: Asset) -> Any:
    loan = open_loan(row) if row.state in (Asset.State.LENT, Asset.State.REPAIR) else None
    return link(reverse("assets:loans-detail", args=[loan.pk]), borrower_of(loan)) if loan else ""


def _age(row: Asset) -> str:
    return "" if row.years is None else str(_("%(years)s of %(life)s years") % {
        "years": row.years, "life": row.asset_class.lifetime,
    })  # fmt: skip


def _history(request: Request, row: Asset) -> dict[str, Any]:
    return {"lines": history_of(row), "tones": TONES}


def _repairs(request: Request, row: Asset) -> dict[str, Any] | None:
    rows = Repair.objects.belonging_to(asset=row).select_related("mender").order_by("-pk")[:SHOWN]
    return {"repairs": list(rows)} if rows else None


FACTS = FactsPanel(
    _("Asset"),
    facts=(
        "number", Fact(lambda row: row.asset_class.name, _("class of the asset")), "state", "words",
        ViewerFact(_loan_words, _("lent to")), ViewerFact(_room_link, _("room")),
        Fact(lambda row: row.keeper and row.keeper.name, _("keeper")), "use", "maker", "model", "serial", "bought_on",
        Fact(_age, _("years of use")), "price", "money", "note",
    ),
)  # fmt: skip
ASSET_PANELS = (
    FACTS,
    TemplatePanel(_("History of the asset"), template="assets/history.html", context=_history, side=True),
    TemplatePanel(_("Repairs"), template="assets/repairs.html", context=_repairs, side=True),
)
LOAN_FACTS = FactsPanel(
    _("Loan"),
    facts=(
        ViewerFact(_asset_link, _("asset")), Fact(borrower_of, _("borrowed by")), "since", "due", "returned_on",
    ),
)  # fmt: skip
REPAIR_FACTS = FactsPanel(
    _("Repair"),
    facts=(
        ViewerFact(_asset_link, _("asset")), Fact(lambda row: row.asset.room, _("room")), "fault", "words", "state",
        Fact(lambda row: row.reported_by and row.reported_by.name, _("reported by")), "reported_at",
        Fact(lambda row: row.mender and row.mender.name, _("mended by")), "taken_at", "done_at", "result", "cost",
    ),
)  # fmt: skip
RETIREMENT_FACTS = FactsPanel(
    _("Retirement"),
    facts=(
        "reason", "words", "paper", "state", Fact(lambda row: row.person and row.person.name, _("put together by")),
        "asked_on", Fact(lambda row: row.decided_by and row.decided_by.name, _("approved or refused by")), "decided_on",
        "refused_because",
    ),
)  # fmt: skip


def _lines(request: Request, row: Retirement) -> dict[str, Any]:
    rows = RetirementLine.objects.belonging_to(retirement=row).select_related("asset__asset_class", "asset__room")
    lines = list(rows.order_by("asset__number"))
    may_change = row.state == Retirement.State.DRAFT and request.viewer.can(CHANGE, row.path)
    return {"lines": lines, "may_change": may_change, "total": sum(line.asset.price or 0 for line in lines)}


def _rooms(request: Request, row: StockTake) -> dict[str, Any]:
    may_count = row.state == StockTake.State.COUNTING and request.viewer.can(COUNT, row.path)
    rooms = rooms_to_count(row)
    done = sum(1 for each in rooms if each["count"])
    return {"rooms": rooms, "may_count": may_count, "done": done, "open": open_differences(row).count()}


RETIREMENT_PANELS = (
    RETIREMENT_FACTS,
    TemplatePanel(_("Assets on the list"), template="assets/lines.html", context=_lines),
)
STOCK_TAKE_PANELS = (
    TemplatePanel(_("Rooms of the round"), template="assets/rooms.html", context=_rooms),
    FactsPanel(
        _("Stock-taking"),
        side=True,
        facts=(
            "state", "since", Fact(lambda row: row.person and row.person.name, _("begun by")), "counted_on", "ended_on",
        ),
    ),
)  # fmt: skip
DIFFERENCE_FACTS = FactsPanel(
    _("Difference"),
    facts=(
        ViewerFact(_asset_link, _("asset")), "code", "kind", ViewerFact(_room_link, _("seen in the room")),
        Fact(lambda row: row.asset and row.asset.room, _("room in the register")), "state",
        Fact(lambda row: row.person and row.person.name, _("settled by")),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class EquipmentPanel(ListPanel):
    """The equipment of a room, on its page, for those who see the register."""

    def html(self, request: Request, row: Room) -> SafeString | str:
        viewer = request.viewer
        if not viewer.can(VIEW) or not self.rows(viewer, row).exists():
            return ""
        return super().html(request, row)


def _equipment(viewer: Viewer, room: Room) -> Any:
    rows = Asset.objects.visible_to(viewer).filter(room=room, state__in=Asset.PRESENT)
    return rows.select_related("asset_class", "keeper")


EQUIPMENT = EquipmentPanel(
    _("Equipment"), table=RoomAssetTable, rows=_equipment, url=asset_address, sort="number",
    more=lambda room: f"{reverse('assets:assets')}?room={room.pk}",
)  # fmt: skip


def hub_card(request: Any) -> str:
    """What the register holds, and what is to be done about it; "" where there is nothing."""
    viewer = request.viewer
    rows = Asset.objects.visible_to(viewer).filter(state__in=Asset.PRESENT)
    found = totals(rows)
    if not found["number"]:
        return ""
    context = {
        **found,
        "mending": Repair.objects.visible_to(viewer).filter(state__in=Repair.OPEN).count(),
        "out": Loan.objects.visible_to(viewer).filter(returned_on=None).count(),
        "rounds": list(StockTake.objects.visible_to(viewer).exclude(state=StockTake.State.DONE).order_by("-pk")[:3]),
    }
    return render_to_string("assets/hub.html", context, request)
