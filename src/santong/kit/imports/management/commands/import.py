"""`santong import TARGET FILE`: the wizard's steps in one go, for the whole installation."""

# ruff: noqa: N999  (the file is named after the command)

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django import forms
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from santong.kit.access import SYSTEM
from santong.kit.imports import tasks
from santong.kit.imports.actions import choose_headings, set_columns, settle_all, take_over, upload
from santong.kit.imports.annotated import annotate
from santong.kit.imports.faults import explained
from santong.kit.imports.models import ImportRun, target_named
from santong.kit.imports.queries import kinds_of_problems, numbers, sheet_names, warnings_of
from santong.kit.imports.reading import heads_of, proposed_columns
from santong.kit.imports.steps import unread_sheets
from santong.kit.imports.targets import HIDDEN_ROW, TAKE, ImportTarget, every_target
from santong.kit.jobs.public import JobFailed
from santong.lib.sheets.faults import UnreadableSheet
from santong.lib.sheets.headers import find_header

UNUSABLE, INCOMPLETE = 2, 3


class Command(BaseCommand):
    help = (
        "Import a sheet: recognise headings and columns, check, and write what is right. "
        f"Exit code 0: every row is in; {INCOMPLETE}: some rows were not taken; {UNUSABLE}: the file can't be used."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", help="what the rows become")
        parser.add_argument("file", type=Path, help="XLSX, XLS, ODS or CSV")
        parser.add_argument("--context", action="append", default=[], metavar="NAME=VALUE", help="what the form asks")
        parser.add_argument(
            "--sheet", action="append", default=[], metavar="NAME",
            help="a sheet to read, repeatable (by default the best one with all that have its columns)",
        )  # fmt: skip
        parser.add_argument(
            "--hidden-rows", choices=("take", "leave-out"), help="what becomes of rows hidden in the sheet"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--report", type=Path, metavar="OUT.xlsx", help="write the sheet with remarks")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            run = self.judge(
                self.target(options["target"]), options["file"], options["context"], options.get("sheet") or []
            )
            if options.get("hidden_rows"):
                self.decide_on_hidden(run, options["hidden_rows"])
            self.tell(run, options["report"])
            if not options["dry_run"]:
                self.write(run)
            elif run.counts:
                tasks.remove_data(run)
            if any(run.counts.get(name) for name in ("doubtful", "refused")) or not run.counts.get("rows"):
                sys.exit(INCOMPLETE)

    def target(self, name: str) -> ImportTarget:
        """The target asked for, or a sentence with those there are."""
        try:
            return target_named(name)
        except LookupError:
            known = ", ".join(each.name for each in every_target())
            raise CommandError(
                f"There is nothing called {name!r} to import; there are: {known}", returncode=UNUSABLE
            ) from None

    def judge(self, target: ImportTarget, path: Path, answers: list[str], sheets: list[str]) -> ImportRun:
        """Upload and judge, without a background job."""
        context = self.context(target, answers)
        try:
            run = upload(acting=SYSTEM, target=target, name=path.name, content=path.read_bytes(), context=context)
            self.assign(run, sheets)
            take_over(run, ImportRun.State.CHECKING)
            tasks.check.func(run.pk)
        except JobFailed as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}", returncode=UNUSABLE) from error
        except UnreadableSheet as fault:
            raise CommandError(f"{path}: {explained(fault)}", returncode=UNUSABLE) from fault
        run.refresh_from_db()
        return run

    def context(self, target: ImportTarget, answers: list[str]) -> dict[str, Any]:
        """The context form filled from NAME=VALUE."""
        if target.context_form is None:
            return {}
        fields = target.context_form(viewer=SYSTEM).fields
        values = {name: field.initial for name, field in fields.items() if field.initial is not None}
        for name, _equals, value in (each.partition("=") for each in answers):
            values[name] = key_of(fields[name], value) if name in fields else value
        form = target.context_form(values, viewer=SYSTEM)
        if not form.is_valid():
            lines = [f"  --context {name}=…: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
            raise CommandError("This must be known to import:\n" + "\n".join(lines), returncode=UNUSABLE)
        return form.context()

    def decide_on_hidden(self, run: ImportRun, decision: str) -> None:
        """Answer the question about hidden rows for all of them, and judge anew."""
        kind, answer = ("accepted", TAKE) if decision == "take" else ("left_out", "")
        if settle_all(run, acting=SYSTEM, code=HIDDEN_ROW, field="", kind=kind, answer=answer):
            take_over(run, ImportRun.State.CHECKING)
            tasks.check.func(run.pk)
            run.refresh_from_db()

    def assign(self, run: ImportRun, sheets: list[str]) -> None:
        """Take the columns as they were guessed; all that are needed must be there."""
        heads = heads_of(run)
        numbers_of = {grid.name: number for number, grid in enumerate(heads)}
        if unknown := [name for name in sheets if name not in numbers_of]:
            tasks.remove_data(run)
            known = ", ".join(numbers_of)
            raise CommandError(f"No sheet is called {', '.join(unknown)}; there are: {known}", returncode=UNUSABLE)
        chosen = [numbers_of[name] for name in sheets]
        if chosen and run.sheet not in chosen:
            header = find_header(heads[chosen[0]], run.target.fields)
            last = header.last if header else 0
            first = header.first if header else 0
            choose_headings(run, acting=SYSTEM, sheet=chosen[0], first=first, last=last)
        columns = proposed_columns(run, heads[run.sheet], run.target.fields)
        missing = run.target.required - {column.field for column in columns}
        if missing:
            tasks.remove_data(run)
            raise CommandError(f"No column was recognised for: {', '.join(sorted(missing))}", returncode=UNUSABLE)
        mapping = [column.field for column in columns]
        set_columns(run, acting=SYSTEM, mapping=mapping, sheets=chosen or None)

    def tell(self, run: ImportRun, report: Path | None) -> None:
        """Numbers and kinds of problems; the sheet with remarks where asked for."""
        self.tell_about_sheets(run)
        for name, number in numbers(run).items():
            if number and name not in ("ready", "open"):
                self.stdout.write(f"{name}: {number}")
        for kind in kinds_of_problems(run):
            self.stdout.write(f"  {kind.count} × {kind.label}: {kind.message}")
        if report:
            with report.open("wb") as file:
                annotate(run, file)
            self.stdout.write(f"Remarks: {report}")

    def tell_about_sheets(self, run: ImportRun) -> None:
        """What was read and what wasn't."""
        for warning in warnings_of(run):
            self.stdout.write(f"Warning: {warning}")
        for name in filter(None, sheet_names(run)):
            self.stdout.write(f"Read: sheet “{name}”")
        for sheet in unread_sheets(run):
            self.stdout.write(f"Not read: sheet “{sheet.grid.name}” with {sheet.rows} rows")
        if not run.counts.get("rows"):
            self.stdout.write("No row of data was found below the headings.")

    def write(self, run: ImportRun) -> None:
        """Write the good rows."""
        take_over(run, ImportRun.State.RUNNING)
        try:
            tasks.run_import.func(run.pk)
        except JobFailed as error:
            raise CommandError(str(error)) from error
        run.refresh_from_db()
        self.stdout.write(f"Import {run.pk}: {run.taken_rows} rows were taken.")


def key_of(field: forms.Field, value: str) -> str:
    """The key of the row that is called `value`, for a field that chooses a row; else the value."""
    if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return value
    return next((str(row.pk) for row in field.queryset if str(row) == value), value)
