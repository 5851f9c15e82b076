"""How a run comes to rest when its background job ended."""

from __future__ import annotations

from santong.kit.imports.models import ImportRun
from santong.kit.jobs.public import Job

State = ImportRun.State


def come_to_rest(run: ImportRun) -> Job | None:
    """The job of a run; a run whose job failed or was stopped gets the state that is true now."""
    job = Job.objects.noted([run.job_id]).first()
    over = run.is_busy and (job is None or job.is_finished)
    if over:
        # The job may have ended well since the run was read.
        run.refresh_from_db(from_queryset=ImportRun.objects.again([run]))
    if over and run.is_busy:
        after = {
            State.CHECKING: State.UPLOADED,
            State.RUNNING: State.STOPPED if run.batches.exists() else State.CHECKED,
            State.UNDOING: State.PARTLY_UNDONE,
        }
        found = ImportRun.objects.again([run]).filter(state=run.state)
        run.state = after[State(run.state)]
        found.update_quietly(state=run.state)
    return job
