"""What modules say about merging people: the rows that hang on a person, and what becomes of them.

A module declares a `MergeRule`. Nothing here knows any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from santong.domains.platform.identity.public import Person
from santong.kit.models import AuditedModel
from santong.kit.registry import Label, Named, registry

Receipt = dict[str, Any]
"""What a rule needs to take back what doesn't stand in rows (sums, for instance); JSON."""


@dataclass(frozen=True)
class Rows:
    """Rows that hang on a person; `lookup` leads from the row to the person ("staff__person")."""

    model: str
    lookup: str = "person"

    def of(self, people: Iterable[Person]) -> models.QuerySet[AuditedModel]:
        """Those of some people, whoever looks."""
        found: models.QuerySet[AuditedModel] = apps.get_model(self.model)._base_manager.filter(
            **{f"{self.lookup}__in": [person.pk for person in people]}
        )
        return found


@dataclass(frozen=True)
class Question:
    """What only a person can decide: two answers in words, and which is proposed (0 or 1)."""

    name: str
    label: Label
    answers: tuple[str, str]
    proposed: int = 0


@dataclass(frozen=True)
class Merging:
    """A merger while it is made. `answers` maps a question's name to the person whose answer holds."""

    kept: Person
    dropped: Person
    answers: Mapping[str, Person] = field(default_factory=dict)

    @property
    def both(self) -> tuple[Person, Person]:
        """Whoever is kept first."""
        return self.kept, self.dropped


@dataclass(frozen=True)
class Hint:
    """A rule of a module takes two people for one; `reason` is a word of `reasons.REASONS`."""

    first_id: int
    second_id: int
    reason: str


Fact = tuple[Label, str]


def _nothing(*arguments: Any) -> list[Any]:
    return []


def _moves(rule: MergeRule) -> Callable[[Merging], Receipt]:
    def hand_over(merging: Merging) -> Receipt:
        for rows in rule.rows:
            move(rows, merging)
        return {}

    return hand_over


@dataclass(frozen=True)
class MergeRule(Named):
    """What one module does when two people turn out to be one.

    `rows` are remembered before and after, so that taking back restores them exactly; without
    `hand_over` they are simply moved. `take_back` undoes what doesn't stand in them. `facts`
    are shown side by side, `questions` asked, `objections` forbid the merger (sentences saying
    what to do instead), `hints` find suspects at or below a path. Lower `order` is moved first.
    """

    name: str
    rows: tuple[Rows, ...]
    hand_over: Callable[[Merging], Receipt] | None = None
    take_back: Callable[[Receipt], None] = _nothing  # type: ignore[assignment]
    facts: Callable[[Person], Iterable[Fact]] = _nothing
    questions: Callable[[Person, Person], Iterable[Question]] = _nothing
    objections: Callable[[Any, Merging], Iterable[str]] = _nothing
    hints: Callable[[str], Iterable[Hint]] = _nothing
    order: int = 100

    def run(self, merging: Merging) -> Receipt:
        """Hand over what belongs to the person who is closed."""
        return (self.hand_over or _moves(self))(merging)


def rules() -> tuple[MergeRule, ...]:
    """The rules of all modules, in the order in which they move rows."""
    return registry.of(MergeRule)


def move(rows: Rows, merging: Merging) -> None:
    """Give rows to whoever is kept; what may stand there only once and does already is deleted."""
    for row in list(rows.of([merging.dropped])):
        setattr(row, rows.lookup, merging.kept)
        save_or_drop(row, rows.lookup)


def save_or_drop(row: AuditedModel, field: str) -> None:
    """Save a row that was moved; one that may stand there only once, and does already, is deleted."""
    try:
        with transaction.atomic():
            row.save(update_fields=[field])
    except IntegrityError:
        row.delete()
