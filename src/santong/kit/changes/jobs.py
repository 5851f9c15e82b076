"""What the feed does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.changes.feed import remove_old
from santong.kit.jobs.public import job


@job(title=_("Delete old entries of the change feed"))
def remove_old_changes() -> int:
    """Delete what nobody may need any longer; returns how many."""
    return remove_old()
