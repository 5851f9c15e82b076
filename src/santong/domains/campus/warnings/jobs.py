"""What happens in the background: every morning each school is looked at."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from santong.domains.campus.warnings.actions import warn
from santong.domains.platform.organisations.public import Organisation
from santong.kit.jobs.public import Outcome, job, progress


@job(title=gettext_lazy("Look for early warnings"), queue="long")
def look_for_warnings() -> Outcome:
    """Look at all schools, each in a transaction of its own; a run that is killed goes on where it stopped."""
    rows = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL)
    schools = list(rows.open_on(timezone.localdate()).order_by("path"))
    for position in range(progress.position(), len(schools)):
        with progress.step(position + 1):
            warn(schools[position])
        progress.report(position + 1, len(schools))
    return Outcome(gettext("%(n)s schools were looked at.") % {"n": len(schools)}, "warnings:early-warnings")
