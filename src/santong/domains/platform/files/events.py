"""What happens to files, for whoever holds them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileReady:
    """A file is complete, checked and may be used; conversions may still run."""

    file_id: int


@dataclass(frozen=True)
class FileRefused:
    """A file was not taken in; its `reason` says why."""

    file_id: int


@dataclass(frozen=True)
class FileConverted:
    """One rendition of a file is there (`kind` of `Rendition.Kind`), or could not be made."""

    file_id: int
    kind: str
    ready: bool


@dataclass(frozen=True)
class FileReworded:
    """Its owner gave a file another name or other subtitles; its content is the same. Told inside the transaction."""

    file_id: int
