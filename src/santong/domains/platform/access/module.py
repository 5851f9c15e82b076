"""Roles, appointments, lending, review; what a viewer may do where, and why."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.audit import ACTIONS
from santong.domains.platform.access.finding import find_appointable
from santong.domains.platform.access.models import AGREE
from santong.domains.platform.access.panels import AppointmentsPanel
from santong.domains.platform.access.todos import AGREEMENTS
from santong.domains.platform.access.uniting import RULE
from santong.kit.access.roles import Permission, Role
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

SECOND_FACTORS = "second_factors.view"
MODULE = Module(
    name="access",
    label=_("Roles and appointments"),
    declares=(
        Role("region_administrator", _("Region administrator"), strong=True),
        Role("security_officer", _("Security officer"), strong=True),
        Role("auditor", _("Auditor"), strong=True),
        Role("bureau_officer", _("Bureau officer"), strong=True),
        Role("county_officer", _("County officer"), strong=True),
        Role("inspector", _("Inspector"), strong=True),
        Role("principal", _("Principal"), strong=True),
        Role("school_it", _("School IT"), strong=True),
        Role("teaching_affairs", _("Teaching affairs"), strong=True),
        Role("class_teacher", _("Class teacher")),
        Role("subject_teacher", _("Subject teacher")),
        Role("enterprise_tutor", _("Enterprise tutor")),
        Role("pupil", _("Pupil"), category="pupil"),
        Role("parent", _("Parent"), category="parent"),
        MenuItem(
            _("Appointments"),
            "access:appointments",
            icon="user-check",
            permission="appointments.view",
            topic="rights",
            order=30,
        ),
        MenuItem(
            _("Second factors"),
            "access:second-factors",
            icon="shield-lock",
            permission=SECOND_FACTORS,
            topic="rights",
            order=32,
        ),
        MenuItem(
            _("Agreements"),
            "access:agreements",
            icon="checks",
            permission=AGREE,
            topic="rights",
            order=32,
        ),
        MenuItem(_("My roles"), "access:mine", icon="id", topic="person", order=30, categories=("staff",)),
        AGREEMENTS,
        Permission(
            "appointments.view",
            _("See who holds which role"),
            (
                "region_administrator",
                "security_officer",
                "auditor",
                "bureau_officer",
                "county_officer",
                "principal",
                "school_it",
            ),
        ),
        Permission(
            "appointments.change",
            _("Appoint people"),
            ("region_administrator", "bureau_officer", "county_officer", "school_it"),
        ),
        Permission(
            "appointments.lead",
            _("Appoint principals and school IT"),
            ("region_administrator", "bureau_officer", "county_officer"),
        ),
        Permission(
            SECOND_FACTORS,
            _("See who lacks a second factor"),
            (
                "region_administrator",
                "security_officer",
                "auditor",
                "bureau_officer",
                "county_officer",
                "principal",
                "school_it",
            ),
        ),
        Permission(
            AGREE,
            _("Agree to changes of the three separate administrators"),
            ("region_administrator", "security_officer", "auditor"),
        ),
        Permission("appointments.region", _("Appoint to the roles of the region"), ("region_administrator",)),
        Verb(
            _("Appoint somebody"),
            "user-plus",
            "appointments.change",
            "access:appointments-new",
            words=_("appoint role post"),
            find=find_appointable,
            order=10,
        ),
        Verb(
            _("Lend a role"), "users", url_name="access:mine", words=_("lend deputy"), categories=("staff",), order=80
        ),
        PanelOn("organisations.Organisation", AppointmentsPanel(_("Appointments"))),
        RULE,
        *ACTIONS,
        HandbookSection("appointments", _("Appointments"), ("access:appointments",)),
        HandbookSection("second-factors", _("Second factors"), ("access:second-factors",)),
        HandbookSection("agreements", _("Agreements"), ("access:agreements",)),
        HandbookSection("my-roles", _("My roles"), ("access:mine",)),
    ),
)
