"""Language, theme and text size: kept on the person, shown through cookies.

Pages read cookies only, so they look right before anybody signs in; signing in writes a person's
choices into the cookies of that browser, which is how they follow to another device.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from santong.domains.platform.identity.models import Person

YEAR = 365 * 24 * 3600
THEME, TEXT = "theme", "text"


def show_preferences(response: HttpResponse, person: Person) -> None:
    """Write what the person has chosen into cookies; what they never chose stays as it is."""
    _set(response, settings.LANGUAGE_COOKIE_NAME, person.language)
    _set(response, THEME, person.theme)
    _set(response, TEXT, person.text_size)


def _set(response: HttpResponse, name: str, value: str) -> None:
    if value:
        # The theme's island reads and writes these in the browser, so they can't be HttpOnly.
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
