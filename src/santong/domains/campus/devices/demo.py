"""Devices of the demonstration: what agents report of the computers in computer rooms, some of them confirmed."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils import timezone

from santong.domains.campus.assets.public import Asset
from santong.domains.campus.devices.actions import take_in
from santong.domains.campus.devices.models import Device
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region
from santong.lib.inventories import Report

SCHOOLS = {"small": 3, "city": 20}
SYSTEMS = ("Windows 11 专业版", "Windows 10 专业版", "统信 UOS 20", "麒麟 V10")


def report_some(region: Region) -> None:
    """Reports of the first schools; each fourth device is silent, each second confirmed."""
    schools = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path")
    for school in schools[: SCHOOLS.get(region.size, 3)]:
        assets = Asset.objects.by_installation().filter(school=school, asset_class__code="A02010104").order_by("pk")
        for number, asset in enumerate(assets[:24]):
            _report(school, asset, number)


def _report(school: Organisation, asset: Asset, number: int) -> None:
    digest = hashlib.blake2b(f"{asset.pk}".encode(), digest_size=16).hexdigest()
    marks = {"serial": frozenset({asset.serial.lower()}), "uuid": frozenset({digest}),
             "mac": frozenset({f"3c5282{digest[:6]}"})}  # fmt: skip
    report = Report(
        "inventory", name=f"PC-{school.pk:03}-{number + 1:02}", maker=asset.maker, model=asset.model,
        serial=asset.serial, system=SYSTEMS[number % len(SYSTEMS)], memory=8192 if number % 3 else 4096, disk=256_000,
        programs=38 + number, agent="GLPI-Agent_v1.11", marks=marks,
    )  # fmt: skip
    device = take_in(acting=SYSTEM, school=school, report=report)
    if number % 2:
        device.asset = asset
        device.save(update_fields=["asset"])
    if number % 4 == 3:
        days = timedelta(days=40 + number)
        Device.objects.again([device]).update(last_seen=timezone.localdate() - days)
