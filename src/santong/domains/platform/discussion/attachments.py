"""Who reads the files of comments: whoever reads the comment."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from santong.domains.platform.discussion.models import Attachment, Comment
from santong.kit.access import Viewer


def readable_through_comments(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Those of the files that go with a comment which the viewer reads."""
    read = Comment.objects.visible_to(viewer).filter(attachments__file__in=file_ids)
    held = Attachment.objects.belonging_to(comment__in=read)
    return held.filter(file__in=file_ids).values_list("file_id", flat=True)
