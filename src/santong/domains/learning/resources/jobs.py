"""What the library does at night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from santong.domains.learning.resources.actions.playing import forget_pieces
from santong.domains.learning.resources.actions.reviewing import expire_old
from santong.domains.learning.resources.actions.using import forget_viewings
from santong.domains.learning.resources.indexing import bring_up_to_date, learn_terms, reweigh
from santong.kit.jobs.public import Outcome, job


@job(title=_("Keep the library in order"), atomic=True)
def nightly() -> Outcome:
    """Take out what has expired; rank by use as it is now; offer the names of the catalogue; forget the ids of
    what was watched long ago, and who opened what on past days.
    """
    expired = expire_old()
    reweigh()
    learn_terms()
    forget_pieces()
    forget_viewings()
    text = ngettext("%(n)s resource has expired.", "%(n)s resources have expired.", expired) % {"n": expired}
    return Outcome(text)


@job(title=_("Index the library anew after an upgrade"))
def reindex() -> int:
    """Put again what an earlier version has indexed; returns how many resources."""
    return bring_up_to_date()
