"""Checking again what is there already, when the lists have grown."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.actions import review
from santong.domains.platform.moderation.holdables import kind_named, kinds_shown
from santong.domains.platform.moderation.models import Case, Edition
from santong.kit.access import SYSTEM
from santong.kit.jobs.public import Outcome, job, progress

EVERY = 100
"""Objects between two looks at whether a newer edition has made this check pointless."""


@job(title=_("Check existing texts by the new word lists"), queue="long")
def check_again(edition: str) -> Outcome:
    """Look through everything that people see; what holds a word of the lists waits from now on.

    A later change of the lists has started a job of its own that looks through all of it: this one ends.
    """
    held = 0
    every = [(kind, key) for kind, shown in kinds_shown() for key in shown()]
    for number, (kind, key) in enumerate(every):
        if number % EVERY == 0:
            progress.check_cancelled()
            progress.report(number, len(every))
            if Edition.current() != edition:
                return Outcome(gettext("The lists have changed again. A later check goes on."))
        held += _hold(kind, key)
    text = ngettext("%(n)s text waits for a moderator now.", "%(n)s texts wait for a moderator now.", held)
    return Outcome(text % {"n": held})


def _hold(kind: str, key: int) -> bool:
    with transaction.atomic():
        waits = review(kind=kind, object_id=key) == Case.State.WAITING
        if waits:
            kind_named(kind).settle(SYSTEM, key, Case.State.WAITING, "")
    return waits
