"""How django-allauth works here: no e-mail, no sign-up, our limits, our keys, our words."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity import second_factor, secrets, sessions
from santong.domains.platform.identity.credentials import MustWait, confirm_password
from santong.domains.platform.identity.devices import remember_device
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.preferences import show_preferences

CONFIRMED_FOR = 600
"""Seconds after signing in or confirming during which sensitive pages don't ask again."""


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without e-mail; counting and checking are ours."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right. Wait for the next one and enter that."),
        "too_many_login_attempts": _("Too many attempts. Wait a little and try again."),
        "rate_limited": _("Too many attempts. Wait a little and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from schools and bureaus only."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether to go there after signing in; an address that nobody can read isn't."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the audit names too."""
        return sessions.address_of(request)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the passkey island asks for JSON."""
        return request.headers.get("Accept") == "application/json"

    def get_login_stages(self) -> list[str]:
        """After the password: the second factor, and nothing else."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Whether the signed-in person knows their password; limited like signing in."""
        try:
            return confirm_password(user, password)
        except MustWait as error:
            raise ValidationError(please_wait(error.seconds), code="wait") from None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in just now counts as confirming."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > CONFIRMED_FOR

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Switched off between the password and the second factor, or trying a passkey."""
        messages.error(request, switched_off())
        return redirect(settings.LOGIN_URL)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Note the browser, and show the pages as the person likes them."""
        response = super().post_login(request, user, **kwargs)
        remember_device(request, response, user.pk)
        show_preferences(response, user)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets sealed like personal numbers; a strong role keeps at least one factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right. Wait for the next one and enter that."),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor, and this is the only one. Add another one first."
        ),
        "cannot_generate_recovery_codes": _("Recovery codes need an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.seal_second_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal_second_factor(encrypted_text)

    def get_totp_issuer(self) -> str:
        return settings.PRODUCT_NAME

    def _get_site_name(self) -> str:
        return settings.PRODUCT_NAME

    def build_totp_svg(self, url: str) -> str:
        """The QR code, with its quiet zone (ISO/IEC 18004, 6.3.8)."""
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", xmldecl=False, border=4, light="#fff", omitsize=True)
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return second_factor.may_remove_one(context.request.viewer)

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        """A name for a passkey that its owner left unnamed."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def please_wait(seconds: int) -> str:
    """The sentence for people who have to wait."""
    if seconds < 60:
        text = ngettext(
            "Too many attempts. Try again in %(count)s second.",
            "Too many attempts. Try again in %(count)s seconds.",
            seconds,
        )
        return text % {"count": seconds}
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many attempts. Try again in %(count)s minute.",
        "Too many attempts. Try again in %(count)s minutes.",
        minutes,
    )
    return text % {"count": minutes}


def switched_off() -> str:
    """The sentence for people whose account was switched off."""
    return gettext("This account is switched off. Ask your school or bureau to switch it on.")
