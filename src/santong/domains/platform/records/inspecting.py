"""Every problem of every statement, for whoever writes a tool that sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from santong.domains.platform.records.wording import in_words
from santong.domains.platform.records.xapi.agents import everyone_in
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.reading import read_json
from santong.domains.platform.records.xapi.statements import check_statement

MAX_PROBLEMS = 20
NEEDED: dict[str, Any] = {
    "actor": {"mbox": "mailto:somebody@example.org"},
    "verb": {"id": "https://example.org/did"},
    "object": {"id": "https://example.org/something"},
}
"""What stands in for a part without which there is no statement, while the others are checked."""


@dataclass(frozen=True)
class Finding:
    """A statement of the text: its place, what it says in short when it is well formed, else one of its problems."""

    number: int
    summary: str
    path: str = ""
    problem: str = ""

    @property
    def in_words(self) -> str | None:
        """The problem in the language of the page; None when only English tells of it."""
        return in_words(self.problem)


def inspect(text: str, *, version_2: bool) -> list[Finding]:
    """What is wrong with each statement, or that nothing is; a text that is no JSON is one finding."""
    try:
        value = read_json(text)
    except Invalid as problem:
        return [Finding(0, "", problem.path, problem.message)]
    statements = value if isinstance(value, list) else [value]
    return [finding for number, one in enumerate(statements, start=1) for finding in _findings(number, one, version_2)]


def _findings(number: int, statement: Any, version_2: bool) -> list[Finding]:
    problems = list(_problems(statement, version_2))
    if problems:
        return [Finding(number, "", problem.path, problem.message) for problem in problems]
    people = sum(1 for _ in everyone_in(statement["actor"]))
    target = statement["object"]
    summary = f"{statement['verb']['id']} → {target.get('id', target.get('objectType'))}"
    return [Finding(number, summary if people == 1 else f"{summary} ({people})")]


def _problems(statement: Any, version_2: bool) -> Iterator[Invalid]:
    """What the record store would say, and what it would say next if that were mended: of an array its first problem.

    The check ends with the first problem. So the part that it names is taken out of a copy, which is checked again.
    """
    rest = deepcopy(statement)
    told: set[str] = set()
    given_up: set[str] = set()
    while len(told) < MAX_PROBLEMS:
        try:
            check_statement(rest, version_2=version_2)
            return
        except Invalid as problem:
            top = _first_name(problem.path)
            if top in given_up:
                return
            is_ours = any(_is_within(path, problem.path) for path in told)
            if not is_ours:
                yield problem
            if is_ours or not _take_out(rest, problem.path):
                given_up.add(top)
                if not _replace(rest, top):
                    return
            told.add(problem.path)


def _first_name(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _is_within(path: str, outer: str) -> bool:
    """Whether a part lies in another, or is it: then what is wrong there may come of having taken the part out."""
    return path == outer or path.startswith((f"{outer}.", f"{outer}["))


def _take_out(value: Any, path: str, here: str = "") -> bool:
    """Take out the part with this path, or the array that it is in; False when there is none."""
    if not isinstance(value, dict):
        return False
    for key, inner in value.items():
        place = f"{here}.{key[:80]}" if here else key[:80]
        if path == place or path.startswith(f"{place}["):
            del value[key]
            return True
        if path.startswith(f"{place}.") and _take_out(inner, path, place):
            return True
    return False


def _replace(statement: Any, name: str) -> bool:
    """Put something in the place of a property that can't be mended by leaving parts out."""
    if not isinstance(statement, dict) or not name:
        return False
    if name in NEEDED:
        statement[name] = NEEDED[name]
        return True
    return statement.pop(name, None) is not None
