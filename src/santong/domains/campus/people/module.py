"""What pupils and staff share: reading people out of rows, asking for those known elsewhere."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.audit import ACTIONS
from santong.domains.campus.people.models import DECIDE
from santong.domains.campus.people.todos import ADOPTIONS, OWN_ADOPTIONS
from santong.domains.platform.duplicates.public import MergeRule
from santong.kit.access.roles import Permission
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

MODULE = Module(
    name="people",
    label=_("People of the schools"),
    declares=(
        Permission(
            DECIDE,
            _("Decide when other places ask for people"),
            (
                "region_administrator",
                "bureau_officer",
                "county_officer",
                "principal",
                "school_it",
                "teaching_affairs",
            ),
        ),
        MenuItem(
            _("Confirmations"),
            "people:adoptions",
            icon="user-check",
            permission=DECIDE,
            topic="accounts",
            order=25,
        ),
        MenuItem(
            _("Requests to me"),
            "people:mine",
            icon="user-check",
            topic="person",
            order=35,
        ),
        ADOPTIONS,
        OWN_ADOPTIONS,
        MergeRule(
            "people",
            stays={"people.Adoption.asked_by": "says who asked", "people.Adoption.decided_by": "says who decided"},
        ),
        *ACTIONS,
        HandbookSection("confirmations", _("Confirmations"), ("people:adoptions",)),
        HandbookSection("requests-to-me", _("Requests to me"), ("people:mine",)),
    ),
)
