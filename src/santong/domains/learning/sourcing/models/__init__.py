"""Calls and their answers, certificates, points, packs."""

from santong.domains.learning.sourcing.models.calls import Call, Contribution
from santong.domains.learning.sourcing.models.certificates import Certificate
from santong.domains.learning.sourcing.models.packs import Entitlement, Pack, PackItem, PackUse, Seat
from santong.domains.learning.sourcing.models.points import (
    MOST_POINTS,
    Account,
    Entry,
    Price,
    Rule,
    Transaction,
)

__all__ = [
    "MOST_POINTS",
    "Account",
    "Call",
    "Certificate",
    "Contribution",
    "Entitlement",
    "Entry",
    "Pack",
    "PackItem",
    "PackUse",
    "Price",
    "Rule",
    "Seat",
    "Transaction",
]
