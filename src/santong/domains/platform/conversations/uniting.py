"""What becomes of conversations when two people turn out to be one."""

from __future__ import annotations

from santong.domains.platform.conversations.models import Conversation, Message
from santong.domains.platform.conversations.searching import refresh
from santong.domains.platform.duplicates.public import MergeRule, Merging, Receipt, Rows, hand_over

ROWS = (Rows("conversations.conversation", "first"), Rows("conversations.conversation", "second"))


def _hand_over(merging: Merging) -> Receipt:
    """Conversations of two go over; two with the same other one become one, with all that was said."""
    moved: list[int] = []
    dropped, kept = merging.dropped.pk, merging.kept.pk
    for row in [row for rows in ROWS for row in rows.of([merging.dropped])]:
        other = row.other_of(dropped)  # type: ignore[attr-defined]
        low, high = sorted((kept, kept if other == dropped else other))
        twins = Conversation._base_manager.filter(kind=row.kind, relation=row.relation, first=low, second=high)  # type: ignore[attr-defined]
        twin = twins.exclude(pk=row.pk).first()
        if twin is None:
            row.first_id, row.second_id = low, high  # type: ignore[attr-defined]
            row.save(update_fields=["first", "second"])
            continue
        moved += Message.objects.belonging_to(conversation=row).values_list("pk", flat=True)
        hand_over(row, twin)
        row.delete()
    refresh(moved)
    return {"messages": moved}


def _take_back(receipt: Receipt) -> None:
    refresh(receipt.get("messages", []))


RULE = MergeRule("conversations", rows=ROWS, hand_over=_hand_over, take_back=_take_back, order=60)
