"""Forms about something that belongs to a place, and the places that people may choose for it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.platform.organisations.models import Organisation
from santong.kit.access import Viewer

Kind = Organisation.Kind
OFFICES = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)
"""The kinds of organisations that act in their own name."""


def schools_held(viewer: Viewer, permission: str) -> QuerySet[Organisation]:
    """The open schools for which a viewer holds a permission, there or above, in tree order."""
    rows = Organisation.objects.visible_to(viewer, permission).filter(kind=Kind.SCHOOL)
    return rows.open_on(timezone.localdate()).order_by("path")


def offices_held(viewer: Viewer, permission: str) -> QuerySet[Organisation]:
    """The open bureaus and schools at which a viewer holds a permission themselves, not all below, in tree order."""
    rows = Organisation.objects.visible_to(viewer, permission)
    own = rows.filter(kind__in=OFFICES, path__in=viewer.paths(permission))
    return own.open_on(timezone.localdate()).select_related("parent").order_by("path")


def offer_places(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a form choose among rows; the only one is chosen already."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    if len(only := list(rows[:2])) == 1:
        form.initial[name] = only[0].pk


class AtPlaceForm(forms.ModelForm):
    """A row of a place: which, is asked where there are several, and never changes afterwards.

    `placed_by` names the model's key to the place, whose path is copied. Subclasses say which `places` there are.
    """

    placed_by: ClassVar[str] = "school"

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        if self.instance.pk is None:
            offer_places(self, self.placed_by, self.places(viewer))
        else:
            del self.fields[self.placed_by]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        """Those that may be chosen."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if place := found.get(self.placed_by):
            setattr(self.instance, self.placed_by, place)
            self.instance.path = place.path
        return found

    def _get_validation_exclusions(self) -> set[str]:
        """The place was set above, so what it has already is found here and not by the database."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found - {self.placed_by, "path"} if self.place is not None else found

    @property
    def place(self) -> Organisation | None:
        """The place of the row, None while none is chosen."""
        chosen = self.cleaned_data.get(self.placed_by)
        return chosen or (getattr(self.instance, self.placed_by) if self.instance.pk else None)
