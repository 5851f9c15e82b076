"""The wizard's first steps: the file, its headings, its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.kit.http import Request
from santong.kit.imports.actions import WrongState, assign_columns, choose_headings, upload
from santong.kit.imports.admission import TooMuch
from santong.kit.imports.blank import blank_sheet
from santong.kit.imports.faults import explained
from santong.kit.imports.forms import ColumnsForm, HeadingsForm, UploadForm
from santong.kit.imports.models import ImportRun, target_named
from santong.kit.imports.queries import warnings_of
from santong.kit.imports.reading import HEAD_ROWS, heads_of, proposed_columns, samples
from santong.kit.imports.sheet_choice import FurtherSheet, chosen_by_itself, further_sheets
from santong.kit.imports.targets import ContextForm, ImportTarget
from santong.lib.cells import text_of
from santong.lib.sheets.columns import Column
from santong.lib.sheets.faults import UnreadableSheet
from santong.lib.sheets.grid import Grid, column_letters
from santong.lib.whole_numbers import whole_number

SHOWN_ROWS = 20
"""Rows of the preview; more when the headings stand lower."""
SURE, LIKELY = 0.95, 0.75
_WIDEST = 24


def wizard_steps(run: ImportRun | None, current: int, *, is_own: bool = True) -> list[dict[str, Any]]:
    """The line of steps above every page of the wizard.

    Earlier ones lead whoever uploaded the file back while nothing was written.
    """
    labels = (_("File"), _("Headings"), _("Columns"), _("Check"), _("Import"))
    names = ("", "imports:headings", "imports:columns", "imports:check", "")
    can_go_back = is_own and run is not None and not run.has_run and not run.is_busy
    steps = []
    for number, (label, name) in enumerate(zip(labels, names, strict=True)):
        state = "done" if number < current else "current" if number == current else "todo"
        url = reverse(name, args=[run.pk]) if run and can_go_back and name and number < current else ""
        steps.append({"label": label, "state": state, "url": url})
    return steps


def own_run(request: Request, pk: int) -> ImportRun:
    """The run, for whoever uploaded it: 404 for strangers, 403 for those who only see that it exists."""
    run = request.viewer.get(ImportRun, pk)
    if run.person_id != request.viewer.person_id:
        raise PermissionDenied("imports: somebody else's file")
    return run


def target_or_404(name: str) -> ImportTarget:
    """The declared target of this name."""
    try:
        return target_named(name)
    except LookupError:
        raise Http404(name) from None


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request, name: str) -> HttpResponse:
    """The file and what must be known besides."""
    target = target_or_404(name)
    request.viewer.demand(target.permission)
    posted = request.method == "POST"
    form = UploadForm(*((request.POST, request.FILES) if posted else ()))
    context_form = _context_form(target, request)
    valid = [each.is_valid() for each in (context_form, form) if each is not None]
    if posted and all(valid):
        answers = context_form.context() if context_form else {}
        file = form.cleaned_data["file"]
        try:
            run = upload(
                acting=request.viewer,
                target=target,
                name=file.name,
                content=file.read(),
                context=answers,
                person_name=request.viewer.name,
            )
        except UnreadableSheet as fault:
            form.add_error("file", explained(fault))
        except TooMuch as much:
            form.add_error("file", str(much))
        else:
            return redirect(_after_upload(run), run.pk)
    context = {"target": target, "form": form, "context_form": context_form, "steps": wizard_steps(None, 0)}
    return render(request, "imports/new.html", context, status=422 if posted else 200)


def _context_form(target: ImportTarget, request: Request) -> ContextForm | None:
    if target.context_form is None:
        return None
    if request.method == "POST":
        return target.context_form(request.POST, viewer=request.viewer)
    return target.context_form(initial=request.GET.dict(), viewer=request.viewer)


def _after_upload(run: ImportRun) -> str:
    """Straight to the columns when the headings were found."""
    grid = heads_of(run)[run.sheet]
    known = [column for column in proposed_columns(run, grid, run.target.fields) if column.field]
    return "imports:columns" if known else "imports:headings"


@login_required
@require_http_methods(["GET", "POST"])
def headings(request: Request, pk: int) -> HttpResponse:
    """Which sheet, and which row holds the headings."""
    run = own_run(request, pk)
    heads = heads_of(run)
    posted = request.method == "POST"
    form = HeadingsForm(request.POST if posted else None, heights=[head.height for head in heads])
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            choose_headings(run, acting=request.viewer, sheet=data["sheet"], first=data["first"], last=data["last"])
        except WrongState as error:
            messages.warning(request, str(error))
            return redirect("imports:run", run.pk)
        return redirect("imports:columns", run.pk)
    return _headings_page(request, run, heads, form)


def _headings_page(request: Request, run: ImportRun, heads: list[Grid], form: HeadingsForm) -> HttpResponse:
    asked = whole_number(request.GET.get("sheet", ""))
    sheet = asked if asked is not None and asked < len(heads) else run.sheet
    first = run.header_first if sheet == run.sheet else 0
    context = {
        "run": run,
        "form": form,
        "steps": wizard_steps(run, 1),
        "sheet": sheet,
        "first": first,
        "two_rows": sheet == run.sheet and run.header_last > run.header_first,
        "sheets": [
            {"label": head.name or _("Table"), "url": f"?sheet={index}", "current": index == sheet}
            for index, head in enumerate(heads)
        ],
        "letters": [column_letters(index) for index in range(heads[sheet].width)],
        "rows": _preview(heads[sheet], first),
    }
    return render(request, "imports/headings.html", context, status=422 if form.errors else 200)


def _preview(head: Grid, first: int) -> list[dict[str, Any]]:
    count = min(max(SHOWN_ROWS, first + 5), HEAD_ROWS)
    return [
        {"index": index, "number": index + 1, "cells": [text_of(value)[:_WIDEST] for value in row]}
        for index, row in enumerate(head.rows[:count])
    ]


@login_required
@require_http_methods(["GET", "POST"])
def columns(request: Request, pk: int) -> HttpResponse:
    """Which column holds which field; sending it starts the check."""
    run = own_run(request, pk)
    heads = heads_of(run)
    head = heads[run.sheet]
    proposed = proposed_columns(run, head, run.target.fields)
    further = further_sheets(run, heads)
    chosen = chosen_sheets(run, further)
    posted = request.method == "POST"
    form = ColumnsForm(
        request.POST if posted else None, target=run.target, columns=proposed, sheets=further, chosen=chosen
    )
    if posted and form.is_valid():
        try:
            assign_columns(run, acting=request.viewer, mapping=form.mapping, sheets=form.sheets)
        except WrongState as error:
            messages.warning(request, str(error))
        return redirect("imports:run", run.pk)
    found = {column.field for column in proposed}
    context = {
        "run": run,
        "form": form,
        "steps": wizard_steps(run, 2),
        "sheet_name": head.name,
        "hidden_rows": len([row for row in head.hidden_rows if row > run.header_last]),
        "warnings": warnings_of(run),
        "further": [_shown_sheet(form, each, chosen) for each in further],
        "header_number": run.header_first + 1,
        "row_count": head.height - run.header_last - 1,
        "columns": [_shown_column(run, head, form, column) for column in proposed],
        "missing": [each for each in run.target.fields if each.required and each.name not in found],
    }
    return render(request, "imports/columns.html", context, status=422 if form.errors else 200)


def chosen_sheets(run: ImportRun, further: Sequence[FurtherSheet]) -> list[int]:
    """The further sheets that are read, or would be if nobody chose."""
    if run.mapping is None:
        return chosen_by_itself(further)
    return [part["sheet"] for part in run.more_sheets]


def unread_sheets(run: ImportRun) -> list[FurtherSheet]:
    """The sheets with content that an import passes over."""
    if not run.head:
        return []
    further = further_sheets(run, heads_of(run))
    chosen = chosen_sheets(run, further)
    return [each for each in further if each.number not in chosen]


def _shown_sheet(form: ColumnsForm, sheet: FurtherSheet, chosen: Sequence[int]) -> dict[str, Any]:
    picked = form["sheets"].value() if "sheets" in form.fields else []
    return {
        "number": sheet.number,
        "name": sheet.grid.name,
        "rows": sheet.rows,
        "is_hidden": sheet.grid.is_hidden,
        "can_be_read": sheet.header is not None,
        "is_chosen": str(sheet.number) in map(str, picked or []),
        "is_alike": sheet.is_alike,
    }


def _shown_column(run: ImportRun, head: Grid, form: ColumnsForm, column: Column) -> dict[str, Any]:
    return {
        "letters": column_letters(column.index),
        "heading": column.heading,
        "samples": [text[:_WIDEST] for text in samples(head, column.index, run.header_last)],
        "field": form[form.key(column)],
        "certainty": _certainty(run, column),
    }


def _certainty(run: ImportRun, column: Column) -> tuple[str, str]:
    """How sure the guess is, as tone and word."""
    if column.field is None:
        return "neutral", _("not used")
    if run.mapping is not None:
        return "ok", _("confirmed")
    if column.confidence >= SURE:
        return "ok", _("sure")
    return ("info", _("likely")) if column.confidence >= LIKELY else ("warn", _("please look"))


@login_required
@require_safe
def template(request: Request, name: str) -> HttpResponseBase:
    """An empty sheet with the right headings, for whoever has no list yet."""
    target = target_or_404(name)
    request.viewer.demand(target.permission)
    return blank_sheet(request, target)
