"""How the leak guard plants jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from santong.kit.testing.planting import FIRST, Planting, World, holders


def _job(world: World, number: int) -> Mapping[str, Any]:
    """A finished job of the teacher."""
    now = timezone.now()
    result = DBTaskResult.objects.create(
        id=UUID(int=FIRST + number), status="SUCCESSFUL", task_path="santong.kit.imports.tasks.check",
        args_kwargs={"args": [], "kwargs": {}}, backend_name="default", queue_name="default", run_after=now,
        enqueued_at=now, started_at=now, finished_at=now,
    )  # fmt: skip
    return {"result": result}


PLANTING = Planting(how={"jobs.Job": _job}, seen_by={"jobs.Job": lambda: holders("jobs.operate")})
