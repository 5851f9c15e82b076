"""Finding the account of somebody who can't get in and asks for help, without telling strangers that it is there."""

from __future__ import annotations

from django.http import HttpRequest

from santong.domains.platform.identity.credentials import MustWait
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.queries import account_of, normal_identifier
from santong.domains.platform.identity.throttle import Counter, Limit, admit
from santong.kit.access.middleware import client_address
from santong.lib.names import parse_name
from santong.lib.scripts import fold_scripts

HELP = Limit("help", free=3, first=60, longest=3600, drain=1200)
"""Requests that name one account from anywhere: nobody fills the list of those who help."""
HELP_ADDRESS = Limit("help-at", free=30, first=60, longest=3600, drain=60)
"""Requests from one address; wide, for a whole school shares one on the first day."""


def account_in_need(request: HttpRequest, typed: str, name: str) -> Person | None:
    """Whose account this is, when account and name fit together; raises `MustWait`.

    Counted by what was typed and from where, whether or not there is such an account.
    """
    counters = [Counter(HELP, normal_identifier(typed)), Counter(HELP_ADDRESS, client_address(request))]
    wait = admit(counters)
    if wait:
        raise MustWait(wait)
    person = account_of(typed)
    return person if person is not None and _plain(person.name) == _plain(name) else None


def _plain(name: str) -> str:
    return fold_scripts(str(parse_name(name).value or name)).casefold()
