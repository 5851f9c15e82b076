"""Forms about appointments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.queries import colleagues_at
from santong.domains.platform.access.roles import appointable, fits, roles_given
from santong.domains.platform.identity.public import Person, PersonField
from santong.domains.platform.organisations.public import Organisation, OrganisationField, PlaceField
from santong.kit.access import Viewer, below
from santong.kit.forms import EMPTY, DateInput

MOST_PLACES = 300


class AppointForm(forms.Form):
    """Who gets which role on an organisation, from when until when. Without an organisation it asks where."""

    person = PersonField()
    role = forms.ChoiceField(label=_("Role"))
    organisation = OrganisationField(
        label=_("Where"), suggestions="access:appointable-suggestions", sent_along=("role",)
    )
    valid_from = forms.DateField(label=_("From"), widget=DateInput(), required=False)
    valid_until = forms.DateField(
        label=_("Until"), widget=DateInput(), required=False, help_text=_("Leave empty for no end.")
    )

    def __init__(self, *args: Any, viewer: Viewer, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, person, place = self.fields["role"], self.fields["person"], self.fields["organisation"]
        assert isinstance(role, forms.ChoiceField) and isinstance(person, PersonField)
        assert isinstance(place, OrganisationField)
        person.viewer, self.viewer = viewer, viewer
        role.choices = [("", EMPTY), *((each.name, each.label) for each in roles_given(viewer, organisation))]
        place.rows = lambda: appointable(viewer, self.data.get("role", ""))
        if organisation is not None:
            del self.fields["organisation"]
        self.fields["valid_from"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The end lies before the start. Choose a later date."))
        return data


class DelegateForm(forms.Form):
    """To whom a role is lent, where and until when."""

    person = PersonField(help_text=_("A colleague: name, pinyin, initials or username."))
    organisation = PlaceField(label=_("Organisation"), queryset=Organisation.objects.none())
    valid_from = forms.DateField(label=_("From"), widget=DateInput())
    valid_until = forms.DateField(label=_("Until"), widget=DateInput(), help_text=_("Half a year at most."))

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.open_to_everyone().filter(below("path", appointment.path))
        fitting = [row.pk for row in rows.order_by("path")[:MOST_PLACES] if fits(appointment.role, row)]
        field, person = self.fields["organisation"], self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField) and isinstance(person, PersonField)
        rows = Organisation.objects.open_to_everyone().select_related("parent")
        field.queryset = rows.filter(pk__in=fitting)
        field.initial = appointment.organisation_id
        field.empty_label = None
        person.near = colleagues(appointment)
        person.suggest_at("access:colleague-suggestions", appointment.pk)
        self.fields["valid_from"].initial = timezone.localdate()


def colleagues(appointment: Appointment) -> QuerySet[Person]:
    """Those who work at the school (or office) where somebody holds a role; never its pupils and parents."""
    return colleagues_at([appointment.path]).exclude(pk=appointment.person_id)
