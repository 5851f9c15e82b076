"""What modules use of the background jobs."""

from santong.kit.jobs import progress
from santong.kit.jobs.actions import cancel, retry, start
from santong.kit.jobs.declare import Cancelled, Interrupted, JobFailed, JobTask, Outcome, ScheduledJob, job
from santong.kit.jobs.models import Job

__all__ = [
    "Cancelled",
    "Interrupted",
    "Job",
    "JobFailed",
    "JobTask",
    "Outcome",
    "ScheduledJob",
    "cancel",
    "job",
    "progress",
    "retry",
    "start",
]
