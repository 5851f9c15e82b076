"""What other modules may use of notices: telling people something, and choosing whom something is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.audience import Audience, Reached, audience_of, label_of, reached_by
from santong.domains.platform.notices.audience_kinds import Child, ChildrenOf, ChildrenReached, Missing, Unreached
from santong.domains.platform.notices.choosing import AudienceForm, place_field, prepare, sending_places
from santong.domains.platform.notices.delivering import hand_over
from santong.domains.platform.notices.events import NoticeGiven, NoticeReminded
from santong.domains.platform.notices.models import ChosenPart, Notice, part_constraints
from santong.domains.platform.notices.queries import no_longer_told, recipients_after, unread_since
from santong.domains.platform.notices.working_time import is_working_time
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.registry import Label

ANSWER, WAITING, NEWS = "answer", "waiting", "news"
"""Kinds of what is told: an answer to what somebody asked for, what waits for them, the rest."""

__all__ = [
    "ANSWER",
    "NEWS",
    "WAITING",
    "Audience",
    "AudienceForm",
    "Child",
    "ChildrenOf",
    "ChildrenReached",
    "ChosenPart",
    "Missing",
    "Notice",
    "NoticeGiven",
    "NoticeReminded",
    "Reached",
    "Unreached",
    "audience_of",
    "in_their_languages",
    "is_working_time",
    "label_of",
    "no_longer_told",
    "part_constraints",
    "place_field",
    "prepare",
    "reached_by",
    "recipients_after",
    "sending_places",
    "take_back_told",
    "tell",
    "unread_since",
]


def tell(
    people: Person | Iterable[Person],
    title: Label,
    *,
    words: Mapping[str, Label] | None = None,
    text: str = "",
    address: str = "",
    key: str | None = None,
    again: bool = False,
    kind: str = NEWS,
) -> None:
    """Put something into people's inboxes, each in their own language, in the caller's transaction.

    `words` fill the places of `title`. `address` is the page where they go on. With a `key` the same isn't told twice,
    whoever calls again, unless it happens `again`: then `take_back_told` withdraws the latest. The title leaves the
    product by e-mail and messengers: it names nobody but the reader. By `kind` they choose what is told there.
    """
    everybody = [people] if isinstance(people, Person) else list(people)
    with transaction.atomic(), named("notices.tell"):
        if key and again:
            Notice.objects.keeping_unique().filter(key__in=_keys(key)).update(key=None)
        for language, readers, said in in_their_languages(everybody, title, words or {}):
            _tell(readers, said[:120], text, address, f"{key}-{language}" if key else None, kind)


def in_their_languages(
    people: Iterable[Person], title: Label, words: Mapping[str, Label]
) -> Iterator[tuple[str, list[int], str]]:
    """A title with its words in each language that some people read, with the keys of those people."""
    everybody = list(people)
    for language in sorted({_language(person) for person in everybody}):
        readers = [person.pk for person in everybody if _language(person) == language]
        with translation.override(language):
            said = str(title) % {name: str(word) for name, word in words.items()}
        yield language, readers, said


def _tell(readers: list[int], title: str, text: str, address: str, key: str | None, kind: str) -> None:
    now = timezone.now()
    said = {
        "title": title, "text": text, "address": address, "state": Notice.State.SENT,
        "sent_at": now, "delivered_at": now, "number": len(readers),
    }  # fmt: skip
    # Two that tell the same at one moment: the second finds the row of the first.
    rows = Notice.objects.keeping_unique()
    notice, is_new = rows.get_or_create(key=key, defaults=said) if key else (rows.create(**said), True)
    if is_new:
        hand_over(notice, readers)
        emit(NoticeGiven(notice.pk, kind, tuple(readers)))


def take_back_told(key: str) -> None:
    """Withdraw what was told under a key, because it was undone; it can be told anew."""
    with transaction.atomic(), named("notices.take_back_told"):
        for notice in Notice.objects.keeping_unique().filter(key__in=_keys(key), state=Notice.State.SENT):
            notice.state, notice.key, notice.withdrawn_at = Notice.State.WITHDRAWN, None, timezone.now()
            notice.withdrawn_because = _("What it told was taken back.")
            notice.save(update_fields=["state", "key", "withdrawn_at", "withdrawn_because"])


def _keys(key: str) -> list[str]:
    """A key for each language."""
    return [f"{key}-{language}" for language, _label in settings.LANGUAGES]


def _language(person: Person) -> str:
    return person.language or settings.LANGUAGE_CODE
