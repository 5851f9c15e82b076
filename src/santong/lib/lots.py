"""Lots that anybody can draw again.

Whoever draws keeps a secret, and publishes beforehand what binds them: a digest of the secret and of the list.
Afterwards a number is drawn in public (a lottery's, or dice before witnesses). The seed is the digest of both, and
every lot follows from it by SHA-256 alone: the same seed gives the same lots on every machine and in every language.

Standard library only: this file goes along with the records that people check draws with.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

T = TypeVar("T")

SECRET_BYTES = 32
_RANGE = 2**64


def new_secret() -> str:
    """64 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(SECRET_BYTES)


def digest_of(content: Any) -> str:
    """The SHA-256 of anything that JSON can say, 64 hexadecimal digits; the same for the same content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def commitment_of(secret: str, digest: str) -> str:
    """What is published before the draw: it tells nothing of the secret, and no other secret or list fits it."""
    return sha256(f"commitment\n{secret}\n{digest}".encode()).hexdigest()


def seed_of(secret: str, drawn: str) -> str:
    """What all lots follow from: the secret joined with what was drawn in public, blanks at its ends aside."""
    return sha256(f"seed\n{secret}\n{drawn.strip()}".encode()).hexdigest()


def seed_by(record: Mapping[str, Any]) -> str:
    """The seed of a record, after a check that it is what was committed to. Raises `ValueError`."""
    if digest_of(record["list"]) != record["digest"]:
        raise ValueError("the list is not the one that was published")
    secret = record.get("secret", "")
    if not secret:
        raise ValueError("nothing has been drawn yet")
    if commitment_of(secret, record["digest"]) != record["commitment"]:
        raise ValueError("the secret is not the one that was committed to")
    return seed_of(secret, record["drawn"])


class Lots:
    """A sequence of lots from a seed; `purpose` keeps the sequences of one draw apart."""

    def __init__(self, seed: str, purpose: str) -> None:
        self._start = f"{seed}\n{purpose}\n"
        self._count = 0

    def below(self, number: int) -> int:
        """One of 0 … number - 1, all equally likely."""
        if not 0 < number <= _RANGE:
            raise ValueError(f"no lots below {number}")
        # What lies above the last whole multiple is thrown away; a remainder of it would favour small numbers.
        most = _RANGE - _RANGE % number
        while True:
            found = int.from_bytes(sha256(f"{self._start}{self._count}".encode()).digest()[:8], "big")
            self._count += 1
            if found < most:
                return found % number

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in an order by lot (Fisher and Yates, from the end)."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found
