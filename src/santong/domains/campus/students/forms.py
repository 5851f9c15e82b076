"""Forms about pupils and their families."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.queries import receiving_schools
from santong.domains.platform.organisations.public import Organisation, OrganisationField, classes_of
from santong.kit.forms import day_field
from santong.lib.ethnic_groups import ETHNIC_GROUPS
from santong.lib.problems import PROBLEM_MESSAGES
from santong.lib.roll_numbers import parse_roll_number

TRAITS = (
    ("boarder", _("Boards at the school")),
    ("left_behind", _("Parents work elsewhere")),
    ("inclusive", _("Inclusive education")),
    ("taught_at_home", _("Taught at home")),
    ("visiting", _("On the roll of another school")),
)


class PupilForm(forms.ModelForm):
    """What the roll says about a pupil; places and states change by their own pages."""

    ethnic_group = forms.ChoiceField(label=_("ethnic group"), required=False)
    traits = forms.MultipleChoiceField(
        label=_("particulars"), choices=TRAITS, required=False, widget=forms.CheckboxSelectMultiple
    )
    roll_number = forms.CharField(
        label=_("roll number"),
        required=False,
        max_length=24,
        help_text=_("Leave empty to keep the present one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Pupil
        fields = ["ethnic_group"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ethnic_group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *ETHNIC_GROUPS.items()]
        self.initial["traits"] = [word for word in self.instance.traits.split(",") if word]

    def clean_roll_number(self) -> str:
        """The number as it is kept, "" for the present one."""
        text = self.cleaned_data["roll_number"]
        reading = parse_roll_number(text)
        if reading.problem is not None:
            raise ValidationError(gettext(PROBLEM_MESSAGES[reading.problem]) % dict(reading.arguments))
        return reading.value.number if reading.value else ""


class MoveForm(forms.Form):
    """To which class of the same school."""

    school_class = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("To class"))
    day = day_field(_("From"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school_class"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = classes_of(school)


class StatusForm(forms.Form):
    """Since when, and why."""

    day = day_field(_("From"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class TransferForm(forms.Form):
    """To which school."""

    school = OrganisationField(
        label=_("Receiving school"),
        suggestions="students:transfer-schools",
        help_text=_("Name, pinyin, initials or the ten digits of the code. The school accepts the pupil afterwards."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, pupil: Pupil, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        assert isinstance(field, OrganisationField)
        field.rows = lambda: receiving_schools().exclude(pk=pupil.school_id)


class AcceptForm(forms.Form):
    """Into which class the pupil comes."""

    school_class = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Into class"))
    day = day_field(_("From"))

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school_class"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = classes_of(school)


class RefuseForm(forms.Form):
    """Why the pupil isn't taken."""

    answer = forms.CharField(label=_("Why"), max_length=200)


class InviteForm(forms.Form):
    """Whom the code is for."""

    relation = forms.ChoiceField(label=_("Relation"), choices=Guardianship.Relation.choices)


class CodeForm(forms.Form):
    """The code that the school gave."""

    code = forms.CharField(
        label=_("Invitation code"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
