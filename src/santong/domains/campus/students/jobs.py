"""What is counted in the background."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.quality import ROLL
from santong.kit.jobs.public import job


@job(title=_("Count the completeness of the roll where it has changed"))
def refresh_roll() -> int:
    """Count again the schools whose people have changed; returns how many."""
    return ROLL.refresh()


@job(title=_("Count the completeness of the roll"))
def recount_roll() -> int:
    """Count all schools; returns how many."""
    return ROLL.recount()
