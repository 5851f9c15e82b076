"""The result of reading one cell: right, doubtful with proposals, or empty."""

from typing import Generic, NamedTuple, TypeVar

from santong.lib.problems import PROBLEM_MESSAGES, Problem, Tidying

T = TypeVar("T")


class Reading(NamedTuple, Generic[T]):
    """Either ``value`` (right), or ``problem`` (doubtful), or neither (empty cell).

    ``proposals`` are corrections a person may accept, the likeliest first; they are never taken
    unasked.  ``arguments`` fill the problem's message, ``tidied`` names the harmless changes
    between the cell and ``value``.  A tuple: a roster makes tens of thousands, and a frozen
    dataclass takes four times as long to make.
    """

    value: T | None = None
    problem: Problem | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    proposals: tuple[T, ...] = ()
    tidied: tuple[Tidying, ...] = ()

    @property
    def proposal(self) -> T | None:
        """The likeliest correction."""
        return self.proposals[0] if self.proposals else None

    @property
    def is_empty(self) -> bool:
        """Nothing was in the cell."""
        return self.value is None and self.problem is None

    @property
    def is_clean(self) -> bool:
        """The cell was right as written."""
        return self.value is not None and not self.tidied

    @property
    def message(self) -> str:
        """The problem in English, for the command line; empty when there is none."""
        return PROBLEM_MESSAGES[self.problem] % dict(self.arguments) if self.problem else ""

    def confirmed_by(self, evidence: T | None) -> "Reading[T]":
        """Turn a proposal into the value when an independent source says the same."""
        if self.problem is None or evidence is None or evidence not in self.proposals:
            return self
        return right(evidence, *self.tidied, Tidying.CONFIRMED)


def right(value: T, *tidied: Tidying) -> Reading[T]:
    """A reading beyond doubt."""
    return Reading(value, tidied=tidied)


def doubtful(problem: Problem, *proposals: T, **arguments: str) -> Reading[T]:
    """A reading for a person to settle; ``arguments`` fill the problem's message."""
    return Reading(problem=problem, arguments=tuple(arguments.items()), proposals=proposals)
