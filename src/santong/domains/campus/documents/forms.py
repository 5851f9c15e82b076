"""Forms: writing a document, numbering it, choosing receivers, registering and handling what came in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.models import (
    KEEP,
    Cosigner,
    Delivery,
    Document,
    Incoming,
    IncomingFile,
    Retention,
    Series,
)
from santong.domains.campus.documents.models.words import WITHOUT_RECEIVER
from santong.domains.campus.documents.queries import files_of, offices_of, open_series, receivers_for, signers_of
from santong.domains.campus.documents.text import IS_SECRET, is_secret
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.domains.platform.requests.public import colleague_field
from santong.kit.access import Viewer
from santong.kit.forms import EMPTY, DateInput

MOST_FILES = 20
COSIGNERS = ("cosigner", "second_cosigner", "third_cosigner", "fourth_cosigner", "fifth_cosigner")
LONGEST_WORDS = 1000


def _words(label: Any, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=LONGEST_WORDS, widget=area)


class _OfAPlace(forms.ModelForm):
    """A form for something of an organisation, which is asked for only where there are several."""

    permission: str

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.places = offices_of(viewer, self.permission)
        place = PlaceField(label=_("In the name of"), queryset=self.places, empty_label=None)
        if not self.instance.pk and self.places.count() != 1:
            self.fields = {"organisation": place, **self.fields}
        if "attachments" in self.fields:
            self.fields["attachments"].viewer = viewer  # type: ignore[attr-defined]

    @property
    def place(self) -> Organisation | None:
        """The organisation that it is of."""
        if self.instance.pk:
            return self.instance.organisation  # type: ignore[no-any-return]
        return self.cleaned_data.get("organisation") or self.places.first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("title", "body"):
            if name in self.fields and is_secret(data.get(name) or ""):
                self.add_error(name, IS_SECRET)
        return data

    def values(self) -> dict[str, Any]:
        """The fields of the table as they were filled in."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}


class DocumentForm(_OfAPlace):
    """A document: what stands on paper, the files that go with it, with whom it is to be agreed."""

    permission = "documents.draft"
    attachments = FilesField(label=_("Attachments"), required=False, most=MOST_FILES)

    class Meta:
        model = Document
        fields = ["kind", "title", "urgency", "main", "body", "copies", "answers"]
        widgets = {"body": forms.Textarea(attrs={"rows": 18})}
        help_texts = {
            "title": _("“About … ” and the kind, such as 关于做好冬季防火工作的通知. The issuer is set above it."),
            "main": _("As on paper, such as 各县（市、区）教育局、市直各学校."),
            "body": _("Parts begin with 一、 （一） 1. or (1) and are set as the standard says."),
            "copies": _("As on paper; whom it is sent to you choose when it is distributed."),
        }

    field_order = (
        "organisation",
        "kind",
        "urgency",
        "title",
        "main",
        "body",
        "attachments",
        "copies",
        "answers",
        *COSIGNERS,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        labels = (_("To be agreed with"), *(_("And with") for _each in COSIGNERS[1:]))
        for name, label in zip(COSIGNERS, labels, strict=True):
            self.fields[name] = colleague_field(viewer, label=label, required=False, help_text="")
        answers = self.fields["answers"]
        assert isinstance(answers, forms.ModelChoiceField)
        answers.queryset = self._answerable()
        answers.empty_label = EMPTY
        if not answers.queryset.exists():
            del self.fields["answers"]
        if self.instance.pk:
            self.initial["attachments"] = files_of(self.instance)
            rows = Cosigner.objects.belonging_to(document=self.instance).select_related("person").order_by("pk")
            self.initial.update(zip(COSIGNERS, (row.person for row in rows), strict=False))
            if self.instance.drafter_id != viewer.person_id:
                for name in COSIGNERS:
                    del self.fields[name]
        self.order_fields(self.field_order)

    def _answerable(self) -> Any:
        rows = Incoming.objects.visible_to(self.viewer).exclude(state=Incoming.State.ARCHIVED)
        if self.instance.pk:
            rows = rows.filter(organisation=self.instance.organisation)
        return rows.order_by("-pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") and data["kind"] not in WITHOUT_RECEIVER and not data.get("main"):
            self.add_error("main", _("Say to whom it is addressed."))
        answered = data.get("answers")
        if answered is not None and self.place is not None and answered.organisation_id != self.place.pk:
            self.add_error("answers", _("This came to another organisation."))
        return data

    def cosigners(self) -> list[Person]:
        """Those with whom it is to be agreed, each once."""
        people = (self.cleaned_data.get(name) for name in COSIGNERS)
        return [person for person in dict.fromkeys(people) if person is not None]


class IssueForm(forms.Form):
    """From which series the number is, and the date of issue."""

    series = forms.ModelChoiceField(label=_("Number series"), queryset=Series.objects.none(), empty_label=None)
    issued_on = forms.DateField(label=_("Date of issue"), widget=DateInput())

    def __init__(self, data: Any, *, row: Document) -> None:
        super().__init__(data, initial={"issued_on": timezone.localdate()})
        field = self.fields["series"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = open_series(row.organisation)
        if not field.queryset.exists():
            field.help_text = _("There is none yet. Add one under “Number series” first.")

    def clean_issued_on(self) -> Any:
        """Not after today: a number is given on the day that it names."""
        day = self.cleaned_data["issued_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The date of issue lies in the future. Number it on that day."))
        return day


class ReceiversWidget(forms.Widget):
    """Receivers in the groups of who stands above them, each group with one box for all of it."""

    places: Iterable[Organisation] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # no box ticked posts nothing, and that is an answer

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(each) for each in value or ()}
        groups = []
        for parent, some in groupby(self.places, key=lambda place: place.parent_id):
            members = list(some)
            above = members[0].parent
            groups.append({"above": above, "all": f"all-{parent}", "members": members})
        return render_to_string(
            "documents/receivers_field.html",
            {"name": name, "groups": groups, "chosen": chosen, "id": (attrs or {}).get("id", f"id_{name}")},
        )


class ReceiversField(forms.Field):
    """Organisations among those that can receive a document: a list in the order of the tree."""

    widget = ReceiversWidget

    def put(self, places: Iterable[Organisation], first: int | None = None) -> None:
        """Offer organisations: those of one parent together, and those below the sender first."""
        self.places = sorted(places, key=lambda place: (place.parent_id != first, _above(place), place.path))
        self.widget.places = self.places  # type: ignore[attr-defined]

    def clean(self, value: list[str]) -> list[Organisation]:
        """Those that were ticked, one by one or all of a group."""
        wanted = set(value or ())
        found = [each for each in self.places if {str(each.pk), f"all-{each.parent_id}"} & wanted]
        if not found:
            raise forms.ValidationError(_("Choose at least one receiver that hasn't got it yet."))
        return found


def _above(place: Organisation) -> str:
    return place.parent.path if place.parent else ""


class DistributeForm(forms.Form):
    """To whom a document goes: the sender of what it answers is ticked."""

    receivers = ReceiversField(label=_("Receivers"))

    def __init__(self, data: Any, *, row: Document) -> None:
        answered = row.answers.delivery.document.organisation_id if row.answers and row.answers.delivery else None
        super().__init__(data, initial={"receivers": [str(answered)] if answered else []})
        given = set(Delivery.objects.belonging_to(document=row).values_list("organisation_id", flat=True))
        field = self.fields["receivers"]
        assert isinstance(field, ReceiversField)
        places = (place for place in receivers_for(row.organisation) if place.pk not in given)
        field.put(places, first=row.organisation_id)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class RetentionForm(forms.Form):
    """How long the archive keeps it."""

    retention = forms.ChoiceField(label=_("Kept for"), choices=Retention.choices, initial=Retention.TEN)


class SeriesForm(_OfAPlace):
    """A word that numbers begin with."""

    permission = KEEP

    class Meta:
        model = Series
        fields = ["code", "about", "first_year", "first_number", "is_open"]
        help_texts = {
            "code": _("The word of the organisation as it stands before the year, such as 云教发."),
            "first_year": _("Only where numbers of this year were given on paper before: then the next one below."),
        }


class SkipForm(forms.Form):
    """Why a number is used up without a document, and on which day."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    day = forms.DateField(label=_("Date of issue"), widget=DateInput(), initial=timezone.localdate)


class IncomingForm(_OfAPlace):
    """What came on paper or by another system, with a scan."""

    permission = KEEP
    attachments = FilesField(label=_("Scan and attachments"), required=False, most=MOST_FILES)

    class Meta:
        model = Incoming
        fields = ["sender", "sender_number", "kind", "title", "urgency", "received_on", "due_on"]
        widgets = {"received_on": DateInput(), "due_on": DateInput()}

    field_order = (
        "organisation", "sender", "sender_number", "kind", "title", "urgency", "received_on", "due_on", "attachments",
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        if self.instance.pk:
            rows = IncomingFile.objects.belonging_to(incoming=self.instance).order_by("position", "pk")
            self.initial["attachments"] = list(rows.values_list("file_id", flat=True))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        received, due = data.get("received_on"), data.get("due_on")
        if received and received > timezone.localdate():
            self.add_error("received_on", _("This day is still to come. Write the day on which it came."))
        if received and due and due < received:
            self.add_error("due_on", _("That is before it came. Choose a later day."))
        return data


class ProposalForm(forms.Form):
    """What the clerk proposes, and to whom."""

    words = _words(_("Proposal"))

    def __init__(self, data: Any, *, row: Incoming, viewer: Viewer) -> None:
        super().__init__(data)
        first = Person.objects.noted(signers_of(row.path, viewer.person_id or 0)).first()
        field = colleague_field(viewer, row.path, label=_("Who gives instructions"))
        near = Person.objects.noted(signers_of(row.path, 0)) | field.near
        field.near = near
        self.fields["person"] = field
        self.initial["person"] = first


class PeopleForm(forms.Form):
    """Words, and up to five people."""

    words = _words(_("Words to them"), required=False)
    first_label: Any = _("Person")
    needed = True

    def __init__(self, data: Any, *, row: Incoming, viewer: Viewer) -> None:
        super().__init__(data)
        for position, name in enumerate(COSIGNERS):
            label = self.first_label if position == 0 else _("Further person")
            required = self.needed and position == 0
            self.fields[name] = colleague_field(viewer, row.path, label=label, required=required, help_text="")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [data.pop(name, None) for name in COSIGNERS]
        return {**data, "people": [person for person in dict.fromkeys(chosen) if person is not None]}


class InstructionForm(PeopleForm):
    """What is to be done, and by whom."""

    words = _words(_("Instructions"))
    first_label = _("Who handles it")
    needed = False


class HandledForm(forms.Form):
    """What was done."""

    words = _words(_("What was done"))


class CloseForm(forms.Form):
    """How it ended."""

    words = _words(_("How it ended"), required=False)
