"""What follows from a change of a case: whose turn it is, and whether its stage is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from santong.domains.platform.requests.engine.case import (
    PENDING,
    Case,
    CaseState,
    Outcome,
    Seat,
    Task,
    TaskState,
    below,
    outcome_of,
    roots_of,
    stage_outcome,
)
from santong.domains.platform.requests.engine.stages import How


class Seating(Protocol):
    """Who decides, as things are."""

    def deciders(self, at: int) -> Sequence[int]:
        """Those at a position of the route; nobody only when nobody at all can be found."""
        ...

    def gone(self, people: Collection[int]) -> Collection[int]:
        """Those of some people who can't decide anything any more."""
        ...


def enter(case: Case, at: int, seating: Seating) -> Case:
    """Begin a stage anew: everybody has their task again, also who was added beside when it was last tried.

    A stage that nobody can decide gives the request back to whoever asked, so that it never waits for nobody.
    """
    people = list(dict.fromkeys(seating.deciders(at)))
    if not people:
        return give_back(case)
    case = replace(case, state=CaseState.RUNNING, at=at, round=case.round + 1)
    seats = [(person, Seat.PATH, None) for person in people]
    added = {person: by for person, by in _added_before(case, at) if person not in people}
    seats += [(person, Seat.BESIDE, by) for person, by in added.items() if person not in seating.gone(added)]
    first = case.next_number
    return case.with_tasks(
        *(
            Task(first + position, case.round, at, person, seat, TaskState.OPEN, added_by=by)
            for position, (person, seat, by) in enumerate(seats)
        )
    )


def _added_before(case: Case, at: int) -> list[tuple[int, int | None]]:
    """Who had been added beside when the stage was last tried, and by whom."""
    last = max((task.round for task in case.tasks if task.stage == at), default=None)
    return [
        (task.holder, task.added_by)
        for task in case.tasks
        if task.round == last and task.seat == Seat.BESIDE and task.state != TaskState.REMOVED
    ]


def give_back(case: Case) -> Case:
    """To whoever asked: nobody has a task until they ask again."""
    return replace(drop(case, case.present), state=CaseState.RETURNED, at=-1)


def end(case: Case, state: CaseState) -> Case:
    """Over: nobody has a task any more."""
    return replace(drop(case, case.present), state=state)


def drop(case: Case, tasks: Iterable[Task]) -> Case:
    """Without those of the tasks that still wait."""
    return case.with_tasks(*(replace(task, state=TaskState.DROPPED) for task in tasks if task.state in PENDING))


def take_away(case: Case, task: Task, state: TaskState = TaskState.REMOVED) -> Case:
    """Without a task and what hangs on it, whatever became of them."""
    return case.with_tasks(*(replace(each, state=state) for each in below(case, task)))


def settle(case: Case, seating: Seating) -> Case:
    """Whose turn it is now, and what comes after the stage when it is over."""
    case = _leave_out_refused(_wake(case))
    outcome = stage_outcome(case)
    if outcome == Outcome.REFUSED:
        return end(case, CaseState.REFUSED)
    if outcome == Outcome.PENDING:
        return _leave_out_needless(case)
    if case.at + 1 == len(case.route):
        return end(case, CaseState.GRANTED)
    return enter(_parked(case), case.at + 1, seating)


def _parked(case: Case) -> Case:
    """With nobody waiting for a task of a stage that was agreed to."""
    return drop(case, case.present)


def _wake(case: Case) -> Case:
    """Tasks whose signers have all spoken, and lent ones that came back, are open again."""
    ready = [task for task in case.present if _is_ready(case, task)]
    if not ready:
        return case
    return _wake(case.with_tasks(*(replace(task, state=TaskState.OPEN) for task in ready)))


def _is_ready(case: Case, task: Task) -> bool:
    if task.state == TaskState.WAITING:
        return all(outcome_of(case, child) == Outcome.AGREED for child in case.children(task, Seat.BEFORE))
    if task.state == TaskState.LENT:
        return all(outcome_of(case, child) != Outcome.PENDING for child in case.children(task, Seat.LENT))
    return False


def _leave_out_refused(case: Case) -> Case:
    """What is refused needs nobody's further word; tasks that are refused by their signers stay, to count as that."""
    for root in roots_of(case):
        if outcome_of(case, root) == Outcome.REFUSED:
            case = drop(case, [each for each in below(case, root) if outcome_of(case, each) != Outcome.REFUSED])
    return case


def _leave_out_needless(case: Case) -> Case:
    """Where one decides for all, the others needn't once one has; who was added beside still does."""
    if case.stage.how != How.ONE:
        return case
    roots = [root for root in roots_of(case) if root.seat == Seat.PATH]
    outcomes = {root.number: outcome_of(case, root) for root in roots}
    if Outcome.AGREED not in outcomes.values():
        return case
    for root in roots:
        if outcomes[root.number] == Outcome.PENDING:
            case = take_away(case, root, TaskState.DROPPED)
    return case
