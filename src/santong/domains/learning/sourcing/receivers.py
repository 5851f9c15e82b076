"""What brings points and counts as use."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from santong.domains.learning.resources.public import (
    ResourceDownloaded,
    ResourceShared,
    ResourceUnshared,
    ResourceViewed,
)
from santong.domains.learning.sourcing.actions.earning import reward_admission, reward_use, take_admission_back
from santong.domains.learning.sourcing.actions.exchanging import refresh_reach
from santong.domains.learning.sourcing.actions.packs import count_use
from santong.domains.learning.sourcing.events import ContributionDecided
from santong.domains.learning.sourcing.models import Call
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.kit.events import subscribe


def connect() -> None:
    """Called once at start-up. Admission is rewarded in its own transaction, so that no crash can lose it."""
    subscribe(ResourceShared, admitted, inside=True)
    subscribe(ResourceUnshared, unadmitted, inside=True)
    subscribe(ContributionDecided, tell_contributor, inside=True)
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


ACCEPTED = gettext_lazy("Your answer to a call was accepted: %(call)s")
THANKED = gettext_lazy("Thanks for your answer to a call: %(call)s")


def tell_contributor(event: ContributionDecided) -> None:
    """Tell whoever answered a call what was decided; a decision that is made anew replaces the one before."""
    key = f"call-{event.call_id}-{event.resource_id}"
    take_back_told(key)
    call = Call.objects.noted([event.call_id]).get()
    address, person = reverse("sourcing:calls-detail", args=[call.pk]), Person.objects.noted([event.person_id]).get()
    title = ACCEPTED if event.accepted else THANKED
    tell(person, title, words={"call": call.title}, address=address, key=key, kind=ANSWER)
