"""Forms about resources."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.models import (
    Audience,
    Complaint,
    Kind,
    Node,
    Point,
    Resource,
    Reviewer,
    SynonymGroup,
    Textbook,
)
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import Person, PersonField
from santong.domains.platform.organisations.public import Organisation, unions_of
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.lib.chinese import half_width
from santong.lib.subjects import SUBJECTS
from santong.lib.whole_numbers import whole_number

CHECKS = (
    ("correct", _("The content is correct, in facts and in language")),
    ("fits", _("It fits the stage, the subject and the lesson named")),
    ("rights", _("Source and licence are named, and nobody's rights are hurt")),
    ("quality", _("It can be seen and heard well")),
    ("opens", _("Every file opens")),
)
"""The checklist of a review: names as in `actions.reviewing.CHECKLIST`, and what is confirmed."""
REMARKED = ("title", "summary", "kind", "subject", "textbook", "node", "licence", "source", "files", "general")
"""Places at which a reviewer can say what has to change."""
PLACED = {
    Audience.CLASS: Organisation.Kind.CLASS,
    Audience.GROUP: Organisation.Kind.RESEARCH_GROUP,
    Audience.UNION: Organisation.Kind.UNION,
}
"""Audiences that need a place, and its kind."""


def subject_choices() -> list[tuple[str, str]]:
    """Subjects, none first."""
    return [("", "—"), *((name, name) for name in sorted(SUBJECTS))]


def places_of(viewer: Viewer) -> Any:
    """The classes, groups and unions with which a viewer can share."""
    above = viewer.places_above()
    rows = Organisation.objects.open_to_everyone().filter(kind__in=PLACED.values())
    return rows.filter(path__in=[*above, *unions_of(above)]).order_by("path")


ASKED = ("title", "kind", "subject", "grade", "textbook", "node", "audience", "audience_place", "licence", "note")
"""What is asked of everybody who hands in a resource; the rest stands behind "more"."""


class FilesForm(forms.Form):
    """The first step: the files alone. All else is proposed from them."""

    files = FilesField(  # type: ignore[assignment]
        label=_("Files"), most=30, error_messages={"required": _("Choose at least one file.")}
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].viewer = viewer  # type: ignore[attr-defined]


class ResourceForm(forms.ModelForm):
    """Everything about a resource. `instance` is never saved: a version keeps the answers."""

    files = FilesField(label=_("Files"), most=30, required=False)  # type: ignore[assignment]
    subject = forms.ChoiceField(label=_("Subject"), choices=subject_choices, required=False)
    point_names = forms.CharField(
        label=_("Knowledge points"), required=False, help_text=_("Several knowledge points with a comma between them.")
    )
    note = forms.CharField(label=_("What changed"), max_length=300, required=False)

    class Meta:
        model = Resource
        fields = [
            "title", "kind", "stage", "subject", "grade", "textbook", "node", "summary", "keywords", "for_pupils",
            "audience", "audience_place", "licence", "source", "expires_on",
        ]  # fmt: skip
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "expires_on": DateInput(),
        }
        help_texts = {
            "source": _("Where it or parts of it come from: book, page, address."),
            "expires_on": _("From the day after, it is no longer in the library."),
        }
        labels = {"audience_place": _("Class, group or union")}

    def __init__(self, *args: Any, viewer: Viewer, is_revision: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["files"].viewer = viewer  # type: ignore[attr-defined]
        _limit(self.fields["textbook"], Textbook.objects.open_to_everyone().order_by("subject", "grade", "term"))
        _limit(self.fields["node"], Node.objects.open_to_everyone().filter(textbook=self._book()).order_by("position"))
        _limit(self.fields["audience_place"], places_of(viewer))
        self.order_fields(["files", *ASKED, "point_names", "summary"])
        if not is_revision:
            del self.fields["note"]

    def asked(self) -> list[forms.BoundField]:
        """The fields that everybody fills in."""
        return [field for field in self.visible_fields() if field.name in ASKED]

    def further(self) -> list[forms.BoundField]:
        """The fields that help to find it, and that most leave as they are."""
        return [field for field in self.visible_fields() if field.name not in (*ASKED, "files")]

    def has_further_errors(self) -> bool:
        """Whether something is to be corrected among the further fields."""
        return any(field.errors for field in self.further())

    def _book(self) -> Any:
        if self.is_bound:
            return whole_number(str(self.data.get("textbook", "")))
        return self.initial.get("textbook") or self.instance.textbook_id

    def clean_point_names(self) -> str:
        """Keep the text; the points stand in `cleaned_data["points"]`."""
        names = [name for name in re.split(r"[,，、;；]\s*", self.cleaned_data["point_names"].strip()) if name]
        found = list(Point.objects.open_to_everyone().filter(name__in=names))
        unknown = sorted(set(names) - {point.name for point in found})
        if unknown:
            text = _("Not in the list of knowledge points: %(names)s. Take them out, or use keywords for them.")
            raise ValidationError(text, params={"names": "、".join(unknown)})
        self.cleaned_data["points"] = found
        return "、".join(names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        node, book = data.get("node"), data.get("textbook")
        if node and book and node.textbook_id != book.pk:
            self.add_error("node", _("This unit belongs to another textbook. Choose one of this textbook."))
        wanted = PLACED.get(data.get("audience"))  # type: ignore[arg-type]
        place = data.get("audience_place")
        if wanted and (place is None or place.kind != wanted):
            self.add_error("audience_place", _("Choose the class, group or union to share with."))
        if not wanted:
            data["audience_place"] = None
        return data


class TagForm(forms.Form):
    """The same facts for several resources; what stays empty is left as it is."""

    kind = forms.ChoiceField(label=_("Kind of resource"), choices=[("", "—"), *Kind.choices], required=False)
    textbook = forms.ModelChoiceField(Textbook.objects.none(), label=_("Textbook"), required=False)
    audience = forms.ChoiceField(
        label=_("Shared with"),
        choices=[("", "—"), *((value, label) for value, label in Audience.choices if value not in PLACED)],
        required=False,
    )
    keywords = forms.CharField(label=_("Keywords"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(
            self.fields["textbook"],
            Textbook.objects.open_to_everyone().filter(is_current=True).order_by("subject", "grade"),
        )

    def facts(self) -> dict[str, Any]:
        """The facts given, as a version keeps them; a textbook brings its stage, subject and grade."""
        data = self.cleaned_data
        found = {name: data[name] for name in ("kind", "audience", "keywords") if data[name]}
        book = data["textbook"]
        if book:
            found |= {"textbook": book.pk, "stage": book.stage, "subject": book.subject, "grade": book.grade}
        return found


class ComplaintForm(forms.ModelForm):
    """What is wrong with a resource. It stands on a page with comments, so its fields have ids of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="complain_%s", **kwargs)

    class Meta:
        model = Complaint
        fields = ["reason", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class AnswerForm(forms.Form):
    """What whoever complained reads."""

    answer = forms.CharField(
        label=_("Answer to who complained"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewerForm(forms.Form):
    """Who reviews what at an organisation."""

    person = PersonField(help_text=_("Somebody who works there: name, pinyin, initials or username."))
    subject = forms.ChoiceField(label=_("Subject"), choices=subject_choices, required=False)
    stage = forms.ChoiceField(
        label=_("Stage"), choices=[("", "—"), *Reviewer._meta.get_field("stage").flatchoices], required=False
    )  # type: ignore[union-attr]

    def __init__(self, *args: Any, viewer: Viewer, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.viewer = viewer

    def clean_person(self) -> Person:
        """Somebody with an appointment in the organisation."""
        person: Person = self.cleaned_data["person"]
        here = Appointment.objects.inside(self.organisation)
        if not here.filter(person=person).exists():
            raise ValidationError(_("This person doesn't work here. Choose somebody else."))
        return person


class SynonymForm(forms.ModelForm):
    """The words of one group, folded as searches are."""

    class Meta:
        model = SynonymGroup
        fields = ["words"]
        help_texts = {
            "words": _("Two or more words with blanks between them. A word alone finds nothing but itself."),
        }

    def clean_words(self) -> str:
        """Each word once; none that another group has already."""
        text = half_width(self.cleaned_data["words"]).lower()
        words = list(dict.fromkeys(word for word in re.split(r"[\s,，、;；]+", text) if word))
        others = SynonymGroup.objects.unscoped("each word stands in one group").exclude(pk=self.instance.pk)
        taken = {word: group for group in others for word in group.word_list}
        for word in words:
            if word in taken:
                problem = _("“%(word)s” stands in the group “%(group)s” already. Add the other words there.")
                raise ValidationError(problem, params={"word": word, "group": taken[word].words})
        if not words:
            raise ValidationError(_("Write at least one word."))
        return " ".join(words)


class LomForm(forms.Form):
    """A metadata file in the form of GB/T 21365 (LOM)."""

    metadata = forms.FileField(
        label=_("Metadata file (XML)"),
        help_text=_("GB/T 21365 or IEEE LOM, at most 1 MB."),
        error_messages={"required": _("Choose a metadata file first.")},
    )


def _limit(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
