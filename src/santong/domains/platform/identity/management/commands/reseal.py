"""`santong reseal`: seal personal numbers anew after a key was added to the keyring."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from santong.domains.platform.identity.resealing import reseal_factors, reseal_people
from santong.lib.keyrings import CannotOpen


class Command(BaseCommand):
    help = "Seal identity numbers, phone numbers and second factors anew with the newest key."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people, factors = reseal_people(), reseal_factors()
        except CannotOpen as problem:
            raise CommandError(
                f"Something can't be opened: {problem}. Put the key that sealed it back into the keyring."
            ) from None
        self.stdout.write(f"Sealed anew: {people} people, {factors} second factors. Older keys may go now.")
