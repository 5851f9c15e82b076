"""From an Authorization header to the token."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.platform.tokens.models import Token

PREFIX = "santong"


def bearer_of(key: str, secret: str) -> str:
    """What a system sends: its beginning lets scanners of published code recognise it."""
    return f"{PREFIX}_{key}_{secret}"


def token_with(bearer: str) -> Token | None:
    """The token in force that a bearer stands for; None for a wrong, expired or revoked one."""
    prefix, _, rest = bearer.partition("_")
    key, _, secret = rest.partition("_")
    if prefix != PREFIX or not (key.isascii() and key.isalnum() and secret):
        return None
    now = timezone.now()
    tokens = Token.objects.unscoped("tokens authenticate before there is a viewer").in_force(now)
    token = tokens.filter(key=key[:40]).select_related("organisation", "holder").first()
    if token is None:
        Token().knows(secret, now)  # so that the time taken doesn't tell whether there is such a key
        return None
    return token if token.knows(secret, now) else None
