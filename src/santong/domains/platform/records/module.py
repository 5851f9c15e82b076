"""The learning record store (xAPI 1.0.3 and 2.0), its credentials, one's own record."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.public import RecordElsewhere
from santong.domains.platform.duplicates.public import MergeRule
from santong.domains.platform.records.audit import ACTIONS
from santong.domains.platform.records.jobs import remove_expired_statements, settle_statements, store_own_events
from santong.domains.platform.records.queries.own import PERMISSION, places_of_learning
from santong.domains.platform.records.todos import ERASURES
from santong.kit.access.roles import Permission
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

MODULE = Module(
    name="records",
    label=_("Learning records"),
    declares=(
        Permission(
            "providers.view",
            _("See data providers"),
            ("region_administrator", "security_officer", "auditor", "school_it", "principal"),
        ),
        Permission(
            "providers.change",
            _("Give credentials to data providers"),
            ("region_administrator", "school_it"),
        ),
        Permission("records.view", _("See the learning records of one's pupils"), ("class_teacher",)),
        Permission(
            "records.erase",
            _("Decide about the erasure of learning records"),
            ("security_officer", "principal"),
        ),
        Permission(
            "records.inspect",
            _("Inspect statements"),
            ("region_administrator", "school_it"),
        ),
        MenuItem(_("My learning record"), "records:own", "chart-line", topic="person", order=60),
        MenuItem(_("Data providers"), "records:providers", "database", "providers.view", topic="settings", order=850),
        MenuItem(_("Erasure requests"), "records:erasures", "user-x", "records.erase", topic="settings", order=855),
        ERASURES,
        ScheduledJob("records.store_own_events", "* * * * *", store_own_events),
        ScheduledJob("records.settle", "* * * * *", settle_statements),
        ScheduledJob("records.remove_expired", "40 2 * * *", remove_expired_statements),
        RecordElsewhere(_("Learning record"), PERMISSION, places_of_learning),
        *ACTIONS,
        MergeRule(
            "records",
            stays={
                "records.ErasureRequest.asked_by": "says who asked",
                "records.ErasureRequest.decided_by": "says who decided",
                "records.ErasureRequest.person": "all accounts of a person are erased as one",
            },
        ),
        HandbookSection("learning-record", _("My learning record"), ("records:own",)),
        HandbookSection("providers", _("Data providers"), ("records:providers",)),
        HandbookSection("erasures", _("Erasure requests"), ("records:erasures",)),
    ),
)
