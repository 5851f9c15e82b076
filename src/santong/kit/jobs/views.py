"""Pages: one job for its starter, all jobs for the operators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from santong.kit.http import Request
from santong.kit.jobs import queries
from santong.kit.jobs.actions import cancel, retry
from santong.kit.jobs.models import Job


@login_required
@require_safe
def detail(request: Request, job_id: UUID) -> HttpResponse:
    """How far a job is; htmx asks for the panel alone, once a second while the job goes on."""
    job = request.viewer.get(Job, job_id)
    template = "jobs/detail.html#panel" if request.htmx else "jobs/detail.html"
    return render(request, template, {"job": job, "operates": operates(request, job)})


def operates(request: Request, job: Job) -> bool:
    """Whether the viewer may see the technical reason of a failure."""
    return request.viewer.can("jobs.operate", job.path or None)


@login_required
@require_POST
def cancel_job(request: Request, job_id: UUID) -> HttpResponse:
    """Stop a job."""
    job = request.viewer.get(Job, job_id)
    cancel(job, acting=request.viewer)
    return redirect("jobs:detail", job_id)


@login_required
@require_POST
def retry_job(request: Request, job_id: UUID) -> HttpResponse:
    """Run a failed job again."""
    job = request.viewer.get(Job, job_id)
    retry(job, acting=request.viewer)
    messages.success(request, _("The job will run again."))
    if request.POST.get("next") == "operations":
        return redirect("jobs:operations")
    return redirect("jobs:detail", job_id)


@login_required
@require_safe
def operations(request: Request) -> HttpResponse:
    """Queue depth, running, failed and scheduled jobs."""
    viewer = request.viewer
    viewer.demand("jobs.operate")
    context = {
        "depth": queries.depth(viewer),
        "running": queries.running_jobs(viewer),
        "retrying": queries.retrying_jobs(viewer),
        "failed": queries.failed_jobs(viewer)[: queries.SHOWN],
        "planned": queries.planned_jobs(),
    }
    template = "jobs/operations.html#overview" if request.htmx else "jobs/operations.html"
    return render(request, template, context)


@login_required
@require_POST
def retry_failed(request: Request) -> HttpResponse:
    """Run all failed jobs of the page again."""
    viewer = request.viewer
    viewer.demand("jobs.operate")
    jobs = list(queries.failed_jobs(viewer)[: queries.SHOWN])
    for job in jobs:
        retry(job, acting=viewer)
    text = ngettext("%(count)s job will run again.", "%(count)s jobs will run again.", len(jobs))
    messages.success(request, text % {"count": len(jobs)})
    return redirect("jobs:operations")
