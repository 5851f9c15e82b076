"""The movements of a request: each takes a case and gives the next one, or refuses with `NotPossible`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from santong.domains.platform.requests.engine.case import (
    ADDED,
    OUT,
    PENDING,
    Case,
    CaseState,
    Seat,
    Task,
    TaskState,
    below,
    is_advice,
)
from santong.domains.platform.requests.engine.settling import (
    Seating,
    end,
    enter,
    give_back,
    settle,
    take_away,
)
from santong.domains.platform.requests.engine.stages import Stage
from santong.kit.refusals import NotPossible

MOST_TASKS = 200
"""Tasks of one stage, so that adding people to people comes to an end."""
START = -1
"""The position to which a request is returned that goes back to whoever asked."""


def ask(case: Case, route: Sequence[Stage], seating: Seating) -> Case:
    """Send a draft, or a request that came back, on its way from the first stage on."""
    if case.state not in (CaseState.DRAFT, CaseState.RETURNED):
        raise NotPossible(_("It is on its way already."))
    if not route:
        raise NotPossible(_("No stage of the path applies to this, so nobody would decide. Tell who keeps the path."))
    return enter(replace(case, route=tuple(route)), 0, seating)


def decide(case: Case, number: int, *, agrees: bool, seating: Seating) -> Case:
    """Agree to or refuse what a task asks for."""
    task = _open_task(case, number)
    decided = replace(task, state=TaskState.AGREED if agrees else TaskState.REFUSED)
    case = case.with_tasks(decided)
    if agrees:
        after = case.children(decided, Seat.AFTER)
        case = case.with_tasks(*(replace(child, state=TaskState.OPEN) for child in after))
    return settle(case, seating)


def withdraw(case: Case) -> Case:
    """Whoever asked doesn't want it any more."""
    if case.state not in (CaseState.RUNNING, CaseState.RETURNED):
        raise NotPossible(_("It is over by now, so it can't be withdrawn."))
    return end(case, CaseState.WITHDRAWN)


def send_back(case: Case, number: int, to: int, seating: Seating) -> Case:
    """Return to an earlier stage, or to whoever asked (`START`); everybody of the stage has their task again later."""
    task = _open_task(case, number)
    if is_advice(case, task):
        raise NotPossible(_("You are only asked what you think. Say so; who asked you can return it."))
    if not START <= to < case.at:
        raise NotPossible(_("It can only be returned to a stage before this one."))
    case = give_back(case)
    return case if to == START else enter(case, to, seating)


def add_signers(case: Case, number: int, people: Sequence[int], where: Seat) -> Case:
    """Ask more people: before one's own decision, after it, or beside everybody."""
    task = _open_task(case, number)
    if where not in ADDED:
        raise ValueError(where)
    for person in people:
        _demand_new(case, person)
    if len(case.present) + len(people) > MOST_TASKS:
        raise NotPossible(_("That are too many people for one stage. Ask fewer."))
    state = TaskState.LATER if where == Seat.AFTER else TaskState.OPEN
    parent = None if where == Seat.BESIDE else number
    first = case.next_number
    added = [
        Task(first + position, case.round, case.at, person, where, state, parent, task.holder)
        for position, person in enumerate(dict.fromkeys(people))
    ]
    own = [replace(task, state=TaskState.WAITING)] if where == Seat.BEFORE and added else []
    return case.with_tasks(*own, *added)


def remove_signer(case: Case, number: int, by: int, seating: Seating) -> Case:
    """Take back that one has added somebody, as long as they have said nothing."""
    task = case.task(number)
    if not _is_present(case, task) or task is None or task.state not in {*PENDING, TaskState.HANDED}:
        raise NotPossible(_("This signer has spoken already, or isn't asked any more."))
    if task.seat not in ADDED or task.added_by != by:
        raise NotPossible(_("Only who added a signer can remove them."))
    if any(each.state in (TaskState.AGREED, TaskState.REFUSED) for each in below(case, task)):
        raise NotPossible(_("This signer has spoken already, or isn't asked any more."))
    return settle(take_away(case, task), seating)


def hand_over(case: Case, number: int, to: int) -> Case:
    """Somebody else decides in one's place."""
    task = _open_task(case, number)
    _demand_new(case, to)
    return _replaced(case, task, to)


def lend(case: Case, number: int, to: int) -> Case:
    """Somebody else says what they think first; then the task comes back."""
    task = _open_task(case, number)
    _demand_new(case, to)
    lent = Task(case.next_number, case.round, case.at, to, Seat.LENT, TaskState.OPEN, number, task.holder)
    return case.with_tasks(replace(task, state=TaskState.LENT), lent)


def call_back(case: Case, number: int, seating: Seating) -> Case:
    """Take back a task that one has lent, without waiting for what the other thinks."""
    task = case.task(number)
    if not _is_present(case, task) or task is None or task.state != TaskState.LENT:
        raise NotPossible(_("It has come back already."))
    for child in list(case.children(task, Seat.LENT)):
        if child.state in {*PENDING, TaskState.HANDED}:
            case = take_away(case, child)
    return settle(case, seating)


def seat_anew(case: Case, seating: Seating) -> Case:
    """Give the tasks of those who can't decide any more to those who can.

    A task of the path goes to the present holders, what somebody was added for is dropped, what was lent comes back.
    """
    if case.state != CaseState.RUNNING:
        return case
    present = list(dict.fromkeys(seating.deciders(case.at)))
    gone = seating.gone({task.holder for task in case.present if task.state in PENDING})
    left = [task for task in case.present if task.state in PENDING and _has_left(task, present, gone)]
    if not left:
        return case
    if not present:
        return give_back(case)
    for task in left:
        case = _without(case, task, present)
    return settle(_with_newcomers(case, present), seating)


def _has_left(task: Task, present: Sequence[int], gone: Collection[int]) -> bool:
    return task.holder in gone or (task.seat == Seat.PATH and task.holder not in present)


def _without(case: Case, task: Task, present: Sequence[int]) -> Case:
    current = case.task(task.number)
    if current is None or current.state not in PENDING:
        return case  # it went with one that it hung on
    if current.seat in (Seat.PATH, Seat.HANDED):
        busy = {each.holder for each in case.present if each.state not in OUT}
        free = [person for person in present if person not in busy]
        if free or current.seat == Seat.HANDED:
            return _replaced(case, current, (free or list(present))[0])
    return take_away(case, current)


def _with_newcomers(case: Case, present: Sequence[int]) -> Case:
    """With a task for everybody who decides here now and has none, as long as the stage lasts."""
    busy = {each.holder for each in case.present if each.state not in OUT}
    first = case.next_number
    missing = [person for person in present if person not in busy]
    has_root = any(task.seat == Seat.PATH and task.state not in OUT for task in case.present)
    if not missing and not has_root:
        missing = list(present)
    return case.with_tasks(
        *(
            Task(first + position, case.round, case.at, person, Seat.PATH, TaskState.OPEN)
            for position, person in enumerate(missing)
        )
    )


def _replaced(case: Case, task: Task, to: int) -> Case:
    """Somebody else in the place of a task's holder, with all that hangs on it."""
    successor = Task(case.next_number, case.round, case.at, to, Seat.HANDED, task.state, task.number, task.holder)
    moved = [replace(child, parent=successor.number) for child in case.children(task)]
    return case.with_tasks(replace(task, state=TaskState.HANDED), successor, *moved)


def _open_task(case: Case, number: int) -> Task:
    task = case.task(number)
    if case.state != CaseState.RUNNING or task is None or not _is_present(case, task):
        raise NotPossible(_("It has moved on by now, so this can't be done any more. Have a look at it."))
    if task.state != TaskState.OPEN:
        raise NotPossible(_("It doesn't wait for your decision any more. Have a look at it."))
    return task


def _is_present(case: Case, task: Task | None) -> bool:
    return task is not None and case.state == CaseState.RUNNING and task.round == case.round


def _demand_new(case: Case, person: int) -> None:
    """Nobody is asked twice at once, and who asked isn't asked about their own request."""
    if person == case.asker and not case.stage.asker_may:
        raise NotPossible(_("Nobody decides about their own request. Choose somebody else."), field="person")
    if any(task.holder == person and task.state in PENDING for task in case.present):
        raise NotPossible(_("This person is asked already. Choose somebody else."), field="person")
