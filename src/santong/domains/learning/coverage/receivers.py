"""What is counted: opening a resource and saving its files."""

from __future__ import annotations

from santong.domains.learning.coverage.actions import count_use
from santong.domains.learning.resources.public import ResourceDownloaded, ResourceViewed
from santong.kit.events import subscribe


def connect() -> None:
    """Called once at start-up."""
    subscribe(ResourceViewed, count)
    subscribe(ResourceDownloaded, count)


def count(event: ResourceViewed | ResourceDownloaded) -> None:
    """Count a use by a teacher; others teach nothing, so nothing is counted for them.

    Who opens a resource again on the same day has used it already.
    """
    if isinstance(event, ResourceViewed) and not event.is_first:
        return
    count_use(resource_id=event.resource_id, person_id=event.person_id)
