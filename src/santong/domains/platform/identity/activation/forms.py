"""Entering an activation code, and choosing the password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.activation.codes import BadCode, open_code
from santong.domains.platform.identity.adapters import please_wait
from santong.domains.platform.identity.models import ActivationCode, Person
from santong.domains.platform.identity.throttle import Counter, Limit, admit, give_back
from santong.kit.access.middleware import client_address

CODES = Limit("activation", free=40, first=10, longest=900, drain=20)
"""Wrong codes from one address: wide, for a whole class types theirs in one room behind one address."""
LONGEST_CODE = 40
LONGEST_PASSWORD = 128


class ActivationCodeForm(forms.Form):
    """The code of a slip, however it is written."""

    code = forms.CharField(
        label=_("Activation code"),
        max_length=LONGEST_CODE,
        help_text=_("Twelve letters and digits, as on the slip"),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
                "placeholder": "XXXX-XXXX-XXXX",
            }
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.must_wait = False
        self.found: ActivationCode | None = None

    def clean_code(self) -> str:
        """Find the code; attempts are counted as at sign-in."""
        typed: str = self.cleaned_data["code"]
        counters = [Counter(CODES, client_address(self.request))]
        wait = admit(counters)
        if wait:
            self.must_wait = True
            raise forms.ValidationError(please_wait(wait), code="wait")
        try:
            self.found = open_code(typed)
        except BadCode as problem:
            raise forms.ValidationError(str(problem), code="bad") from None
        give_back(counters)
        return typed


class ChosenPasswordForm(forms.Form):
    """A first password, twice."""

    new = forms.CharField(
        label=_("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
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

    def clean_new(self) -> str:
        """The rules of the installation."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.person)
        return new

    def clean_again(self) -> str:
        """The same as above."""
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(_("The two new passwords differ."), code="differ")
        return again
