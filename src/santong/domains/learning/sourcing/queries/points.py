"""Accounts, the books, and what is for sale."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from santong.domains.learning.sourcing.models import Account, Entry, Transaction
from santong.domains.learning.sourcing.permissions import SPEND
from santong.kit.access import Viewer

Kind = Account.Kind


def _own(viewer: Viewer, prefix: str = "") -> Q:
    mine = Q(**{f"{prefix}person": viewer.person_id or 0})
    places = {f"{prefix}kind": Kind.PLACE, f"{prefix}path__in": viewer.paths(SPEND)}
    return mine | Q(**places)


def own_accounts(viewer: Viewer) -> list[Account]:
    """The viewer's account and those of the places for which they spend, as far as there are any yet."""
    rows = Account.objects.unscoped("one's own").filter(_own(viewer))
    return list(rows.select_related("person", "organisation").order_by("kind", "path"))


def own_entries(viewer: Viewer) -> QuerySet[Entry]:
    """The statement of the viewer's own account and of those of their places."""
    rows = Entry.objects.unscoped("one's own").filter(_own(viewer, "account__"))
    found: QuerySet[Entry] = rows.select_related("transaction__resource", "account__person", "account__organisation")
    return found


def unbalanced() -> list[int]:
    """Transactions whose entries don't sum to zero: there are none, or somebody wrote past the ledger."""
    rows = Transaction.objects.numbers_only().annotate(total=Coalesce(Sum("entries__amount"), 0))
    return list(rows.exclude(total=0).order_by("pk").values_list("pk", flat=True))


def drifted() -> list[int]:
    """Accounts whose balance isn't the sum of their entries: there are none."""
    rows = Account.objects.numbers_only().annotate(total=Coalesce(Sum("entries__amount"), 0))
    return list(rows.exclude(total=F("balance")).order_by("pk").values_list("pk", flat=True))


def given_out() -> int:
    """Points that are in accounts of people and places."""
    rows = Account.objects.numbers_only().exclude(kind=Kind.ISSUE)
    return int(rows.aggregate(total=Sum("balance"))["total"] or 0)
