"""What looking at a file found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Found:
    """The media type, the kind (`models.Kind`), extensions that fit (the first is the usual one), details.

    `note` is a code for something that its owner should know although the file is taken in.
    """

    media_type: str
    kind: str
    extensions: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    note: str = ""
