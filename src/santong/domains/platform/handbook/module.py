"""The handbook: what each role does with the product, shown beside the pages and printed as a book."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.handbook.queries import find
from santong.kit.handbook import HandbookSection
from santong.kit.menu import PERSON, MenuItem
from santong.kit.palette import SearchSource
from santong.kit.registry import Module

MODULE = Module(
    name="handbook",
    label=_("Handbook"),
    declares=(
        MenuItem(_("Handbook"), "handbook:contents", icon="book", topic=PERSON, order=90),
        SearchSource("handbook", _("Handbook"), find, order=90),
        HandbookSection("handbook", _("Handbook"), ("handbook:contents",)),
        HandbookSection("role-subject-teacher", _("For subject teachers"), roles=("subject_teacher",), order=10),
        HandbookSection("role-class-teacher", _("For class teachers"), roles=("class_teacher",), order=10),
        HandbookSection("role-principal", _("For principals"), roles=("principal",), order=10),
        HandbookSection("role-teaching-affairs", _("For teaching affairs"), roles=("teaching_affairs",), order=10),
        HandbookSection("role-school-it", _("For school IT"), roles=("school_it",), order=10),
        HandbookSection("role-pupil", _("For pupils"), roles=("pupil",), order=10),
        HandbookSection("role-parent", _("For parents"), roles=("parent",), order=10),
        HandbookSection("role-county-officer", _("For county officers"), roles=("county_officer",), order=10),
        HandbookSection("role-bureau-officer", _("For bureau officers"), roles=("bureau_officer",), order=10),
        HandbookSection("role-inspector", _("For inspectors"), roles=("inspector",), order=10),
        HandbookSection(
            "role-region-administrator", _("For region administrators"), roles=("region_administrator",), order=10
        ),
        HandbookSection("role-security-officer", _("For security officers"), roles=("security_officer",), order=10),
        HandbookSection("role-auditor", _("For auditors"), roles=("auditor",), order=10),
        HandbookSection("role-enterprise-tutor", _("For enterprise tutors"), roles=("enterprise_tutor",), order=10),
        HandbookSection("role-resource-reviewer", _("For resource reviewers"), roles=("resource_reviewer",), order=10),
    ),
)
