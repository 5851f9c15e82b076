"""Helping people back into their accounts: a code, a reset, a second factor that was lost.

Whose account it may be is settled in `identity` and `access`: the actions there demand it.
"""

from __future__ import annotations

from django.db import transaction

from santong.domains.platform.accounts.queries import place_of
from santong.domains.platform.identity.public import Issued, Person, issue_codes, reset_password
from santong.kit.access import Viewer


def give_code(*, acting: Viewer, person: Person) -> Issued:
    """A one-time code with which its owner chooses a new password; the present one works until then."""
    [issued] = issue_codes(acting=acting, path=place_of(acting, person).path, people=[person])
    return issued


def reset_account(*, acting: Viewer, person: Person) -> Issued:
    """The present password opens nothing any more and every session ends; answers the code for a new one."""
    with transaction.atomic():
        reset_password(acting=acting, person=person)
        return give_code(acting=acting, person=person)
