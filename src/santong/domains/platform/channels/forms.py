"""Forms: setting a channel up, trying it, one's own addresses and wishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.adapters import ADAPTERS
from santong.domains.platform.channels.adapters.answers import Setting
from santong.domains.platform.channels.kinds import Kind, Medium
from santong.domains.platform.channels.models import Address, Channel, Times
from santong.kit.forms import TimeInput
from santong.lib.outgoing import Forbidden, demand_allowed
from santong.lib.phones import PhoneKind, parse_phone
from santong.lib.text_ids import is_id


class ChannelForm(forms.ModelForm):
    """The settings that the channel's adapter asks for. Secrets are typed anew or left as they are, and never shown."""

    class Meta:
        model = Channel
        fields = ("per_minute",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        per_minute = self.fields["per_minute"]
        per_minute.help_text = _("What is more waits for the next minute.")
        per_minute.widget.attrs.update({"min": 1, "max": 60_000})
        self._kept = set(self.instance.open_secrets())
        own = {each.name: self._field(each) for each in self._asked}
        self.fields = {**own, "per_minute": per_minute}

    @property
    def _asked(self) -> list[Setting]:
        return [each for each in ADAPTERS[self.instance.medium].settings if not each.made]

    def _field(self, each: Setting) -> forms.Field:
        words: dict[str, Any] = {"label": each.label, "help_text": each.help, "required": each.is_required}
        initial = self.instance.values.get(each.name, each.initial)
        if each.choices:
            return forms.ChoiceField(choices=each.choices, initial=initial, **words)
        if not each.is_secret:
            return forms.CharField(max_length=200, initial=initial, **words)
        if each.name in self._kept:
            words |= {"help_text": _("Kept, and never shown. Left empty, it stays as it is."), "required": False}
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        return forms.CharField(max_length=300, widget=widget, **words)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for each in self._asked:
            if each.is_address and data.get(each.name):
                self._check_address(each.name, data[each.name])
        for name, check in (("contact", validate_email), ("sender", validate_email)):
            if data.get(name):
                self._check(name, data[name], check)
        if "port" in self.fields and not str(data.get("port", "")).isdecimal():
            self.add_error("port", _("A number, such as 465 or 587."))
        return data

    def _check(self, name: str, text: str, check: Any) -> None:
        try:
            check(text)
        except forms.ValidationError as problem:
            self.add_error(name, problem)

    def _check_address(self, name: str, text: str) -> None:
        try:
            demand_allowed(text, loopback=settings.CHANNELS_LOOPBACK)
        except Forbidden:
            self.add_error(name, _("It must begin with https:// and may not lead into an inner network."))

    def clean_per_minute(self) -> int:
        """Between one and what no provider allows."""
        number: int = self.cleaned_data["per_minute"]
        if not 1 <= number <= 60_000:
            raise forms.ValidationError(_("Between 1 and 60,000."))
        return number

    @property
    def values(self) -> dict[str, str]:
        """The settings that are no secret."""
        return {each.name: self.cleaned_data[each.name] for each in self._asked if not each.is_secret}

    @property
    def secrets(self) -> dict[str, str]:
        """The secrets that were typed."""
        return {each.name: self.cleaned_data[each.name] for each in self._asked if each.is_secret}


class AddressForm(forms.Form):
    """An e-mail address or a telephone number."""

    text = forms.CharField(max_length=120)

    def __init__(self, *args: Any, medium: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.medium = medium
        field = self.fields["text"]
        if medium == Medium.EMAIL:
            field.label, kind, hint = _("E-mail address"), "email", "email"
        elif medium == Medium.SMS:
            field.label, kind, hint = _("Mobile number"), "tel", "tel"
        else:
            field.label, kind, hint = _("Id there"), "text", "off"
        field.help_text = _("A code goes there, so that nobody else is told what is meant for you.")
        field.widget = forms.TextInput(attrs={"type": kind, "autocomplete": hint, "maxlength": 120})

    def clean_text(self) -> str:
        """What can be sent to."""
        text: str = self.cleaned_data["text"].strip()
        if self.medium == Medium.EMAIL:
            validate_email(text)
        elif self.medium == Medium.SMS:
            return _mobile(text)
        elif not is_id(text):
            raise forms.ValidationError(_("Letters, digits, dots, hyphens and underscores, 64 at most."))
        return text


def _mobile(text: str) -> str:
    phone = parse_phone(text).value
    if phone is None or phone.kind is not PhoneKind.MOBILE:
        raise forms.ValidationError(_("A mobile number of the mainland, 11 digits."))
    return phone.number


class TryForm(AddressForm):
    """Where a test goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("One message goes there now, and you read here what the other side answers.")


class CodeForm(forms.Form):
    """The code that was sent to an address."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class WishesForm(forms.ModelForm):
    """What somebody wants to be told where, and when: a field for each address, and the times."""

    at_once = forms.BooleanField(
        label=_("Tell me each of the other notices at once"),
        required=False,
        help_text=_("Otherwise they come together, once a day."),
    )

    class Meta:
        model = Times
        fields = ("quiet_from", "quiet_until", "digest_at")
        widgets = {"quiet_from": TimeInput(), "quiet_until": TimeInput(), "digest_at": TimeInput()}

    def __init__(self, *args: Any, addresses: Sequence[tuple[Address, frozenset[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = addresses
        self.fields["digest_at"].required = False
        self.fields["at_once"].initial = self.instance.digest_at is None
        for address, kinds in addresses:
            self.fields[name_of(address)] = forms.MultipleChoiceField(
                label=f"{address.get_medium_display()} {address.masked}", choices=Kind.choices, required=False,
                initial=sorted(kinds), widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("at_once"):
            data["digest_at"] = None
        elif not data.get("digest_at") and "digest_at" not in self.errors:
            self.add_error("digest_at", _("Choose a time of day, or have each told at once."))
        return data

    @property
    def rows(self) -> list[tuple[str, str, list[tuple[Address, str, bool]]]]:
        """The table: a line for each kind, a control for each address with its name and whether it is ticked."""
        chosen = {address: set(self[name_of(address)].value() or ()) for address, _kinds in self.addresses}
        return [
            (kind, str(label), [(address, name_of(address), kind in kinds) for address, kinds in chosen.items()])
            for kind, label in Kind.choices
        ]

    @property
    def wishes(self) -> dict[Address, list[str]]:
        """The kinds that were ticked for each address."""
        return {address: self.cleaned_data[name_of(address)] for address, _kinds in self.addresses}


def name_of(address: Address) -> str:
    """The field of an address."""
    return f"at-{address.pk}"
