"""From rows to the engine's plain data, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from santong.domains.platform.requests.deciders import Appointed, seated
from santong.domains.platform.requests.engine.case import Case, CaseState, Seat, TaskState
from santong.domains.platform.requests.engine.case import Task as CaseTask
from santong.domains.platform.requests.models import Opinion, Request, Task
from santong.domains.platform.requests.promises import due_after

ENDS = frozenset({CaseState.GRANTED, CaseState.REFUSED, CaseState.WITHDRAWN})
Receipt = dict[str, Any]
"""What is needed to put a case back: the tasks that changed, as they were, and the numbers of new ones. JSON."""


@dataclass
class Loaded:
    """A case with the rows that it was read from, by number; the request's row is locked."""

    request: Request
    case: Case
    rows: dict[int, Task]

    @property
    def seating(self) -> Appointed:
        """Who decides at the stages of its route."""
        return Appointed(self.case.route, self.request.path, self.request.asker_id)


def load(request: Request) -> Loaded:
    """A request as the engine sees it."""
    rows = {row.number: row for row in request.read_tasks()}
    tasks = tuple(task_of(row) for row in rows.values())
    state = CaseState(request.state)
    return Loaded(request, Case(request.asker_id, request.route, state, request.at, request.round, tasks), rows)


def task_of(row: Task) -> CaseTask:
    """A row as the engine sees it."""
    state, seat = TaskState(row.state), Seat(row.seat)
    return CaseTask(row.number, row.round, row.stage, row.holder_id, seat, state, row.parent, row.added_by_id)


def store(loaded: Loaded, after: Case) -> Receipt:
    """Write what a movement changed. The request's own columns are set and written by whoever calls.

    Emptied by the engine or begun anew, a stage that nobody holds is told in the record.
    """
    request, before = loaded.request, loaded.case
    receipt = _store_tasks(loaded, after)
    request.state, request.at, request.round = after.state.value, after.at, after.round
    request.moves += 1
    request.changed_at = timezone.now()
    if after.round != before.round:
        _begin_stage(request, after)
    if after.state in ENDS:
        request.ended_at, request.due_at = request.changed_at, None
    if after.state == CaseState.RETURNED and before.state == CaseState.RUNNING:
        request.due_at = None
    return receipt


def _store_tasks(loaded: Loaded, after: Case) -> Receipt:
    known = {task.number: task for task in loaded.case.tasks}
    new = [task for task in after.tasks if task.number not in known]
    changed = [task for task in after.tasks if task.number in known and known[task.number] != task]
    rows = [_changed(loaded.rows[task.number], task) for task in changed]
    if rows:
        Task.objects.bulk_save(rows, ["state", "parent"])
    if new:
        Task.objects.bulk_create([_row_of(loaded.request, task) for task in new])
    loaded.request.forget_tasks()
    was = [[task.number, known[task.number].state.value, known[task.number].parent] for task in changed]
    return {"changed": was, "new": [task.number for task in new], "ended": after.state in ENDS}


def _changed(row: Task, task: CaseTask) -> Task:
    row.state, row.parent = task.state.value, task.parent
    return row


def _row_of(request: Request, task: CaseTask) -> Task:
    return Task(
        request=request,
        number=task.number,
        round=task.round,
        stage=task.stage,
        holder_id=task.holder,
        seat=task.seat.value,
        state=task.state.value,
        parent=task.parent,
        added_by_id=task.added_by,
    )


def _begin_stage(request: Request, case: Case) -> None:
    """The promise of a stage that has just begun, and a note where nobody holds what it asks for."""
    if case.state != CaseState.RUNNING:
        return
    stage = case.stage
    request.due_at = due_after(request.path, request.changed_at, stage.hours) if stage.hours else None
    request.reminded_on = None
    if seated(stage, request.path, request.asker_id).is_vacant:
        say(request, Opinion.Verb.VACANT, stage=stage.title)


def say(request: Request, verb: Opinion.Verb, **more: Any) -> Opinion:
    """Add to what was said, for ever."""
    return Opinion.objects.create(request=request, verb=verb, round=request.round, **more)


def put_back(request: Request, receipt: Receipt) -> None:
    """The tasks as they were before a movement; the request's own columns go back by themselves."""
    rows = {row.number: row for row in request.read_tasks()}
    changed = [_as_before(rows[number], state, parent) for number, state, parent in receipt["changed"]]
    Task.objects.bulk_save(changed, ["state", "parent"])
    _delete(rows[number] for number in receipt["new"])
    request.forget_tasks()


def _as_before(row: Task, state: str, parent: int | None) -> Task:
    row.state, row.parent = state, parent
    return row


def _delete(rows: Iterable[Task]) -> None:
    for row in rows:
        row.delete()
