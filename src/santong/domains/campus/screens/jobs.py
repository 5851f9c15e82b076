"""What screens do by themselves."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.screens.devices import forget_unclaimed
from santong.kit.jobs.public import job


@job(title=_("Delete panels that nobody has claimed"))
def remove_unclaimed() -> int:
    """Delete them after a day; returns how many."""
    return forget_unclaimed(timezone.now())
