"""Writes on devices: what agents report, and which asset a device is."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.assets.public import Asset
from santong.domains.campus.devices.models import CHANGE, REPORT, Device, Mark
from santong.domains.campus.devices.queries import asset_for, known_device, marks_of
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step
from santong.lib.inventories import Marks, Report

FACTS = ("name", "maker", "model", "serial", "system", "memory", "disk", "programs", "agent")
KEEPER = Holds(CHANGE)


def take_in(*, acting: Viewer, school: Organisation, report: Report) -> Device:
    """Write what an agent reported of a device of a school; the same a second time that day changes nothing.

    Reports of one school go one after another: the school is locked, so that two first ones don't make two devices.
    """
    acting.demand(REPORT, school.path)
    with transaction.atomic(), named("devices.take_in"):
        Organisation.objects.locked_for_action(school)
        device = known_device(school, report.marks)
        if device is None:
            device = Device(school=school, path=school.path, kind=report.kind)
        changed = _put_facts(device, report)
        if changed:
            device.save(update_fields=None if device.pk is None else changed)
        _put_marks(device, report)
    return device


def _put_facts(device: Device, report: Report) -> list[str]:
    """Set what the report tells; the names of what changed. What it doesn't tell stays."""
    told = {name: getattr(report, name) for name in FACTS if getattr(report, name) not in (None, "")}
    told["last_seen"] = max(timezone.localdate(), device.last_seen)
    changed = [name for name, value in told.items() if device.pk is None or getattr(device, name) != value]
    for name in changed:
        setattr(device, name, told[name])
    return changed


def _put_marks(device: Device, report: Report) -> None:
    """Bring the marks of the kinds that were told in line: a card that is no longer in it may be in another soon."""
    known: Marks = marks_of([device])[device.pk]
    # A part of a report names no cards or disks; what it names, it names in full.
    gone = [(kind, value) for kind, values in report.marks.items() for value in known.get(kind, frozenset()) - values]
    for kind, value in gone:
        Mark.objects.belonging_to(device=device).filter(kind=kind, value=value).delete()
    Mark.objects.bulk_create(list(_new_marks(device, known, report.marks)))


def _new_marks(device: Device, known: Marks, told: Marks) -> Iterator[Mark]:
    for kind, values in told.items():
        for value in sorted(values - known.get(kind, frozenset())):
            yield Mark(device=device, path=device.path, kind=kind, value=value)


def _is_matched(acting: Viewer, device: Device) -> str:
    """What is known isn't asked for again."""
    return _("It is in the register already. Take it off there first.") if device.asset_id else ""


@step(Device, "devices.match", who=KEEPER, unless=(_is_matched,), undo=True)
def match(*, acting: Viewer, device: Device, asset: Asset | None = None) -> None:
    """Say which asset it is: the one with its serial number, unless another is given. The register stays as it is."""
    found = asset or asset_for(device)
    if found is None:
        raise NotPossible(_("No asset alone has this serial number. Choose it, or enter it in the register first."))
    if found.school_id != device.school_id:
        raise NotPossible(_("This asset belongs to another school."), field="asset")
    if Device.objects.belonging_to(asset=found).exists():
        raise NotPossible(_("Another device is this asset already."), field="asset")
    device.asset = found


def _is_not_matched(acting: Viewer, device: Device) -> str:
    return "" if device.asset_id else _("It isn't in the register.")


@step(Device, "devices.unmatch", who=KEEPER, unless=(_is_not_matched,), undo=True)
def unmatch(*, acting: Viewer, device: Device) -> None:
    """It isn't this asset after all."""
    device.asset = None
