"""Telling people something outside the product that has its own place in it, such as a to-do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from santong.domains.platform.channels.models import Message
from santong.domains.platform.channels.spreading import note, open_media, spread
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import in_their_languages
from santong.kit.registry import Label


def announce(
    people: Iterable[Person],
    kind: str,
    title: Label,
    *,
    words: Mapping[str, Label] | None = None,
    address: str,
    key: str | None = None,
    is_urgent: bool = False,
) -> None:
    """Tell people where they want to be told of a kind, in their languages, in the caller's transaction.

    `title` names nobody: it leaves the product. `address` is the page where they go on. With a `key` the same isn't
    told twice to the same person, until `take_back_announced`.
    """
    if not open_media():
        return
    with transaction.atomic():
        for language, readers, said in in_their_languages(people, title, words or {}):
            message, _is_new = note(kind, said, address, key=f"{key}-{language}" if key else None, is_urgent=is_urgent)
            spread(message, readers)


def take_back_announced(key: str) -> None:
    """What was announced under a key, or one that goes on from it after a hyphen, isn't sent any more.

    It can be announced anew.
    """
    rows = Message.objects.filter(key__startswith=f"{key}-")
    rows.update(withdrawn_at=timezone.now(), key=None)
