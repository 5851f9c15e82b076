"""Forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Kind, Node, Textbook
from santong.domains.learning.sourcing.models import MOST_POINTS, Call, Pack
from santong.domains.learning.sourcing.permissions import KEEP, PUBLISH
from santong.domains.learning.sourcing.queries.packs import places_of
from santong.domains.learning.sourcing.rules import Occasion
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.lib.subjects import SUBJECTS
from santong.lib.whole_numbers import whole_number

TEXTS = ("title", "wanted", "criteria")
"""What a call says in words of its author, as `Call.texts`."""
PLACES = (
    Organisation.Kind.CITY_BUREAU,
    Organisation.Kind.COUNTY_BUREAU,
    Organisation.Kind.SCHOOL,
)


class PlaceField(forms.ModelChoiceField):
    """A bureau or school by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def bureaus_and_schools(viewer: Viewer, permission: str) -> QuerySet:
    """Those on which the viewer holds a permission, in the order of the tree."""
    rows = Organisation.objects.visible_to(viewer, permission)
    return rows.filter(kind__in=PLACES).open_on(timezone.localdate()).order_by("path")


class CallForm(forms.ModelForm):
    """What is wanted, from whom, until when."""

    subject = forms.ChoiceField(label=_("Subject"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of resource"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: any kind."),
    )

    class Meta:
        model = Call
        fields = ["title", "wanted", "stage", "subject", "textbook", "node", "kinds", "criteria", "deadline"]
        widgets = {
            "wanted": forms.Textarea(attrs={"rows": 4}),
            "criteria": forms.Textarea(attrs={"rows": 3}),
            "deadline": DateInput(),
            "textbook": forms.Select(
                attrs={
                    "hx-get": reverse_lazy("resources:nodes"),
                    "hx-target": "#id_node",
                    "hx-swap": "innerHTML",
                    "hx-trigger": "change",
                }
            ),
        }
        help_texts = {"deadline": _("On this day people may still answer.")}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "—"), *((name, name) for name in sorted(SUBJECTS))]  # type: ignore[attr-defined]
        books = Textbook.objects.open_to_everyone().filter(is_current=True).order_by("subject", "grade", "term")
        self.fields["textbook"].queryset = books  # type: ignore[attr-defined]
        nodes = Node.objects.open_to_everyone().filter(textbook=self._book()).order_by("position")
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]
        places = bureaus_and_schools(viewer, PUBLISH)
        self.fields["organisation"] = _place(places, _("Published by"), self.instance.organisation_id)
        self.fields["audience"] = _place(places, _("Who may answer"), self.instance.audience_id)
        self.fields["audience"].help_text = _("Everybody there and below who adds resources.")

    def _book(self) -> Any:
        if self.is_bound:
            return whole_number(str(self.data.get("textbook", "")))
        return self.instance.textbook_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        node, book = data.get("node"), data.get("textbook")
        if node and book and node.textbook_id != book.pk:
            self.add_error("node", _("This unit belongs to another textbook. Choose one of this textbook."))
        publisher, audience = data.get("organisation"), data.get("audience")
        if publisher:
            refuse_forbidden(self, TEXTS, publisher.path)
        if publisher and audience and not audience.path.startswith(publisher.path):
            self.add_error("audience", _("Choose the place that publishes it, or one below."))
        deadline = data.get("deadline")
        if deadline and "deadline" in self.changed_data and deadline < timezone.localdate():
            self.add_error("deadline", _("This day has passed. Choose today or a later day."))
        return data

    def save(self, commit: bool = True) -> Any:
        """The call with its places; the action writes it."""
        self.instance.organisation = self.cleaned_data["organisation"]
        self.instance.audience = self.cleaned_data["audience"]
        return super().save(commit=False)


def _place(rows: QuerySet, label: Any, chosen: int | None) -> PlaceField:
    field = PlaceField(rows, label=label, empty_label=None)
    field.initial = chosen or next(iter(rows.values_list("pk", flat=True)[:1]), None)
    return field


class ResourceField(forms.ModelChoiceField):
    """One's own resource, by title and kind."""

    def label_from_instance(self, obj: Any) -> str:
        facts = " · ".join(filter(None, (str(obj.get_kind_display()), obj.subject)))
        return f"{obj.title}（{facts}）"


class AnswerForm(forms.Form):
    """Which of one's own resources answers a call."""

    resource = ResourceField(
        None,
        label=_("Your resource"),
        help_text=_("Your resources that are in the library. One that isn't yet has to be handed in there first."),
    )
    note = forms.CharField(
        label=_("Note on it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the people who decide should know."),
    )

    def __init__(self, *args: Any, rows: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = rows  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """A word to the person who answered."""

    comment = forms.CharField(
        label=_("Word of the jury"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The contributor reads this."),
    )


class CertificateForm(forms.Form):
    """At which level a resource is certified, and why."""

    level = forms.ChoiceField(label=_("Certified at"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees the resource reads this."),
    )

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        if levels:
            self.fields["level"].initial = levels[0][0]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PriceForm(forms.Form):
    """What a resource of one's own costs."""

    points = forms.IntegerField(
        label=_("Price in points"),
        min_value=0,
        max_value=MOST_POINTS,
        help_text=_("0: free. Your own school never pays."),
    )


class RulesForm(forms.Form):
    """The table of what brings points."""

    def __init__(self, *args: Any, table: Sequence[tuple[Occasion, int, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for occasion, person, school in table:
            for whose, points, label in (("person", person, _("Author")), ("school", school, _("School"))):
                self.fields[f"{occasion.name}-{whose}"] = forms.IntegerField(
                    label=f"{occasion.label} · {label}", min_value=0, max_value=MOST_POINTS, initial=points
                )

    def lines(self) -> list[tuple[Occasion, Any, Any]]:
        """Each occasion with its two fields."""
        return [(each, self[f"{each.name}-person"], self[f"{each.name}-school"]) for each, _p, _s in self.table]


class PlacesField(forms.ModelMultipleChoiceField):
    """Bureaus and schools by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)

    def _check_values(self, value: Any) -> Any:
        """Refuse what no key can be; SQLite fails on a number that is too large for it instead of finding nothing."""
        for key in value:
            if whole_number(str(key)) is None:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super()._check_values(value)


class PackForm(forms.ModelForm):
    """What was bought, for whom, until when."""

    class Meta:
        model = Pack
        fields = ["title", "supplier", "description", "begins", "ends", "seats"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "begins": DateInput(),
            "ends": DateInput(),
        }
        help_texts = {
            "ends": _("From the day after, nobody opens its resources."),
            "seats": _(
                "Empty: everybody at the entitled places. A number: so many people, who take a seat at first use."
            ),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = bureaus_and_schools(viewer, KEEP)
        self.fields["organisation"] = _place(places, _("Kept by"), self.instance.organisation_id)
        self.fields["places"] = PlacesField(
            places,
            label=_("Entitled places"),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Each with everybody below."),
        )
        if self.instance.pk:
            self.initial["places"] = [row.organisation_id for row in places_of(self.instance)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The licence ends before it begins."))
        keeper = data.get("organisation")
        if keeper and any(not place.path.startswith(keeper.path) for place in data.get("places") or ()):
            self.add_error("places", _("Choose the place that keeps it, or places below."))
        return data

    def save(self, commit: bool = True) -> Any:
        """The pack with its keeper; the action writes it."""
        self.instance.organisation = self.cleaned_data["organisation"]
        return super().save(commit=False)
