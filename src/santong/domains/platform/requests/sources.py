"""Where further deciders come from: modules declare whom a stage can be given to, holders of their posts, say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from santong.kit.registry import Label, Named, registry

BETWEEN = ":"


@dataclass(frozen=True)
class DeciderSource(Named):
    """People who can decide at a stage, found anew whenever a stage begins or somebody leaves.

    `choices` are pairs of a name and what it is called where paths are drawn. `people(name, path, asker_id)` gives the
    keys of who that is today, about a request at a place; nobody when there is none, and then who keeps paths decides.
    """

    name: str
    choices: Sequence[tuple[str, Label]]
    people: Callable[[str, str, int], Sequence[int]]
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A name that couldn't be told from its source's."""
        if BETWEEN in self.name:
            yield f"the name of the decider source {self.name!r} holds {BETWEEN!r}"


def declared_choices() -> list[tuple[str, Label]]:
    """All that modules declare, by the names that paths keep."""
    return [
        (f"{source.name}{BETWEEN}{name}", label)
        for source in registry.of(DeciderSource)
        for name, label in source.choices
    ]


def is_declared(name: str) -> bool:
    """Whether a name is one of those."""
    return BETWEEN in name


def declared_people(name: str, path: str, asker_id: int) -> Sequence[int]:
    """Who that is today; nobody when no module declares it any more."""
    source_name, _between, choice = name.partition(BETWEEN)
    source = registry.by_name(DeciderSource).get(source_name)
    return source.people(choice, path, asker_id) if source else ()
