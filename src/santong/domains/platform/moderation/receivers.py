"""What moderation does when its own lists change."""

from __future__ import annotations

from santong.domains.platform.moderation.events import ListsGrown
from santong.domains.platform.moderation.jobs import check_again
from santong.kit.access import SYSTEM
from santong.kit.events import subscribe
from santong.kit.jobs.public import start


def connect() -> None:
    """Called once at start-up."""
    subscribe(ListsGrown, start_check, inside=True)


def start_check(event: ListsGrown) -> None:
    """One check for each edition, however many words it brought."""
    start(check_again, {"edition": event.edition}, acting=SYSTEM, key=f"moderation-{event.edition}", path=event.path)
