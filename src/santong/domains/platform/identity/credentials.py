"""Checking what was typed at sign-in: the same work and the same answers whoever it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import get_hasher, make_password
from django.db import transaction
from django.http import HttpRequest

from santong.domains.platform.identity.devices import device_of
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.queries import account_of, normal_identifier
from santong.domains.platform.identity.sessions import is_signed_in_from
from santong.domains.platform.identity.takeover import ACTIVATE, demand_takeover
from santong.domains.platform.identity.throttle import (
    Counter,
    Limit,
    admit,
    forget,
    forget_account,
    give_back,
    waits_until,
)
from santong.kit.access import Viewer
from santong.kit.access.middleware import client_address
from santong.kit.audit import named
from santong.kit.models.audit import CHANGE, record

log = structlog.get_logger(__name__)

PAIR = Limit("pair", free=5, first=10, longest=900, drain=600)
"""One account from one address: stops guessing, and harms nobody elsewhere."""
ACCOUNT = Limit("account", free=20, first=2, longest=60, drain=60)
"""One account from anywhere: strangers can cost its owner a minute, and that only on a new browser
at an address where the account isn't signed in."""
ADDRESS = Limit("address", free=100, first=30, longest=900, drain=20)
"""One address against many accounts; wide, for a whole school shares one."""
DEVICE = Limit("device", free=8, first=10, longest=900, drain=300)
"""One account on a browser that it has signed in from: counted alone, whatever strangers do."""
CONFIRM = Limit("confirm", free=5, first=10, longest=900, drain=300)
"""A signed-in person confirming their password, or entering codes."""


ABOUT_ACCOUNTS = (PAIR, ACCOUNT, DEVICE)
"""What an account may have to wait for at sign-in."""


class MustWait(Exception):
    """Too many failures; `seconds` until the next attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class Checked:
    """The outcome: the person whose password is right, whether or not they may sign in."""

    person: Person | None

    @property
    def switched_off(self) -> bool:
        """The password is right, but the account was switched off."""
        return self.person is not None and not self.person.is_active


def check(request: HttpRequest, typed: str, password: str) -> Checked:
    """Find the account and check the password; raises `MustWait`.

    An unknown account takes the same path: it is looked for, counted and hashed like any other.
    What was typed is counted, and the account that it names. A wait for the first is told; one for
    the second looks like a wrong password, or else a locked account would tell strangers which phone
    and identity numbers are its own.
    """
    person = account_of(typed)
    told, untold = _counters(request, typed, person)
    wait = admit(told.all)
    if wait:
        log.warning("sign-in refused for a while", address=client_address(request), seconds=wait)
        raise MustWait(wait)
    is_locked = bool(untold.all) and admit(untold.all, same_work=True) > 0
    if not password_is_right(None if is_locked else person, password):
        log.info("sign-in failed", address=client_address(request), locked=is_locked)
        return Checked(None)
    forget([*told.own, *untold.own])
    if told.shared:
        give_back([*told.shared, *untold.shared])
    _keep_as_now(person, password)
    return Checked(person)


def password_is_right(person: Person | None, password: str) -> bool:
    """Compare with the person's password, or hash in vain for nobody so that it takes as long."""
    if person is None:
        make_password(password)
        return False
    return bool(person.check_password(password))


def _keep_as_now(person: Person | None, password: str) -> None:
    """Keep a password that was hashed at another cost as passwords are kept now.

    Only when signing in, where a session begins: those that the person has elsewhere end with the old hash.
    """
    if person is None or not get_hasher().must_update(person.password):
        return
    person.set_password(password)
    with named("identity.rehash_password"):
        person.save(update_fields=["password"])


def locked_until(person: Person) -> datetime | None:
    """Until when somewhere nobody may try to sign in to the account, because of wrong attempts."""
    return waits_until(person.pk, ABOUT_ACCOUNTS)


def unlock(*, acting: Viewer, person: Person) -> None:
    """Forget the wrong attempts at an account, so that its owner needn't wait."""
    demand_takeover(acting, [person], ACTIVATE)
    with transaction.atomic(), named("identity.unlock"):
        record(CHANGE, [person], [{}])
        forget_account(person.pk, ABOUT_ACCOUNTS)


def confirm_password(person: Person, password: str) -> bool:
    """Whether a signed-in person knows their password; raises `MustWait`."""
    counters = [Counter(CONFIRM, f"password {person.pk}")]
    wait = admit(counters)
    if wait:
        raise MustWait(wait)
    right = password_is_right(person, password)
    if right:
        forget(counters)
    return right


@dataclass(frozen=True)
class Counters:
    """Counters of one attempt: its own, which success clears, and those that others share."""

    own: list[Counter] = field(default_factory=list)
    shared: list[Counter] = field(default_factory=list)

    @property
    def all(self) -> list[Counter]:
        """Both kinds."""
        return [*self.own, *self.shared]


def _counters(request: HttpRequest, typed: str, person: Person | None) -> tuple[Counters, Counters]:
    """The counters of this attempt: by what was typed, and by the account; the second are not told."""
    identifier, address = normal_identifier(typed), client_address(request)
    known = person.pk if person else None
    device = device_of(request, known)
    if device is not None and person is not None:  # whoever has it was signed in as this person
        return Counters([Counter(DEVICE, f"{device} {person.pk}", known)]), Counters()
    account = f"account {person.pk}" if person else f"no account {identifier}"
    told = Counters([Counter(PAIR, f"{address} {identifier}", known)], [Counter(ADDRESS, address)])
    untold = Counters([Counter(PAIR, f"{address} {account}", known)])
    if not is_signed_in_from(person.pk if person else 0, address):
        told.shared.append(Counter(ACCOUNT, identifier, known))
        untold.shared.append(Counter(ACCOUNT, account, known))
    return told, untold


class Backend(BaseBackend):
    """Django's door to our accounts: sessions name it, and it fetches who is signed in."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Nobody signs in through `django.contrib.auth.authenticate`: `check` knows the limits."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, as long as they may sign in."""
        return Person.objects.unscoped("the person who is signed in").filter(pk=user_id, is_active=True).first()
