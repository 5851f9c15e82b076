"""Looking for people entered twice, at night and whenever somebody asks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from santong.domains.platform.duplicates.actions import forget_journals
from santong.domains.platform.duplicates.finding import find_suspicions
from santong.kit.jobs.public import Outcome, job


@job(title=_("Search for people entered twice"))
def look_for_duplicates(path: str = "") -> Outcome:
    """Look at everybody at a path and below; journals too old to be of use are emptied with it."""
    number = find_suspicions(path)
    forget_journals()
    text = ngettext("%(n)s pair to be looked at.", "%(n)s pairs to be looked at.", number) % {"n": number}
    return Outcome(text, "duplicates:duplicates")
