"""Where a person is signed in, how long a session lasts, and ending one from elsewhere."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from santong.domains.platform.identity.models import Person
from santong.kit.access.middleware import client_address
from santong.lib.user_agents import Browser, describe

STARTED, SEEN, REMEMBER = "started_at", "seen_at", "remember"
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - a client on a Unix socket has none
TOUCHES = 20
"""How finely idleness is measured: a session is written at most so often in an idle time."""


@dataclass(frozen=True)
class Place:
    """One sign-in as its owner sees it."""

    key: int
    browser: Browser
    address: str
    since: datetime
    last_seen: datetime
    current: bool


def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Receiver of `user_logged_in`: the clock of the session starts."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def remember(request: HttpRequest, wanted: bool) -> None:
    """Keep the browser signed in after it is closed, if the installation allows that."""
    kept = wanted and settings.REMEMBER_SECONDS > 0
    request.session[REMEMBER] = kept
    request.session.set_expiry(settings.REMEMBER_SECONDS if kept else 0)


def is_over(request: HttpRequest, *, strict: bool) -> bool:
    """Whether the session has been idle for too long or has lasted too long.

    `strict` is for powerful roles: a remembered browser makes no difference to them.
    """
    now, session = time.time(), request.session
    idle, age = settings.SESSION_IDLE_SECONDS, settings.SESSION_SECONDS
    if session.get(REMEMBER) and not strict:
        idle = age = settings.REMEMBER_SECONDS
    return now - session.get(SEEN, now) > idle or now - session.get(STARTED, now) > age


def note(request: HttpRequest) -> None:
    """Write the present session into the list of its owner, anew after its key has changed."""
    UserSession.objects.create_from_request(request)


def touch(request: HttpRequest) -> None:
    """Note that the session is in use, now and then rather than with every request."""
    now, session = int(time.time()), request.session
    if now - session.get(SEEN, 0) < settings.SESSION_IDLE_SECONDS // TOUCHES:
        return
    session.setdefault(STARTED, now)
    session[SEEN] = now
    UserSession.objects.filter(session_key=session.session_key).update(
        last_seen_at=timezone.now(), ip=address_of(request)
    )


def renew_key(request: HttpRequest) -> None:
    """Give the session another key, after its powers grew; what was stolen before is worth nothing."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def places_of(request: HttpRequest) -> list[Place]:
    """Where the person of the request is signed in, the present place first, then the latest."""
    rows = UserSession.objects.purge_and_list(request.user)
    places = [_place(row, request.session.session_key) for row in rows]
    return sorted(places, key=lambda place: (place.current, place.last_seen), reverse=True)


def places_of_person(person: Person) -> list[Place]:
    """Where somebody else is signed in, the latest first."""
    places = [_place(row, None) for row in UserSession.objects.purge_and_list(person)]
    return sorted(places, key=lambda place: place.last_seen, reverse=True)


def end_place(person_id: int, key: int) -> None:
    """Sign out at one place; nothing happens when it is somebody else's or over already."""
    for row in UserSession.objects.filter(user_id=person_id, pk=key):
        row.end()


def end_other_places(person_id: int, *, but: str | None = None) -> int:
    """Sign out everywhere except in the session `but`; returns how many places that were."""
    rows = UserSession.objects.filter(user_id=person_id).exclude(session_key=but)
    for row in rows:
        row.end()
    return len(rows)


def is_signed_in_from(person_id: int, address: str) -> bool:
    """Whether the account has a session at this address."""
    return UserSession.objects.filter(user_id=person_id, ip=address or NO_ADDRESS).exists()


def address_of(request: HttpRequest) -> str:
    """The client's address, one that the database takes."""
    return client_address(request) or NO_ADDRESS


def _place(row: UserSession, current_key: str | None) -> Place:
    return Place(
        key=row.pk,
        browser=describe(row.user_agent),
        address="" if row.ip == NO_ADDRESS else row.ip,
        since=row.created_at,
        last_seen=row.last_seen_at,
        current=row.session_key == current_key,
    )
