"""How far conversions are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from santong.domains.platform.files.models import Rendition
from santong.kit.jobs.public import Job

State = Rendition.State


@dataclass(frozen=True)
class Making:
    """Renditions that one job makes: `label` names them, `percent` is None while unknown."""

    label: str
    state: str
    percent: int | None = None
    text: str = ""
    reason: str = ""

    @property
    def is_going_on(self) -> bool:
        """Whether it is waiting or being made."""
        return self.state != State.FAILED


def making_of(rows: Iterable[Rendition]) -> list[Making]:
    """What of these isn't ready, by job."""
    by_job: dict[object, list[Rendition]] = {}
    for row in rows:
        if not row.is_ready:
            by_job.setdefault(row.job_id, []).append(row)
    jobs = Job.objects.noted([pk for pk in by_job if pk]).select_related("result").in_bulk()
    return [_making(group, jobs.get(pk)) for pk, group in by_job.items()]


def _making(rows: list[Rendition], job: Job | None) -> Making:
    label = _(", ").join(str(row.get_kind_display()) for row in rows)
    first = rows[0]
    if first.state == State.FAILED:
        return Making(label, State.FAILED, reason=first.reason)
    if job is None or job.is_finished:
        # The job may have ended well since the row was read; whoever looks again sees what it made.
        if Rendition.objects.filter(pk=first.pk, state=State.READY).exists():
            return Making(label, State.RUNNING, 100)
        return Making(label, State.FAILED, reason=_("The conversion stopped on the way. Try again."))
    if job.state == Job.State.RUNNING:
        return Making(label, State.RUNNING, job.percent, job.text)
    return Making(label, State.WAITING)
