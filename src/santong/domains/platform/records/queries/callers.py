"""From an Authorization header to the caller."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.models import AccessToken, Credential
from santong.kit.models.credentials import digest


class NotAuthenticated(Exception):
    """No credentials, or wrong ones; the text says which, and no more."""


def caller_of(authorization: str) -> Caller:
    """The caller that a header `Basic …` or `Bearer …` stands for."""
    method, _, value = authorization.strip().partition(" ")
    if method.lower() == "bearer":
        return _bearer(value.strip())
    return as_caller(credential_of_basic(authorization))


def credential_of_basic(authorization: str) -> Credential:
    """The credential that a header `Basic …` stands for."""
    method, _, value = authorization.strip().partition(" ")
    if method.lower() != "basic":
        raise NotAuthenticated("send credentials with HTTP Basic, or a bearer token")
    return credential_with(*_pair(value))


def credential_with(key: str, secret: str) -> Credential:
    """The credential in force with this key and secret."""
    now = timezone.now()
    credential = in_force(now).filter(key=key).first()
    # Compared even when there is no such key, so that the time taken doesn't tell.
    good = (credential or Credential()).knows(secret, now)
    if credential is None or not good:
        raise NotAuthenticated("these credentials are wrong, expired or revoked")
    return credential


def in_force(now: datetime) -> QuerySet[Credential]:
    """Credentials that may be used at a moment."""
    return (
        Credential.objects.unscoped("credentials authenticate before there is a viewer")
        .in_force(now)
        .filter(provider__is_active=True)
        .select_related("provider")
    )


def as_caller(credential: Credential, scopes: frozenset[str] | None = None) -> Caller:
    """The caller that uses a credential, with all of its scopes or fewer."""
    provider = credential.provider
    held = frozenset(credential.scopes)
    return Caller(
        credential_id=credential.pk,
        key=credential.key,
        provider_id=provider.pk,
        organisation_id=provider.organisation_id,
        path=provider.path,
        scopes=held if scopes is None else held & scopes,
        accounts_only=provider.accounts_only,
        requests_per_minute=credential.requests_per_minute,
    )


def _pair(value: str) -> tuple[str, str]:
    try:
        key, colon, secret = base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise NotAuthenticated("the Basic credentials are not base64 of key:secret") from None
    if not colon:
        raise NotAuthenticated("the Basic credentials are not base64 of key:secret")
    return key, secret


def _bearer(token: str) -> Caller:
    now = timezone.now()
    row = AccessToken.objects.filter(digest=digest(token), expires__gt=now).first()
    credential = in_force(now).filter(pk=row.credential_id).first() if row else None
    if row is None or credential is None:
        raise NotAuthenticated("this token is wrong or expired")
    return as_caller(credential, frozenset(row.scopes))
