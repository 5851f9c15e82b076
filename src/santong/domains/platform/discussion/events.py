"""What happened in a discussion, for the modules whose rows it is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CommentWritten:
    """Somebody wrote about a row of a table ("clubs.club")."""

    comment_id: int
    model: str
    object_id: int
    person_id: int


@dataclass(frozen=True)
class RowRated:
    """Somebody gave a row stars; `before` is what they had given, 0 for nothing."""

    model: str
    object_id: int
    person_id: int
    stars: int
    before: int
