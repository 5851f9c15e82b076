"""Telling the holder of an account what others did to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from santong.domains.platform.identity.events import AccountTouched
from santong.domains.platform.identity.models import Person, SecurityEvent
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.models import ScopedQuerySet

BATCH = 500
SHOWN = 50
Kind = SecurityEvent.Kind


def tell_holders(people: Iterable[Person], kind: str, *, acting: Viewer, path: str = "") -> None:
    """Note what was done to accounts; what people do to their own is no news to them."""
    now = timezone.now()
    rows = [
        SecurityEvent(person=person, kind=kind, path=path, by_id=acting.person_id, at=now)
        for person in people
        if person.pk != acting.person_id
    ]
    with transaction.atomic(), named("identity.tell_holder"):
        SecurityEvent.objects.bulk_create(rows, batch_size=BATCH)
        if rows:
            emit(AccountTouched(tuple(row.person_id for row in rows)))


def events_of(person_id: int | None) -> ScopedQuerySet:
    """What was done to an account, the latest first."""
    rows: ScopedQuerySet = SecurityEvent.objects.unscoped("what was done to one's own account")
    return rows.filter(person_id=person_id).select_related("by").order_by("-at", "-pk")


def unseen_by(viewer: Viewer) -> ScopedQuerySet:
    """What the viewer hasn't seen yet of it."""
    return events_of(viewer.person_id).filter(seen_at=None)


def mark_seen(*, acting: Viewer) -> None:
    """The holder has read everything there is."""
    with named("identity.see_security_events"):
        events_of(acting.person_id).filter(seen_at=None).update(seen_at=timezone.now())


def tell_at_sign_in(request: HttpRequest, user: Person, **kwargs: object) -> None:
    """Receiver of `user_logged_in`: the first page after it says that there is something to read."""
    number = events_of(user.pk).filter(seen_at=None).count()
    if number:
        text = ngettext(
            "%(n)s thing was done to your account by others. Read it under “Security notices”.",
            "%(n)s things were done to your account by others. Read them under “Security notices”.",
            number,
        )
        # A session that a command or a test begins has no page to show it on.
        messages.warning(request, text % {"n": number}, fail_silently=True)
