"""Choosing whom something is for: places, roles and people, for notices and for other modules that ask or tell many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.public import PersonField
from santong.domains.platform.notices.audience import choices
from santong.domains.platform.notices.models import SEND, AudiencePart
from santong.domains.platform.organisations.public import Organisation, OrganisationField
from santong.kit.access import Viewer


def sending_places(viewer: Viewer) -> Any:
    """Where the viewer may send: places that they answer for, and all below."""
    return Organisation.objects.visible_to(viewer, SEND).open_on(timezone.localdate())


def place_field(label: Any, **kwargs: Any) -> OrganisationField:
    return OrganisationField(label=label, suggestions="notices:places", **kwargs)


class AudienceForm(forms.Form):
    """Roles at a place and below it, or one person by name."""

    place = place_field(
        _("Place of the recipients"),
        required=False,
        help_text=_("Everybody there and below: a school, a grade, a class, a group."),
    )
    who = forms.MultipleChoiceField(label=_("Who"), required=False, widget=forms.CheckboxSelectMultiple)
    person = PersonField(label=_("Or one person"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self, viewer)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        demand_both(self, data)
        if not self.errors and not data.get("place") and not data.get("person"):
            self.add_error("place", _("Choose a place, or a person."))
        return data

    def parts(self) -> list[AudiencePart]:
        """What is chosen so far, not saved: also where something is missing yet."""
        data = self.cleaned_data
        place, person = data.get("place"), data.get("person")
        parts = []
        if place is not None:
            parts = [AudiencePart(organisation=place, path=place.path, role=role) for role in data.get("who", ())]
        return [*parts, AudiencePart(person=person)] if person else parts


def prepare(form: forms.BaseForm, viewer: Viewer) -> None:
    for field in form.fields.values():
        if isinstance(field, OrganisationField):
            field.rows = lambda: sending_places(viewer)
        if isinstance(field, PersonField):
            field.viewer = viewer
    if "who" in form.fields:
        form.fields["who"].choices = choices(viewer.paths(SEND))  # type: ignore[attr-defined]


def demand_both(form: forms.BaseForm, data: dict[str, Any]) -> None:
    if data.get("place") and not data.get("who"):
        form.add_error("who", _("Choose who of this place."))
    if data.get("who") and not data.get("place") and "place" not in form.errors:
        form.add_error("place", _("Choose the place of these people."))
