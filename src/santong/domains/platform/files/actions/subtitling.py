"""Subtitles beside a video."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from santong.domains.platform.files import wording
from santong.domains.platform.files.events import FileReworded
from santong.domains.platform.files.models import File, Subtitle
from santong.domains.platform.files.webvtt import Cue, spoken, written
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit


def set_subtitles(*, acting: Viewer, file: File, language: str, track: Sequence[Cue]) -> Subtitle:
    """Put subtitles in a language beside a recording, in place of those there.

    Raises `NotTaken` when who shows the file to others refuses its words.
    """
    acting.get(File, file.pk, "files.upload")
    text = written(list(track))
    wording.refuse(file.pk, {"subtitles": spoken(text)})
    with transaction.atomic(), named("files.subtitle"):
        row = Subtitle.objects.belonging_to(file=file).filter(language=language).first()
        row = row or Subtitle(file=file, language=language)
        row.text = text
        row.save()
        emit(FileReworded(file.pk))
    return row


def remove_subtitles(*, acting: Viewer, subtitle: Subtitle) -> None:
    """Take subtitles away."""
    row = acting.get(Subtitle, subtitle.pk, "files.upload")
    with transaction.atomic(), named("files.subtitle_remove"):
        row.delete()
        emit(FileReworded(row.file_id))
