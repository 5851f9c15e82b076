"""What the organisations module declares."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.importing import OrganisationImport
from santong.domains.platform.organisations.queries import find
from santong.kit.registry import DemoStep, MenuItem, MenuSection, Module, Permission, Published, SearchSource, Verb

BUREAU = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs")

MODULE = Module(
    name="organisations",
    label=_("Organisations"),
    permissions=(
        Permission(
            "organisations.view",
            _("See organisations"),
            (*BUREAU, *SCHOOL, "security_officer", "auditor", "inspector", "class_teacher", "subject_teacher"),
        ),
        Permission("organisations.change", _("Change organisations"), (*BUREAU, "school_it")),
    ),
    sections=(MenuSection("management", _("Management"), order=20),),
    menu=(
        MenuItem(
            _("Schools"),
            "organisations:schools",
            icon="school",
            permission="organisations.view",
            section="management",
            order=5,
        ),
        MenuItem(
            _("Organisations"),
            "organisations:organisations",
            icon="building",
            permission="organisations.view",
            section="management",
            order=10,
            dock=True,
        ),
    ),
    search_sources=(SearchSource("organisations", _("Organisations"), find, order=20),),
    demo=(DemoStep("organisations", "santong.domains.platform.organisations.demo.build_region", order=10),),
    imports=(OrganisationImport(),),
    published=(
        Published("organisations", "organisations.Organisation"),
        Published("organisations", "organisations.SchoolProfile", part_of=lambda profile: profile.organisation),
        Published("organisations", "organisations.ClassProfile", part_of=lambda profile: profile.organisation),
        Published("organisations", "organisations.GradeProfile", part_of=lambda profile: profile.organisation),
    ),
    verbs=(
        Verb(
            _("New school"),
            "school",
            "organisations.change",
            "organisations:schools-new",
            words=_("school found-school"),
            order=30,
        ),
        Verb(_("New organisation"), "building", "organisations.change", "organisations:organisations-new", order=32),
    ),
)
