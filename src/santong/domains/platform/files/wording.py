"""Who has a say in what a file is called and what its subtitles read: whoever shows it to others.

A module that checks what it shows declares a `FileWording` with a rule, which answers why these texts, by what they
are ("name", "subtitles"), can't stand at a file that is shown there; "" when they can. Once they are written,
`FileReworded` tells of them, in the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from santong.domains.platform.files.problems import NotTaken
from santong.kit.registry import Declared, registry


@dataclass(frozen=True)
class FileWording(Declared):
    """Lets a module refuse words at the files that it shows."""

    refusal: Callable[[int, Mapping[str, str]], str]


def refusal_of(file_id: int, texts: Mapping[str, str]) -> str:
    """Why a file can't have these texts, for its owner; "" when it can."""
    answers = (each.refusal(file_id, texts) for each in registry.of(FileWording))
    return next(filter(None, answers), "")


def refuse(file_id: int, texts: Mapping[str, str]) -> None:
    """Raise `NotTaken` when a file can't have these texts."""
    if problem := refusal_of(file_id, texts):
        raise NotTaken(problem, "wording")
