"""Forms about supervised tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision.models import (
    ISSUE,
    Assignment,
    Assistant,
    Milestone,
    SupervisedTask,
    default_due,
)
from santong.domains.campus.supervision.queries import Kind, units_below, unreached
from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import PersonField
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import (
    OFFICES,
    AtPlaceForm,
    Organisation,
    OrganisationField,
    PlaceField,
    offices_held,
)
from santong.kit.access import Viewer, below
from santong.kit.forms import DateInput

GROUPS = (
    (Kind.SCHOOL.value, _("All schools")),
    (Kind.COUNTY_BUREAU.value, _("All county bureaus")),
    (Kind.DEPARTMENT.value, _("All departments")),
)


class TaskForm(AtPlaceForm):
    """A supervised task; its place is the one in whose name it is issued."""

    placed_by = "issuer"

    source_link = forms.URLField(label=_("Link to it"), max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = SupervisedTask
        fields = ["issuer", "title", "aim", "source", "source_words", "source_link", "due"]
        widgets = {"due": DateInput(), "aim": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"issuer": PlaceField}
        help_texts = {
            "title": _("A few words, such as “Replace the fans of the laboratory”."),
            "source_words": _("Such as “Meeting of 30 October, item 3”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.setdefault("due", default_due())
        elif self.instance.state != SupervisedTask.State.DRAFT:
            # Leads have dates of their own by then, which extensions move.
            del self.fields["due"]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return offices_held(viewer, ISSUE)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ("title", "aim"), self.place.path)
        due = found.get("due")
        if due and self.instance.pk and Milestone.objects.belonging_to(task=self.instance).filter(due__gt=due).exists():
            self.add_error("due", _("A milestone is later. Take it out, or choose a later day."))
        return found


class UnitForm(forms.Form):
    """A place, and who answers for it there."""

    organisation = OrganisationField(suggestions="", label=_("Which unit"))
    person = PersonField(
        label=_("Who answers for it"),
        required=False,
        help_text=_("Empty: whoever is in charge of the place. Name, pinyin, initials or username."),
    )

    def __init__(self, data: QueryDict | None, row: SupervisedTask, viewer: Viewer) -> None:
        super().__init__(data)
        place, person = self.fields["organisation"], self.fields["person"]
        assert isinstance(place, OrganisationField) and isinstance(person, PersonField)
        place.rows = lambda: units_below(row.path).select_related("parent")
        place.suggest_at("supervision:units", row.pk)
        person.viewer = viewer


class GroupForm(forms.Form):
    """All places of a kind below one."""

    kind = forms.ChoiceField(label=_("Which places"), choices=GROUPS)
    place = PlaceField(label=_("Below"), queryset=Organisation.objects.none())

    def __init__(self, data: QueryDict | None, row: SupervisedTask, viewer: Viewer) -> None:
        super().__init__(data)
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Organisation.objects.open_to_everyone().filter(below("path", row.path), kind__in=OFFICES)
        field.queryset = rows.select_related("parent").order_by("path")
        self.initial["place"] = row.issuer_id


class MilestoneForm(forms.Form):
    """A step on the way."""

    title = forms.CharField(label=_("Milestone"), max_length=60)
    due = forms.DateField(label=_("By"), widget=DateInput())

    def __init__(self, data: QueryDict | None, row: SupervisedTask, viewer: Viewer) -> None:
        super().__init__(data)


class TakeOutForm(forms.Form):
    """A lead, an assisting place or a milestone."""

    part = forms.ChoiceField(label=_("What is taken out"))

    def __init__(self, data: QueryDict | None, row: SupervisedTask, viewer: Viewer) -> None:
        super().__init__(data)
        self.parts = {f"{kind}-{part.pk}": part for kind, parts in self._parts(row) for part in parts}
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, _name(part)) for key, part in self.parts.items()]

    @staticmethod
    def _parts(row: SupervisedTask) -> Sequence[tuple[str, Any]]:
        return (
            ("lead", Assignment.objects.belonging_to(task=row).select_related("organisation").order_by("path")),
            ("assists", Assistant.objects.belonging_to(task=row).select_related("organisation").order_by("path")),
            ("milestone", Milestone.objects.belonging_to(task=row)),
        )

    def clean_part(self) -> Any:
        """The row that was chosen."""
        return self.parts[self.cleaned_data["part"]]


def _name(part: Any) -> str:
    return str(part) if isinstance(part, Milestone) else str(part.organisation)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)


class WordsForm(forms.Form):
    """A few words, if one likes."""

    words = forms.CharField(
        label=_("A few words"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)


class ReportForm(forms.Form):
    """What was done, in a few words, with files that show it."""

    words = forms.CharField(label=_("In a few words"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    files = FilesField(label=_("Evidence"), required=False, most=9)  # type: ignore[assignment]

    def __init__(self, data: QueryDict | None, row: Assignment, viewer: Viewer) -> None:
        super().__init__(data)
        self.fields["files"].viewer = viewer  # type: ignore[attr-defined]


class ReachForm(ReportForm):
    """Which milestone is reached."""

    milestone = forms.ModelChoiceField(label=_("Milestone"), queryset=Milestone.objects.none(), empty_label=None)
    field_order = ("milestone", "words", "files")

    def __init__(self, data: QueryDict | None, row: Assignment, viewer: Viewer) -> None:
        super().__init__(data, row, viewer)
        self.fields["words"].required = False
        field = self.fields["milestone"]
        assert isinstance(field, forms.ModelChoiceField)
        left = [each.pk for each in unreached(row)]
        field.queryset = Milestone.objects.belonging_to(task=row.task).filter(pk__in=left)
        self.initial["milestone"] = left[0] if left else None


class ExtensionForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(label=_("New date"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, row: Assignment, viewer: Viewer) -> None:
        super().__init__(data)


class PassOnForm(forms.Form):
    """Who answers for it from now on."""

    person = PersonField(label=_("Who answers for it"))

    def __init__(self, data: QueryDict | None, row: Assignment, viewer: Viewer) -> None:
        super().__init__(data)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.near = colleagues_at([row.path])
        field.suggest_at("supervision:colleagues", row.pk)
