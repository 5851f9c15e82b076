"""What a module declares to be importable.

    class PupilImport(ImportTarget):
        name = "pupils"
        label = _("Pupils")
        permission = "students.import"
        fields = (TargetField("name", KNOWN_HEADINGS["name"], is_key=True, label=_("name"), required=True), …)
        context_form = SchoolForm

        def prepare(self, sheet, *, context, acting): …   # reads only
        def write(self, rows, *, context, acting): …      # create_all and change_all of writing.py

    MODULE = Module(…, declares=(PupilImport(),))

A target holds no state of its own: one object serves all imports at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as having
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.imports.written import Undone, Written, take_back
from santong.kit.registry import Declared, Label, registry
from santong.lib.cells import CellValue
from santong.lib.problems import PROBLEM_MESSAGES, Problem, Tidying
from santong.lib.readings import Reading, right
from santong.lib.sheets.columns import Field

T = TypeVar("T")
Context = Mapping[str, Any]
"""The answers of the context form, as JSON can hold them ({"school": 12})."""

BATCH = 1000
"""Rows planned, written and committed together."""

REPEATS_ROW = "repeats_row"
REQUIRED_EMPTY = "required_empty"
NOT_ALLOWED = "not_allowed"
AMBIGUOUS = "ambiguous"
NOT_FOUND = "not_found"
TOO_LONG = "text_too_long"
HIDDEN_ROW = "hidden_row"
TAKE = "take"

GENERAL_MESSAGES: dict[str, Label] = {
    REPEATS_ROW: _("The same as row %(row)s, which is taken."),
    REQUIRED_EMPTY: _("This cell must be filled."),
    NOT_ALLOWED: _("You may not change this here. Ask somebody who is responsible for it."),
    AMBIGUOUS: _("Several entries are meant by this. Give the code as well."),
    NOT_FOUND: _("Nothing is known by this name or code. Correct it, or add it first."),
    TOO_LONG: _("At most %(limit)s characters fit here."),
    HIDDEN_ROW: _("The row is hidden in the sheet, filtered away or folded. Is it meant to come along?"),
}
"""Messages that several targets need; the readers' own are in `santong.lib.problems`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the ways in which a person can answer a question about a row."""

    value: str
    label: Label


GENERAL_ANSWERS: dict[str, tuple[Answer, ...]] = {HIDDEN_ROW: (Answer(TAKE, _("Take it")),)}


class Verdict(StrEnum):
    """What becomes of a row. Only the first two are written; ASK makes a request that others decide about."""

    CREATE = "create"
    CHANGE = "change"
    ASK = "ask"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class TargetField(Field):
    """A field with what people need: how it is called, whether a column for it must exist.

    `sensitive` values are masked where nobody needs to correct them.
    """

    label: Label = ""
    required: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of data, with the cells that a person typed anew already in place.

    `index` counts from 0 and is unique in the whole import. `accepted` holds, by field, the text
    of a proposal that a person accepted (`settled` makes use of it), or the answer that they chose
    to a question of `ImportTarget.answers`. `sheet` is the name of the row's sheet; `label` is
    what people call the row, where that is more than a number. `is_hidden`: filtered away in the
    file.
    """

    index: int
    cells: Mapping[str, CellValue]
    section: str = ""
    accepted: Mapping[str, str] = having(default_factory=dict)
    sheet: str = ""
    label: str = ""
    is_hidden: bool = False

    @property
    def number(self) -> str:
        """What people call the row: 5, or 二班!5 where several sheets are read."""
        return self.label or str(self.index + 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of data. `fields` are those that have a column: of the others the sheet says nothing."""

    rows: Sequence[SourceRow]
    fields: frozenset[str]
    epoch_1904: bool | None = None

    def chunks(self, size: int = BATCH) -> Iterator[Sequence[SourceRow]]:
        """The rows in parts; `prepare` answers one list for each."""
        for start in range(0, len(self.rows), size):
            yield self.rows[start : start + size]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell (or with `field` "" the row) can't simply be taken.

    `code` is one of `santong.lib.problems.Problem`, of `GENERAL_MESSAGES` or of the target's own
    `messages`; `arguments` fill the message and hold no personal data. `proposal` is the text of
    a correction to accept; it is sealed wherever it is kept.
    """

    field: str
    code: str
    arguments: Mapping[str, str] = having(default_factory=dict)
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would be written of a row: exactly one for each `SourceRow`, in the same order.

    A row with `problems` may still be taken (CREATE, CHANGE): then the cells named are left out.
    `values` are the target's own, handed to `write` as they are. `tidied` names the harmless
    changes by field.
    """

    index: int
    verdict: Verdict
    values: Any = None
    problems: Sequence[CellProblem] = ()
    tidied: Mapping[str, tuple[Tidying, ...]] = having(default_factory=dict)


class ContextForm(forms.Form):
    """What must be known besides the sheet (the school, the school year)."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def context(self) -> dict[str, Any]:
        """The valid answers as JSON can hold them; rows of models become their keys."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


class ImportTarget(Declared, ABC):
    """Something that can be imported. Subclasses declare, and fill the abstract methods."""

    name: ClassVar[str]
    label: ClassVar[Label]
    permission: ClassVar[str]
    fields: ClassVar[Sequence[TargetField]]
    context_form: ClassVar[type[ContextForm] | None] = None
    messages: ClassVar[Mapping[str, Label]] = {}
    answers: ClassVar[Mapping[str, Sequence[Answer]]] = {}
    """By code of a problem the answers to choose from; the one chosen is in `SourceRow.accepted`."""
    derived: ClassVar[frozenset[str]] = frozenset()
    """Tables ("app.model") whose rows an undo may delete with the row that they hang on."""
    called: ClassVar[Mapping[str, str]] = {}
    """By table ("app.model") the path to what people call one of its rows ("person__name")."""

    def faults(self) -> Iterable[str]:
        """A permission that nobody declares."""
        return unknown_permission(self, self.permission)

    def place(self, context: Context) -> str:
        """The path of the organisation into which is imported; "" when the rows say it themselves."""
        return ""

    def list_url(self, context: Context) -> str:
        """Where the imported rows can be seen."""
        return ""

    def warnings(self, context: Context, texts: Sequence[str]) -> list[str]:
        """What speaks against this sheet in this place, in sentences for people.

        `texts` are the names of file and sheets, and what stands above and below the tables.
        """
        return []

    def demand(self, context: Context, acting: Viewer) -> None:
        """Refuse with 403 who may not import there."""
        acting.demand(self.permission, self.place(context) or None)

    @abstractmethod
    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        """Judge all rows without writing: for each of `sheet.chunks()` one list, in order.

        Look up what exists once for each chunk, at the moment when its list is asked for: during
        a run the lists before have been written by then, and nobody else imports meanwhile.
        What several rows say together (repeats) is the generator's own local state. When a run
        continues after an interruption, rows written before come out as SAME.
        """

    @abstractmethod
    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        """Write rows with the verdicts CREATE and CHANGE, and ask for those with ASK, inside the caller's transaction.

        Answer everything that was written, for the undo: see `create_all` and `change_all`.
        """

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        """Take back what `write` answered, except what was changed or is in use since."""
        return take_back(written, derived=self.derived)

    def message(self, code: str, arguments: Mapping[str, str]) -> str:
        """The sentence for a problem, in the reader's language."""
        if code in self.messages:
            return str(self.messages[code]) % arguments
        if code in GENERAL_MESSAGES:
            return str(GENERAL_MESSAGES[code]) % arguments
        return gettext(PROBLEM_MESSAGES[Problem(code)]) % arguments

    def answers_to(self, code: str) -> Sequence[Answer]:
        """The answers to choose from for a problem; none where there is nothing to choose."""
        return self.answers.get(code) or GENERAL_ANSWERS.get(code, ())

    @property
    def required(self) -> frozenset[str]:
        """The names of the fields that need a column."""
        return frozenset(each.name for each in self.fields if each.required)


def every_target() -> tuple[ImportTarget, ...]:
    """What the modules let be imported."""
    return registry.of(ImportTarget)  # type: ignore[type-abstract]


def settled(reading: Reading[T], row: SourceRow, name: str, show: Callable[[T], str] = str) -> Reading[T]:
    """The reading of the cell `name`, right if a person accepted one of its proposals.

    `show` gives the text of a proposal, as it stands in `CellProblem.proposal`.
    """
    wanted = row.accepted.get(name)
    if reading.problem is None or wanted is None:
        return reading
    chosen = next((proposal for proposal in reading.proposals if show(proposal) == wanted), None)
    return reading if chosen is None else right(chosen, *reading.tidied, Tidying.CONFIRMED)


def problem_of(name: str, reading: Reading[T], show: Callable[[T], str] = str) -> CellProblem:
    """What is wrong with the cell `name` by its reading, with the likeliest proposal."""
    if reading.problem is None:
        raise ValueError(f"nothing is wrong with {name}")
    proposal = "" if reading.proposal is None else show(reading.proposal)
    return CellProblem(name, reading.problem.value, dict(reading.arguments), proposal)


def verdict_of(problems: Iterable[CellProblem], otherwise: Verdict) -> Verdict:
    """DOUBTFUL when there is any problem, for targets whose cells are all needed."""
    return Verdict.DOUBTFUL if any(True for _problem in problems) else otherwise


def _plain(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value
