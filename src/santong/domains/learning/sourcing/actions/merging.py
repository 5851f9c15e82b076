"""Accounts of a person who was entered twice: what one has goes over to the other by a transaction."""

from __future__ import annotations

from typing import Any

from santong.domains.learning.sourcing.actions.ledger import account_of, post
from santong.domains.learning.sourcing.models import Account, Transaction
from santong.domains.platform.duplicates.public import Merging


def join_accounts(merging: Merging) -> dict[str, Any]:
    """Move the points of the account that is closed; nothing when there are none."""
    theirs = Account.objects.belonging_to(person=merging.dropped).filter(balance__gt=0).first()
    if theirs is None:
        return {}
    lines = {theirs: -theirs.balance, account_of(merging.kept): theirs.balance}
    post(kind=Transaction.Kind.TRANSFER, lines=lines, path=merging.kept.path)
    return {"from": theirs.pk, "to": account_of(merging.kept).pk, "points": theirs.balance}


def part_accounts(receipt: dict[str, Any]) -> None:
    """Move them back when the merger is taken back, as far as they haven't been spent."""
    if not receipt:
        return
    rows = Account.objects.noted([receipt["from"], receipt["to"]]).in_bulk()
    back, kept = rows[receipt["from"]], rows[receipt["to"]]
    points = min(receipt["points"], kept.balance)
    if points:
        post(kind=Transaction.Kind.TRANSFER, lines={kept: -points, back: points}, path=back.path)
