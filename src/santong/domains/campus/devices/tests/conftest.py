"""A school whose agents have a token, and an asset of its register."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.assets.public import Asset, AssetClass
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.tokens.actions import issue_token
from santong.domains.platform.tokens.models import Token
from santong.kit.access import Viewer


def token_of(keeper: Person, place: Organisation, scope: str = "inventory.report") -> str:
    """The bearer of a new token."""
    issued = issue_token(
        acting=viewer_in(keeper, "staff"), organisation=place, name="采集", purpose="采集", scopes=[scope],
        expires=timezone.now() + timedelta(days=9), requests_per_minute=0,
    )  # fmt: skip
    return issued.bearer


def basic(bearer: str) -> str:
    """The header of an agent that knows passwords alone."""
    return "Basic " + base64.b64encode(f"agent:{bearer}".encode()).decode()


def report(serial: str = "QY1001", **parts: Any) -> dict[str, Any]:
    """What an agent sends of a computer."""
    content = {
        "versionclient": "GLPI-Agent_v1.7",
        "bios": {"ssn": serial, "smanufacturer": "启云", "smodel": "T500"},
        "hardware": {"name": parts.pop("name", "pc-1"), "uuid": parts.pop("uuid", f"uuid-of-{serial}"), "memory": 8000},
        "networks": [{"mac": parts.pop("mac", "3c:52:82:00:00:01")}],
        **parts.pop("more", {}),
    }
    return {"deviceid": "pc-1-2026", "action": "inventory", "itemtype": "Computer", "content": content, **parts}


@dataclass
class Cast:
    """Who and what takes part."""

    region: Region
    keeper: Person
    bearer: str
    asset: Asset

    @property
    def acting(self) -> Viewer:
        return viewer_in(self.keeper, "staff")

    @property
    def client(self) -> Client:
        return client_of(self.keeper)

    @property
    def token(self) -> Token:
        return Token.objects.get(organisation=self.region.lake)

    def send(self, content: Any, bearer: str = "", **headers: Any) -> Any:
        """Send a report as an agent does."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = headers.pop("content_type", "application/json")
        given = {"HTTP_AUTHORIZATION": basic(bearer or self.bearer), **headers}
        return Client().post("/devices/inventory/", body, kind, **given)


@pytest.fixture
def cast(region: Region) -> Cast:
    keeper = somebody("school_it", region.lake, "keeper")
    kind = AssetClass.objects.get(path="", name="台式计算机")
    row = Asset.objects.create(
        school=region.lake, path=region.lake.path, asset_class=kind, name="教师电脑", number="A-1", serial="QY1001",
        model="T400",
    )  # fmt: skip
    return Cast(region, keeper, token_of(keeper, region.lake), row)
