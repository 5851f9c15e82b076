"""What moderators decide about comments, and what that does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.discussion.declaring import Discussed, discussed_kinds
from santong.domains.platform.discussion.following import count_unread
from santong.domains.platform.discussion.models import COMMENT, Attachment, Comment
from santong.domains.platform.moderation.public import Holdable, Subject
from santong.domains.platform.notices.public import tell
from santong.kit.access import Viewer

RELEASED, TURNED_DOWN = _("Your comment can be seen now"), _("Your comment was turned down")


def shown() -> Iterable[int]:
    """Those that haven't been removed."""
    return Comment.objects.numbers_only().order_by("pk").values_list("pk", flat=True)


def describe(key: int) -> Subject | None:
    """A comment that hasn't been removed, with the names of its files."""
    comment = Comment.objects.noted([key]).first()
    kind, row = _about(comment) if comment else (None, None)
    if comment is None or kind is None or row is None:
        return None
    names = Attachment.objects.belonging_to(comment=comment).values_list("file__name", flat=True)
    texts = {"text": comment.text, "files": "\n".join(names)}
    opens = _opens(kind, row.pk)
    return Subject(kind.called(row), comment.path, texts, comment.person_id, kind.address(row), opens, kind.level(row))


def _about(comment: Comment) -> tuple[Discussed | None, Any]:
    kind = next((kind for kind in discussed_kinds() if kind.table == comment.model), None)
    return kind, kind.rows_of._base_manager.filter(pk=comment.object_id).first() if kind else None


def _opens(kind: Discussed, key: int) -> Callable[[Viewer], bool]:
    return lambda viewer: kind.visible(viewer).filter(pk=key).exists()


def settle(acting: Viewer, key: int, state: str, reason: str) -> None:
    """Tell the writer what was decided; the pages leave out what is withheld."""
    comment = Comment.objects.noted([key]).select_related("person").first()
    kind, row = _about(comment) if comment else (None, None)
    if comment is None or kind is None or row is None or state == "waiting":
        return
    if state == "released":
        count_unread(row, comment)
    text = "\n".join(filter(None, (kind.called(row)[:160], reason)))
    tell(comment.person, RELEASED if state == "released" else TURNED_DOWN, text=text, address=kind.address(row))


COMMENTS = Holdable(
    COMMENT,
    _("Comment"),
    {"text": _("text"), "files": _("files")},
    describe,
    settle,
    shown,
)
"""Comments are held until a moderator has released them."""
