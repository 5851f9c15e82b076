"""Signing somebody in without a password: the demonstration, and nothing else."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from santong.domains.platform.identity import secrets
from santong.domains.platform.identity.models import Person
from santong.lib.identity_numbers import INVENTED_DIVISION


def is_invented(person: Person) -> bool:
    """Whether the person carries an identity number of a division that can't exist."""
    return secrets.unseal(secrets.Kind.ID_NUMBER, person.sealed_id_number).startswith(INVENTED_DIVISION)


def enter(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign in an invented person of the demonstration; raises `PermissionDenied` for anybody else."""
    if not settings.DEMO or not is_invented(person):
        raise PermissionDenied
    adapter = get_adapter()
    adapter.login(request, person)
    record_authentication(request, person, method="demonstration")
    return adapter.post_login(
        request, person, email_verification="none", signal_kwargs=None, email=None, signup=False, redirect_url="/"
    )
