"""Forms about organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.models import Organisation
from santong.kit.access import Viewer


class OrganisationForm(forms.ModelForm):
    """Name, kind and place of an organisation. The parent is chosen once, when it is made."""

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "parent", "code", "division", "valid_from", "valid_until"]
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "code": _("The identification code of a school has ten digits."),
            "division": _("Six digits (GB/T 2260)."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["parent"]
            return
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.visible_to(viewer, "organisations.change").exclude(
            kind__in=(Organisation.Kind.CLASS, Organisation.Kind.GRADE)
        )
        field.required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The end lies before the start. Choose a later date."))
        return data
