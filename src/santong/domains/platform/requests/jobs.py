"""Looking every hour at what waits for people whose time is over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from santong.domains.platform.requests.actions import seat_everybody_anew
from santong.kit.jobs.public import Outcome, job


@job(title=_("Give requests to the present holders of roles"), atomic=True)
def seat_anew() -> Outcome:
    """Appointments that end by their date, and accounts that were closed, tell nobody."""
    looked_at = seat_everybody_anew()
    text = ngettext("%(n)s request waits for decisions.", "%(n)s requests wait for decisions.", looked_at)
    return Outcome(text % {"n": looked_at})
