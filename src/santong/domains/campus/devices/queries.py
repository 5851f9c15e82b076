"""Reads on devices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from santong.domains.campus.assets.public import Asset
from santong.domains.campus.devices.models import CHANGE, Device, Mark
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.lib.inventories import Marks, is_same


def known_device(school: Organisation, told: Marks) -> Device | None:
    """The device of a school that a report is about; of several the one that reported last."""
    wanted = Q()
    for kind, values in told.items():
        wanted |= Q(kind=kind, value__in=list(values))
    if not wanted:
        return None
    keys = Mark.objects.belonging_to(device__school=school).filter(wanted).values("device")
    rows = Device.objects.belonging_to(school=school).filter(pk__in=keys).order_by("-last_seen", "-pk")
    candidates = list(rows[:50])
    marks = marks_of(candidates)
    return next((row for row in candidates if is_same(marks[row.pk], told)), None)


def marks_of(rows: list[Device]) -> Mapping[int, Marks]:
    """The marks of devices, by the devices' keys."""
    found: dict[int, dict[str, set[str]]] = {row.pk: defaultdict(set) for row in rows}
    for mark in Mark.objects.belonging_to(device__in=rows):
        found[mark.device_id][mark.kind].add(mark.value)
    return {key: {kind: frozenset(values) for kind, values in kinds.items()} for key, kinds in found.items()}


def asset_for(device: Device) -> Asset | None:
    """The one asset of the school with the device's serial number that no other device is; None for none or several."""
    if not device.serial:
        return None
    rows = Asset.objects.belonging_to(school=device.school).filter(serial__iexact=device.serial, devices=None)
    found = list(rows.select_related("asset_class", "room__building")[:2])
    return found[0] if len(found) == 1 else None


def matchable(rows: QuerySet[Device]) -> QuerySet[Device]:
    """Those that aren't in the register though an asset has their serial number."""
    assets = Asset.objects.numbers_only().filter(school=OuterRef("school"), serial=OuterRef("serial"), devices=None)
    return rows.filter(asset=None).exclude(serial="").filter(Exists(assets))


def to_match(viewer: Viewer) -> QuerySet[Device]:
    """Devices that the viewer may find in the register, of which one asset has the serial number."""
    return matchable(Device.objects.visible_to(viewer, CHANGE))
