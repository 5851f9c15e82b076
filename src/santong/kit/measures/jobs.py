"""What is counted in the background."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.jobs.public import job
from santong.kit.measures.counting import recount, refresh
from santong.kit.measures.measure import Measure
from santong.kit.measures.models import Counted, Figure, Grain
from santong.kit.registry import registry

DAYS_KEPT = 62
"""Days for which figures of single days are kept; those of months stay."""


@job(title=_("Count what has changed"))
def refresh_measures() -> int:
    """Count states again where the change feed tells of changes; at how many places that was."""
    return sum(refresh(measure) for measure in registry.of(Measure) if measure.follows)


@job(title=_("Count all measures"), queue="long")
def recount_measures() -> int:
    """Count everything again, and forget old days; how many figures that are.

    Each measure is kept as soon as it is counted. A job that is killed begins again and changes nothing that holds.
    """
    found = sum(recount(measure) for measure in registry.of(Measure))
    old = timezone.localdate() - timedelta(days=DAYS_KEPT)
    for model in (Figure, Counted):
        model.objects.filter(grain=Grain.DAY, day__lt=old).delete()  # type: ignore[attr-defined]
    return found
