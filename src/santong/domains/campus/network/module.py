"""Links of schools to the internet: contracts, floors of plans, bandwidth measured in the browser, Wi-Fi by room."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.network.actions import judge_below
from santong.domains.campus.network.measures import MEASURES
from santong.domains.campus.network.models import CHANGE, FLOORS, VIEW
from santong.domains.campus.network.queries import ending
from santong.kit.access.roles import Permission
from santong.kit.audit import Action
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module
from santong.kit.todos import Said, ToDo

KEEPERS = ("principal", "school_it")
OFFICERS = ("region_administrator", "bureau_officer", "county_officer")


def _says(values: Mapping[str, str]) -> Said:
    words = gettext("The contract of a line ends: %(name)s") % {"name": values["name"]}
    return Said(words, reverse("network:links-detail", args=[values["pk"]]), values["school__name"])


MODULE = Module(
    name="network",
    label=_("Network"),
    declares=(
        Permission(VIEW, _("See lines and Wi-Fi of schools"), (*KEEPERS, *OFFICERS, "inspector", "teaching_affairs")),
        Permission(CHANGE, _("Keep lines and Wi-Fi of a school, and measure"), KEEPERS),
        Permission(FLOORS, _("Set floors of bandwidth"), ("bureau_officer", "county_officer")),
        MenuItem(
            _("Lines of schools"), "network:links", "world", permission=VIEW, topic="devices", order=30,
            note=_("Operators, contracts, bandwidth and floors"),
        ),
        MenuItem(
            _("Wi-Fi"), "network:wifi", "rss", permission=VIEW, topic="devices", order=32,
            note=_("Which rooms are covered"),
        ),
        ToDo(
            "links_ending", _("Contracts of lines that end"), "world", "network:links", permission=CHANGE, rows=ending,
            says=_says, columns=("name", "school__name"), since="until", due="until", order=68,
        ),
        *MEASURES,
        Action("network.put_link", _("Entered a line of a school")),
        Action("network.put_floor", _("Set a floor of bandwidth")),
        Action("network.begin_test", _("Began a bandwidth test")),
        Action("network.end_test", _("Ended a bandwidth test")),
        Action("network.put_coverage", _("Noted the Wi-Fi of rooms")),
        ScheduledJob("network.judge_below", "40 3 * * *", judge_below),
        Verb(_("Measure the bandwidth"), "activity", CHANGE, "network:measure", words=_("speed test bandwidth"),
             order=64),
        DemoStep("network", "santong.domains.campus.network.demo.link_up", order=80),
        HandbookSection("network", _("Network"), ("network:links", "network:wifi")),
    ),
)  # fmt: skip
