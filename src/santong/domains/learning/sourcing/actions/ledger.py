"""The ledger: the only place that writes accounts, transactions and entries."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.learning.resources.public import take_keys
from santong.domains.learning.sourcing.models import Account, Entry, Price, Transaction
from santong.domains.learning.sourcing.permissions import OVERSEE_POINTS
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

REASON = "the ledger itself; the right was checked on what it is written for"
Kind = Account.Kind


class Unbalanced(ValueError):
    """Somebody tried to post entries that don't sum to zero: a mistake in the program."""


def account_of(holder: Person | Organisation | None) -> Account:
    """The account of a person, or of a school or bureau, made when first needed; None is the issue."""
    rows = Account.objects.unscoped(REASON)
    if isinstance(holder, Person):
        found = rows.get_or_create(person=holder, kind=Kind.PERSON, defaults={"path": holder.path})
    elif holder is not None:
        found = rows.get_or_create(organisation=holder, kind=Kind.PLACE, defaults={"path": holder.path})
    else:
        found = rows.get_or_create(kind=Kind.ISSUE)
    return found[0]


def post(
    *,
    kind: str,
    lines: Mapping[Account, int],
    path: str,
    resource_id: int | None = None,
    memo: str = "",
    key: str | None = None,
    by: int | None = None,
    reverses: Transaction | None = None,
) -> Transaction | None:
    """Write a transaction; None when one with this key is there already. Raises `NotPossible` without the points.

    The accounts are locked in the order of their keys, so that two transactions never wait for each other and
    a balance is never taken twice.
    """
    amounts = {account.pk: amount for account, amount in lines.items() if amount}
    if sum(amounts.values()) or not amounts:
        raise Unbalanced(dict(amounts))
    with transaction.atomic(), named("points.post"):
        accounts = Account.objects.noted(amounts).select_for_update().order_by("pk")
        after = {account.pk: _after(account, amounts[account.pk]) for account in accounts}
        if key is not None and Transaction.objects.numbers_only().filter(key=key).exists():
            return None
        row = Transaction.objects.create(
            kind=kind, resource_id=resource_id, memo=memo[:300], key=key, by_id=by, reverses=reverses, path=path
        )
        Entry.objects.bulk_create(
            Entry(transaction=row, account_id=pk, amount=amount, after=after[pk]) for pk, amount in amounts.items()
        )
        for pk, balance in after.items():
            Account.objects.noted([pk]).update_quietly(balance=balance)
    return row


def reverse(*, acting: Viewer, row: Transaction, because: str) -> Transaction:
    """Take a transaction back by its reverse; the key that was bought with it is taken too."""
    acting.demand(OVERSEE_POINTS, row.path)
    if not because.strip():
        raise NotPossible(_("Say why it is taken back."))
    return write_reverse(row=row, because=because, by=acting.person_id)


def write_reverse(*, row: Transaction, because: str, by: int | None) -> Transaction:
    """The same for callers who have checked another right. Raises `NotPossible` when the points are spent."""
    with transaction.atomic(), named("points.reverse"):
        fresh = Transaction.objects.locked_for_action(row)
        entries = list(Entry.objects.belonging_to(transaction=fresh).select_related("account"))
        _refuse_second(fresh)
        made = post(
            kind=Transaction.Kind.REVERSE, lines={each.account: -each.amount for each in entries}, path=fresh.path,
            resource_id=fresh.resource_id, memo=because.strip(), by=by, reverses=fresh,
        )  # fmt: skip
        if fresh.kind == Transaction.Kind.EXCHANGE:
            _take_key(fresh, entries)
    assert made is not None  # it has no key that could be there already
    return made


def _refuse_second(row: Transaction) -> None:
    if row.kind == Transaction.Kind.REVERSE or row.reverses_id:
        raise NotPossible(_("A correction isn't taken back. Make a new entry instead."))
    if Transaction.objects.belonging_to(reverses=row).exists():
        raise NotPossible(_("It has been taken back already."))


def _take_key(row: Transaction, entries: list[Entry]) -> None:
    payer = next(each.account for each in entries if each.amount < 0)
    lock = Price(resource_id=row.resource_id).lock
    if payer.person_id:
        take_keys(lock=lock, person_id=payer.person_id)
    else:
        take_keys(lock=lock, path=payer.path)


def _after(account: Account, amount: int) -> int:
    balance = account.balance + amount
    if balance < 0 and account.kind != Kind.ISSUE:
        text = _("%(name)s has %(balance)s points; %(needed)s are needed.")
        raise NotPossible(text % {"name": account.name, "balance": account.balance, "needed": -amount})
    return balance
