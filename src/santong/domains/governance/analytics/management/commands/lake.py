"""The lake from the command line: bring it up to date, look after it, ask it, say how it is."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max, Min, Sum

from santong.domains.governance.analytics.actions.exporting import BATCH, export
from santong.domains.governance.analytics.actions.rewriting import compact, erase, expire, sweep
from santong.domains.governance.analytics.actions.summarising import summarise, summarise_retention
from santong.domains.governance.analytics.engines import NoEngine, answer, facts_in
from santong.domains.governance.analytics.folder import folder, path_of
from santong.domains.governance.analytics.models import LakeFile
from santong.domains.governance.analytics.queries.lake import files_with_days_from, lake
from santong.domains.governance.analytics.questions import FIVE


class Command(BaseCommand):
    help = "The lake of learning records: refresh, maintain, ask, status."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        refresh = what.add_parser("refresh", help="export new statements, carry out erasures, work figures out")
        refresh.add_argument("--batch", type=int, default=BATCH, help="statements in one commit")
        maintain = what.add_parser(
            "maintain", help="refresh, then remove what has expired, join files, count retention"
        )
        maintain.add_argument("--batch", type=int, default=BATCH, help="statements in one commit")
        ask = what.add_parser("ask", help="answer a question on the engine of ANALYTICS_URL, as JSON lines")
        ask.add_argument("question", choices=sorted(FIVE))
        ask.add_argument("--limit", type=int, default=20, help="rows to print; 0: all")
        what.add_parser("status", help="what the lake holds, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            _WHAT[options["what"]](self, options)
        except NoEngine as problem:
            raise CommandError(str(problem)) from None

    def refresh(self, options: dict[str, Any]) -> None:
        added = export(options["batch"], self.note)
        erased, figures = erase(), summarise()
        self.stdout.write(f"{added} statements exported, {erased} people erased, {figures} figures worked out")

    def maintain(self, options: dict[str, Any]) -> None:
        self.refresh(options)
        expire()
        joined, swept, rows = compact(), sweep(), summarise_retention()
        self.stdout.write(f"{joined} partitions joined, {swept} files swept away, {rows} weeks of retention")

    def ask(self, options: dict[str, Any]) -> None:
        files = files_with_days_from()
        if not files:
            raise CommandError("The lake is empty: run `santong lake refresh` first.")
        with facts_in(settings.ANALYTICS_URL, [path_of(file) for file in files]) as facts:
            question = FIVE[options["question"]](facts)
            rows = answer(question.limit(options["limit"]) if options["limit"] else question)
        for row in rows.to_pylist():
            self.stdout.write(json.dumps(row, ensure_ascii=False, default=str))

    def status(self, options: dict[str, Any]) -> None:
        present = lake()
        sums = LakeFile.objects.aggregate(rows=Sum("rows"), bytes=Sum("size"), first=Min("month"), last=Max("month"))
        about = {"folder": str(folder()), "files": LakeFile.objects.count(), **sums}
        self.stdout.write(
            json.dumps({**about, "as_of": present.exported_at, "engine": settings.ANALYTICS_URL}, default=str)
        )

    def note(self, text: str) -> None:
        self.stderr.write(text)


_WHAT: dict[str, Callable[[Command, dict[str, Any]], None]] = {
    "refresh": Command.refresh,
    "maintain": Command.maintain,
    "ask": Command.ask,
    "status": Command.status,
}
