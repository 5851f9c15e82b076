"""Forms about rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.models import KEEP, Regulation
from santong.domains.campus.rules.queries import replaceable
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import OFFICES, Organisation, PlaceField, offer_places, offices_held
from santong.kit.access import Viewer, below
from santong.kit.forms import DateInput, day_field

TEXT_HELP = _("Plain text. A line that begins with “第一章” or “第一条” becomes a heading or an article.")


class RegulationForm(forms.ModelForm):
    """What stands about a rule; once it is published, its text changes by an amendment alone."""

    attached = FilesField(label=_("File"), required=False, most=1)

    class Meta:
        model = Regulation
        fields = ["issuer", "title", "number", "kind", "in_force_from", "replaces", "audience", "place", "text"]
        field_classes = {"issuer": PlaceField, "place": PlaceField}
        widgets = {"in_force_from": DateInput(), "text": forms.Textarea(attrs={"rows": 16})}
        help_texts = {
            "number": _("Such as “Yunling No. 1 School [2026] 12”."),
            "text": TEXT_HELP,
            "place": _("Empty: everywhere at the issuing place and below it."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["attached"].viewer = viewer  # type: ignore[attr-defined]
        if row.pk is None:
            self._offer_issuers(viewer)
            return
        del self.fields["issuer"]
        self._choice("replaces").queryset = replaceable(row)
        self._choice("place").queryset = _places(row.issuer.path)
        self.initial["attached"] = [row.file] if row.file else []
        if row.is_published:
            for name in ("text", "in_force_from", "attached"):
                del self.fields[name]

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def _offer_issuers(self, viewer: Viewer) -> None:
        issuers = offices_held(viewer, KEEP)
        offer_places(self, "issuer", issuers)
        if "issuer" not in self.initial:
            # Which rules and places there are depends on the issuer; they are chosen once the draft is there.
            del self.fields["replaces"], self.fields["place"]
            return
        only = issuers.get()
        self._choice("replaces").queryset = replaceable(Regulation(issuer=only))
        self._choice("place").queryset = _places(only.path)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if "attached" in self.fields:
            files = found.get("attached") or []
            self.instance.file = files[0] if files else None
        issuer = found.get("issuer") or (self.instance.issuer if self.instance.pk else None)
        if issuer is not None:
            self.instance.path = issuer.path
            refuse_forbidden(self, {"title", "text"} & self.fields.keys(), issuer.path)
        number = found.get("number")
        if issuer is not None and number and self._is_taken(issuer, number):
            self.add_error("number", _("There is a rule with this number already."))
        return found

    def _is_taken(self, issuer: Organisation, number: str) -> bool:
        rows = Regulation.objects.belonging_to(issuer=issuer).filter(number=number)
        return rows.exclude(pk=self.instance.pk).exists()


def _places(path: str) -> Any:
    rows = Organisation.objects.open_to_everyone().filter(below("path", path))
    kinds = (*OFFICES, Organisation.Kind.DEPARTMENT, Organisation.Kind.GRADE)
    return rows.filter(kind__in=kinds).select_related("parent").order_by("path")


class AmendForm(forms.Form):
    """The new text, and what was changed."""

    note = forms.CharField(label=_("Changes made"), max_length=300)
    in_force_from = forms.DateField(label=_("In force from"), widget=DateInput())
    text = forms.CharField(
        label=_("Wording"), max_length=60_000, required=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=TEXT_HELP,
    )  # fmt: skip
    file = FilesField(label=_("File"), required=False, most=1)

    def __init__(self, data: QueryDict | None, row: Regulation, viewer: Viewer) -> None:
        super().__init__(data)
        self.fields["file"].viewer = viewer  # type: ignore[attr-defined]
        self.initial = {"text": row.text, "in_force_from": timezone.localdate(), "file": [row.file] if row.file else []}

    def clean_file(self) -> Any:
        """The only one."""
        files = self.cleaned_data["file"]
        return files[0] if files else None


class RepealForm(forms.Form):
    """From which day on, and why."""

    day = day_field(_("No longer in force from"))
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: QueryDict | None, row: Regulation, viewer: Viewer) -> None:
        super().__init__(data)
