"""What the pages of devices keep, as all declared pages do."""

from __future__ import annotations

from santong.domains.campus.devices.models import Device
from santong.domains.campus.devices.pages import DevicePages
from santong.domains.platform.access.testing import PagesContract, Region


class TestDevices(PagesContract):
    pages = DevicePages
    keeper, reader = "school_it", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Device:
        place = {"school": region.lake, "path": region.lake.path}
        return Device.objects.create(**place, name=f"pc-{number}", serial=f"SN{number}")
