"""What happens to accounts, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountTouched:
    """Others did something to the accounts of these people, who are told."""

    people: tuple[int, ...]
