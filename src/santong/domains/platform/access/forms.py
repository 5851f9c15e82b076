"""Forms about appointments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.roles import FROM_FACTS, fits, needed_permission
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.kit.access import Viewer, below
from santong.kit.forms import DateInput
from santong.kit.registry import registry

MOST_PLACES = 300


class PersonField(forms.CharField):
    """A person by username, or by full name where that is unambiguous among those visible."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Person"))
        kwargs.setdefault("help_text", _("Username, or the full name."))
        super().__init__(*args, max_length=64, **kwargs)
        self.viewer: Viewer | None = None
        self.near: Any = None

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        people = Person.objects.unscoped("an exact username is the proof of knowing them").filter(is_active=True)
        found = people.filter(username__iexact=text).first()
        if found is not None:
            return found
        named = list(self._known().filter(name=text, is_active=True)[:2])
        if len(named) == 1:
            return named[0]
        if named:
            raise forms.ValidationError(_("Several people are called so. Write the username."))
        raise forms.ValidationError(_("Nobody here has this username or name. Check the spelling."))

    def _known(self) -> Any:
        if self.viewer is not None and self.viewer.paths("people.view"):
            return Person.objects.visible_to(self.viewer)
        return Person.objects.none() if self.near is None else self.near


class AppointForm(forms.Form):
    """Who gets which role on an organisation, from when until when."""

    person = PersonField()
    role = forms.ChoiceField(label=_("Role"))
    valid_from = forms.DateField(label=_("From"), widget=DateInput(), required=False)
    valid_until = forms.DateField(
        label=_("Until"), widget=DateInput(), required=False, help_text=_("Leave empty for no end.")
    )

    def __init__(self, *args: Any, viewer: Viewer, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, person = self.fields["role"], self.fields["person"]
        assert isinstance(field, forms.ChoiceField) and isinstance(person, PersonField)
        person.viewer = viewer
        field.choices = [
            (role.name, role.label)
            for role in registry.roles.values()
            if role.name not in FROM_FACTS
            and fits(role.name, organisation)
            and viewer.can(needed_permission(role.name), organisation.path)
        ]
        self.fields["valid_from"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The end lies before the start. Choose a later date."))
        return data


class DelegateForm(forms.Form):
    """To whom a role is lent, where and until when."""

    person = PersonField(help_text=_("The username of a colleague."))
    organisation = PlaceField(label=_("Organisation"), queryset=Organisation.objects.none())
    valid_from = forms.DateField(label=_("From"), widget=DateInput())
    valid_until = forms.DateField(label=_("Until"), widget=DateInput(), help_text=_("Half a year at most."))

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.unscoped("below one's own appointment").filter(below("path", appointment.path))
        fitting = [row.pk for row in rows.order_by("path")[:MOST_PLACES] if fits(appointment.role, row)]
        field, person = self.fields["organisation"], self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField) and isinstance(person, PersonField)
        rows = Organisation.objects.unscoped("below one's own appointment").select_related("parent")
        field.queryset = rows.filter(pk__in=fitting)
        field.initial = appointment.organisation_id
        field.empty_label = None
        person.near = Person.objects.unscoped("colleagues, by full name").filter(path=appointment.path)
        self.fields["valid_from"].initial = timezone.localdate()
