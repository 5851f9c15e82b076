"""What analysis does when something happens elsewhere."""

from __future__ import annotations

from santong.domains.governance.analytics.models import Erasure
from santong.domains.platform.records.public import PersonErased
from santong.kit.events import subscribe


def connect() -> None:
    """Called once, when all applications are there."""
    subscribe(PersonErased, _note, inside=True)


def _note(event: PersonErased) -> None:
    """In the transaction of the erasure, so that the lake can't forget it."""
    Erasure.objects.create(old=event.old, new=event.new)
