"""What happens in moderation, for whoever wants to hear."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseOpened:
    """Something is held for review."""

    case_id: int
    path: str


@dataclass(frozen=True)
class CaseDecided:
    """A moderator decided; `author_id` is whose work it is, None when nobody's."""

    case_id: int
    author_id: int | None
    released: bool


@dataclass(frozen=True)
class ListsGrown:
    """Words that hold or refuse were added to the list of the organisation at `path`; `edition` names the lists
    as they are from now on.
    """

    edition: str
    path: str
