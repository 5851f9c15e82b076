"""Forms of signing in and of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity import sessions
from santong.domains.platform.identity.adapters import please_wait, switched_off
from santong.domains.platform.identity.credentials import CONFIRM, MustWait, check, confirm_password
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.throttle import Counter, Limit, admit, forget

USED_CODE = Limit("used", free=1, first=120, longest=120, drain=120)
"""A code is good once (RFC 6238, 5.2), in whichever process it comes back."""
LONGEST_PASSWORD = 128


class SignInForm(forms.Form):
    """One field for the username, the phone number or the identity number, and the password."""

    identifier = forms.CharField(
        label=_("Username, phone or ID number"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(label=_("Keep me signed in on this device"), required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.person: Person | None = None
        self.must_wait = False
        if not settings.REMEMBER_SECONDS:
            del self.fields["remember"]

    def clean(self) -> None:
        """Check the password; the message is the same for unknown accounts and wrong passwords."""
        typed, password = self.cleaned_data.get("identifier"), self.cleaned_data.get("password")
        if not typed or not password:
            return
        try:
            checked = check(self.request, typed, password)
        except MustWait as error:
            self.must_wait = True
            raise forms.ValidationError(please_wait(error.seconds), code="wait") from None
        if checked.person is None:
            raise forms.ValidationError(
                _(
                    "The account or the password is not right. Check both and try again; "
                    "after several wrong attempts, wait a few minutes first."
                ),
                code="wrong",
            )
        if checked.switched_off:
            raise forms.ValidationError(switched_off(), code="off")
        self.person = checked.person

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on to the second factor or into the platform (called by allauth's view)."""
        sessions.remember(request, self.cleaned_data.get("remember", False))
        # No credentials are handed over: allauth would keep what was typed in the session.
        return perform_password_login(request, {}, Login(user=self.person, redirect_url=redirect_url))


class PasswordForm(forms.Form):
    """A new password, twice; the present one too unless it is an initial one."""

    current = forms.CharField(
        label=_("Present password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person.must_change_password or not person.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        """The present password, limited like signing in."""
        current: str = self.cleaned_data["current"]
        try:
            right = confirm_password(self.person, current)
        except MustWait as error:
            raise forms.ValidationError(please_wait(error.seconds), code="wait") from None
        if not right:
            raise forms.ValidationError(_("The password is not right."), code="wrong")
        return current

    def clean_new(self) -> str:
        """The rules of the installation, and never the same again."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        if self.person.check_password(new):
            raise forms.ValidationError(_("This is your present password. Choose another one."), code="same")
        return new

    def clean_again(self) -> str:
        """The same as above."""
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("The two new passwords differ."), code="differ")
        return again


class PreferencesForm(forms.Form):
    """How somebody wants to see the pages, on every device."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), choices=Person.Theme, widget=forms.RadioSelect)
    text_size = forms.ChoiceField(label=_("Text size"), choices=Person.TextSize, widget=forms.RadioSelect)


class DisplayForm(forms.Form):
    """Theme and text size from the menu of every page; what isn't sent stays as it was."""

    theme = forms.ChoiceField(choices=Person.Theme, required=False)
    text_size = forms.ChoiceField(choices=Person.TextSize, required=False)

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data)
        self.person = person

    def clean_theme(self) -> str:
        return self.cleaned_data["theme"] or self.person.theme

    def clean_text_size(self) -> str:
        return self.cleaned_data["text_size"] or self.person.text_size


class LimitedCode:
    """Entering a code from the app or a recovery code: limited, and good once."""

    user: Person
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Check the code; too many wrong ones have to wait, in all processes together."""
        counters = [Counter(CONFIRM, f"code {self.user.pk}")]
        _admit_or_refuse(counters)
        code: str = super().clean_code()  # type: ignore[misc]
        if admit([Counter(USED_CODE, f"{self.user.pk} {code.strip()}")]):
            raise get_adapter().validation_error("incorrect_code")
        forget(counters)
        return code


class CodeForm(LimitedCode, AuthenticateForm):
    """The second factor at sign-in."""

    code = forms.CharField(label=_("Verification code"), max_length=20, widget=forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    ))  # fmt: skip


class ConfirmByCodeForm(LimitedCode, CodeAgainForm):
    """Confirming with a code before a sensitive page."""

    code = forms.CharField(label=_("Verification code"), max_length=20, widget=forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    ))  # fmt: skip


class ConfirmByPasswordForm(ReauthenticateForm):
    """Confirming with the password before a sensitive page."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class AddAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Limited like every code."""
        counters = [Counter(CONFIRM, f"app {self.user.pk}")]
        _admit_or_refuse(counters)
        code: str = super().clean_code()
        forget(counters)
        return code


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: what the browser made, and a name for it."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=40, required=False)
    passwordless = None  # every passkey here can sign in by itself


def _admit_or_refuse(counters: list[Counter]) -> None:
    wait = admit(counters)
    if wait:
        raise forms.ValidationError(please_wait(wait), code="wait")
