"""A request on its way, as plain data: its stages that apply, its tasks, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from santong.domains.platform.requests.engine.stages import How, Stage


class CaseState(StrEnum):
    """Where a request is. Only a running one waits for others; a draft and a returned one wait for who asked."""

    DRAFT = "draft"
    RUNNING = "running"
    RETURNED = "returned"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class TaskState(StrEnum):
    """What became of a task.

    OPEN waits for its holder, WAITING for signers before it, LATER for the decision before it, LENT for who has it
    for its holder. DROPPED needs no decision any more, REMOVED was taken away from its holder.
    """

    OPEN = "open"
    WAITING = "waiting"
    LATER = "later"
    LENT = "lent"
    AGREED = "agreed"
    REFUSED = "refused"
    HANDED = "handed"
    DROPPED = "dropped"
    REMOVED = "removed"


class Seat(StrEnum):
    """Why somebody has a task: by the path, added beside, before or after a task, handed over, lent."""

    PATH = "path"
    BESIDE = "beside"
    BEFORE = "before"
    AFTER = "after"
    HANDED = "handed"
    LENT = "lent"


PENDING = frozenset({TaskState.OPEN, TaskState.WAITING, TaskState.LATER, TaskState.LENT})
OUT = frozenset({TaskState.DROPPED, TaskState.REMOVED})
ROOTS = frozenset({Seat.PATH, Seat.BESIDE})
ADDED = frozenset({Seat.BESIDE, Seat.BEFORE, Seat.AFTER})


class Outcome(StrEnum):
    """What a task with all that hangs on it comes to, or a stage."""

    PENDING = "pending"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Task:
    """One decision that one person is asked for.

    `stage` is the position in the route, `round` the entry into a stage that it belongs to; `parent` is the number
    of the task that it hangs on (None for roots), `added_by` who added it.
    """

    number: int
    round: int
    stage: int
    holder: int
    seat: Seat
    state: TaskState
    parent: int | None = None
    added_by: int | None = None


@dataclass(frozen=True)
class Case:
    """A request. `route` are the stages that apply to it, `at` the position of the present one, -1 before the first."""

    asker: int
    route: tuple[Stage, ...] = ()
    state: CaseState = CaseState.DRAFT
    at: int = -1
    round: int = 0
    tasks: tuple[Task, ...] = ()

    @cached_property
    def present(self) -> tuple[Task, ...]:
        """The tasks of the present stage."""
        return tuple(task for task in self.tasks if task.round == self.round)

    @property
    def stage(self) -> Stage:
        """The present stage."""
        return self.route[self.at]

    def task(self, number: int) -> Task | None:
        """The task with a number."""
        return next((task for task in self.tasks if task.number == number), None)

    def children(self, task: Task, seat: Seat | None = None) -> Iterator[Task]:
        """What hangs on a task and still counts."""
        for each in self.present:
            if each.parent == task.number and each.state not in OUT and seat in (None, each.seat):
                yield each

    def with_tasks(self, *changed: Task) -> Case:
        """With these in place of those with their numbers, new ones at the end."""
        known = {task.number: task for task in self.tasks} | {task.number: task for task in changed}
        return replace(self, tasks=tuple(known.values()))

    @property
    def next_number(self) -> int:
        """The number of the next new task."""
        return max((task.number for task in self.tasks), default=0) + 1


def next_holders(case: Case) -> tuple[int, ...]:
    """Exactly who has to do something now; nobody once it has ended."""
    if case.state == CaseState.RUNNING:
        return tuple(sorted({task.holder for task in case.present if task.state == TaskState.OPEN}))
    return (case.asker,) if case.state in (CaseState.DRAFT, CaseState.RETURNED) else ()


def outcome_of(case: Case, task: Task) -> Outcome:
    """What a task comes to, with the signers before and after it and whoever it was handed to."""
    if task.state == TaskState.HANDED:
        return _together([outcome_of(case, child) for child in case.children(task, Seat.HANDED)])
    if task.state == TaskState.WAITING:
        before = [outcome_of(case, child) for child in case.children(task, Seat.BEFORE)]
        return Outcome.REFUSED if Outcome.REFUSED in before else Outcome.PENDING
    if task.state == TaskState.AGREED:
        return _together([outcome_of(case, child) for child in case.children(task, Seat.AFTER)])
    return Outcome.REFUSED if task.state == TaskState.REFUSED else Outcome.PENDING


def _together(outcomes: list[Outcome]) -> Outcome:
    if Outcome.REFUSED in outcomes:
        return Outcome.REFUSED
    return Outcome.PENDING if Outcome.PENDING in outcomes else Outcome.AGREED


def roots_of(case: Case) -> list[Task]:
    """The tasks whose outcomes decide the present stage."""
    return [task for task in case.present if task.seat in ROOTS and task.state not in OUT]


def stage_outcome(case: Case) -> Outcome:
    """What the present stage comes to."""
    roots = [(task, outcome_of(case, task)) for task in roots_of(case)]
    if case.stage.how == How.SHARE:
        return _by_share([outcome for _task, outcome in roots], case.stage.share)
    if case.stage.how == How.ALL:
        return _together([outcome for _task, outcome in roots])
    added = [outcome for task, outcome in roots if task.seat == Seat.BESIDE]
    return _together([_by_one([outcome for task, outcome in roots if task.seat == Seat.PATH]), *added])


def _by_one(outcomes: list[Outcome]) -> Outcome:
    """One who agrees is enough, and one who refuses."""
    if Outcome.REFUSED in outcomes:
        return Outcome.REFUSED
    return Outcome.AGREED if Outcome.AGREED in outcomes else Outcome.PENDING


def _by_share(outcomes: list[Outcome], share: int) -> Outcome:
    """Agreed once so many have agreed, refused once so many can't agree any more."""
    total = len(outcomes) * share
    if outcomes.count(Outcome.AGREED) * 100 >= total:
        return Outcome.AGREED
    can_agree = len(outcomes) - outcomes.count(Outcome.REFUSED)
    return Outcome.PENDING if can_agree * 100 >= total else Outcome.REFUSED


def below(case: Case, task: Task) -> Iterator[Task]:
    """A task and all that hangs on it."""
    yield task
    for child in case.children(task):
        yield from below(case, child)


def origin_of(case: Case, task: Task) -> Task:
    """The task that was handed over to become this one."""
    while task.seat == Seat.HANDED and task.parent is not None:
        parent = case.task(task.parent)
        if parent is None:
            return task
        task = parent
    return task


def is_advice(case: Case, task: Task) -> bool:
    """Whether the holder only says what they think: the task comes back to whoever lent it."""
    return origin_of(case, task).seat == Seat.LENT
