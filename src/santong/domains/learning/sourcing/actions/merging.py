"""Accounts of a person who was entered twice: what one has goes over to the other by a transaction."""

from __future__ import annotations

from typing import Any

from santong.domains.learning.sourcing.actions.ledger import account_of, post
from santong.domains.learning.sourcing.models import Account, Transaction
from santong.domains.platform.duplicates.public import Merging

REASON = "of the two people who are merged"


def join_accounts(merging: Merging) -> dict[str, Any]:
    """Move the points of the account that is closed; nothing when there are none."""
    theirs = Account.objects.unscoped(REASON).filter(person=merging.dropped.pk, balance__gt=0).first()
    if theirs is None:
        return {}
    lines = {theirs: -theirs.balance, account_of(merging.kept): theirs.balance}
    post(kind=Transaction.Kind.TRANSFER, lines=lines, path=merging.kept.path)
    return {"from": theirs.pk, "to": account_of(merging.kept).pk, "points": theirs.balance}


def part_accounts(receipt: dict[str, Any]) -> None:
    """Move them back when the merger is taken back, as far as they haven't been spent."""
    if not receipt:
        return
    rows = Account.objects.unscoped(REASON).in_bulk([receipt["from"], receipt["to"]])
    back, kept = rows[receipt["from"]], rows[receipt["to"]]
    points = min(receipt["points"], kept.balance)
    if points:
        post(kind=Transaction.Kind.TRANSFER, lines={kept: -points, back: points}, path=back.path)
