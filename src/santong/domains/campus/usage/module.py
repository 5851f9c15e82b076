"""Use of equipment (装备使用) as devices in rooms report it, laid against the timetable, and central control (集控)."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.usage.audit import ACTIONS
from santong.domains.campus.usage.jobs import count_lately, count_yesterday, forget_minutes, switch_off
from santong.domains.campus.usage.measures import MEASURES
from santong.domains.campus.usage.models import CHANGE, CONTROL, VIEW
from santong.domains.campus.usage.queries import silent_or_broken
from santong.kit.access import Viewer
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module
from santong.kit.todos import Said, ToDo

KEEPERS = ("school_it",)
IN_CHARGE = ("principal", *KEEPERS)
READERS = ("region_administrator", "bureau_officer", "county_officer", "inspector", "teaching_affairs")


def _silent(viewer: Viewer):  # type: ignore[no-untyped-def]  # a queryset of devices
    return silent_or_broken(viewer, CHANGE)


def _says(values: Mapping[str, str]) -> Said:
    return Said(values["name"], reverse("usage:terminals-detail", args=[values["pk"]]), values["now__fault"])


MODULE = Module(
    name="usage",
    label=_("Use of equipment"),
    declares=(
        Permission(VIEW, _("See how equipment is used"), (*IN_CHARGE, *READERS)),
        Permission(CHANGE, _("Register devices that speak, and when they are switched off"), KEEPERS),
        Permission(CONTROL, _("Give devices orders"), IN_CHARGE),
        MenuItem(
            _("Use of equipment"), "usage:equipment-rooms", "chart-bar", permission=VIEW, topic="devices", order=22,
            note=_("In which lessons boards and projectors are used"),
        ),
        MenuItem(
            _("Central control"), "usage:terminals", "power", permission=VIEW, topic="devices", order=24,
            note=_("Devices of rooms: on, off, lock, message"),
        ),
        Verb(
            _("Give devices an order"), "power", CONTROL, "usage:order", words=_("switch off lock message board"),
            order=58,
        ),
        ToDo(
            "silent_terminals", _("Silent or broken devices"), "power", "usage:terminals", permission=CHANGE,
            rows=_silent, says=_says, columns=("name", "now__fault"), since="now__seen_at", order=71,
        ),
        *MEASURES,
        ScheduledJob("usage.count_lately", "20 * * * *", count_lately),
        ScheduledJob("usage.count_yesterday", "25 1 * * *", count_yesterday),
        ScheduledJob("usage.switch_off", "*/10 * * * *", switch_off),
        ScheduledJob("usage.forget_minutes", "35 3 * * *", forget_minutes),
        DemoStep("usage", "santong.domains.campus.usage.demo.use_some", order=91),
        *ACTIONS,
        HandbookSection("usage", _("Use of equipment"), ("usage:equipment-rooms", "usage:terminals")),
    ),
)  # fmt: skip
