"""`santong first-admin`: the region's bureau and its first administrator, with a slip in the terminal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from santong.domains.platform.accounts.founding import (
    CannotFound,
    Founded,
    bureau_of_region,
    first_administrator,
    lacks_administrator,
    recover_administrator,
    waiting_administrator,
)
from santong.domains.platform.identity.public import activation_address
from santong.lib.cells import tidy_text
from santong.lib.names import parse_name

LONGEST_BUREAU = 80


class Command(BaseCommand):
    help = (
        "Make the first administrator of the region, and its bureau where it is missing. Prints a slip with a one-time "
        "code. As long as nobody has used it, running this again prints a new one."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="", help="the person's name; asked for when left out")
        parser.add_argument("--bureau", default="", help="the name of the bureau, where there is none yet")
        parser.add_argument(
            "--recover",
            metavar="USERNAME",
            help="instead: a slip for an administrator who lost password and second factor",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            try:
                founded = self.founded(**options)
            except CannotFound as problem:
                raise CommandError(str(problem), returncode=2) from None
            self.stdout.write(slip_text(founded))

    def founded(self, *, name: str, bureau: str, recover: str | None, **_others: Any) -> Founded:
        """The slip that was asked for."""
        if recover:
            return recover_administrator(recover)
        return first_administrator(name=self.name(name), bureau=self.bureau(bureau))

    def bureau(self, given: str) -> str:
        """The bureau's name as given, or typed where there is none yet."""
        is_wanted = not given and lacks_administrator() and bureau_of_region() is None
        name, _steps = tidy_text(given or (_typed("What is the bureau called? ") if is_wanted else ""))
        if len(name) > LONGEST_BUREAU:
            raise CommandError(f"A bureau's name has at most {LONGEST_BUREAU} characters.", returncode=2)
        return name

    def name(self, given: str) -> str:
        """The person's name as given, or typed where nobody has been named yet."""
        is_wanted = not given and lacks_administrator() and waiting_administrator() is None
        text = given or (_typed("Who is to administer the region? Name: ") if is_wanted else "")
        reading = parse_name(text)
        if reading.problem is not None:
            raise CommandError(
                f"“{text}” doesn't look like a person's name. Write it as on the document.", returncode=2
            )
        return reading.value or ""


def slip_text(founded: Founded) -> str:
    """The slip as it stands in the terminal, with what comes next."""
    issued = founded.issued
    lines = (
        ("Name", issued.person.name),
        ("Bureau", founded.bureau.name),
        ("Username", issued.person.username),
        ("Address", activation_address()),
        ("Code", issued.code),
    )
    shown = "\n".join(f"    {label:10}{value}" for label, value in lines)
    day = timezone.localtime(issued.expires_at).date().isoformat()
    return (
        f"\n{shown}\n\n"
        f"The code works once, until {day}, and is shown only here. Open the address, enter it, choose a password,\n"
        "then set up the second factor that this role needs. Then docs/operations.md, “The first hour”.\n"
    )


def _typed(question: str) -> str:
    """What a person answers at the terminal; "" where nobody sits there."""
    return input(question) if sys.stdin.isatty() else ""
