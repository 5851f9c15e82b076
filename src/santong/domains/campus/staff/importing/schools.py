"""Which schools a sheet of staff may be about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.imports.targets import ContextForm


class StaffSchoolForm(ContextForm):
    """The school of the staff."""

    school = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("School"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        field = self.fields["school"]
        assert isinstance(field, forms.ModelChoiceField)
        schools = Organisation.objects.visible_to(viewer, "staff.change").filter(kind=Organisation.Kind.SCHOOL)
        field.queryset = schools.open_on(timezone.localdate()).order_by("path")
        if "school" not in self.initial and len(only := list(field.queryset[:2])) == 1:
            field.initial = only[0].pk


def school_with(key: int) -> Organisation:
    """The school of a context; whoever imports has chosen it from those they may write to."""
    return Organisation.objects.open_to_everyone().get(pk=key)


def name_of_code(code: str) -> str:
    """The name of the school that has an identification code, "" for none; the directory of schools is public."""
    row = Organisation.objects.open_to_everyone().filter(code=code).first()
    return row.name if row else ""
