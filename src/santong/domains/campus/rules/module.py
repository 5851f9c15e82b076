"""The library of rules: rules of bureaus and schools with versions, full-text search, who has acknowledged them."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.audit import ACTIONS
from santong.domains.campus.rules.indexing import reindex
from santong.domains.campus.rules.models import KEEP, READ
from santong.domains.campus.rules.printing import SHEET
from santong.domains.campus.rules.queries import readable_through_rules
from santong.domains.campus.rules.searching import find
from santong.domains.campus.rules.todos import TODO
from santong.domains.platform.files.public import FileReaders
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

KEEPERS = ("bureau_officer", "county_officer", "principal", "teaching_affairs")
EVERYBODY = (
    *KEEPERS, "region_administrator", "security_officer", "auditor", "inspector", "school_it", "class_teacher",
    "subject_teacher", "enterprise_tutor", "pupil", "parent",
)  # fmt: skip

MODULE = Module(
    name="rules",
    label=_("Library of rules"),
    declares=(
        Permission(READ, _("Read the rules of the place and of those above it"), EVERYBODY),
        Permission(KEEP, _("Publish, amend and repeal rules"), KEEPERS),
        MenuItem(
            _("Library of rules"), "rules:rules", "gavel", permission=READ, topic="office", order=60,
            note=_("What holds here, and former rules"),
        ),
        TODO,
        SearchSource("rules", _("Library of rules"), find, order=55),
        Verb(_("Write down a rule"), "gavel", KEEP, "rules:rules-new", words=_("rule regulation charter"), order=40),
        FileReaders(readable_through_rules),
        SHEET,
        *ACTIONS,
        ScheduledJob("rules.reindex", "35 3 * * *", reindex),
        DemoStep("rules", "santong.domains.campus.rules.demo.publish_some", order=76),
        HandbookSection("rules", _("Library of rules"), ("rules:rules",)),
    ),
)  # fmt: skip
