"""Finding one's own messages by their words."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.conversations.models import Conversation, Message, is_withheld
from santong.kit.access import Viewer
from santong.kit.fulltext.public import Entry, Index, search
from santong.kit.jobs.public import job

MESSAGES = Index("conversations", code="v", facets=())
MOST_SCOPES = 400
"""Conversations that are searched at once, the latest ones."""


def refresh(keys: Collection[int]) -> None:
    """Bring the index up to date with some messages, inside the transaction that changed them."""
    MESSAGES.remove(list(keys))
    rows = Message.objects.noted(keys).filter(~is_withheld(), is_withdrawn=False).exclude(text="")
    MESSAGES.put([entry_of(row) for row in rows])


def entry_of(row: Message) -> Entry:
    """What the index holds of a message: found in its conversation, and by its writer."""
    scopes = [f"p{row.person_id}"] if row.is_narrow else [f"c{row.conversation_id}", f"p{row.person_id}"]
    if row.is_narrow:
        scopes.append(f"n{row.conversation_id}")
    return Entry(key=row.pk, title=row.text[:200], text=row.text, day=row.made_at.date(), scopes=scopes)


def found_by(viewer: Viewer, text: str) -> list[int]:
    """The keys of messages that a text finds among what the viewer reads, the best first."""
    rows = Conversation.objects.visible_to(viewer).order_by("-last_at")[:MOST_SCOPES]
    keys = list(rows.values_list("pk", flat=True))
    scopes = [f"p{viewer.person_id}", *(f"{kind}{key}" for key in keys for kind in "cn")]
    return [hit.key for hit in search(MESSAGES, text, scopes=scopes).hits]


def messages_found(viewer: Viewer, text: str, most: int) -> list[Message]:
    """Those messages themselves: the index proposes, the scope decides."""
    keys = found_by(viewer, text)
    rows = Message.objects.visible_to(viewer).filter(pk__in=keys, is_withdrawn=False)
    found = {row.pk: row for row in rows.select_related("person", "conversation__place")}
    return [found[key] for key in keys if key in found][:most]


def rebuild() -> int:
    """Make the index anew; how many messages it holds."""
    rows = list(_entries(Message.objects.by_installation().filter(~is_withheld(), is_withdrawn=False)))
    MESSAGES.rebuild(rows)
    return len(rows)


def _entries(rows: QuerySet[Message]) -> Iterator[Entry]:
    for row in rows.exclude(text="").order_by("pk").iterator():
        yield entry_of(row)


@job(title=_("Renew the index of messages"), queue="long")
def reindex() -> None:
    """Make the index anew, after an upgrade or a restored backup."""
    rebuild()
