"""Kinds of entries for tests: what they do can be counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.models import Submission
from santong.kit.outbox.public import Entry, intake
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds

PERMISSION = "notices.send"


class NoteForm(forms.Form):
    """A note of at most twenty characters."""

    text = forms.CharField(label="Text", max_length=20)


def _write(acting: Viewer, text: str) -> None:
    Submission.objects.create(person_id=acting.person_id, key=text, digest="note")


def notes() -> list[str]:
    """What was written, in the order of writing."""
    return list(Submission.objects.filter(digest="note").order_by("pk").values_list("key", flat=True))


@intake("samples.note", "Write a note", form=NoteForm)
def write_note(*, acting: Viewer, data: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """Write a note; each only once, "no" never."""
    _write(acting, data["text"])
    if data["text"] == "no":
        raise NotPossible("“No” is no note.", field="text")
    return {"length": len(data["text"])}


class HiddenForm(forms.Form):
    """A note that nobody types."""

    text = forms.CharField(widget=forms.HiddenInput)


@intake("samples.hidden", "Write a note by a button", form=HiddenForm)
def write_hidden(*, acting: Viewer, data: dict[str, Any], entry: Entry) -> None:
    """As `write_note`."""
    write_note(acting=acting, data=data, entry=entry)


@intake("samples.quiet", "Write a note that keeps no moment", form=NoteForm, keeps_moments=False)
def write_quietly(*, acting: Viewer, data: dict[str, Any], entry: Entry) -> None:
    """As `write_note`."""
    _write(acting, data["text"])


@intake(
    "samples.place", "Write a note about a place", form=NoteForm,
    model=Organisation, who=Holds(PERMISSION), version=lambda row: row.name,
)  # fmt: skip
def note_place(*, acting: Viewer, row: Organisation, data: dict[str, Any], entry: Entry) -> None:
    """A note about a place that the viewer serves."""
    _write(acting, f"{row.name}: {data['text']}")


@intake(
    "samples.then", "Write a note about a place as what one was then", form=NoteForm,
    model=Organisation, who=Holds(PERMISSION), as_of_making=timedelta(days=7),
)  # fmt: skip
def note_then(*, acting: Viewer, row: Organisation, data: dict[str, Any], entry: Entry) -> None:
    """As `note_place`, by what the person was on the day of making."""
    _write(acting, f"{row.name}: {data['text']}")


broken = False


@intake("samples.fragile", "Write a note when nothing is broken", form=NoteForm)
def write_if_whole(*, acting: Viewer, data: dict[str, Any], entry: Entry) -> None:
    """As `write_note`; fails half-way while `broken`."""
    _write(acting, data["text"])
    if broken:
        raise RuntimeError("broken")
