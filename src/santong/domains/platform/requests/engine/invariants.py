"""What holds for every case, whatever was done with it; tests and the benchmark ask it after every movement."""

from __future__ import annotations

from collections.abc import Iterator

from santong.domains.platform.requests.engine.case import PENDING, Case, CaseState, TaskState, next_holders


def faults(case: Case) -> Iterator[str]:
    """What is wrong with a case, as sentences for developers."""
    yield from _faults_of_running(case) if case.state == CaseState.RUNNING else _faults_of_resting(case)
    if any(task.state in PENDING for task in case.tasks if task.round != case.round):
        yield "a task of an earlier try waits"
    if len({task.number for task in case.tasks}) != len(case.tasks):
        yield "two tasks have one number"


def _faults_of_running(case: Case) -> Iterator[str]:
    holders = {task.holder for task in case.present if task.state == TaskState.OPEN}
    if not holders:
        yield "it runs and waits for nobody"
    if holders != set(next_holders(case)):
        yield "who is next is not who has an open task"
    if not 0 <= case.at < len(case.route):
        yield "it stands at no stage"
    elif case.asker in holders and not case.stage.asker_may:
        yield "who asked decides about it"


def _faults_of_resting(case: Case) -> Iterator[str]:
    if any(task.state in PENDING for task in case.tasks):
        yield "somebody has a task that is over"
