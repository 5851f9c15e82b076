"""Forms about people entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.duplicates.models import PERMISSION
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer


class PairForm(forms.Form):
    """Two accounts to compare, by their usernames."""

    first = forms.CharField(label=gettext_lazy("Username of one"), max_length=64)
    second = forms.CharField(label=gettext_lazy("Username of the other"), max_length=64)

    def __init__(self, data: Mapping[str, Any] | None, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.viewer = viewer

    def clean_first(self) -> Person:
        return self._person("first")

    def clean_second(self) -> Person:
        return self._person("second")

    def _person(self, field: str) -> Person:
        found: Person | None = (
            Person.objects.visible_to(self.viewer, PERMISSION)
            .filter(username=self.cleaned_data[field].strip().lower(), is_active=True)
            .first()
        )
        if found is None:
            raise forms.ValidationError(_("No account of this name that you may merge. Look at the person's page."))
        return found
