"""What the records take from the platform itself: that somebody signed in.

What happens in other modules arrives by their own `record_from`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in

from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.actions.outbox import record
from santong.domains.platform.records.events import Happening


def connect() -> None:
    """Called once, when all applications are there."""
    user_logged_in.connect(_signed_in)


def _signed_in(sender: Any, user: Person, **kwargs: Any) -> None:
    """Neither device nor address: only that it was, and when."""
    record(Happening(user.pk, "logged-in", "", "application", settings.PRODUCT_NAME, extensions={"kind": "page"}))
