"""Help for tests of other modules: who is in a group."""

from __future__ import annotations

from collections.abc import Iterable

from santong.domains.platform.conversations.actions import ensure_group
from santong.domains.platform.conversations.models import Conversation
from santong.domains.platform.conversations.queries import categories_in
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer


def in_group(relation: str, place: Organisation, viewers: Iterable[Viewer]) -> set[int]:
    """Those who are in the group of a place; fails where the list of members and what people may see differ."""
    row = ensure_group(relation, place)
    members = set(categories_in(row))
    for viewer in viewers:
        sees = Conversation.objects.visible_to(viewer).filter(pk=row.pk).exists()
        assert sees == (viewer.person_id in members), viewer.person_id
    return members
