"""Who has a say in what a file is called and what its subtitles read: whoever shows it to others.

A module that checks what it shows says so once, in its `ready`:

    wording.register("resources", refusal_of)

where the rule answers why these texts, by what they are ("name", "subtitles"), can't stand at a file that
is shown there; "" when they can. Once they are written, `FileReworded` tells of them, in the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from santong.domains.platform.files.problems import NotTaken

Rule = Callable[[int, Mapping[str, str]], str]

_rules: dict[str, Rule] = {}


def register(module: str, rule: Rule) -> None:
    """Let a module (its declared name) refuse words at the files that it shows."""
    _rules[module] = rule


def refusal_of(file_id: int, texts: Mapping[str, str]) -> str:
    """Why a file can't have these texts, for its owner; "" when it can."""
    return next(filter(None, (rule(file_id, texts) for rule in _rules.values())), "")


def refuse(file_id: int, texts: Mapping[str, str]) -> None:
    """Raise `NotTaken` when a file can't have these texts."""
    if problem := refusal_of(file_id, texts):
        raise NotTaken(problem, "wording")
