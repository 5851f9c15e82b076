"""The check's page: what will be taken, what is doubtful, and what to do about it."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from santong.kit.http import Request
from santong.kit.imports import queries
from santong.kit.imports.actions import WrongState, decide, decide_all, reconsider, report
from santong.kit.imports.annotated import annotate, annotate_rest
from santong.kit.imports.forms import DecisionForm
from santong.kit.imports.models import ImportRow, ImportRun
from santong.kit.imports.reading import FileGone, kept_content
from santong.kit.imports.steps import own_run, unread_sheets, wizard_steps
from santong.kit.pages.exports import TYPES, send
from santong.lib.sheets.faults import UnreadableSheet
from santong.lib.sheets.grid import Limits
from santong.lib.whole_numbers import whole_number

IN_MEMORY = 2**20
MOST_AT_ONCE = 5000
"""Rows of a sheet that is written with remarks while the person waits: about a second."""
AT_ONCE = Limits(file_megabytes=5, rows=10_000, cells=300_000, characters=3_000_000)
"""What the process that serves pages may have in memory for that."""


@login_required
@require_safe
def check(request: Request, pk: int) -> HttpResponse:
    """Numbers, kinds of problems, and the rows of one tab."""
    run = own_run(request, pk)
    if run.state != ImportRun.State.CHECKED:
        return redirect("imports:run", run.pk)
    show, code, field = (request.GET.get(name, "") for name in ("show", "code", "field"))
    after = request.GET.get("after", "0")
    rows = queries.open_rows(run, show=show, code=code, field=field)
    shown, following = queries.page_of_rows(run, rows, whole_number(after) or 0)
    context = {
        "run": run,
        "steps": wizard_steps(run, 3),
        "numbers": queries.numbers(run),
        "kinds": queries.kinds_of_problems(run),
        "earlier": queries.earlier(run),
        "warnings": queries.warnings_of(run),
        "unread": unread_sheets(run),
        "tabs": _tabs(run, show),
        "show": show,
        "is_narrowed": bool(code),
        "rows": shown,
        "first_url": _here(run, show, code, field) if after != "0" else "",
        "next_url": _here(run, show, code, field, after=following) if following is not None else "",
        "bad_total": _bad_total(run),
    }
    return render(request, "imports/check.html", context)


def _here(run: ImportRun, show: str, code: str, field: str, **more: Any) -> str:
    query = {"show": show, "code": code, "field": field, **more}
    kept = {name: value for name, value in query.items() if value not in ("", None) or (name == "field" and code)}
    address = reverse("imports:check", args=[run.pk])
    return f"{address}?{urlencode(kept)}#rows" if kept else f"{address}#rows"


def _tabs(run: ImportRun, show: str) -> list[dict[str, Any]]:
    labels = {
        "": _("To decide"),
        "settled": _("Decided"),
        "ask": _("Waits for confirmation"),
        "duplicate": _("Repeats"),
        "left_out": _("Left out"),
    }
    return [
        {"label": labels[name], "badge": number, "url": _here(run, name, "", ""), "current": name == show}
        for name, number in queries.tabs_of(run).items()
    ]


def _bad_total(run: ImportRun) -> int | None:
    """The total that the sheet states, when it isn't the number of rows found."""
    stated = run.counts.get("stated", [])
    distinct = int(run.counts.get("rows", 0)) - int(run.counts.get("duplicate", 0))
    counts = {int(run.counts.get("rows", 0)), distinct}
    return int(stated[0]) if len(stated) == 1 and stated[0] not in counts else None


@login_required
@require_POST
def decide_row(request: Request, pk: int, row_pk: int) -> HttpResponse:
    """Settle one row: htmx gets the row as it stands then."""
    run = own_run(request, pk)
    row = get_object_or_404(ImportRow, pk=row_pk, run=run)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    data = form.cleaned_data
    try:
        if data["kind"] == "open":
            reconsider(run, acting=request.viewer, row=row)
        else:
            kind, field = data["kind"], data["field"]
            decide(run, acting=request.viewer, row=row, field=field, kind=kind, text=data["text"])
    except WrongState as error:
        messages.warning(request, str(error))
        return redirect("imports:run", run.pk)
    if not request.htmx:
        return redirect(_here(run, data["show"], "", "", after=row.index))
    context = {"run": run, "row": queries.shown_rows(run, [row])[0], "show": data["show"], "focus": True}
    response = render(request, "imports/row.html", context)
    response["HX-Trigger"] = "decided"
    return response


@login_required
@require_safe
def summary(request: Request, pk: int) -> HttpResponse:
    """The numbers alone, after a decision."""
    run = own_run(request, pk)
    return render(request, "imports/check.html#numbers", {"run": run, "numbers": queries.numbers(run)})


@login_required
@require_POST
def decide_kind(request: Request, pk: int) -> HttpResponse:
    """Settle all rows with one kind of problem, and check anew."""
    run = own_run(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    data = form.cleaned_data
    try:
        code = request.POST.get("code", "")[:40]
        answer = data["answer"]
        count = decide_all(run, acting=request.viewer, code=code, field=data["field"], kind=data["kind"], answer=answer)
    except WrongState as error:
        messages.warning(request, str(error))
    else:
        text = ngettext("%(n)s row was decided.", "%(n)s rows were decided.", count)
        messages.success(request, text % {"n": count})
    return redirect("imports:run", run.pk)


@login_required
@require_safe
def annotated(request: Request, pk: int) -> HttpResponseBase:
    """The sheet with remarks; a large one is written in the background first."""
    run = own_run(request, pk)
    if run.file and not run.report and run.counts.get("rows", 0) > MOST_AT_ONCE:
        return redirect("jobs:detail", report(run, acting=request.viewer).pk)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed when sent)
    try:
        if run.report:
            file.write(kept_content(run.report))
        else:
            annotate(run, file, AT_ONCE)  # type: ignore[arg-type]
    except FileGone:
        return _file_is_gone(request, run)
    except UnreadableSheet:  # it was read before, so it is only too much for the time that a page has
        return redirect("jobs:detail", report(run, acting=request.viewer).pk)
    return _sent(request, file, _("%(file)s with remarks") % {"file": _stem(run)})


@login_required
@require_safe
def remaining(request: Request, pk: int) -> HttpResponseBase:
    """The sheet with only the rows that weren't taken, with remarks, to be corrected and sent again."""
    run = own_run(request, pk)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed when sent)
    try:
        annotate_rest(run, file, AT_ONCE)  # type: ignore[arg-type]
    except FileGone:
        return _file_is_gone(request, run)
    except UnreadableSheet:
        messages.warning(request, _("The sheet is too large to be cut down. Take the whole sheet with remarks."))
        return redirect("imports:run", run.pk)
    return _sent(request, file, _("%(file)s remaining rows") % {"file": _stem(run)})


def _file_is_gone(request: Request, run: ImportRun) -> HttpResponse:
    messages.warning(request, _("The file was deleted meanwhile. Upload it again."))
    return redirect("imports:run", run.pk)


def _stem(run: ImportRun) -> str:
    return run.file_name.rsplit(".", 1)[0]


def _sent(request: Request, file: Any, name: str) -> HttpResponseBase:
    return send(request, file, filename=f"{name}.xlsx", content_type=TYPES["xlsx"])
