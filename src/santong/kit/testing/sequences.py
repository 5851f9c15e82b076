"""What can be done in a module and taken back, for the guard that tries everything in every order.

A module lists its steps as `STEPS` in its `tests/sequences.py`, each through its own actions, and in `REFUSALS` the
exceptions with which they refuse, which carry the reason in words. What must agree after each of them, functions in
`DISAGREEMENTS` look at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from santong.kit.access import Viewer
from santong.kit.imports.targets import ImportTarget, Sheet, SourceRow, Verdict
from santong.kit.imports.written import Written
from santong.kit.steps.back import BACK, payload_of
from santong.kit.steps.declare import Step as DeclaredStep
from santong.kit.undo import keep_step, take_back
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

Undo = Callable[[], list[tuple[str, str]]]
"""Takes something back, and answers what stays as it is, with reasons."""


class Region(Protocol):
    """What the steps work on: two counties with a school each, and who does everything. `serial` numbers new people."""

    counties: list[Any]
    schools: list[Any]
    person: Any
    viewer: Viewer
    serial: int


class Choosing(Protocol):
    """Where the choices come from: a random generator, or Hypothesis."""

    def choice(self, options: Sequence[Any]) -> Any: ...


class NothingThere(Exception):
    """There is nothing that this could be done to: another step is taken."""


@dataclass
class Done:
    """Something that was done. With `is_exact`, everything is as before after its `undo`, apart from notes of it."""

    name: str
    undo: Undo | None
    is_exact: bool = True


Step = Callable[[Any, Choosing], Done]


BORN = date(2016, 9, 3)


def number_of(serial: int) -> str:
    """An invented identity number."""
    return make_identity_number("990102", BORN + timedelta(days=serial), Sex.MALE, 1).number


def present(model: type[Model], **wanted: Any) -> list[Any]:
    """Rows in a fixed order, so that the same choices make the same sequence."""
    return list(model._default_manager.filter(**wanted).order_by("pk"))


def one(rows: QuerySet | list[Any], choosing: Choosing) -> Any:
    """One of some rows."""
    found = list(rows)
    if not found:
        raise NothingThere
    return choosing.choice(found)


def by_step(region: Region, handler: str, payload: dict[str, Any]) -> Undo:
    """Undo as the button in the toast does it."""
    step = keep_step(region.viewer, handler=handler, payload=payload)

    def undo() -> list[tuple[str, str]]:
        take_back(region.viewer, step.pk)
        return []

    return undo


def taken(viewer: Viewer, step: DeclaredStep[Any, Any], row: Any, **arguments: Any) -> Undo | None:
    """Take a declared step as its button does; how it is taken back, where it can be."""
    done = step.take(viewer, row, arguments)
    if not step.undo:
        return None
    kept = keep_step(viewer, handler=BACK, payload=payload_of([done]))

    def undo() -> list[tuple[str, str]]:
        take_back(viewer, kept.pk)
        return []

    return undo


def import_sheet(
    region: Region, target: ImportTarget, cells: Sequence[dict[str, Any]], context: dict[str, Any]
) -> Undo:
    """Import rows of cells as the wizard does once they are checked."""
    sheet = Sheet([SourceRow(n, each) for n, each in enumerate(cells)], frozenset(k for each in cells for k in each))
    written: list[Written] = []
    for part in target.prepare(sheet, context=context, acting=region.viewer):
        good = [row for row in part if row.verdict in (Verdict.CREATE, Verdict.CHANGE)]
        written += target.write(good, context=context, acting=region.viewer) if good else []

    def undo() -> list[tuple[str, str]]:
        done = target.undo(written, acting=region.viewer)
        return [(each.model, each.reason) for each in done.kept]

    return undo
