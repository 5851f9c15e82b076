"""The audit record, for the auditor."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.audit.searching import index_missed, index_words
from santong.kit.access.roles import Permission
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.public import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

MODULE = Module(
    name="audit",
    label=_("Audit record"),
    declares=(
        Permission("audit.view", _("Read the audit record"), ("auditor",)),
        ScheduledJob("audit.index_words", "* * * * *", index_words),
        ScheduledJob("audit.index_missed", "50 3 * * *", index_missed),
        MenuItem(
            _("Audit record"),
            "audit:audit",
            icon="history",
            permission="audit.view",
            topic="audit",
            order=92,
        ),
        HandbookSection("audit", _("Audit record"), ("audit:audit",)),
    ),
)
