"""What follows from signing in and from changes of the second factor."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from santong.domains.platform.identity import sessions
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.security_events import tell_at_sign_in
from santong.kit.audit import named
from santong.kit.models.audit import CHANGE, record

log = structlog.get_logger(__name__)


def connect() -> None:
    """Called once, when all applications are there."""
    user_logged_in.connect(sessions.begin)
    user_logged_in.connect(_signed_in)
    user_logged_in.connect(tell_at_sign_in)
    authenticator_added.connect(_factor_added)
    authenticator_removed.connect(_factor_removed)
    authenticator_reset.connect(_codes_renewed)


def _signed_in(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    log.info("signed in", person=user.pk, address=sessions.address_of(request))


def _factor_added(request: HttpRequest, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    _record(user, "", authenticator.type)
    sessions.renew_key(request)


def _factor_removed(user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    _record(user, authenticator.type, "")


def _codes_renewed(user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    _record(user, authenticator.type, authenticator.type)


def _record(person: Person, before: str, after: str) -> None:
    with named("identity.change_second_factor"):
        record(CHANGE, [person], [{"second_factor": [str(before), str(after)]}])
