"""The office of a school: leave, travel and seals as requests, and who is away."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.office.home import away_card
from santong.domains.campus.office.kinds import KINDS
from santong.domains.campus.office.models import AWAY
from santong.domains.campus.office.queries import away_entries
from santong.domains.platform.requests.public import ASK
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

MODULE = Module(
    name="office",
    label=_("Office"),
    declares=(
        Permission(AWAY, _("See who is away"), ("principal", "teaching_affairs", "bureau_officer")),
        *KINDS,
        CalendarEntries("away", _("Leave and travel"), "user-x", away_entries, permission=ASK, hue=2, order=50),
        MenuItem(_("Who is away"), "office:away", "user-x", permission=AWAY, topic="office", order=46),
        HomeCard("away", away_card, permission=AWAY, order=70, width="narrow"),
        Verb(
            _("Ask for leave"),
            "calendar-event",
            ASK,
            "requests:ask",
            url_args=("leave",),
            words=_("sick"),
            order=5,
        ),
        Verb(_("Ask for official travel"), "bus", ASK, "requests:ask", url_args=("travel",), words=_("trip"), order=6),
        Verb(
            _("Ask for a seal"),
            "certificate",
            ASK,
            "requests:ask",
            url_args=("seal",),
            words=_("stamp"),
            order=7,
        ),
        DemoStep("office", "santong.domains.campus.office.demo.ask_for_things", order=70),
        HandbookSection("away", _("Who is away"), ("office:away",)),
    ),
)
