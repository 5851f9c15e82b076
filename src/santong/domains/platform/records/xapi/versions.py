"""Version negotiation (1.0.3 Communication 3.3; 2.0 §4.1.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from santong.domains.platform.records.xapi.problems import Invalid

HEADER = "X-Experience-API-Version"


@dataclass(frozen=True)
class Version:
    """A version of the specification: what a request speaks and its answer is written in.

    `statement_default` is the version given to statements that don't name theirs.
    """

    answer: str
    statement_default: str
    is_2: bool


ONE = Version("1.0.3", "1.0.0", is_2=False)
TWO = Version("2.0.0", "2.0.0", is_2=True)
SUPPORTED = (
    "1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0",
)  # fmt: skip
NO_HEADER = "0.95"
"""Clients before 1.0 sent no version header: a request without one speaks that version,
which the platform refuses in those words."""

_one = re.compile(r"1\.0(?:\.\d{1,4})?")
_two = re.compile(r"2\.0(?:\.\d{1,4})?")


def negotiate(header: str | None) -> Version:
    """The version that a request speaks."""
    if header is None:
        raise Invalid(HEADER, "this header is missing; send 1.0.3 or 2.0.0")
    if _one.fullmatch(header):
        return ONE
    if _two.fullmatch(header):
        return TWO
    raise Invalid(HEADER, f"{header[:40]!r} is not supported; send 1.0.3 or 2.0.0")
