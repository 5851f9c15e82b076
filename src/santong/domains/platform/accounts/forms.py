"""The form of somebody who can't get in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.identity.public import MustWait, Person, account_in_need, please_wait


class HelpForm(forms.Form):
    """Whose account it is, and what is wrong. Nothing is said about whether there is such an account."""

    identifier = forms.CharField(
        label=_("Username, phone or ID number"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Full name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    reason = forms.ChoiceField(
        label=_("What keeps you out?"),
        choices=HelpRequest.Reason.choices,
        initial=HelpRequest.Reason.PASSWORD,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.person: Person | None = None
        self.must_wait = False

    def clean(self) -> None:
        """Look for the account; only a wait is told."""
        if self.errors:
            return
        typed, name = self.cleaned_data["identifier"], self.cleaned_data["name"]
        try:
            self.person = account_in_need(self.request, typed, name)
        except MustWait as error:
            self.must_wait = True
            raise forms.ValidationError(please_wait(error.seconds), code="wait") from None
