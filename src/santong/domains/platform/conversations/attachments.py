"""Who reads the files of messages: whoever reads the message."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from santong.domains.platform.conversations.models import Enclosure, Message
from santong.kit.access import Viewer


def readable_through_messages(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Those of the files that go with a message which the viewer reads."""
    read = Message.objects.visible_to(viewer).filter(enclosures__file__in=file_ids, is_withdrawn=False)
    held = Enclosure.objects.belonging_to(message__in=read)
    return held.filter(file__in=file_ids).values_list("file_id", flat=True)
