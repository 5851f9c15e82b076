"""Class screens (电子班牌): panels that show timetable, changes, notices and figures, for seven days without a line."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.screens.audit import ACTIONS
from santong.domains.campus.screens.device_views import nothing_new
from santong.domains.campus.screens.jobs import look_for_silent, remove_unclaimed
from santong.domains.campus.screens.models import ALARM, CHANGE, POST, VIEW
from santong.domains.campus.screens.posts import HOLDABLE, POSTS
from santong.domains.campus.screens.todos import SILENT
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.quick import QuickAnswer
from santong.kit.registry import Module

KEEPERS = ("school_it", "teaching_affairs")
IN_CHARGE = ("principal", *KEEPERS)

MODULE = Module(
    name="screens",
    label=_("Class screens"),
    declares=(
        Permission(VIEW, _("See class screens"), (*IN_CHARGE, "class_teacher", "region_administrator")),
        Permission(CHANGE, _("Set up class screens"), (*KEEPERS, "region_administrator")),
        Permission(POST, _("Put announcements and honours on class screens"), (*IN_CHARGE, "class_teacher")),
        Permission(ALARM, _("Show emergency messages on all screens of a school"), IN_CHARGE),
        MenuItem(
            _("Class screens"), "screens:screens", "device-tv", permission=VIEW, topic="devices", order=10,
            note=_("Panels, what they show, who is silent"),
        ),
        SILENT,
        QuickAnswer("/screen/content/", nothing_new),
        POSTS,
        HOLDABLE,
        Verb(
            _("Pair a class screen"), "device-tv", CHANGE, "screens:screens-new", words=_("panel code screen"),
            order=55,
        ),
        Verb(
            _("Emergency message on all screens"), "alert-triangle", ALARM, "screens:screen-alarms-new",
            words=_("emergency alarm evacuate"), order=56,
        ),
        Verb(
            _("Put something on the class screen"), "speakerphone", POST, "screens:screen-posts-new",
            words=_("honour announcement screen"), order=57,
        ),
        ScheduledJob("screens.look_for_silent", "0 12 * * *", look_for_silent),
        ScheduledJob("screens.remove_unclaimed", "50 3 * * *", remove_unclaimed),
        DemoStep("screens", "santong.domains.campus.screens.demo.hang_some", order=90),
        *ACTIONS,
        HandbookSection("screens", _("Class screens"), ("screens:screens",)),
    ),
)  # fmt: skip
