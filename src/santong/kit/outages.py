"""What people see when the machine is in trouble: a full disk, a database that does not answer.

These are told apart from errors of the program, because waiting or freeing space helps, and
because nothing was half done: the transaction was rolled back, and what was typed is still in
the browser.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.defaults import bad_request as plain_bad_request
from django.views.defaults import server_error as plain_server_error

log = structlog.get_logger(__name__)

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
AWAY = ("connection", "timeout", "timed out", "locked", "unable to open", "starting up", "shutting down", "too many")
RETRY_AFTER = "15"


@dataclass(frozen=True)
class Outage:
    """A kind of trouble, its status and the template of its page."""

    name: str
    status: HTTPStatus
    template: str


DISK_FULL = Outage("disk_full", HTTPStatus.INSUFFICIENT_STORAGE, "507.html")
DATABASE_AWAY = Outage("database_away", HTTPStatus.SERVICE_UNAVAILABLE, "503.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of uncaught errors: a page of its own for outages."""
    error = sys.exc_info()[1]
    answered = answer(request, error) if error else None
    return answered or plain_server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of bad requests: a session that could not be written is reported as one."""
    return answer(request, exception) or plain_bad_request(request, exception)


def answer(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The page or, for htmx, the notice for an outage; None for other errors."""
    outage = outage_of(error)
    if outage is None:
        return None
    log.error(outage.name, path=request.path, method=request.method, error=str(error).strip()[:300])
    response = _notice() if request.headers.get("HX-Request") else _page(outage)
    response.status_code = outage.status
    response["Retry-After"] = RETRY_AFTER
    return response


def _page(outage: Outage) -> HttpResponse:
    # Without the request: the session and the viewer would need the database.
    return HttpResponse(loader.get_template(outage.template).render())


def _notice() -> HttpResponse:
    """For htmx: leave the page with its form as it is, and say why nothing happened."""
    response = HttpResponse()
    text = _("The platform can't save right now. Your input is still here: try again in a minute.")
    response["HX-Reswap"] = "none"
    response["HX-Trigger"] = json.dumps({"toast": {"text": text, "tone": "error"}})
    return response


def outage_of(error: BaseException) -> Outage | None:
    """The outage behind an exception; None for an error of the program."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in FULL:
            return DISK_FULL
        if isinstance(cause, DatabaseError | InterfaceError):
            text = str(cause).lower()
            if "disk is full" in text or "no space left" in text:
                return DISK_FULL
            if isinstance(cause, InterfaceError | OperationalError) and any(word in text for word in AWAY):
                return DATABASE_AWAY
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
