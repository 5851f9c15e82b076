"""The browsers that an account has signed in from before.

A signed cookie names the browser and the accounts that signed in on it. Failures of strangers
don't hold up a person who comes from such a browser: it has a count of its own.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
SALT = "santong.device"
YEAR = 365 * 24 * 3600
MOST_ACCOUNTS = 8


def device_of(request: HttpRequest, person_id: int | None) -> str | None:
    """The name of this browser if the account has signed in on it before."""
    cookie = _read(request)
    return cookie["device"] if person_id in cookie["people"] else None


def remember_device(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    """Note on the browser that the account signed in here."""
    cookie = _read(request)
    people = [person_id, *(known for known in cookie["people"] if known != person_id)][:MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps({"device": cookie["device"], "people": people}, salt=SALT, compress=True),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return {"device": secrets.token_urlsafe(12), "people": []}
    return content
