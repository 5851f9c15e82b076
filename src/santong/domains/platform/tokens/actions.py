"""Writes: tokens, their secrets, and the record of their use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.queries import bearer_of
from santong.domains.platform.tokens.scopes import SCOPES, permissions_of
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.audit import READ, record
from santong.kit.models.credentials import new_key

CHANGE = "tokens.change"
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Issued:
    """A token with its bearer text: to be shown once, then forgotten."""

    token: Token
    bearer: str


def issue_token(
    *,
    acting: Viewer,
    organisation: Organisation,
    name: str,
    purpose: str,
    scopes: Iterable[str],
    expires: datetime,
    requests_per_minute: int = 600,
) -> Issued:
    """A new token. Nobody can give it more than they may do themselves there; who makes it answers for it."""
    acting.demand(CHANGE, organisation.path)
    held = sorted(set(scopes))
    if not held or set(held) - SCOPES:
        raise ValueError("name at least one known scope")
    _demand_all(acting, held, organisation.path)
    token = Token(
        name=name,
        purpose=purpose,
        organisation=organisation,
        path=organisation.path,
        holder_id=_person(acting),
        key=new_key(),
        scopes=held,
        expires=expires,
        requests_per_minute=requests_per_minute,
    )
    secret = token.new_secret()
    with transaction.atomic(), named("tokens.issue"):
        token.save()
    return Issued(token, bearer_of(token.key, secret))


def rotate_token(*, acting: Viewer, token: Token) -> Issued:
    """A new secret; the present one works for another day. Who does this answers for the token from now on."""
    acting.demand(CHANGE, token.path)
    _demand_all(acting, token.scopes, token.path)
    secret = token.new_secret()
    token.holder_id = _person(acting)
    with transaction.atomic(), named("tokens.rotate"):
        token.save(update_fields=["digest", "previous_digest", "previous_until", "holder"])
    return Issued(token, bearer_of(token.key, secret))


def revoke_token(*, acting: Viewer, token: Token) -> None:
    """End a token now, for good."""
    acting.demand(CHANGE, token.path)
    with transaction.atomic(), named("tokens.revoke"):
        token.revoked = token.revoked or timezone.now()
        token.save(update_fields=["revoked"])


def note_request(token: Token, *, operation: str, status: int, rows: int | None) -> None:
    """Record that a token was used: for what, and how much was given. Values of parameters may be personal: never."""
    told: dict[str, list[object]] = {"request": [None, operation], "status": [None, status]}
    if rows is not None:
        told["rows"] = [None, rows]
    with transaction.atomic(), named("tokens.use"):
        record(READ, [token], [told])


def note_use(token: Token, address: str) -> None:
    """Keep when and from where a token was used last, to the minute."""
    now = timezone.now()
    stale = Q(last_used=None) | Q(last_used__lt=now - NOTED_EVERY)
    rows = Token.objects.again([token]).filter(stale)
    rows.update_quietly(last_used=now, last_address=address)


def _demand_all(acting: Viewer, scopes: Iterable[str], path: str) -> None:
    for permission in permissions_of(list(scopes)):
        acting.demand(permission, path)


def _person(acting: Viewer) -> int:
    if acting.person_id is None:
        raise PermissionDenied("a token needs a person who answers for it")
    return acting.person_id
