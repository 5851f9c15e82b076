"""What runs in the background: storing the platform's own events, and expiry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from santong.domains.platform.records.actions.erasing import carry_out_erasure
from santong.domains.platform.records.actions.expiring import remove_expired
from santong.domains.platform.records.actions.outbox import drain_outbox
from santong.domains.platform.records.actions.settling import settle
from santong.kit.jobs.public import Outcome, job


@job(title=_("Store learning records"))
def store_own_events() -> None:
    """Store what is waiting in the outbox."""
    drain_outbox()


@job(title=_("Put learning records in order"), queue="long")
def settle_statements() -> None:
    """Move what was stored lately into the large tables, when it has become much."""
    settle()


@job(title=_("Remove expired learning records"), queue="long")
def remove_expired_statements() -> None:
    """Remove what is older than its provider keeps it."""
    remove_expired()


@job(title=_("Erase a learning record"))
def erase_learning_record(request_id: int) -> Outcome:
    """Carry out a request that was granted; running it again does nothing."""
    count = carry_out_erasure(request_id)
    text = ngettext("The person was taken out of %(n)d entry.", "The person was taken out of %(n)d entries.", count)
    return Outcome(text % {"n": count}, "records:erasures-detail", arguments=[request_id])
