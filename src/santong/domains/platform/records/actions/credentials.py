"""Writes: providers, their credentials and tokens."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.models import SCOPES, AccessToken, Credential, Provider
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.credentials import digest, new_key

TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class Secret:
    """A new secret: to be shown once, then forgotten."""

    credential: Credential
    secret: str


def create_provider(
    *,
    acting: Viewer,
    organisation: Organisation,
    name: str,
    purpose: str,
    contact: str = "",
    accounts_only: bool = True,
    keep_months: int | None = None,
) -> Provider:
    """Let a system send or read records for an organisation."""
    acting.demand("providers.change", organisation.path)
    with transaction.atomic(), named("records.create_provider"):
        return Provider.objects.create(
            organisation=organisation,
            path=organisation.path,
            name=name,
            purpose=purpose,
            contact=contact,
            accounts_only=accounts_only,
            keep_months=keep_months,
        )


def change_provider(
    *,
    acting: Viewer,
    provider: Provider,
    name: str,
    purpose: str,
    contact: str = "",
    accounts_only: bool = True,
    keep_months: int | None = None,
) -> Provider:
    """Correct what is known of a provider; its organisation stays."""
    acting.demand("providers.change", provider.path)
    with transaction.atomic(), named("records.change_provider"):
        provider.name, provider.purpose, provider.contact = name, purpose, contact
        provider.accounts_only, provider.keep_months = accounts_only, keep_months
        provider.save(update_fields=["name", "purpose", "contact", "accounts_only", "keep_months"])
    return provider


def set_provider_active(*, acting: Viewer, provider: Provider, active: bool) -> None:
    """Stop a provider with all its credentials, or let it go on."""
    acting.demand("providers.change", provider.path)
    with transaction.atomic(), named("records.set_provider_active"):
        provider.is_active = active
        provider.save(update_fields=["is_active"])


def issue_credential(
    *,
    acting: Viewer,
    provider: Provider,
    scopes: Iterable[str],
    requests_per_minute: int = 1200,
    expires: datetime | None = None,
) -> Secret:
    """A new key pair for a provider."""
    acting.demand("providers.change", provider.path)
    held = sorted(set(scopes))
    unknown = set(held) - SCOPES
    if unknown or not held:
        raise ValueError(f"unknown scopes {sorted(unknown)}" if unknown else "name at least one scope")
    credential = Credential(
        provider=provider,
        path=provider.path,
        key=new_key(),
        scopes=held,
        requests_per_minute=requests_per_minute,
        expires=expires,
    )
    secret = credential.new_secret()
    with transaction.atomic(), named("records.issue_credential"):
        credential.save()
    return Secret(credential, secret)


def rotate_secret(*, acting: Viewer, credential: Credential) -> Secret:
    """A new secret for the same key; the previous one stays good for a day."""
    acting.demand("providers.change", credential.path)
    secret = credential.new_secret()
    with transaction.atomic(), named("records.rotate_secret"):
        credential.save(update_fields=["digest", "previous_digest", "previous_until"])
    return Secret(credential, secret)


def revoke_credential(*, acting: Viewer, credential: Credential) -> None:
    """End a credential now, and with it every token got with it."""
    acting.demand("providers.change", credential.path)
    with transaction.atomic(), named("records.revoke_credential"):
        credential.revoked = timezone.now()
        credential.save(update_fields=["revoked"])
        credential.tokens.all().delete()


def issue_token(*, credential: Credential, scopes: Iterable[str]) -> str:
    """A bearer token for an hour, with scopes that the credential holds."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        AccessToken.objects.filter(expires__lt=now).delete()
        AccessToken.objects.create(
            credential=credential,
            digest=digest(token),
            scopes=sorted(scopes),
            expires=now + timedelta(seconds=TOKEN_SECONDS),
        )
    return token
