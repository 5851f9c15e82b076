"""`santong second_factor_time NAME`: time again to set up a second factor, from whoever runs the machine."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from santong.domains.platform.identity import second_factor
from santong.domains.platform.identity.models import Person

MOST_DAYS = 90


class Command(BaseCommand):
    help = "Let somebody whose time is over sign in with the password alone again, to set up a second factor"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=1, help="for how long (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        days, username = options["days"], options["username"]
        if not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days takes a number from 1 to {MOST_DAYS}.")
        person = Person.objects.by_installation().filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody is called {username}. Give the username, as it stands on the account's page.")
        if second_factor.count_of(person.pk):
            raise CommandError(f"{username} has a second factor. Remove it first if it is lost.")
        second_factor.give_time(person, days)
        self.stdout.write(f"{username} has time until {person.second_factor_by:%Y-%m-%d %H:%M} UTC.")
