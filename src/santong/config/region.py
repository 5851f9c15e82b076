"""Making the demonstration region, once, from what the modules declare."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from santong.config.preparation import NotReady
from santong.kit.demo import DemoStep, Region
from santong.kit.planner import gather_statistics
from santong.kit.registry import registry

MAKING, MADE = "making", "made"


def make_once(size: str, say: Callable[[str], None], *, bare: bool = False) -> None:
    """Run the modules' demo steps unless the region is there already."""
    state = read_note()
    if state.get("state") == MADE:
        if state["size"] != size:
            say(f"The region is there already, of size {state['size']}; --reset makes it anew.")
        return
    write_note(size, MAKING)
    region = Region(size=size, say=say, bare=bare)
    for step in registry.of(DemoStep):
        say(f"Making {step.name} …")
        step.fill(region)
    gather_statistics()
    write_note(size, MADE)


def is_half_made() -> bool:
    """Whether an earlier start was interrupted while making it."""
    return read_note().get("state") == MAKING


def throw_away() -> None:
    """Remove the region. Only in demonstration mode, and only what the demonstration made."""
    if not settings.DEMO:
        raise NotReady("Only a demonstration can be thrown away: `santong demo --reset`.")
    _empty_database()
    shutil.rmtree(_home() / "files", ignore_errors=True)
    _note().unlink(missing_ok=True)


def _empty_database() -> None:
    if connection.vendor == "sqlite":
        connection.close()
        name = str(settings.DATABASES["default"]["NAME"])
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)
    elif connection.introspection.table_names():
        call_command("flush", interactive=False, verbosity=0)


def _home() -> Path:
    return Path(settings.HOME)


def _note() -> Path:
    return _home() / "demo.json"


def read_note() -> dict[str, str]:
    """What is known about the region: `size` and `state`; empty at first."""
    try:
        return dict(json.loads(_note().read_text()))
    except FileNotFoundError:
        return {}


def write_note(size: str, state: str) -> None:
    """Remember how far the region is."""
    _note().write_text(json.dumps({"size": size, "state": state}))
