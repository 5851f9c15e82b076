"""Kinds of request: those that modules declare, and those that organisations make of fields themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.platform.requests.engine.stages import Decider, Source, Stage
from santong.domains.platform.requests.fields import FORMULA_KINDS, FieldKind, RequestField, fact_of
from santong.domains.platform.requests.models import OwnKind, Request
from santong.domains.platform.requests.models.paths import ASK
from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.registry import Label, Named, registry
from santong.lib.formulas import FormulaError, Kind, Value, read

OWN = "own-"
"""The names of kinds that organisations made begin so; their key follows."""
Values = Mapping[str, Any]


def _nothing(request: Request) -> None:
    """What runs where a kind wants nothing."""


def _no_facts(path: str, values: Values) -> Mapping[str, Value]:
    return {}


def _nobody(request: Request) -> Mapping[str, Sequence[int]]:
    return {}


def _no_objection(path: str, values: Values) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class RequestKind(Named):
    """Something that can be asked for, declared by a module.

    `path` are the stages where no organisation has drawn its own; `asks` is the permission that lets people ask.
    `more_facts(path, values)` gives further values for conditions (their words stand in `fact_kinds`), `objections`
    what is wrong with filled in values, by field. `title(values)` says in a line what is asked for. What runs when it
    is granted, refused or withdrawn, when the decision that did so is taken back, and after each movement (`moved`),
    runs in the transaction. One that isn't `offered` begins elsewhere: what is booked asks for itself. `named` are
    deciders whom each request names itself, with their labels where paths are drawn; `who_named(request)` gives the
    keys of those people when it is sent. `written_at(request)` is the page where requests are written that aren't
    written in the form of fields.
    """

    name: str
    label: Label
    fields: Sequence[RequestField]
    path: Sequence[Stage]
    icon: str = "file-text"
    asks: str = ASK
    title: Callable[[Values], str] | None = None
    fact_kinds: Mapping[str, Kind] | None = None
    more_facts: Callable[[str, Values], Mapping[str, Value]] = _no_facts
    objections: Callable[[str, Values], Mapping[str, str]] = _no_objection
    granted: Callable[[Request], None] = _nothing
    refused: Callable[[Request], None] = _nothing
    withdrawn: Callable[[Request], None] = _nothing
    undone: Callable[[Request], None] = _nothing
    moved: Callable[[Request], None] = _nothing
    offered: bool = True
    named: Sequence[tuple[str, Label]] = ()
    who_named: Callable[[Request], Mapping[str, Sequence[int]]] = _nobody
    written_at: Callable[[Request], str] | None = None
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A permission that nobody declares, a condition that can't be read."""
        yield from unknown_permission(self, self.asks)
        for stage in self.path:
            try:
                if stage.condition:
                    read(stage.condition, names_of(self), gives=Kind.TRUTH)
            except FormulaError as problem:
                yield f"the condition {stage.condition!r} of the request {self.name!r}: {problem}"

    def called(self, values: Values) -> str:
        """What is asked for, in a line."""
        text = self.title(values) if self.title else _first_text(self, values)
        return f"{self.label} · {text}"[:160] if text else str(self.label)


def _first_text(kind: RequestKind, values: Values) -> str:
    texts = (values.get(field.name) for field in kind.fields if field.kind == FieldKind.TEXT)
    return next((str(text) for text in texts if text), "")


def names_of(kind: RequestKind) -> dict[str, Kind]:
    """What conditions about a kind may speak of."""
    fields = [field for field in kind.fields if field.kind in FORMULA_KINDS]
    named = {word: FORMULA_KINDS[field.kind] for field in fields for word in field.called}
    return named | dict(kind.fact_kinds or {})


def facts_of(kind: RequestKind, path: str, values: Values) -> dict[str, Value]:
    """The values that conditions are asked about."""
    fields = [field for field in kind.fields if field.kind in FORMULA_KINDS]
    facts = {word: fact_of(field, values.get(field.name)) for field in fields for word in field.called}
    return facts | dict.fromkeys(kind.fact_kinds or {}) | dict(kind.more_facts(path, values))


def kind_of(name: str) -> RequestKind:
    """The kind with a name, also one that is asked for no more; a `LookupError` for one that never was."""
    if not name.startswith(OWN):
        return registry.by_name(RequestKind)[name]
    row = OwnKind.objects.noted([int(name.removeprefix(OWN))]).first()
    if row is None:
        raise LookupError(name)
    return kind_made_of(row)


def kind_made_of(row: OwnKind) -> RequestKind:
    """A kind that an organisation has made; unless it drew a path, whoever leads decides."""
    fields = [
        RequestField(
            each["name"],
            FieldKind(each["kind"]),
            each["label"],
            required=each["required"],
            choices=[(choice, choice) for choice in each["choices"]],
        )
        for each in row.fields
    ]
    stage = Stage(_("Head"), (Decider(Source.LEADER),), hours=16)
    return RequestKind(f"{OWN}{row.pk}", row.label, fields, (stage,), icon="forms")


def kinds_for(viewer: Viewer) -> list[RequestKind]:
    """What a viewer may ask for."""
    declared = [kind for kind in registry.of(RequestKind) if kind.offered and viewer.can(kind.asks)]
    own = OwnKind.objects.visible_to(viewer).filter(is_open=True).order_by("path", "label") if viewer.can(ASK) else ()
    return [*declared, *(kind_made_of(row) for row in own if _stands_at(viewer, row.path))]


def _stands_at(viewer: Viewer, path: str) -> bool:
    """Whether a viewer belongs to a place or to one below it."""
    return any(grant.path.startswith(path) for grant in viewer.grants)
