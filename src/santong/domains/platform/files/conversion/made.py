"""What a conversion gives, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Made:
    """One rendition: its files in the working folder, the main one in front; `note` for its owner."""

    kind: str
    name: str
    extra: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    note: str = ""

    @property
    def names(self) -> list[str]:
        """Every file of it."""
        return [self.name, *self.extra] if self.name else []


class ConversionFailed(Exception):
    """It can't be converted, also not by trying again; the text tells people why and what to do."""


class CannotConvertHere(ConversionFailed):
    """A program is missing that only the operators can install; nothing is wrong with the file."""
