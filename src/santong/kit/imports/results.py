"""A run under way and after it: progress, result, undo."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from santong.kit.http import Request
from santong.kit.imports.actions import WrongState, forget, start_rest, start_run, start_undo, stop
from santong.kit.imports.kept import kept_in_words
from santong.kit.imports.models import ImportRun
from santong.kit.imports.queries import numbers
from santong.kit.imports.reading import FileGone
from santong.kit.imports.states import come_to_rest
from santong.kit.imports.steps import own_run, unread_sheets, wizard_steps
from santong.kit.imports.targets import Verdict
from santong.kit.jobs.public import Job

State = ImportRun.State

_STEPS: dict[str, int] = {State.UPLOADED: 1, State.CHECKED: 3, State.STOPPED: 4}
"""At which step of the wizard a run rests; behind the last when it has ended."""


@login_required
@require_safe
def run_page(request: Request, pk: int) -> HttpResponse:
    """Where a run stands: leads on to the step that is due."""
    run = request.viewer.get(ImportRun, pk)
    job = come_to_rest(run)
    if run.is_busy:
        return _working(request, run, job)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": reverse("imports:run", args=[run.pk])})
    is_own = run.person_id == request.viewer.person_id
    if run.has_run or not is_own:
        return _result(request, run, job, is_own=is_own)
    _tell_failure(request, job)
    if run.state == State.CHECKED:
        return redirect("imports:check", run.pk)
    return redirect("imports:columns", run.pk)


def _tell_failure(request: Request, job: Job | None) -> None:
    """Say why the check ended without a result."""
    if job is not None and job.state == Job.State.FAILED:
        general = _("The check could not be finished. Try again; if it happens again, tell the operators.")
        messages.error(request, job.reason if job.reason_is_for_people else general)


def _working(request: Request, run: ImportRun, job: Job | None) -> HttpResponse:
    context = {
        "run": run,
        "job": job,
        "steps": wizard_steps(run, 3 if run.state == State.CHECKING else 4),
        "can_stop": job is not None and (job.person_id == request.viewer.person_id),
    }
    template = "imports/working.html#panel" if request.htmx else "imports/working.html"
    return render(request, template, context)


def _result(request: Request, run: ImportRun, job: Job | None, *, is_own: bool) -> HttpResponse:
    may = request.viewer.can(run.target.permission, run.target.place(run.context) or None)
    context = {
        "run": run,
        "job": job,
        "steps": wizard_steps(run, _STEPS.get(run.state, 5), is_own=is_own),
        "numbers": numbers(run),
        "tone": tone_of(run),
        "can_correct": is_own and may and bool(run.not_taken) and run.can_be_corrected,
        "seen_rows": run.taken_rows + run.not_taken,
        "unread": unread_sheets(run),
        "rest": ImportRun.objects.visible_to(request.viewer).filter(rest_of=run).order_by("-pk").first(),
        "list_url": run.target.list_url(run.context),
        "can_undo": may and run.can_be_undone,
        "was_too_late": bool(job and job.cancel_requested_at and may and run.can_be_undone),
        "can_continue": is_own and run.state == State.STOPPED and bool(run.file),
        "is_own": is_own,
        "kept": kept_in_words(run, by_name=is_own or may) if run.state == State.PARTLY_UNDONE else [],
    }
    return render(request, "imports/result.html", context)


@login_required
@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Write the good rows, or go on after a stop."""
    run = own_run(request, pk)
    return _attempt(request, run, lambda: start_run(run, acting=request.viewer))


def tone_of(run: ImportRun) -> str:
    """The colour of a result: green only when every row is in that was meant to be."""
    if not run.not_taken:
        return "info" if run.taken.get(Verdict.ASK) and not run.taken_rows else "ok"
    return "warn" if run.taken_rows else "bad"


@login_required
@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Lead to the rows that weren't taken, in an import of their own."""
    run = own_run(request, pk)
    try:
        rest = start_rest(run, acting=request.viewer)
    except WrongState as error:
        messages.warning(request, str(error))
        return redirect("imports:run", run.pk)
    except FileGone:
        messages.warning(request, _("The file was deleted meanwhile. Upload it again."))
        return redirect("imports:run", run.pk)
    return redirect("imports:run", rest.pk)


@login_required
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the whole import back."""
    run = request.viewer.get(ImportRun, pk)
    come_to_rest(run)
    return _attempt(request, run, lambda: start_undo(run, acting=request.viewer))


@login_required
@require_POST
def halt(request: Request, pk: int) -> HttpResponse:
    """Stop what is under way."""
    run = request.viewer.get(ImportRun, pk)
    return _attempt(request, run, lambda: stop(run, acting=request.viewer))


@login_required
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Delete the file and the cells kept of it."""
    run = own_run(request, pk)
    gone = not run.has_run
    try:
        forget(run, acting=request.viewer)
    except WrongState as error:
        messages.warning(request, str(error))
        return redirect("imports:run", pk)
    messages.success(request, _("The file and its cells were deleted."))
    if not gone:
        return redirect("imports:run", pk)
    return redirect("imports:imports" if request.viewer.can("imports.view") else "home")


def _attempt(request: Request, run: ImportRun, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except WrongState as error:
        messages.warning(request, str(error))
    return redirect("imports:run", run.pk)
