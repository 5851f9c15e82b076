"""What brings points and counts as use."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.learning.resources.public import (
    ResourceDownloaded,
    ResourceShared,
    ResourceUnshared,
    ResourceViewed,
)
from santong.domains.learning.sourcing.actions.earning import reward_admission, reward_use, take_admission_back
from santong.domains.learning.sourcing.actions.exchanging import refresh_reach
from santong.domains.learning.sourcing.actions.packs import count_use
from santong.kit.events import subscribe


def connect() -> None:
    """Called once at start-up. Admission is rewarded in its own transaction, so that no crash can lose it."""
    subscribe(ResourceShared, admitted, inside=True)
    subscribe(ResourceUnshared, unadmitted, inside=True)
    subscribe(ResourceViewed, used)
    subscribe(ResourceViewed, count)
    subscribe(ResourceDownloaded, count)


def admitted(event: ResourceShared) -> None:
    """A level admitted it."""
    reward_admission(resource_id=event.resource_id, level=event.level)
    refresh_reach(resource_id=event.resource_id)


def unadmitted(event: ResourceUnshared) -> None:
    """The reviewer has taken the admission back."""
    take_admission_back(resource_id=event.resource_id, level=event.level, by=event.person_id)
    refresh_reach(resource_id=event.resource_id)


def used(event: ResourceViewed) -> None:
    """Somebody opened it."""
    reward_use(resource_id=event.resource_id, person_id=event.person_id)


def count(event: ResourceViewed | ResourceDownloaded) -> None:
    """A use of what belongs to a pack; who opens a resource again on the same day has used it already."""
    if isinstance(event, ResourceViewed) and not event.is_first:
        return
    month = timezone.localdate().replace(day=1)
    count_use(resource_id=event.resource_id, person_id=event.person_id, month=month)
