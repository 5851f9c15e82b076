"""Forms: what is asked for, opinions, whom to ask, substitutions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.domains.platform.requests.actions.deciding import LONGEST
from santong.domains.platform.requests.colleagues import colleague_field
from santong.domains.platform.requests.engine.case import Seat
from santong.domains.platform.requests.engine.movements import START
from santong.domains.platform.requests.fields import HALVES, FieldKind, RequestField
from santong.domains.platform.requests.kinds import RequestKind, kinds_for
from santong.domains.platform.requests.models import Attachment, OwnKind, Request
from santong.domains.platform.requests.models.paths import DESIGN
from santong.domains.platform.requests.queries import homes_of
from santong.kit.access import Viewer
from santong.kit.forms import EMPTY, DateInput

MOST_TEXT, MOST_LONG_TEXT, MOST_FILES = 120, 1000, 10
LARGEST = Decimal("999999999.99")


class RequestForm(forms.Form):
    """What somebody asks for, of a kind. For a draft nothing is required."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        viewer: Viewer,
        kind: RequestKind,
        row: Request | None = None,
        is_draft: bool = False,
        place: Organisation | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(kind, row) if row else None)
        self.kind, self.row = kind, row
        places = homes_of(viewer)
        self.only_place = row.organisation if row else place or (places[0] if len(places) == 1 else None)
        if self.only_place is None:
            self.fields["organisation"] = PlaceField(label=_("For which place"), queryset=places, empty_label=None)
        for field in kind.fields:
            self.fields |= _form_fields(field, viewer)
        if is_draft:
            for each in self.fields.values():
                each.required = False

    @property
    def place(self) -> Organisation | None:
        """For which place it is asked."""
        return self.only_place or self.cleaned_data.get("organisation")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for field in self.kind.fields:
            if field.kind == FieldKind.PERIOD:
                self._check_period(field)
        if not self.errors and self.place is not None:
            for name, text in self.kind.objections(self.place.path, self.values()).items():
                self.add_error(name if name in self.fields else None, text)
        return data

    def _check_period(self, field: RequestField) -> None:
        start, end = (self.cleaned_data.get(f"{field.name}_{each}") for each in ("since", "until"))
        halves = [self.cleaned_data.get(f"{field.name}_{each}_half") for each in ("since", "until")]
        if start and end and (start > end or (start == end and halves == ["pm", "am"])):
            self.add_error(f"{field.name}_until", _("The end lies before the start. Choose a later date."))

    def values(self) -> dict[str, Any]:
        """What was filled in, as it is kept."""
        kept = {field.name: _kept(field, self.cleaned_data) for field in self.kind.fields}
        return {name: value for name, value in kept.items() if value not in (None, "")}

    def chosen_files(self) -> dict[str, list[Any]]:
        """The files that were chosen, by field."""
        fields = [field.name for field in self.kind.fields if field.kind == FieldKind.FILE]
        return {name: self.cleaned_data.get(name) or [] for name in fields}


def _form_fields(field: RequestField, viewer: Viewer) -> Mapping[str, forms.Field]:
    if field.kind == FieldKind.PERIOD:
        return _period_fields(field)
    common: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help}
    if field.kind == FieldKind.FILE:
        files = FilesField(most=MOST_FILES, **common)
        files.viewer = viewer
        return {field.name: files}
    if field.kind == FieldKind.PERSON:
        person = colleague_field(viewer, **common)
        return {field.name: person}
    return {field.name: _plain_field(field, common)}


def _plain_field(field: RequestField, common: dict[str, Any]) -> forms.Field:
    if field.kind == FieldKind.NUMBER:
        return forms.DecimalField(max_value=LARGEST, min_value=-LARGEST, decimal_places=2, **common)
    if field.kind == FieldKind.MONEY:
        return forms.DecimalField(max_value=LARGEST, min_value=0, decimal_places=2, **common)
    if field.kind == FieldKind.DATE:
        return forms.DateField(widget=DateInput(), **common)
    if field.kind == FieldKind.CHOICE:
        return forms.ChoiceField(choices=[("", EMPTY), *field.choices], **common)
    if field.kind == FieldKind.LONG_TEXT:
        return forms.CharField(max_length=MOST_LONG_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **common)
    return forms.CharField(max_length=MOST_TEXT, **common)


def _period_fields(field: RequestField) -> Mapping[str, forms.Field]:
    def day(label: Any) -> forms.DateField:
        return forms.DateField(label=label, required=field.required, widget=DateInput())

    def half(label: Any, first: str) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=HALVES, initial=first, required=field.required)

    return {
        f"{field.name}_since": day(_("First day")),
        f"{field.name}_since_half": half(_("From the"), "am"),
        f"{field.name}_until": day(_("Last day")),
        f"{field.name}_until_half": half(_("Until the end of the"), "pm"),
    }


def _kept(field: RequestField, data: Mapping[str, Any]) -> Any:
    if field.kind == FieldKind.PERIOD:
        return _kept_period(field.name, data)
    value = data.get(field.name)
    if field.kind == FieldKind.FILE or value in (None, ""):
        return None
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return float(value)
    if field.kind == FieldKind.DATE:
        return value.isoformat()
    return {"id": value.pk, "name": value.name} if isinstance(value, Person) else str(value)


def _kept_period(name: str, data: Mapping[str, Any]) -> dict[str, str] | None:
    start, end = data.get(f"{name}_since"), data.get(f"{name}_until")
    if not start or not end:
        return None
    return {
        "since": start.isoformat(),
        "since_half": data.get(f"{name}_since_half") or "am",
        "until": end.isoformat(),
        "until_half": data.get(f"{name}_until_half") or "pm",
    }


def _initial(kind: RequestKind, row: Request) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in kind.fields:
        value = row.values.get(field.name)
        if field.kind == FieldKind.PERIOD:
            found |= {f"{field.name}_{part}": each for part, each in (value or {}).items()}
        elif field.kind == FieldKind.FILE:
            rows = Attachment.objects.belonging_to(request=row).filter(field=field.name)
            found[field.name] = list(rows.values_list("file_id", flat=True))
        else:
            found[field.name] = value["name"] if isinstance(value, dict) else value
    return found


def words_field(label: Any, *, required: bool = False) -> forms.CharField:
    """An opinion in words."""
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


ROWS = 8
"""Fields that a kind of one's own can have."""
FIELD_KINDS = (
    (FieldKind.TEXT, gettext_lazy("Text")),
    (FieldKind.LONG_TEXT, gettext_lazy("Longer text")),
    (FieldKind.NUMBER, gettext_lazy("Number")),
    (FieldKind.MONEY, gettext_lazy("Sum of money")),
    (FieldKind.DATE, gettext_lazy("Day")),
    (FieldKind.PERIOD, gettext_lazy("Period")),
    (FieldKind.CHOICE, gettext_lazy("Choice")),
    (FieldKind.PERSON, gettext_lazy("Person")),
    (FieldKind.FILE, gettext_lazy("Files")),
)


class OwnKindForm(forms.Form):
    """What a kind is called, and its fields; a field without a name isn't there."""

    label = forms.CharField(label=gettext_lazy("What it is called"), max_length=40)
    is_open = forms.BooleanField(label=gettext_lazy("Everybody here can ask for it"), required=False)

    def __init__(self, data: QueryDict | None = None, *, viewer: Viewer, row: OwnKind | None = None) -> None:
        super().__init__(data, initial=_initial_of_kind(row) if row else None)
        self.row = row
        if row is None:
            places = Organisation.objects.open_to_everyone().filter(path__in=viewer.paths(DESIGN))
            self.fields["organisation"] = PlaceField(
                label=_("For which place"), queryset=places.select_related("parent").order_by("path"), empty_label=None
            )
        for at in range(ROWS):
            self._add(at)

    def _add(self, at: int) -> None:
        shown = {"n": at + 1}
        self.fields[f"label_{at}"] = forms.CharField(label=_("Field %(n)s") % shown, max_length=30, required=False)
        self.fields[f"kind_{at}"] = forms.ChoiceField(label=_("Kind of field %(n)s") % shown, choices=FIELD_KINDS)
        self.fields[f"choices_{at}"] = forms.CharField(
            label=_("Choices of field %(n)s") % shown,
            max_length=300,
            required=False,
            help_text=_("Put “、” between them."),
        )
        self.fields[f"required_{at}"] = forms.BooleanField(label=_("Must be filled in"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        labels = [data.get(f"label_{at}") for at in range(ROWS) if data.get(f"label_{at}")]
        if not labels:
            self.add_error("label_0", _("Name at least one field."))
        for at in range(ROWS):
            if labels.count(data.get(f"label_{at}")) > 1:
                self.add_error(f"label_{at}", _("Two fields have this name. Choose another one."))
            if data.get(f"label_{at}") and data.get(f"kind_{at}") == FieldKind.CHOICE and not self._choices(at):
                self.add_error(f"choices_{at}", _("Write what can be chosen."))
        return data

    def _choices(self, at: int) -> list[str]:
        parts = str(self.cleaned_data.get(f"choices_{at}") or "").replace(",", "、").replace("，", "、").split("、")
        return [part.strip() for part in dict.fromkeys(parts) if part.strip()]

    def kept_fields(self) -> list[dict[str, Any]]:
        """The fields as JSON keeps them; each keeps its name when others come or go."""
        return [
            {
                "name": f"f{at}",
                "label": self.cleaned_data[f"label_{at}"],
                "kind": str(self.cleaned_data[f"kind_{at}"]),
                "required": self.cleaned_data[f"required_{at}"],
                "choices": self._choices(at),
            }
            for at in range(ROWS)
            if self.cleaned_data[f"label_{at}"]
        ]

    def blocks(self) -> list[list[Any]]:
        """The controls of each field, for the page."""
        return [[self[f"{name}_{at}"] for name in ("label", "kind", "choices", "required")] for at in range(ROWS)]


def _initial_of_kind(row: OwnKind) -> dict[str, Any]:
    found: dict[str, Any] = {"label": row.label, "is_open": row.is_open}
    for each in row.fields:
        at = each["name"].removeprefix("f")
        found |= {f"label_{at}": each["label"], f"kind_{at}": each["kind"], f"required_{at}": each["required"]}
        found[f"choices_{at}"] = "、".join(each["choices"])
    return found


class OpinionForm(forms.Form):
    """What somebody thinks."""

    words = words_field(gettext_lazy("Opinion"))


class ReasonForm(forms.Form):
    """Why not."""

    words = words_field(gettext_lazy("Reason"), required=True)


class WithdrawForm(forms.Form):
    """Why it isn't wanted any more."""

    words = words_field(gettext_lazy("Reason"))


class ReturnForm(forms.Form):
    """Where to, and what is to be done."""

    to = forms.TypedChoiceField(label=gettext_lazy("Back to"), coerce=int, widget=forms.RadioSelect)
    words = words_field(gettext_lazy("What is to be done"), required=True)

    def __init__(self, data: QueryDict | None, *, row: Request) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, forms.TypedChoiceField)
        earlier = [(at, stage.title) for at, stage in enumerate(row.route[: max(row.at, 0)])]
        field.choices = [(START, _("Who asked")), *earlier]
        field.initial = earlier[-1][0] if earlier else START


class PersonForm(forms.Form):
    """Whom to ask."""

    words = words_field(gettext_lazy("Words to them"))
    field_order: Sequence[str] = ("person", "words")

    def __init__(self, data: QueryDict | None, *, row: Request, viewer: Viewer) -> None:
        super().__init__(data)
        self.fields["person"] = colleague_field(viewer, row.path)
        self.order_fields(self.field_order)


class PeopleForm(PersonForm):
    """Whom to ask, up to three."""

    field_order = ("where", "person", "second", "third", "words")

    def __init__(self, data: QueryDict | None, *, row: Request, viewer: Viewer) -> None:
        super().__init__(data, row=row, viewer=viewer)
        for name, label in (("second", _("Second person")), ("third", _("Third person"))):
            self.fields[name] = colleague_field(viewer, row.path, label=label, required=False, help_text="")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [data.pop(name, None) for name in ("person", "second", "third")]
        return {**data, "people": [person for person in dict.fromkeys(chosen) if person is not None]}


class SignersForm(PeopleForm):
    """Whom to ask, and when."""

    where = forms.TypedChoiceField(
        label=gettext_lazy("When do they sign"),
        choices=[
            (Seat.BEFORE.value, gettext_lazy("Before me: it comes back to me afterwards")),
            (Seat.BESIDE.value, gettext_lazy("Beside me: at the same time")),
            (Seat.AFTER.value, gettext_lazy("After me: as soon as I have agreed")),
        ],
        coerce=Seat,
        initial=Seat.BEFORE.value,
        widget=forms.RadioSelect,
    )


class SignerForm(forms.Form):
    """Which of the signers that one has added."""

    number = forms.TypedChoiceField(label=gettext_lazy("Signer"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None, *, choices: list[tuple[int, str]]) -> None:
        super().__init__(data)
        field = self.fields["number"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices


class SubstitutionForm(forms.Form):
    """Who decides in one's place, from when until when, about what."""

    since = forms.DateField(label=gettext_lazy("First day"), widget=DateInput())
    until = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Only about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without a choice: about everything."),
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(data)
        self.fields["person"] = colleague_field(viewer, label=_("Who decides for you"))
        self.order_fields(("person", "since", "until", "kinds"))
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(kind.name, kind.label) for kind in kinds_for(viewer)]
        self.fields["since"].initial = timezone.localdate()
