"""Give a data provider credentials from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.actions.credentials import create_provider, issue_credential
from santong.domains.platform.records.models import SCOPES
from santong.kit.access import SYSTEM


class Command(BaseCommand):
    help = "Create a data provider and print its key and secret once, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--purpose", required=True)
        parser.add_argument("--organisation", help="path of the organisation; default: the first root")
        parser.add_argument("--scope", action="append", choices=sorted(SCOPES), help="default: all of them")
        parser.add_argument("--any-agent", action="store_true", help="also people who aren't accounts of this platform")
        parser.add_argument("--requests-per-minute", type=int, default=1200, help="0: no limit")

    def handle(self, *args: Any, **options: Any) -> None:
        provider = create_provider(
            acting=SYSTEM,
            organisation=_organisation(options["organisation"]),
            name=options["name"],
            purpose=options["purpose"],
            accounts_only=not options["any_agent"],
        )
        issued = issue_credential(
            acting=SYSTEM,
            provider=provider,
            scopes=options["scope"] or SCOPES,
            requests_per_minute=options["requests_per_minute"],
        )
        self.stdout.write(json.dumps({"key": issued.credential.key, "secret": issued.secret}))


def _organisation(path: str | None) -> Organisation:
    rows = Organisation.objects.by_installation().order_by("path")
    found = rows.filter(path=path).first() if path else rows.first()
    if found is None:
        where = f" with the path {path}" if path else ""
        raise CommandError(f"There is no organisation{where}.")
    return found
