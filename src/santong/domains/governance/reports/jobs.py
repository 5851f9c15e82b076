"""What happens by itself: rounds are opened once their period is over."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.reports.actions import open_round, span_due
from santong.domains.governance.reports.models import ReportTemplate, Round
from santong.kit.access import SYSTEM
from santong.kit.jobs.public import job


@job(title=_("Open reports"), queue="long")
def open_due() -> int:
    """Open the rounds of all templates whose newest period is over; how many that are."""
    today, found = timezone.localdate(), 0
    rows = ReportTemplate.objects.by_installation().filter(is_published=True).exclude(path="")
    for template in rows.select_related("place").order_by("pk"):
        span = span_due(template, today)
        known = Round.objects.by_installation().filter(template=template)
        if span is not None and not known.filter(first=span.first).exists():
            open_round(acting=SYSTEM, template=template, span=span)
            found += 1
    return found
