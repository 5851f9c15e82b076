"""`santong prepare`: everything that must be in place before the web process starts."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from importlib.metadata import version
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError

from santong.config import preparation, region
from santong.config.preparation import NotReady
from santong.kit.demo import SIZES


class Command(BaseCommand):
    help = "Check the database, bring static files and translations up to date"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date")
        parser.add_argument("--demo", choices=SIZES, metavar="SIZE", help="create the demonstration region once")
        parser.add_argument("--reset", action="store_true", help="with --demo: throw the old region away first")
        parser.add_argument("--bare", action="store_true", help="with --demo: nothing more in the background")
        parser.add_argument("--json", action="store_true", help="end with one JSON line for the supervisor")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            preparation.check_home()
            for path in preparation.close_to_others():
                self.stderr.write(f"Others could read {path}; now only this user can.")
            if options["demo"] and (options["reset"] or region.is_half_made()):
                region.throw_away()
            self.prepare(options["migrate"])
            if options["demo"]:
                region.make_once(options["demo"], self.stderr.write, bare=options["bare"])
        except (NotReady, OperationalError) as problem:
            print(preparation.explain(problem), file=sys.stderr)
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps({"version": version("santong"), **preparation.what_serving_needs()}))

    def prepare(self, migrate: bool) -> None:
        """In the order in which each step needs the one before."""
        preparation.compile_translations()
        preparation.refuse_newer_database()
        if migrate:
            preparation.migrate()
        preparation.demand_current_database()
        preparation.demand_the_right_keys()
        preparation.collect_static()
        preparation.ensure_bucket()
