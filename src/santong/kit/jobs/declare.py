"""Declaring jobs: the decorator, its policy, and what a job may answer or raise.

Free of models, so that it can be imported while applications are loading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar, cast

from django_tasks import task
from django_tasks.base import DEFAULT_TASK_PRIORITY, DEFAULT_TASK_QUEUE_NAME, Task

from santong.kit.registry import Declared, Label

P = ParamSpec("P")
T = TypeVar("T")

RETRIES = 3
BACKOFF = timedelta(seconds=10)
BACKOFF_FACTOR = 4
BACKOFF_LIMIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task with the policy of its jobs.

    `title` names it to people. After an error it is tried `retries` more times, `backoff` after
    the first failure and four times longer after each further one. An `atomic` job runs in one
    transaction together with its own completion mark: its effect happens exactly once.
    """

    title: Label = ""
    retries: int = RETRIES
    backoff: timedelta = BACKOFF
    atomic: bool = False

    def pause(self, failures: int) -> timedelta:
        """How long to wait after the failure with this number (1 is the first)."""
        return min(self.backoff * BACKOFF_FACTOR ** (failures - 1), BACKOFF_LIMIT)


def job(
    *,
    title: Label,
    retries: int = RETRIES,
    backoff: timedelta = BACKOFF,
    atomic: bool = False,
    priority: int = DEFAULT_TASK_PRIORITY,
    queue: str = DEFAULT_TASK_QUEUE_NAME,
) -> Callable[[Callable[P, T]], JobTask[P, T]]:
    """Make a module-level function a job; start it with `start(...)`.

    `priority` is -100 to 100, higher runs first. Jobs of the queue "long" never take the last
    free thread of a worker, so that short ones don't wait behind an hour of transcoding.
    """
    make = task(priority=priority, queue_name=queue, title=title, retries=retries, backoff=backoff, atomic=atomic)
    return cast("Callable[[Callable[P, T]], JobTask[P, T]]", make)


@dataclass(frozen=True)
class ScheduledJob(Declared):
    """Runs a job without arguments at the times of a five-field cron line, in the platform's time zone."""

    name: str
    cron: str
    task: JobTask[[], Any]
    order: int = 100


@dataclass(frozen=True)
class Outcome:
    """What a finished job tells the person: a sentence, and where to look at the result.

    `url` is an address, or better the name of one with its `arguments`: working an address out
    makes a worker load the pages of all modules, which it has no other use for. `data` is
    anything JSON can hold, for the code that started the job.
    """

    text: str
    url: str = ""
    data: Any = None
    arguments: Sequence[Any] = ()


class JobFailed(Exception):
    """Raised by a job that can't succeed; the text tells the person what to do. Never retried."""


class Cancelled(Exception):
    """The person stopped the job."""


class Interrupted(Exception):
    """The worker is stopping; the job goes back into the queue and continues in another one."""


class LeaseLost(Exception):
    """Another worker has taken the job over, so nothing more may be written for it here."""
