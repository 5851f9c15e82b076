"""Reports of agents: who may send them, what they change, and that nothing is doubled or overwritten."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.assets.public import Asset
from santong.domains.campus.devices.actions import match, take_in, unmatch
from santong.domains.campus.devices.models import SILENT, Device, Mark
from santong.domains.campus.devices.tests.conftest import Cast, basic, report, token_of
from santong.domains.campus.devices.tests.histories import devices_of
from santong.domains.platform.access.testing import signed_in, somebody
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry
from santong.kit.refusals import NotPossible
from santong.lib.inventories import MOST_BYTES, read_report

pytestmark = pytest.mark.django_db


def stored() -> list[Any]:
    return [list(model._base_manager.order_by("pk").values()) for model in (Device, Mark, Asset)]


@pytest.mark.parametrize("authorization", ["", "Basic", "Basic !", "Bearer x", basic("x"), basic("santong_x_y")])
def test_strangers_are_asked_for_a_token(cast: Cast, authorization: str) -> None:
    answer = Client().post("/devices/inventory/", b"{}", "application/json", HTTP_AUTHORIZATION=authorization)
    assert answer.status_code == 401 and "Basic" in answer["WWW-Authenticate"]
    assert Client().get("/devices/inventory/").status_code == 405


def test_a_token_for_something_else_or_of_a_county_reports_nothing(cast: Cast) -> None:
    other = token_of(cast.keeper, cast.region.lake, "organisations.read")
    assert cast.send(report(), bearer=other).status_code == 403
    head = somebody("region_administrator", cast.region.city, "head")
    assert not Device.objects.exists() and head


def test_a_report_becomes_a_device_of_the_school_of_the_token(cast: Cast) -> None:
    answer = cast.send(report())
    assert answer.status_code == 200 and answer.json() == {"status": "ok", "expiration": 24}
    device = Device.objects.get()
    assert (device.school, device.name, device.serial, device.memory) == (cast.region.lake, "pc-1", "QY1001", 8000)
    assert {mark.kind for mark in device.marks.all()} == {"serial", "uuid", "mac", "agent"}
    assert AuditEntry.objects.filter(model="devices.device").exists()


def test_a_second_sending_changes_nothing(cast: Cast) -> None:
    cast.send(report())
    before, entries = stored(), AuditEntry.objects.filter(model__startswith="devices.").count()
    assert cast.send(report()).status_code == 200
    assert stored() == before and AuditEntry.objects.filter(model__startswith="devices.").count() == entries


@pytest.mark.parametrize(("pack", "kind"), [(zlib.compress, "application/x-compress-zlib"),
                                            (gzip.compress, "application/x-compress-gzip")])  # fmt: skip
def test_packed_reports_are_unpacked(cast: Cast, pack: Any, kind: str) -> None:
    assert cast.send(pack(json.dumps(report()).encode()), content_type=kind).status_code == 200
    assert Device.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400), (b"[]", "application/json", 400),
        (b"nonsense", "application/x-compress-zlib", 400),
        (zlib.compress(b" " * (MOST_BYTES + 10)), "application/x-compress-zlib", 413),
        (b" " * (MOST_BYTES + 10), "application/json", 413),
    ],
)  # fmt: skip
def test_what_is_no_report_says_why(cast: Cast, body: bytes, kind: str, status: int) -> None:
    answer = cast.send(body, content_type=kind)
    assert answer.status_code == status and answer.json()["status"] == "error" and answer.json()["message"]
    assert not Device.objects.exists()


def test_an_agent_that_says_hello_is_told_what_to_do(cast: Cast) -> None:
    answer = cast.send({"action": "contact", "deviceid": "pc-1"}).json()
    assert answer["status"] == "ok" and "inventory" in answer["tasks"] and not Device.objects.exists()


def test_nothing_that_an_agent_says_changes_the_register(cast: Cast) -> None:
    before = list(Asset.objects.values())
    cast.send(report(more={"bios": {"ssn": "QY1001", "smodel": "T999"}}))
    assert list(Asset.objects.values()) == before
    device = Device.objects.get()
    page = cast.client.get(f"/devices/{device.pk}/").content.decode()
    assert "T400" in page and "T999" in page and "不一致" in page


def test_which_asset_it_is_is_confirmed_once(cast: Cast) -> None:
    cast.send(report())
    device = Device.objects.get()
    match(acting=cast.acting, device=device)
    assert device.asset == cast.asset
    with pytest.raises(NotPossible):
        match(acting=cast.acting, device=device, asset=cast.asset)
    second = take_in(
        acting=SYSTEM,
        school=cast.region.lake,
        report=read_report(json.dumps(report("XX9001", mac="3c:52:82:00:00:09")).encode()),
    )
    with pytest.raises(NotPossible):
        match(acting=cast.acting, device=second, asset=cast.asset)
    with pytest.raises(NotPossible):
        match(acting=cast.acting, device=second)
    unmatch(acting=cast.acting, device=device)
    match(acting=cast.acting, device=second, asset=cast.asset)


def test_many_are_confirmed_from_the_list_and_taken_back(cast: Cast) -> None:
    cast.send(report())
    device = Device.objects.get()
    listed = cast.client.get("/devices/?register=match").context["rows"]
    assert [row.pk for row in listed] == [device.pk]
    page = cast.client.post("/devices/bulk/", {"action": "confirm", "ids": [device.pk]}, follow=True).content.decode()
    device.refresh_from_db()
    assert device.asset == cast.asset
    cast.client.post(f"/kit/undo/{page.split('/kit/undo/')[1].split('/')[0]}/")
    device.refresh_from_db()
    assert device.asset is None


def test_the_form_takes_an_asset_number(cast: Cast) -> None:
    cast.send(report("ZZ9001"))
    device = Device.objects.get()
    address = f"/devices/{device.pk}/match/"
    page = cast.client.get(address).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert cast.client.post(address, {"seen": seen, "asset": "nothing"}).status_code == 422
    assert cast.client.post(address, {"seen": seen, "asset": "A-1"}).status_code == 302
    device.refresh_from_db()
    assert device.asset == cast.asset


def test_silent_devices_are_found(cast: Cast) -> None:
    cast.send(report())
    Device.objects.update(last_seen=timezone.localdate() - SILENT)
    assert not cast.client.get("/devices/?silent=yes").context["rows"]
    Device.objects.update(last_seen=timezone.localdate() - SILENT * 2)
    page = cast.client.get("/devices/?silent=yes")
    assert len(page.context["rows"]) == 1 and "失联" in page.content.decode()


def test_the_page_for_agents_says_the_address_to_keepers(cast: Cast) -> None:
    assert "/devices/inventory/" in cast.client.get("/devices/agents/").content.decode()
    assert signed_in("inspector", cast.region.city).get("/devices/agents/").status_code == 403


def test_a_part_of_a_report_leaves_the_rest(cast: Cast) -> None:
    cast.send(report(more={"softwares": [{"name": "A"}], "storages": [{"serial": "DISK-77", "disksize": 1000}]}))
    part = report(partial=True)
    del part["content"]["networks"]
    cast.send(part)
    device = Device.objects.get()
    assert (device.programs, device.disk) == (1, 1000)
    assert {mark.kind for mark in device.marks.all()} >= {"mac", "disk"}


@pytest.mark.parametrize("seed", range(20))
def test_histories_make_no_duplicates_and_overwrite_nothing(cast: Cast, seed: int) -> None:
    by_machine, by_device = devices_of(cast.region.lake, seed, 5)
    assert all(len(keys) == 1 for keys in by_machine.values()), by_machine
    assert all(len(truths) == 1 for truths in by_device.values()), by_device
