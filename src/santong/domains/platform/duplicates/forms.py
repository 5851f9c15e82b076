"""Forms about people entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.duplicates.models import PERMISSION
from santong.domains.platform.identity.public import Person, PersonField
from santong.kit.access import Viewer


class PairForm(forms.Form):
    """Two accounts to compare."""

    first = PersonField(label=gettext_lazy("One account"))
    second = PersonField(label=gettext_lazy("The other account"))

    def __init__(self, data: Mapping[str, Any] | None, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.viewer = viewer
        for field in self.fields.values():
            assert isinstance(field, PersonField)
            field.near = self._mergeable()

    def clean_first(self) -> Person:
        return self._person("first")

    def clean_second(self) -> Person:
        return self._person("second")

    def _person(self, field: str) -> Person:
        found: Person | None = self._mergeable().filter(pk=self.cleaned_data[field].pk).first()
        if found is None:
            raise forms.ValidationError(_("No account of this name that you may merge. Look at the person's page."))
        return found

    def _mergeable(self) -> QuerySet[Person]:
        return Person.objects.visible_to(self.viewer, PERMISSION)
