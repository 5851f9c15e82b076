"""What the demonstration has and nothing else: entering without a password, and a second factor that everybody sees."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
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


def give_second_factor(person: Person) -> None:
    """Set an authenticator app up for an invented person; anybody may read its codes, see `present_code`."""
    if not is_invented(person):
        raise PermissionDenied
    TOTP.activate(person, generate_totp_secret())


def present_code(person: Person) -> str:
    """What the authenticator app of an invented person of the demonstration shows now, "" for one without."""
    if not settings.DEMO or not is_invented(person):
        raise PermissionDenied
    row = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    if row is None:
        return ""
    secret = secrets.unseal_second_factor(row.data["secret"])
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))
