"""The pages of devices."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.public import Asset, asset_address
from santong.domains.campus.devices import actions
from santong.domains.campus.devices.filters import DeviceFilter
from santong.domains.campus.devices.forms import MatchForm
from santong.domains.campus.devices.models import CHANGE, VIEW, Device
from santong.domains.campus.devices.queries import asset_for
from santong.domains.campus.devices.tables import DeviceTable, in_gb, standing
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, TemplatePanel, ViewerFact, link


def _asset(viewer: Viewer, row: Device) -> Any:
    asset = row.asset
    return link(asset_address(asset), f"{asset.name} · {asset.number}") if asset is not None else ""


def _beside(request: Request, row: Device) -> dict[str, Any] | None:
    """What the register says of it beside what the agent says; nothing where no asset is known or proposed."""
    asset: Asset | None = row.asset or asset_for(row)
    if asset is None:
        return None
    pairs = ((_("maker"), asset.maker, row.maker), (_("model"), asset.model, row.model),
             (_("serial number"), asset.serial, row.serial))  # fmt: skip
    lines = [(label, one, other, one.casefold() == other.casefold()) for label, one, other in pairs if one or other]
    return {"asset": asset, "address": asset_address(asset), "lines": lines, "is_proposed": row.asset_id is None}


FACTS = FactsPanel(
    _("Device"),
    facts=(
        Fact(standing, _("standing")), ViewerFact(_asset, _("asset in the register")), "kind", "maker", "model",
        "serial", "system", Fact(lambda row: in_gb(row.memory), _("memory")),
        Fact(lambda row: in_gb(row.disk), _("disk")), "programs", "agent", "first_seen", "last_seen",
    ),
)  # fmt: skip


class DevicePages(ModelPages):
    """What agents have reported."""

    model, name, namespace = Device, "devices", "devices"
    title, icon = _("Devices"), "device-desktop"
    table, filterset = DeviceTable, DeviceFilter
    remove, export = CHANGE, VIEW
    sort = "path"
    panels = (
        FACTS, TemplatePanel(_("Register and agent"), template="devices/beside.html", context=_beside, side=True),
    )  # fmt: skip
    empty_text = _("Give the inventory agents of the school a token, and what they report stands here.")
    list_actions = (PageAction(_("Set agents up"), lambda row: reverse("devices:agents"), CHANGE, icon="info-circle"),)
    steps = (
        StepPage(actions.match, _("Confirm by serial number"), done=_("It is this asset."), bulk=True, shown=False,
                 icon="link", address="confirm"),
        StepPage(actions.match, _("Which asset is it?"), done=_("It is this asset."), form=MatchForm, icon="link"),
        StepPage(actions.unmatch, _("It is another one"), done=_("It is no longer this asset."), icon="x"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")
