"""Devices as inventory agents report them, known by their parts, kept apart from the register and matched with it."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.devices.measures import REPORTING
from santong.domains.campus.devices.models import CHANGE, REPORT, VIEW
from santong.domains.campus.devices.queries import to_match
from santong.kit.access.roles import Permission
from santong.kit.audit import Action
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.registry import Module
from santong.kit.todos import Pressing, Said, ToDo

KEEPERS = ("principal", "school_it")
READERS = ("region_administrator", "bureau_officer", "county_officer", "inspector", "teaching_affairs")


def _says(values: Mapping[str, str]) -> Said:
    return Said(
        values["name"] or values["model"], reverse("devices:devices-detail", args=[values["pk"]]), values["serial"]
    )


MODULE = Module(
    name="devices",
    label=_("Devices"),
    declares=(
        Permission(VIEW, _("See devices that agents report"), (*KEEPERS, *READERS)),
        Permission(CHANGE, _("Say which asset a device is"), KEEPERS),
        Permission(REPORT, _("Let agents report devices"), KEEPERS),
        MenuItem(
            _("Devices"), "devices:devices", "device-desktop", permission=VIEW, topic="devices", order=20,
            note=_("What agents report: systems, memory, silent ones"),
        ),
        ToDo(
            "devices_to_match", _("Devices found in the register"), "link", "devices:devices", permission=CHANGE,
            rows=to_match, says=_says, columns=("name", "model", "serial"), since="first_seen",
            pressing=Pressing.OPTIONAL, order=66,
        ),
        REPORTING,
        Action("devices.take_in", _("An agent reported a device")),
        Action("devices.match", _("Said which asset a device is")),
        Action("devices.unmatch", _("Took the asset off a device")),
        DemoStep("devices", "santong.domains.campus.devices.demo.report_some", order=79),
        HandbookSection("devices", _("Devices"), ("devices:devices",)),
    ),
)  # fmt: skip
