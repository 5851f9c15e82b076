"""How long messages are kept, and what becomes of the words of somebody who is taken out of the records."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.conversations.actions import touch
from santong.domains.platform.conversations.models import Conversation, Enclosure, Known, Message, Rules, Told
from santong.domains.platform.conversations.searching import MESSAGES, refresh
from santong.domains.platform.organisations.public import school_year_of
from santong.kit.access import below, below_any
from santong.kit.audit import named
from santong.kit.jobs.public import job

PORTION = 500


def kept_from(years: int, today: date) -> datetime:
    """The first moment of which messages are kept, for a number of school years before the present one."""
    first = date(school_year_of(today) - years, 9, 1)
    return timezone.make_aware(datetime.combine(first, time()))


@job(title=_("Remove messages whose time is over"))
def expire() -> None:
    """Remove what is older than each school keeps, in portions."""
    today, decided = timezone.localdate(), list(Rules.objects.by_installation())
    for rules in decided:
        _expire(below("conversation__path", rules.path), kept_from(rules.kept_years, today))
    _expire(~below_any("conversation__path", [rules.path for rules in decided]), kept_from(Rules().kept_years, today))


def _expire(where: Q, before: datetime) -> None:
    rows = Message.objects.by_installation().filter(where, made_at__lt=before).order_by("pk")
    while keys := list(rows.values_list("pk", flat=True)[:PORTION]):
        with named("conversations.expire"):
            Message.objects.by_installation().filter(pk__in=keys).delete()
        MESSAGES.remove(keys)


def take_words_out(person: int) -> None:
    """Empty everything that somebody said, and forget what they acknowledged; that something was said stays.

    What others wrote to them stays theirs.
    """
    with named("conversations.erase"):
        said = Message.objects.noted([person], by="person")
        keys = list(said.values_list("pk", flat=True))
        Enclosure.objects.noted(keys, by="message").delete()
        said.update(text="", is_withdrawn=True, told=Told.EVERYBODY)
        Known.objects.noted([person], by="person").delete()
    refresh(keys)
    for row in Conversation.objects.noted(set(Message.objects.noted(keys).values_list("conversation", flat=True))):
        touch(row)
