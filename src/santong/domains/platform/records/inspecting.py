"""Every problem of every statement, for whoever writes a tool that sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from santong.domains.platform.records.wording import in_words
from santong.domains.platform.records.xapi.agents import everyone_in
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.reading import read_json
from santong.domains.platform.records.xapi.statements import check_statement

MAX_SHOWN = 200


@dataclass(frozen=True)
class Finding:
    """One statement of the text: its place, what it says in short, and its problem, if any."""

    number: int
    summary: str
    path: str = ""
    problem: str = ""

    @property
    def in_words(self) -> str | None:
        """The problem in the language of the page; None when only English tells of it."""
        return in_words(self.problem)


def inspect(text: str, *, version_2: bool) -> list[Finding]:
    """What the record store would say to each statement; a text that is no JSON is one finding."""
    try:
        value = read_json(text)
    except Invalid as problem:
        return [Finding(0, "", problem.path, problem.message)]
    statements = value if isinstance(value, list) else [value]
    return [_finding(number, one, version_2) for number, one in enumerate(statements[:MAX_SHOWN], start=1)]


def _finding(number: int, statement: Any, version_2: bool) -> Finding:
    try:
        check_statement(statement, version_2=version_2)
    except Invalid as problem:
        return Finding(number, "", problem.path, problem.message)
    people = sum(1 for _ in everyone_in(statement["actor"]))
    target = statement["object"]
    summary = f"{statement['verb']['id']} → {target.get('id', target.get('objectType'))}"
    return Finding(number, summary if people == 1 else f"{summary} ({people})")
