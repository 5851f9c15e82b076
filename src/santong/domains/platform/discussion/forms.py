"""The form of a comment, and of the reason for reporting one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.discussion.declaring import Discussed, label_of
from santong.domains.platform.discussion.mentioning import people_near
from santong.domains.platform.discussion.models import LONGEST, Attachment, Comment
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import PersonField
from santong.kit.access import Viewer

MOST_FILES = 9


class CommentForm(forms.Form):
    """What somebody says about a row, with files and somebody whom they mention."""

    kind = forms.ChoiceField(label=_("kind"), choices=Comment.Kind.choices, required=False)
    text = forms.CharField(
        label=_("text"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    files = FilesField(label=_("Files"), required=False, most=MOST_FILES)  # type: ignore[assignment]
    mentioned = PersonField(
        label=_("Mention somebody"),
        required=False,
        help_text=_("Only people who see this page; they are told at once."),
    )

    def __init__(self, data: Any = None, *, kind: Discussed, row: Any, viewer: Viewer, is_answer: bool = False) -> None:
        super().__init__(data, auto_id="comment_%s")
        if not kind.attachments:
            del self.fields["files"]
        else:
            self.fields["files"].viewer = viewer  # type: ignore[attr-defined]
        if not kind.corrections or is_answer:
            del self.fields["kind"]
        person = self.fields["mentioned"]
        assert isinstance(person, PersonField)
        person.suggest_at("discussion:people", label_of(row), row.pk)
        if self.is_bound:
            person.near = people_near(viewer, row)

    def clean_kind(self) -> str:
        """A comment, where nothing was chosen."""
        return self.cleaned_data["kind"] or Comment.Kind.COMMENT

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _demand_something(self, data)
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as `actions.write` takes it."""
        data = dict(self.cleaned_data)
        person = data.pop("mentioned", None)
        return {**data, "mentioned": [person] if person else []}


class EditForm(forms.Form):
    """A comment as it is to read from now on."""

    text = forms.CharField(
        label=_("text"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = FilesField(label=_("Files"), required=False, most=MOST_FILES)  # type: ignore[assignment]

    def __init__(self, data: Any, *, comment: Comment, viewer: Viewer, attachments: bool) -> None:
        kept = Attachment.objects.belonging_to(comment=comment).order_by("position", "pk")
        initial = {"text": comment.text, "files": list(kept.values_list("file_id", flat=True))}
        super().__init__(data, initial=initial)
        if not attachments:
            del self.fields["files"]
        else:
            self.fields["files"].viewer = viewer  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _demand_something(self, data)
        return data


def _demand_something(form: forms.Form, data: dict[str, Any]) -> None:
    if not form.errors and not data.get("text") and not data.get("files"):
        form.add_error("text", _("Write something first."))


class ReportForm(forms.Form):
    """Why a moderator should look at a comment."""

    reason = forms.CharField(
        label=_("What is wrong with it?"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
