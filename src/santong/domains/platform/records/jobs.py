"""What runs in the background: storing the platform's own events, and expiry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.records.actions.expiring import remove_expired
from santong.domains.platform.records.actions.outbox import drain_outbox
from santong.kit.jobs.public import job


@job(title=_("Store learning records"))
def store_own_events() -> None:
    """Store what is waiting in the outbox."""
    drain_outbox()


@job(title=_("Remove expired learning records"), queue="long")
def remove_expired_statements() -> None:
    """Remove what is older than its provider keeps it."""
    remove_expired()
