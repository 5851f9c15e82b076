"""Pupils, their families, transfers, the import of rosters."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.activation.panels import ActivationPanel
from santong.domains.campus.students.audit import ACTIONS
from santong.domains.campus.students.collecting import COLLECTING
from santong.domains.campus.students.contacts import RELATIONS
from santong.domains.campus.students.facts import FACTS
from santong.domains.campus.students.first_steps import first_steps
from santong.domains.campus.students.home import my_children, my_classes, my_place, my_school
from santong.domains.campus.students.importing import GuardianImport, PupilImport
from santong.domains.campus.students.importing.adopting import GUARDIAN, PUPIL
from santong.domains.campus.students.measures import MEASURES
from santong.domains.campus.students.panels import RosterPanel
from santong.domains.campus.students.printing import PRINTABLES
from santong.domains.campus.students.queries import find, find_movable, find_transferable, kin_of, transfers_of_schools
from santong.domains.campus.students.todos import TRANSFERS
from santong.domains.campus.students.uniting import RULE
from santong.domains.campus.students.unreached import (
    CHILDREN_ANSWERED_FOR,
    PUPILS_REACHED,
    PUPILS_UNREACHED,
    SIBLINGS,
)
from santong.domains.platform.access.public import Kin
from santong.domains.platform.discussion.public import discussed
from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.changes.publishing import Published
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

BUREAU = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs")
KEEPERS = ("region_administrator", "school_it", "teaching_affairs")

MODULE = Module(
    name="students",
    label=_("Pupils"),
    declares=(
        *COLLECTING,
        Permission("pupils.view", _("See pupils"), (*BUREAU, *SCHOOL, "class_teacher", "subject_teacher")),
        Permission("pupils.change", _("Keep the school roll"), KEEPERS),
        Permission("transfers.view", _("See transfers of pupils"), (*BUREAU, *SCHOOL)),
        *discussed(
            "students.Transfer",
            "students:transfers-detail",
            history="transfers.view",
            seen=transfers_of_schools,
            called=lambda row: gettext("Transfer"),
        ),
        Permission("guardians.view", _("See guardians"), (*SCHOOL, "class_teacher")),
        Permission("guardians.change", _("Link guardians and children"), (*KEEPERS, "class_teacher")),
        Permission("data_quality.view", _("See how complete the roll is"), (*BUREAU, *SCHOOL)),
        Permission("school_year.run", _("Run the change of the school year"), ("principal", "school_it")),
        MenuItem(
            _("Pupils"),
            "students:pupils",
            icon="users",
            permission="pupils.view",
            topic="pupils",
            order=20,
        ),
        TRANSFERS,
        CHILDREN_ANSWERED_FOR,
        PUPILS_REACHED,
        PUPILS_UNREACHED,
        SIBLINGS,
        MenuItem(
            _("Transfers"),
            "students:transfers",
            icon="arrow-right",
            permission="transfers.view",
            topic="pupils",
            order=24,
        ),
        MenuItem(
            _("Account activation"),
            "students:activation",
            icon="qrcode",
            permission="accounts.activate",
            topic="accounts",
            order=28,
        ),
        MenuItem(
            _("Data quality"),
            "students:data-quality",
            icon="clipboard-check",
            permission="data_quality.view",
            topic="quality",
            order=50,
        ),
        MenuItem(
            _("School year"),
            "students:school-years",
            icon="calendar-event",
            permission="school_year.run",
            topic="pupils",
            order=60,
        ),
        MenuItem(_("My children"), "students:family", icon="users", categories=("parent",), topic="child", order=15),
        HomeCard("first_steps", first_steps, permission="people.change", order=5),
        HomeCard("my_school", my_school, permission="data_quality.view", order=30),
        HomeCard("my_classes", my_classes, permission="pupils.view", order=32),
        HomeCard("my_children", my_children, order=34),
        HomeCard("my_place", my_place, order=36),
        SearchSource("pupils", _("Pupils"), find, order=30),
        PupilImport(),
        GuardianImport(),
        DemoStep("people of the schools", "santong.domains.campus.students.demo.fill_schools", order=30),
        Published("pupils", "students.Pupil"),
        Published("guardians", "students.Guardianship"),
        Verb(
            _("Transfer a pupil"),
            "arrow-right",
            "pupils.change",
            words=_("transfer hand-over"),
            find=find_transferable,
            order=20,
        ),
        Verb(
            _("Change a pupil's class"),
            "switch-horizontal",
            "pupils.change",
            words=_("reclass other-class"),
            find=find_movable,
            order=22,
        ),
        Verb(
            _("Print activation slips"),
            "qrcode",
            "accounts.activate",
            "students:activation",
            words=_("slips codes"),
            order=24,
        ),
        PanelOn("organisations.Organisation", RosterPanel(_("Pupils of the class"))),
        PanelOn(
            "organisations.Organisation", ActivationPanel(_("Accounts"), permission="accounts.activate", side=True)
        ),
        PUPIL,
        GUARDIAN,
        Kin(kin_of),
        RULE,
        *RELATIONS,
        *ACTIONS,
        *FACTS,
        *MEASURES,
        *PRINTABLES,
        Operations("santong.domains.campus.students.api.router", order=30),
        HandbookSection("pupils", _("Pupils"), ("students:pupils",)),
        HandbookSection("transfers", _("Transfers"), ("students:transfers",)),
        HandbookSection("activation", _("Account activation"), ("students:activation",)),
        HandbookSection("data-quality", _("Data quality"), ("students:data-quality",)),
        HandbookSection("school-year", _("School year"), ("students:school-years",)),
        HandbookSection("children", _("My children"), ("students:family",)),
    ),
)
