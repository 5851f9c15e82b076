"""What the outbox does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.jobs.public import job
from santong.kit.outbox.arriving import remove_old


@job(title=_("Forget old deliveries"))
def forget_old_deliveries() -> int:
    """Remove what no device sends again; returns how many."""
    return remove_old()
