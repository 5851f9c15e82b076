"""Recompute the seals of an exported report: `santong verify_report report.json`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from santong.domains.governance.reports.sealing import faults_in


class Command(BaseCommand):
    help = "Recompute the seals of an exported report, and of all that it covers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the sealed edition, as its page exports it (JSON)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            export = json.loads(Path(options["file"]).read_text(encoding="utf-8"))
            found = faults_in(export)
        except (OSError, ValueError, AttributeError, KeyError, TypeError) as problem:
            raise CommandError(f"{options['file']} can't be read as an export of a report: {problem}") from problem
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(export['editions'])} seals hold")
