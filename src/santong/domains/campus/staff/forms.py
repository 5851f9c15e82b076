"""Forms about staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.actions import SEPARATOR
from santong.domains.campus.staff.models import Post, Staff
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.forms import day_field
from santong.lib.subjects import SUBJECTS, parse_subjects


class StaffForm(forms.ModelForm):
    """What is known about a member of staff, and the posts held."""

    titles = forms.MultipleChoiceField(
        label=_("posts"), choices=Post.Title.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Staff
        fields = ["is_teacher", "stage", "subjects", "on_establishment"]
        help_texts = {"subjects": _("Several with a comma between them.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Post.objects.belonging_to(staff=self.instance).filter(until=None)
        self.initial["titles"] = list(held.values_list("title", flat=True))

    def clean_subjects(self) -> str:
        """Standard names."""
        reading = parse_subjects(self.cleaned_data["subjects"])
        if reading.problem is not None:
            raise ValidationError(
                _("One of these is no known subject. Known are: %(names)s."),
                params={"names": SEPARATOR.join(sorted(SUBJECTS))},
            )
        return SEPARATOR.join(reading.value or ())


class TeachingForm(forms.Form):
    """A class, and what is taught in it; without a subject the class is led."""

    school_class = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Class"))
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    day = day_field(_("From"))

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes, subject = self.fields["school_class"], self.fields["subject"]
        assert isinstance(classes, forms.ModelChoiceField) and isinstance(subject, forms.ChoiceField)
        classes.queryset = classes_of(school)
        subject.choices = [("", _("Leads the class")), *((name, name) for name in sorted(SUBJECTS))]


class LeaveForm(forms.Form):
    """The last day at the school."""

    day = day_field(_("Last day"))
