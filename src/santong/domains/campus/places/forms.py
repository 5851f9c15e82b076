"""Forms about sites, buildings and rooms, and which school a sheet is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.models import CHANGE, Building, OfSchool, Room, Site
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    SchoolContextForm,
    school_of,
    schools_held,
)
from santong.kit.access import Viewer
from santong.kit.forms import DateInput


class PlacesSchoolForm(SchoolContextForm):
    """The school of the rooms."""

    permission = CHANGE


class OfSchoolForm(AtPlaceForm):
    """Something at a school."""

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, CHANGE)

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            self._demand_same_school(self.place)
        return found

    def _demand_same_school(self, school: Organisation) -> None:
        for name, value in self.cleaned_data.items():
            if isinstance(value, OfSchool) and value.school_id != school.pk:
                self.add_error(
                    name, _("This belongs to another school. Choose one of %(school)s.") % {"school": school}
                )


def kept_by(viewer: Viewer, model: type[Model]) -> QuerySet[Any]:
    """The rows of a kind that a viewer keeps."""
    assert issubclass(model, OfSchool)
    return model.with_removed.visible_to(viewer, CHANGE).filter(removed_at=None).order_by("path", "name")


class SiteForm(OfSchoolForm):
    """A site."""

    class Meta:
        model = Site
        fields = ["school", "name", "address"]


class BuildingForm(OfSchoolForm):
    """A building."""

    class Meta:
        model = Building
        fields = ["school", "name", "site", "floors"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("site", kept_by(self.viewer, Site))


class RoomForm(OfSchoolForm):
    """A room."""

    class Meta:
        model = Room
        fields = [
            "school", "name", "kind", "building", "floor", "seats", "home_class", "bookable", "needs_approval", "since",
            "until", "note",
        ]  # fmt: skip
        widgets = {"since": DateInput(), "until": DateInput()}
        help_texts = {
            "building": _("Empty for grounds outside."),
            "until": _("A room out of use stays in the record, and nobody can book it any more."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A building that was removed meanwhile stays the one of its rooms.
        present = (
            Building.objects.again([self.instance.building]) if self.instance.building else Building.objects.none()
        )
        self._choose("building", (kept_by(self.viewer, Building) | present).order_by("path", "name"))
        classes = Organisation.objects.visible_to(self.viewer, CHANGE).filter(kind=Organisation.Kind.CLASS)
        self._choose("home_class", classes.open_on(timezone.localdate()).order_by("path"))

    def _demand_same_school(self, school: Organisation) -> None:
        super()._demand_same_school(school)
        home = self.cleaned_data.get("home_class")
        if home is not None and school_of(home) != school:
            self.add_error("home_class", _("This class belongs to another school."))
