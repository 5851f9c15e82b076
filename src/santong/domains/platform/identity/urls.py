"""Addresses of signing in and of one's own account.

Those of allauth that serve here are listed by hand, under the names that it knows them by; all
others (sign-up, e-mail, resetting by mail) don't exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth_account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import RedirectView

from santong.domains.platform.identity import picking, views
from santong.domains.platform.identity.activation import views as activation
from santong.kit.access import current_viewer

View = Callable[..., HttpResponse]


def own_account(view: View) -> View:
    """Let a view of allauth read people by itself: it only ever fetches whoever is signing in."""

    @wraps(view)
    def unscoped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = current_viewer.set(None)
        try:
            return view(request, *args, **kwargs)
        finally:
            current_viewer.reset(token)

    return unscoped


urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/sign-in/", own_account(views.SignInView.as_view()), name="account_login"),
    path("account/sign-in/code/", own_account(mfa.authenticate), name="mfa_authenticate"),
    path("account/sign-in/passkey/", own_account(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("account/sign-out/", own_account(allauth_account.logout), name="account_logout"),
    path("account/confirm/", own_account(allauth_account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", own_account(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", own_account(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("activate/", own_account(activation.enter_code), name="activation"),
    path("activate/person/", own_account(activation.confirm_person), name="activation-person"),
    path("activate/password/", own_account(activation.choose_password), name="activation-password"),
    path("account/password/", views.change_password, name="account_change_password"),
    path("account/places/", views.places, name="account_places"),
    path("account/places/end-others/", views.end_other_places, name="account_end_other_places"),
    path("account/places/<int:key>/end/", views.end_place, name="account_end_place"),
    path("account/second-factor/", own_account(mfa.index), name="mfa_index"),
    path("account/second-factor/app/", own_account(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", own_account(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "account/second-factor/codes/",
        own_account(views.while_new(recovery.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/codes/new/",
        own_account(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-factor/codes/file/",
        own_account(views.while_new(recovery.download_recovery_codes)),
        name="mfa_download_recovery_codes",
    ),
    path("account/second-factor/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/add/", own_account(views.AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path(
        "account/second-factor/passkeys/<int:pk>/remove/",
        own_account(views.RemovePasskeyView.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("people/suggestions/", picking.suggest_people, name="people-suggestions"),
    path("account/security/", views.security_events, name="account_security"),
    path("account/security/seen/", views.see_security_events, name="account_security_seen"),
    path("account/display/", views.keep_display, name="account_display"),
    path("i18n/setlang/", views.set_language, name="set_language"),
]
