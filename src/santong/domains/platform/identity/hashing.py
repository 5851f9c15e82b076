"""How passwords are kept: argon2id at the floor that OWASP names, and no more at once than there are cores."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

_turns = BoundedSemaphore(settings.HASHES_AT_ONCE)
"""Further ones wait for their turn: side by side they would take as long, and memory for each."""


class PasswordHasher(Argon2PasswordHasher):
    """argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet): about 20 ms of a core.

    What was kept at another cost is still checked, and replaced when its owner next signs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _turns:
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        with _turns:
            return bool(super().verify(password, encoded))
