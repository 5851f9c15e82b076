"""What is counted of devices."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.devices.models import SILENT, VIEW, Device
from santong.kit.measures.public import By, Measure, Rows, Tally, words_of


def all_devices() -> QuerySet:
    """Everything that was ever reported and wasn't removed."""
    return Device.objects.numbers_only()


def reporting() -> QuerySet:
    """What has reported lately."""
    return all_devices().filter(last_seen__gte=timezone.localdate() - SILENT)


REPORTING = Measure(
    "devices_reporting", _("Devices that report"),
    says=_("Of the devices that agents have reported, the share that did so within the last 30 days."),
    words=_("agents inventory silent"), permission=VIEW, numerator=Tally(reporting, splits={"kind": "kind"}),
    denominator=Tally(all_devices, splits={"kind": "kind"}),
    by=(By("kind", _("Kind of device"), words_of(Device.Kind), values=Device.Kind.values),),
    rows=Rows("devices:devices", {"silent": "no"}, by={"kind": "kind"}), order=66,
)  # fmt: skip
