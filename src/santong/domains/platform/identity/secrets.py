"""Identity and phone numbers at rest: sealed, found by a keyed index, shown masked.

Each number is kept as a cipher and an index (see `santong.lib.keyrings`). The cipher is bound to
the kind of number and to its index, so a cipher that was copied to another person doesn't open
there; copying the index as well meets the constraint that an identity number belongs to one
person. The row's own key takes no part, because an import seals its numbers before rows exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from santong.lib.cells import tidy_code
from santong.lib.identity_numbers import mask_identity_number
from santong.lib.phones import parse_phone


class Kind(StrEnum):
    """What is sealed; values stand in ciphers and indexes and never change."""

    ID_NUMBER = "id_number"
    PHONE = "phone"


@dataclass(frozen=True)
class Sealed:
    """A number as the database keeps it; both texts are empty when there is none."""

    cipher: str = ""
    index: str = ""

    def __bool__(self) -> bool:
        return bool(self.cipher)


def seal(kind: Kind, number: str) -> Sealed:
    """Seal a number, tidied first so that every way of writing it has one index."""
    text = tidy(kind, number) if number else ""
    if not text:
        return Sealed()
    index = settings.FIELD_KEYS.index(text, kind)
    return Sealed(settings.FIELD_KEYS.seal(text, _purpose(kind, index)), index)


def unseal(kind: Kind, sealed: Sealed) -> str:
    """The number in clear; whoever calls this answers for where it goes."""
    return settings.FIELD_KEYS.open(sealed.cipher, _purpose(kind, sealed.index)) if sealed else ""


def index_of(kind: Kind, number: str) -> str:
    """What to look a number up by."""
    return settings.FIELD_KEYS.index(tidy(kind, number), kind)


def masked(kind: Kind, sealed: Sealed) -> str:
    """The number with its middle hidden: `9901**********1234`, `138****1234`."""
    number = unseal(kind, sealed)
    if kind is Kind.PHONE and len(number) > 7:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return mask_identity_number(number)


def tidy(kind: Kind, number: str) -> str:
    """Half-width, without blanks and separators, capital X."""
    if kind is Kind.PHONE:
        phone = parse_phone(number).value
        if phone is not None:
            return phone.number
    return tidy_code(number)[0]


def seal_second_factor(text: str) -> str:
    """Seal the secret of an authenticator app or the seed of recovery codes."""
    return settings.FIELD_KEYS.seal(text, "second_factor")


def unseal_second_factor(sealed: str) -> str:
    """Open what `seal_second_factor` sealed."""
    return settings.FIELD_KEYS.open(sealed, "second_factor")


def anonymous(text: str) -> str:
    """A name for what somebody typed that tells nothing about it (for counting failures)."""
    return settings.FIELD_KEYS.index(text, "throttle")


def _purpose(kind: Kind, index: str) -> str:
    return f"{kind}|{index}"
