"""What is counted of accounts."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.accounts.queries import in_state
from santong.domains.platform.identity.public import ACTIVATE, Person
from santong.kit.measures.public import Measure, Rows, Tally


def in_use() -> QuerySet:
    """The accounts that aren't switched off."""
    return Person.objects.numbers_only().filter(is_active=True)


def activated() -> QuerySet:
    """Those of them whose people have chosen a password."""
    return in_state(in_use(), "active")


MEASURES = (
    Measure(
        "accounts_activated",
        _("Accounts activated"),
        says=_("Of the accounts that aren't switched off, those whose people have chosen a password of their own."),
        words=_("accounts sign-in password"),
        permission="people.view",
        numerator=Tally(activated),
        denominator=Tally(in_use),
        rows=Rows("accounts:accounts", {"state": "active"}, place="organisation", permission=ACTIVATE),
        order=30,
    ),
)
