"""What happens to notices, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeGiven:
    """People got a notice in the product: those named, or (None) all its recipients.

    `kind` is "answer" to what they asked for, "waiting" for them, or "news".
    """

    notice_id: int
    kind: str = "news"
    people: tuple[int, ...] | None = None


@dataclass(frozen=True)
class NoticeReminded:
    """Those who hadn't acknowledged a notice by its last day were asked once more."""

    notice_id: int
