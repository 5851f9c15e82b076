"""What becomes of the rows that hang on a person when two people are one.

They are found by their foreign keys; a module declares a `MergeRule` for what doesn't simply go over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models

from santong.domains.platform.duplicates.references import Reference, references_to, repoint
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

    def is_there(self) -> bool:
        """Whether there are such a table and such a way from it to a person."""
        try:
            self.of(())
        except (LookupError, FieldError):
            return False
        return True


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


def _no_receipt(merging: Merging) -> Receipt:
    return {}


@dataclass(frozen=True)
class MergeRule(Named):
    """What one module does when two people turn out to be one, beside what goes by itself.

    Every row that names a person by a foreign key goes over, except where a rule says otherwise: by `hand_over` for
    the `rows` that it names, and not at all where `stays` gives a column ("clubs.Member.asked_by") with the reason.
    All of these, and `rows` that change beside, are remembered before and after, so that taking back restores them
    exactly; `take_back` undoes what doesn't stand in them. `inside` names the JSON columns in which people are named by
    their keys and that `hand_over` sees to ("requests.Request.values"). `facts` are shown side by side, `questions`
    asked, `objections` forbid the merger (sentences saying what to do instead), `hints` find suspects at or below a
    path.
    """

    name: str
    rows: tuple[Rows, ...] = ()
    stays: Mapping[str, str] = field(default_factory=dict)
    hand_over: Callable[[Merging], Receipt] = _no_receipt
    take_back: Callable[[Receipt], None] = _nothing  # type: ignore[assignment]
    facts: Callable[[Person], Iterable[Fact]] = _nothing
    questions: Callable[[Person, Person], Iterable[Question]] = _nothing
    objections: Callable[[Any, Merging], Iterable[str]] = _nothing
    inside: frozenset[str] = frozenset()
    hints: Callable[[str], Iterable[Hint]] = _nothing
    order: int = 100

    def faults(self) -> Iterator[str]:
        """Columns and tables that aren't there."""
        people = {reference.name for reference in references_to(Person)}
        for name in self.stays.keys() - people:
            yield f"the merge rule {self.name!r} lets {name!r} stay, which is no column that names people"
        for name in self.inside - {str(name) for name in json_columns()}:
            yield f"the merge rule {self.name!r} looks into {name!r}, which is no column of JSON"
        for rows in self.rows:
            if not rows.is_there():
                yield f"the merge rule {self.name!r} names {rows.model} by {rows.lookup!r}, which isn't there"


def json_columns() -> Iterator[str]:
    """All columns of the product that hold JSON ("requests.Request.values"): people may be named in them."""
    for model in apps.get_models():
        if model.__module__.startswith("santong."):
            fields = (each for each in model._meta.local_fields if isinstance(each, models.JSONField))
            yield from (f"{model._meta.label}.{each.name}" for each in fields)


def rules() -> tuple[MergeRule, ...]:
    """The rules of all modules, in the order in which they move rows."""
    return registry.of(MergeRule)


def by_themselves() -> list[Reference]:
    """The columns that name people, and that no rule says anything of: their rows simply go over."""
    stay = {name for rule in rules() for name in rule.stays}
    ruled = {(rows.model, rows.lookup) for rule in rules() for rows in rule.rows}
    return [
        each
        for each in references_to(Person)
        if each.name not in stay and (each.model._meta.label_lower, each.field.name) not in ruled
    ]


def remembered() -> list[Rows]:
    """The rows that a merger may change: those that hang on people, and on what is joined when it is there twice."""
    found = [rows for rule in rules() for rows in rule.rows]
    stay = {name for rule in rules() for name in rule.stays}
    todo = [(each, "") for each in references_to(Person) if each.name not in stay]
    seen: set[str] = set()
    while todo:
        reference, rest = todo.pop()
        if reference.name in seen:
            continue
        seen.add(reference.name)
        rows = Rows(reference.model._meta.label_lower, f"{reference.field.name}{rest}")
        found.append(rows)
        if reference.may_clash():
            todo += [(each, f"__{rows.lookup}") for each in references_to(reference.model)]
    return list(dict.fromkeys(found))


def move(rows: Rows, merging: Merging) -> None:
    """Give rows to whoever is kept; what may stand there only once and does already is joined with it."""
    for row in list(rows.of([merging.dropped])):
        repoint(row, rows.lookup, merging.kept)
