"""What big screens do by themselves."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.dashboards.models import WallDevice
from santong.kit.jobs.public import job
from santong.kit.pairing import forget_unclaimed


@job(title=_("Delete devices of big screens that nobody has claimed"))
def remove_unclaimed() -> int:
    """Delete them after a day; returns how many."""
    return forget_unclaimed(WallDevice, timezone.now())
