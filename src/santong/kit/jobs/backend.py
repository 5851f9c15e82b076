"""The database backend of Django's Tasks, with a `Job` row beside every task result."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend, TaskResult

from santong.kit.jobs.declare import JobTask


class JobBackend(DatabaseBackend):
    """Keeps who started the job, its lease, attempts and progress."""

    task_class = JobTask  # type: ignore[assignment]

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[..., Any]:  # type: ignore[override]
        # The first @job asks for the backend while applications are loading: no models yet.
        from santong.kit.jobs.queue import Details, put

        return put(task, args, kwargs, Details.here()).result.task_result

    async def aenqueue(  # type: ignore[override]
        self, task: Task[..., Any], args: Any, kwargs: Any
    ) -> TaskResult[..., Any]:
        return await sync_to_async(self.enqueue)(task, args, kwargs)
