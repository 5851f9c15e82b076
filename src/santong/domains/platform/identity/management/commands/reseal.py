"""`santong reseal`: seal personal numbers anew after a key was added to the keyring."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from santong.domains.platform.identity.resealing import reseal_factors, reseal_people
from santong.kit.registry import registry
from santong.kit.resealing import Resealed
from santong.lib.keyrings import CannotOpen


class Command(BaseCommand):
    help = "Seal identity numbers, phone numbers, second factors and all else that is sealed anew with the newest key."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people, factors = reseal_people(), reseal_factors()
            others = [f"{each.run()} {each.name}" for each in registry.of(Resealed)]
        except CannotOpen as problem:
            raise CommandError(
                f"Something can't be opened: {problem}. Put the key that sealed it back into the keyring."
            ) from None
        sealed = ", ".join([f"{people} people", f"{factors} second factors", *others])
        self.stdout.write(f"Sealed anew: {sealed}. Older keys may go now.")
