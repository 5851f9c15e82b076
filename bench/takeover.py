"""Everybody tries to come into everybody's account, over HTTP, against a running server.

    python -m bench.takeover [--db postgresql] [--quick]

`attempts` counts every way that an attacker tried on a victim: slips, adoption by imports (wizard
and API), guardians' codes, mergers, resets, identities, lent roles, appointments, transfers, tokens
and more (see tests/takeover/ways.py). `gained` counts accounts and identities that changed hands.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from bench.contract import ROOT, Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation
from tests.takeover.cast import World
from tests.takeover.comparing import RULED, gained
from tests.takeover.ways import Attack, Browser, attempts

LIMITS = {"attempts": at_least(2000), "gained": at_most(0)}
QUICK_LIMITS = {**LIMITS, "attempts": at_least(300)}
QUICK_ROLES = ("teaching_affairs", "class_teacher")
PATIENCE = 30.0


def measure(run: Run) -> Mapping[str, float]:
    """Attack a server as every role; the judge compares the data before and after."""
    # As in the demonstration, strong roles needn't set a second factor up first; it needn't be filled.
    with run.installation(LOG_LEVEL="ERROR", SANTONG_DEMO="1") as place:
        place.run("migrate")
        world = World.heard(told(place, "build"))
        # Who rules the victims' places comes last: what they change lawfully is no longer there to be attacked.
        roles = QUICK_ROLES if run.quick else sorted(world.attackers, key=lambda role: role in RULED)
        with place.serving() as served:
            found = [_attack(place, world, served.url, role) for role in roles]
    return {"attempts": sum(tried for tried, _gains in found), "gained": sum(gains for _tried, gains in found)}


def _attack(place: Installation, world: World, url: str, role: str) -> tuple[int, int]:
    """One role tries every way; how often something was tried, and how much was gained."""
    before = told(place, "begin", world)
    tried = attempts(Attack(Visitor(url), lambda: Visitor(url), world, role, _until_worked))
    gains = gained(before, told(place, "facts", world), role)
    for line in (f"{role}: {tried} attempts", *gains):
        say(line)
    return tried, len(gains)


def _until_worked(browser: Browser, run: str) -> None:
    """Until nothing works on an import any longer."""
    began = time.monotonic()
    while 'id="working"' in browser.get(run)[1]:
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(run)
        time.sleep(0.2)


def told(place: Installation, what: str, world: World | None = None) -> dict[str, Any]:
    """What `python -m tests.takeover` says about the installation."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.takeover", what],
        env=place.environment,
        cwd=ROOT,
        input=json.dumps(world.as_json()) if world else "",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main("takeover", measure, QUICK_LIMITS if "--quick" in sys.argv else LIMITS)
