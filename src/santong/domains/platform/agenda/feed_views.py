"""Calendars read elsewhere: by a secret address, or over CalDAV (RFC 4791, read only) with a password of its own.

Nobody is signed in here: the secret says whose calendar it is, and the feed in which identities they read it.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from icalendar import Event

from santong.domains.platform.agenda import webdav
from santong.domains.platform.agenda.actions import note_use
from santong.domains.platform.agenda.icalendars import calendar_of, components, events_of
from santong.domains.platform.agenda.models import Feed
from santong.kit.http import Request
from santong.kit.models.credentials import digest

METHODS = "OPTIONS, GET, HEAD, PROPFIND, REPORT"
LARGEST_QUESTION = 512 * 1024
OFFERED = {"DAV": "1, 3, calendar-access"}
CALENDAR = "text/calendar; charset=utf-8"


def _known(secret: str, way: str) -> Feed | None:
    """The open feed that a secret opens, of a person whose account is."""
    rows = Feed.objects.unscoped("who holds the secret isn't signed in").filter(digest=digest(secret), way=way)
    return rows.filter(revoked_at=None, person__is_active=True).select_related("person").first()


@require_safe
def feed(request: Request, secret: str) -> HttpResponse:
    """A whole calendar at its secret address; nothing of it where nothing has changed."""
    found = _known(secret, Feed.Way.ADDRESS)
    if found is None:
        raise Http404
    now = timezone.now()
    content = calendar_of(list(events_of(found, now).values()), found.name)
    note_use(found, now)
    return _answer(request, content)


def _answer(request: Request, content: bytes) -> HttpResponse:
    tag = etag(content)
    unchanged = request.headers.get("If-None-Match") == tag
    response = HttpResponse(b"" if unchanged else content, content_type=CALENDAR, status=304 if unchanged else 200)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def etag(content: bytes) -> str:
    """What tells one content from another."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@csrf_exempt
def dav(request: Request, pk: int, tail: str = "") -> HttpResponse:
    """A feed over CalDAV: its owner at the top, below it the calendar, in that the events."""
    found = _authenticated(request, pk)
    if found is None:
        return _ask_for_password()
    now = timezone.now()
    note_use(found, now)
    if request.method == "OPTIONS":
        return _options()
    resources = _resources(found, now)
    if request.method in ("GET", "HEAD"):
        return _get(request, resources, tail)
    if request.method in ("PROPFIND", "REPORT"):
        return _multistatus(request, found, resources, tail)
    return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": METHODS})


def _authenticated(request: Request, pk: int) -> Feed | None:
    """The feed whose password came along, with the username of whoever it belongs to."""
    scheme, _space, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        name, _colon, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    found = _known(secret, Feed.Way.CALDAV) if scheme.lower() == "basic" else None
    if found is None or found.pk != pk:
        return None
    return found if hmac.compare_digest(name.encode(), found.person.username.encode()) else None


def _ask_for_password() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": 'Basic realm="calendar"'})


def _options() -> HttpResponse:
    return HttpResponse(headers={"Allow": METHODS, **OFFERED})


def _resources(found: Feed, now: datetime) -> webdav.Resources:
    events: Mapping[str, Event] = events_of(found, now)
    contents = dict(components(dict(events), found.name))
    return webdav.Resources(
        top=reverse("agenda:dav", args=[found.pk]),
        name=found.name,
        events=events,
        contents=contents,
        tags={name: etag(content) for name, content in contents.items()},
    )


def _get(request: Request, resources: webdav.Resources, tail: str) -> HttpResponse:
    if tail == webdav.COLLECTION:
        return _answer(request, calendar_of(list(resources.events.values()), resources.name))
    name = tail.removeprefix(webdav.COLLECTION).removesuffix(".ics")
    if name not in resources.contents:
        raise Http404
    return _answer(request, resources.contents[name])


def _multistatus(request: Request, found: Feed, resources: webdav.Resources, tail: str) -> HttpResponse:
    if len(request.body) > LARGEST_QUESTION:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        question = webdav.read(request.body)
        if request.method == "PROPFIND":
            answers: Iterable[webdav.Found] = resources.found(tail, request.headers.get("Depth", "0"))
        else:
            answers = resources.reported(question)
    except webdav.BadQuestion:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except webdav.OldToken:
        return HttpResponse(webdav.OLD_TOKEN, status=HTTPStatus.FORBIDDEN, content_type=webdav.XML)
    except webdav.NotThere as gone:
        raise Http404 from gone
    body = webdav.written(answers, question, resources.token if webdav.is_sync(question) else "")
    return HttpResponse(body, status=HTTPStatus.MULTI_STATUS, content_type=webdav.XML, headers=OFFERED)
