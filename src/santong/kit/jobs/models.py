"""What the platform keeps about a job beyond Django's task result."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from santong.kit.access import SYSTEM, Grant, Scope, Viewer
from santong.kit.jobs.declare import JobTask
from santong.kit.models import PathField, ScopedModel
from santong.kit.registry import Label


class JobScope(Scope):
    """Operators see the jobs of their organisations and those that belong to no organisation."""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        found = super().rows(viewer, permission)
        return found | Q(path="") if viewer.paths(permission or self.view) else found


class Job(ScopedModel):
    """One piece of background work: who started it, who is running it, how far it is.

    `worker` and `lease_until` say who holds the job now; `attempts` grows with every claim, so
    that the pair (worker, attempts) fences a worker that lost its lease without noticing.
    `position` is what the job committed itself (see `progress.step`); `done` and `total` are
    what people see. `grants` are the starter's at that moment; None means the installation.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        RETRYING = "retrying", _("Will be tried again")
        SUCCEEDED = "succeeded", _("Finished")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    result = models.OneToOneField(DBTaskResult, models.CASCADE, primary_key=True, related_name="job")
    key = models.CharField(max_length=160, unique=True, null=True)
    person_id = models.BigIntegerField(null=True)
    path = PathField(blank=True)
    grants = models.JSONField(null=True)
    category = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=45, blank=True)
    language = models.CharField(max_length=10, blank=True)
    subject = models.CharField(max_length=160, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    crashes = models.PositiveIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    text = models.CharField(max_length=240, blank=True)
    reason = models.TextField(blank=True)
    reason_is_for_people = models.BooleanField(default=False)
    cancel_requested_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    scope = JobScope(view="jobs.operate", owner="person_id")

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(lease_until__isnull=False), name="job_lease"),
            models.Index(fields=["person_id"], name="job_person"),
        ]

    def __str__(self) -> str:
        return f"{self.result.task_name} {self.pk}"

    @property
    def audit_name(self) -> str:
        return self.result.task_name

    @property
    def task(self) -> JobTask[..., Any]:
        """The declared task. Raises ImportError when this version no longer has it."""
        return self.result.task  # type: ignore[return-value]

    @property
    def title(self) -> Label:
        """What kind of job it is, for people."""
        try:
            return self.task.title or self.result.task_name
        except ImportError:
            return self.result.task_name

    @property
    def state(self) -> State:
        """Where the job stands."""
        if self.cancelled_at:
            return self.State.CANCELLED
        if self.result.status == TaskResultStatus.READY:
            return self.State.RETRYING if self.failures else self.State.WAITING
        return {
            TaskResultStatus.RUNNING: self.State.RUNNING,
            TaskResultStatus.SUCCESSFUL: self.State.SUCCEEDED,
            TaskResultStatus.FAILED: self.State.FAILED,
        }[TaskResultStatus(self.result.status)]

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen without somebody's order."""
        return self.state in (self.State.SUCCEEDED, self.State.FAILED, self.State.CANCELLED)

    @property
    def percent(self) -> int | None:
        """0 to 100, or None while nobody knows the total."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def outcome(self) -> dict[str, Any]:
        """`text`, `url` and `data` of a finished job's answer; empty before."""
        value = self.result.return_value
        if not isinstance(value, dict) or "text" not in value:
            return {"text": "", "url": "", "data": value}
        return {"text": value["text"], "url": _address(value), "data": value["data"]}

    @property
    def viewer(self) -> Viewer:
        """The starter with the rights they held when they started the job."""
        if self.grants is None:
            return SYSTEM
        return Viewer(self.person_id, tuple(Grant(*pair) for pair in self.grants), self.category)


def _address(value: dict[str, Any]) -> str:
    """The address that an outcome leads to; "" when this version has no such page any more."""
    try:
        return resolve_url(value["url"], *value.get("arguments", ())) if value["url"] else ""
    except NoReverseMatch:
        return ""


class Schedule(models.Model):
    """When a scheduled job runs next; one row for each declaration, the clock of all workers."""

    name = models.CharField(max_length=64, primary_key=True)
    cron = models.CharField(max_length=64)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    last_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.name} ({self.cron})"
