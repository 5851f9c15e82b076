"""What happens in the background: figures are checked."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from santong.domains.governance.checks.actions import check_everything
from santong.kit.jobs.public import Outcome, job


@job(title=gettext_lazy("Check figures"), queue="long")
def check_figures() -> Outcome:
    """Hold all schools against all rules. A run that is killed begins again and finds the same."""
    counted = check_everything()
    text = gettext("%(opened)s data issues opened, %(closed)s corrected.") % counted
    return Outcome(text, "checks:issues")
