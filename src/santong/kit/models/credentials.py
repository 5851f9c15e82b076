"""Keys that systems identify themselves with: a secret shown once, kept only as a keyed hash."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.models.base import PathField, ScopedModel, ScopedQuerySet

GRACE = timedelta(hours=24)
"""How long the previous secret stays good after a rotation, so that nothing has to be switched at once."""


def digest(secret: str) -> str:
    """A keyed hash of a secret. The secrets are random and long, so a fast hash is enough."""
    return hmac.new(f"credentials {settings.SECRET_KEY}".encode(), secret.encode(), sha256).hexdigest()


def new_key() -> str:
    """A random key: it names a credential, and isn't secret."""
    return secrets.token_hex(12)


class CredentialQuerySet(ScopedQuerySet):
    def in_force(self, now: datetime) -> Self:
        """Those that may be used at a moment."""
        return self.filter(Q(expires=None) | Q(expires__gt=now), revoked=None)


class Credential(ScopedModel):
    """A key and what it may do, on the organisation at `path`. `digest` is that of the secret.

    After a rotation the previous secret stays good until `previous_until`.
    """

    path = PathField(editable=False)
    key = models.CharField(_("key"), max_length=40, unique=True)
    digest = models.CharField(max_length=64, editable=False)
    previous_digest = models.CharField(max_length=64, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list)
    requests_per_minute = models.PositiveIntegerField(_("requests per minute"), default=1200)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    audit_hidden = frozenset({"digest", "previous_digest"})
    objects = CredentialQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    def new_secret(self) -> str:
        """Give the row a new secret and answer it; the present one stays good for a day. Saving is the caller's."""
        secret = secrets.token_urlsafe(32)
        if self.digest:
            self.previous_digest, self.previous_until = self.digest, timezone.now() + GRACE
        self.digest = digest(secret)
        return secret

    def knows(self, secret: str, now: datetime) -> bool:
        """Whether a secret is the present one, or the previous one while that is still good."""
        given = digest(secret)
        if hmac.compare_digest(given, self.digest):
            return True
        until = self.previous_until
        return until is not None and now < until and hmac.compare_digest(given, self.previous_digest)
