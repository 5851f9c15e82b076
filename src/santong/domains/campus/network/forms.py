"""Forms about lines, floors, tests and Wi-Fi."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.network.models import CHANGE, FLOORS, Coverage, Floor, Link
from santong.domains.campus.places.public import Room
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    offer_places,
    offices_held,
    schools_held,
)
from santong.kit.access import Viewer
from santong.kit.forms import DateInput


class LinkForm(AtPlaceForm):
    """A line of a school."""

    class Meta:
        model = Link
        fields = ["school", "name", "operator", "down", "up", "price", "until", "ipv6", "note"]
        widgets = {"until": DateInput()}

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, CHANGE)


class FloorForm(AtPlaceForm):
    """A floor of a bureau's plan."""

    placed_by = "place"

    class Meta:
        model = Floor
        fields = ["place", "stage", "down", "up", "source"]
        help_texts = {"up": _("0: the plan wants nothing."), "stage": _("Empty: for all schools.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].required = True

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return offices_held(viewer, FLOORS)


class SchoolForm(forms.Form):
    """Which school."""

    school = forms.ModelChoiceField(label=_("School"), queryset=Organisation.objects.none())

    def __init__(self, data: QueryDict | None, *, viewer: Viewer) -> None:
        super().__init__(data)
        offer_places(self, "school", schools_held(viewer, CHANGE))


class TestForm(SchoolForm):
    """Where a test is made."""

    where = forms.CharField(
        label=_("Where are you?"), max_length=60, required=False,
        help_text=_("Such as “computer room, by cable”. Stop other downloads first."),
    )  # fmt: skip


class CoverageForm(forms.Form):
    """What is known of the Wi-Fi in the rooms of a school."""

    known = forms.ChoiceField(label=_("Known how"), choices=Coverage.Known.choices)

    def __init__(self, data: QueryDict | None, *, rooms: list[Room], states: dict[int, str]) -> None:
        super().__init__(data)
        choices = [("", _("Not known")), *Coverage.State.choices]
        for room in rooms:
            here = states.get(room.pk, "")
            self.fields[f"room-{room.pk}"] = forms.ChoiceField(
                label=str(room), choices=choices, required=False, initial=here
            )
            self.fields[f"was-{room.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=here, widget=forms.HiddenInput()
            )
        self.rooms = rooms

    def states(self) -> dict[Room, str]:
        """What was said, of those rooms of which something else was said than the page showed."""
        said = {room: self.cleaned_data[f"room-{room.pk}"] for room in self.rooms}
        return {room: state for room, state in said.items() if state and state != self.cleaned_data[f"was-{room.pk}"]}

    def seen(self) -> dict[int, str]:
        """What the page showed of each room, by its key."""
        return {room.pk: self.cleaned_data[f"was-{room.pk}"] for room in self.rooms}

    def point_at(self, changed: Collection[Room], states: Mapping[int, str]) -> None:
        """Name the rooms of which somebody else said something meanwhile; saving once more then means it."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        for room in changed:
            typed[f"was-{room.pk}"] = states.get(room.pk, "")
            now = dict(Coverage.State.choices)[states[room.pk]] if states.get(room.pk) else _("Not known")
            self.add_error(
                f"room-{room.pk}",
                gettext("Somebody else has noted “%(state)s” meanwhile. Save once more to replace it.")
                % {"state": now},
            )
        self.data = typed
