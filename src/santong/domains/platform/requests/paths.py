"""Which path a request takes: that of its organisation or of the nearest above, else the kind's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from santong.domains.platform.organisations.public import ancestor_paths
from santong.domains.platform.requests.engine.stages import Decider, Source, Stage
from santong.domains.platform.requests.kinds import RequestKind, Values, facts_of, names_of
from santong.domains.platform.requests.models import PathVersion
from santong.lib.formulas import Kind, of_row, read


@dataclass(frozen=True)
class Drawn:
    """The stages of a path, and the version that they come from; None for those of the kind itself."""

    stages: tuple[Stage, ...]
    version_id: int | None = None


def path_for(kind: RequestKind, path: str) -> Drawn:
    """The path that is in force for a kind at a place."""
    rows = PathVersion.objects.numbers_only().filter(
        kind=kind.name, state=PathVersion.State.IN_FORCE, path__in=ancestor_paths(path)
    )
    keys = sorted(rows.values_list("path", "pk"), key=lambda each: len(each[0]))
    if not keys:
        return Drawn(tuple(replace(stage, title=str(stage.title)) for stage in kind.path))
    version = PathVersion.objects.noted([keys[-1][1]]).get()
    return Drawn(version.drawn, version.pk)


def route_of(drawn: Drawn, kind: RequestKind, path: str, values: Values) -> tuple[Stage, ...]:
    """The stages that apply to what was filled in; one whose condition can't be answered applies."""
    facts = facts_of(kind, path, values)
    return tuple(stage for stage in drawn.stages if applies(stage, kind, facts))


def with_named(stages: Sequence[Stage], people: Mapping[str, Sequence[int]]) -> tuple[Stage, ...]:
    """The stages with the people whom a request names in the places of their names; one for nobody is left out."""
    found = (replace(stage, deciders=_settled(stage.deciders, people)) for stage in stages)
    return tuple(stage for stage in found if stage.deciders)


def _settled(deciders: Sequence[Decider], people: Mapping[str, Sequence[int]]) -> tuple[Decider, ...]:
    settled = (
        Decider(Source.PEOPLE, people=tuple(people.get(each.name, ()))) if each.source == Source.NAMED else each
        for each in deciders
    )
    return tuple(each for each in settled if each.source != Source.PEOPLE or each.people)


def applies(stage: Stage, kind: RequestKind, facts: Values) -> bool:
    """Whether a stage is needed for these values."""
    if not stage.condition:
        return True
    return of_row(read(stage.condition, names_of(kind), gives=Kind.TRUTH), facts) is not False
