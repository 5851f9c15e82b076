"""What other modules may use of discussions: `discussed(...)` in their declarations, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from santong.domains.platform.discussion.actions import rate, write
from santong.domains.platform.discussion.declaring import PANEL_TITLE, Discussed, kind_of
from santong.domains.platform.discussion.events import CommentWritten, RowRated
from santong.domains.platform.discussion.models import COMMENT, Comment, Rating, is_withheld
from santong.domains.platform.discussion.panel import DiscussionPanel
from santong.domains.platform.discussion.writing_views import change as change_comment
from santong.domains.platform.discussion.writing_views import write as write_comment
from santong.kit.access import Viewer
from santong.kit.pages import PanelOn
from santong.kit.registry import Declared

__all__ = [
    "COMMENT",
    "Comment",
    "CommentWritten",
    "Discussed",
    "DiscussionPanel",
    "Rating",
    "RowRated",
    "change_comment",
    "comments_on",
    "discussed",
    "kind_of",
    "rate",
    "stars_of",
    "write",
    "write_comment",
]


def comments_on(model: type[Model], keys: Iterable[int]) -> QuerySet[Any]:
    """What everybody who sees some rows in hand reads about them: their keys are given."""
    return Comment.objects.about_all(model._meta.label_lower, keys).filter(~is_withheld())


def stars_of(viewer: Viewer, row: Any) -> int:
    """The stars that a viewer gave to a row; 0 for none."""
    given = Rating.objects.of(viewer.person_id or 0, row).first()
    return given.stars if given else 0


def discussed(model: str, page: Any, *, order: int = 80, **rules: Any) -> tuple[Declared, ...]:
    """Let people talk about the rows of a model on their pages; the rules are those of `Discussed`."""
    return Discussed(model, page, **rules), PanelOn(model, DiscussionPanel(PANEL_TITLE), order)
