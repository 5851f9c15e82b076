"""A step is an action that moves a row from one state to another, declared where it is written.

    @step(
        Call, "calls.close", who=Holds(PUBLISH), sources=(State.OPEN,), target=State.CLOSED,
        unless=(Condition(has_waiting, _("Answers wait for your decision. Decide, then close.")),),
        undo=True,
    )
    def close_call(*, acting: Viewer, call: Call) -> None:
        call.closed_at = timezone.now()

`close_call(acting=viewer, call=call)` then asks who may (403), locks the row and reads it again, refuses
with `NotPossible` when it is in another state by now or a condition forbids it, runs the body, writes the
fields that changed, and tells the event; all in one transaction under the action's name in the audit
record. With `undo` the fields go back to what they were; `@close_call.back` adds what else has to.

Pages, buttons and bulk come from `kit.pages.StepPage`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from inspect import Parameter, signature
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.models import SoftDeletedModel
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps.values import Values, changed_since, columns_of, values_of
from santong.kit.steps.who import Who

P = ParamSpec("P")
R = TypeVar("R")
Back = Callable[[Viewer, Any, Any], None]
_steps: dict[str, Step[Any, Any]] = {}


Objection = Callable[[Viewer, Any], str]
"""Why something can't be done with a row as things are, with what to do about it; "" when it can."""


@dataclass(frozen=True)
class Condition:
    """An objection with the same words for every row: what forbids a step, and why."""

    holds: Callable[[Viewer, Any], bool]
    reason: Label

    def __call__(self, acting: Viewer, row: Any) -> str:
        return str(self.reason) if self.holds(acting, row) else ""


@dataclass(frozen=True)
class Taken:
    """A step that was taken: the row as it is now, what its body answered, and the fields before and after."""

    step: Step[Any, Any]
    row: Any
    result: Any
    before: Values
    after: Values


class Step(Generic[P, R]):
    """An action on one row; see the module. Called like the function that it was made from."""

    def __init__(self, body: Callable[P, R], model: type[Model], name: str, **rules: Any) -> None:
        self.body, self.model, self.name = body, model, name
        self.who: Who = rules["who"]
        self.field: str = rules["field"]
        self.sources: tuple[str, ...] = tuple(rules["sources"])
        self.target: str = rules["target"]
        self.unless: tuple[Objection, ...] = tuple(rules["unless"])
        self.event: Callable[[Any], object] | None = rules["event"]
        self.then: Callable[[Viewer, Any], None] | None = rules["then"]
        self.saves: bool = rules["saves"]
        self.undo: bool = rules["undo"]
        self.takes_back: Back | None = None
        self.row_name = _row_name(body)
        update_wrapper(self, body)

    @property
    def slug(self) -> str:
        """The last part of its name, as it stands in addresses."""
        return self.name.rpartition(".")[2].replace("_", "-")

    def __call__(self, *args: P.args, **arguments: P.kwargs) -> R:
        given: dict[str, Any] = dict(arguments)
        acting, row = given.pop("acting"), given.pop(self.row_name)
        result: R = self.take(acting, row, given).result
        return result

    def back(self, function: Back) -> Back:
        """Run `function(acting, row, result)` too when the step is taken back, before the fields are written.

        `result` is what the body answered, as JSON keeps it.
        """
        self.undo, self.takes_back = True, function
        return function

    def demand(self, acting: Viewer, row: Any) -> None:
        """Refuse with 403 whoever may not take this step with the row."""
        if not self.who.allows(acting, row):
            raise PermissionDenied(self.name)

    def objection(self, acting: Viewer, row: Any) -> str:
        """Why it can't be taken as things are, "" when it can."""
        if self.sources and getattr(row, self.field) not in self.sources:
            return _moved_on(row, self.field)
        return next((words for each in self.unless if (words := each(acting, row))), "")

    def is_open(self, acting: Viewer, row: Any) -> bool:
        """Whether the viewer may take it, and can now."""
        return self.who.allows(acting, row) and not self.objection(acting, row)

    def take(self, acting: Viewer, row: Any, arguments: Mapping[str, Any]) -> Taken:
        """Take the step; raises `PermissionDenied` and `NotPossible`, and `row` is then as it is stored."""
        with transaction.atomic(), named(self.name):
            read_locked(row)
            self.demand(acting, row)
            objection = self.objection(acting, row)
            if objection:
                raise NotPossible(objection)
            columns = columns_of(row)
            result = self._run(acting, row, arguments, columns)
            changed = changed_since(row, columns)
            if self.event is not None:
                emit(self.event(row))
        return Taken(self, row, result, values_of(row, changed, columns), values_of(row, changed))

    def follow(self, acting: Viewer, row: Any) -> None:
        """Bring into line what depends on the row, after it was written in either direction."""
        if self.then is not None:
            self.then(acting, row)

    def _run(self, acting: Viewer, row: Any, arguments: Mapping[str, Any], stored: Values) -> Any:
        body: Callable[..., Any] = self.body
        try:
            result = body(acting=acting, **{self.row_name: row}, **arguments)
            if self.target:
                setattr(row, self.field, self.target)
            changed = changed_since(row, stored)
            if changed and self.saves:
                row.save(update_fields=[row._meta.get_field(name).name for name in changed])
            self.follow(acting, row)
        except NotPossible:
            # The page goes on showing this row, and nothing of what the body did to it is stored.
            for name, value in stored.items():
                setattr(row, name, value)
            raise
        return result

    def __repr__(self) -> str:
        return f"<step {self.name}>"


def step(
    model: type[Model],
    name: str,
    *,
    who: Who,
    field: str = "state",
    sources: Sequence[str] = (),
    target: str = "",
    unless: Sequence[Objection] = (),
    then: Callable[[Viewer, Any], None] | None = None,
    event: Callable[[Any], object] | None = None,
    saves: bool = True,
    undo: bool = False,
) -> Callable[[Callable[P, R]], Step[P, R]]:
    """Declare an action as a step of a model; see the module.

    `name` is the action's in the audit record. Without `sources` any state will do; without `target` the
    body sets the state, or there is none. `then(acting, row)` runs once the row is written, by the step and by its
    taking back. A body that writes the row by an action of its own says `saves=False`. `undo` writes the
    changed fields back as they were.
    """

    def declare(body: Callable[P, R]) -> Step[P, R]:
        if name in _steps:
            raise ValueError(f"the step {name!r} is declared twice")
        made: Step[P, R] = Step(
            body, model, name, who=who, field=field, sources=sources, target=target, unless=unless,
            then=then, event=event, saves=saves, undo=undo,
        )  # fmt: skip
        _steps[name] = made
        return made

    return declare


def every_step() -> Iterator[Step[Any, Any]]:
    """All declared steps, by name."""
    return iter(sorted(_steps.values(), key=lambda each: each.name))


def step_named(name: str) -> Step[Any, Any] | None:
    """The step of that name; None when it is declared no more."""
    return _steps.get(name)


def read_locked(row: Any) -> None:
    """Lock the row and read it again; raises `NotPossible` when it is gone."""
    rows = type(row)._base_manager.select_for_update()
    try:
        row.refresh_from_db(from_queryset=rows)
    except type(row).DoesNotExist as gone:
        raise NotPossible(_("It is gone by now. Somebody has removed it.")) from gone
    if isinstance(row, SoftDeletedModel) and row.removed_at:
        raise NotPossible(_("It is gone by now. Somebody has removed it."))


def _row_name(body: Callable[..., Any]) -> str:
    """The parameter that takes the row: the one after `acting`."""
    names = [each.name for each in signature(body).parameters.values() if each.kind is Parameter.KEYWORD_ONLY]
    if names[:1] != ["acting"] or len(names) < 2:
        raise TypeError(f"{body} takes `acting` and a row first, both by keyword")
    return names[1]


def _moved_on(row: Any, field: str) -> str:
    shown = getattr(row, f"get_{field}_display", None)
    state = shown() if shown else getattr(row, field)
    return _("It is “%(state)s” by now, so this can't be done any more. Have a look at it.") % {"state": state}
