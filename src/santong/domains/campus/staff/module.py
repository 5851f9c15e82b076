"""Staff, posts, teaching, the import of staff, classes and people in charge."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.audit import ACTIONS
from santong.domains.campus.staff.contacts import RELATIONS
from santong.domains.campus.staff.deciders import SOURCE
from santong.domains.campus.staff.facts import FACTS
from santong.domains.campus.staff.importing import ClassImport, InChargeImport, StaffImport
from santong.domains.campus.staff.importing.adopting import STAFF
from santong.domains.campus.staff.measures import MEASURES
from santong.domains.campus.staff.panels import ClassTeachersPanel
from santong.domains.campus.staff.queries import find, taught
from santong.domains.campus.staff.training import TRAINED
from santong.domains.campus.staff.uniting import RULE
from santong.domains.platform.access.public import TeachingSource
from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.changes.publishing import Published
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import SearchSource
from santong.kit.registry import Module

BUREAU = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs")

MODULE = Module(
    name="staff",
    label=_("Staff"),
    declares=(
        TRAINED,
        Permission("staff.view", _("See the staff of schools"), (*BUREAU, *SCHOOL, "inspector")),
        Permission(
            "staff.change", _("Keep the staff of schools"), ("region_administrator", "school_it", "teaching_affairs")
        ),
        MenuItem(_("Staff"), "staff:staff", icon="id", permission="staff.view", topic="staff", order=22),
        SearchSource("staff", _("Staff"), find, order=35),
        InChargeImport(),
        StaffImport(),
        ClassImport(),
        Published("staff", "staff.Staff"),
        PanelOn("organisations.Organisation", ClassTeachersPanel(_("Teachers of the class"))),
        STAFF,
        TeachingSource(taught),
        *RELATIONS,
        SOURCE,
        RULE,
        *ACTIONS,
        *FACTS,
        *MEASURES,
        Operations("santong.domains.campus.staff.api.router", order=40),
        HandbookSection("staff", _("Staff"), ("staff:staff",)),
    ),
)
