"""The tree of bureaus, schools, unions, grades and classes; profiles, history, merging, closing."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.audit import ACTIONS
from santong.domains.platform.organisations.importing import OrganisationImport
from santong.domains.platform.organisations.measures import MEASURES
from santong.domains.platform.organisations.queries import find, keys_of
from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.changes.publishing import Published
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.measures.public import PlaceKeys
from santong.kit.menu import MenuItem
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

BUREAU = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs")

MODULE = Module(
    name="organisations",
    label=_("Organisations"),
    declares=(
        Permission(
            "organisations.view",
            _("See organisations"),
            (*BUREAU, *SCHOOL, "security_officer", "auditor", "inspector", "class_teacher", "subject_teacher"),
        ),
        Permission("organisations.change", _("Change organisations"), (*BUREAU, "school_it")),
        MenuItem(
            _("Schools"),
            "organisations:schools",
            icon="school",
            permission="organisations.view",
            topic="schools",
            order=5,
        ),
        MenuItem(
            _("Organisations"),
            "organisations:organisations",
            icon="building",
            permission="organisations.view",
            topic="schools",
            order=10,
        ),
        SearchSource("organisations", _("Organisations"), find, order=20),
        DemoStep("organisations", "santong.domains.platform.organisations.demo.build_region", order=10),
        OrganisationImport(),
        Published("organisations", "organisations.Organisation"),
        Published("organisations", "organisations.SchoolProfile", part_of=lambda profile: profile.organisation),
        Published("organisations", "organisations.ClassProfile", part_of=lambda profile: profile.organisation),
        Published("organisations", "organisations.GradeProfile", part_of=lambda profile: profile.organisation),
        Verb(
            _("New school"),
            "school",
            "organisations.change",
            "organisations:schools-new",
            words=_("school found-school"),
            order=30,
        ),
        Verb(_("New organisation"), "building", "organisations.change", "organisations:organisations-new", order=32),
        PlaceKeys(keys_of),
        *MEASURES,
        *ACTIONS,
        Operations("santong.domains.platform.organisations.api.router", order=10),
        HandbookSection("organisations", _("Organisations"), ("organisations:organisations", "organisations:schools")),
    ),
)
