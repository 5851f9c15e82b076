"""How the leak guard plants calls, packs, certificates and points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.domains.learning.sourcing.models import Account
from santong.kit.testing.planting import MEMBERS, Planting, World, holders


def _counterpart(world: World, number: int) -> Mapping[str, Any]:
    """What balances an entry of points, as the database demands: the issue of points gives or takes them."""
    entry = world.rows["sourcing.Entry", number]
    # With a number of its own: SQLite would give the next one, which is that of a planted account.
    issue, _is_new = Account._base_manager.get_or_create(kind="issue", defaults={"pk": 1})
    return {"transaction_id": entry.transaction_id, "account": issue, "amount": -entry.amount, "after": -entry.amount}


PLANTING = Planting(
    how={
        "sourcing.Account": lambda world, number: {"organisation": None},
        "sourcing.Call": lambda world, number: {"state": "open"},
        "sourcing.Certificate": lambda world, number: {"revoked_at": None, "revoked_because": ""},
        "sourcing.Transaction": lambda world, number: {"key": None},
    },
    second={"sourcing.Entry": _counterpart},
    unmarked={
        "sourcing.Account": "a number of points; shown by the name of its holder",
        "sourcing.Entitlement": "shown by the names of the pack and the place",
        "sourcing.Entry": "a number of points",
        "sourcing.PackUse": "a number of uses; shown by the names of the pack and the place",
        "sourcing.Price": "a number of points; shown by the title of the resource",
        "sourcing.Seat": "shown by the names of the pack and the person",
    },
    seen_by={
        "sourcing.Account": lambda: holders("points.oversee", "points.spend"),
        # A published call shows to those whom it asks: whoever adds resources there.
        "sourcing.Call": lambda: holders("calls.publish") | MEMBERS,
        # A certificate says to all who see a resource why it is excellent.
        "sourcing.Certificate": lambda: holders("certificates.grant", "resources.view") | MEMBERS,
        "sourcing.Entry": lambda: holders("points.oversee", "points.spend"),
        "sourcing.Pack": lambda: holders("packs.view") | MEMBERS,
        "sourcing.Price": lambda: holders("points.view"),
    },
    published=frozenset({"sourcing.Call"}),
)
