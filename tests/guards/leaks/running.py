"""A long run, in rounds: each round asks one part of all requests as everybody, the next another part."""

from __future__ import annotations

import time

from django.db import transaction

from santong.kit.testing.planting import SCHOOLS
from tests.guards.leaks.addresses import addresses
from tests.guards.leaks.probing import Findings, probe
from tests.guards.leaks.world import build, systems

ROUNDS = 13
"""Odd, so that in each both verbs come."""
FULL = 2


def run(until: float | None) -> Findings:
    """Probe until the moment, or through `FULL` of the rounds."""
    everything = Findings()
    with transaction.atomic():
        world = build()
        machines = systems(world)
        _add(
            everything, probe(world, machines, range(len(SCHOOLS)), pages=addresses(api=True), every=2 if until else 1)
        )
        for number in range(ROUNDS):
            for turn, persona in enumerate(world.personas):
                if until is not None and time.monotonic() > until:
                    break
                found = probe(world, [persona], range(len(SCHOOLS)), every=ROUNDS, first=number + turn)
                _add(everything, found)
            if until is None and number + 1 == FULL:
                break
        transaction.set_rollback(True)
    return everything


def _add(total: Findings, found: Findings) -> None:
    total.probes += found.probes
    total.requests += found.requests
    total.leaks += found.leaks
    total.failures += found.failures
    total.statuses += found.statuses
