"""What runs in the background.

The work is done by the command in a process of its own: what columns and engines take of memory
goes back to the system afterwards, and a worker at rest stays small.
"""

from __future__ import annotations

import subprocess
import sys

from django.utils.translation import gettext_lazy as _

from santong.kit.jobs.public import job

MOST_SAID = 2000


class LakeFailed(Exception):
    """The command ended with an error; the text is the end of what it said."""


@job(title=_("Bring the lake of learning records up to date"), queue="long")
def refresh_lake() -> None:
    """Export, erase, work figures out."""
    run_command("refresh")


@job(title=_("Look after the lake of learning records"), queue="long")
def maintain_lake() -> None:
    """Expire, join files, work retention out."""
    run_command("maintain")


def run_command(what: str) -> None:
    """Run `santong lake …` to its end; `LakeFailed` when it fails."""
    command = [sys.executable, "-m", "santong", "lake", what]
    ended = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if ended.returncode:
        raise LakeFailed(ended.stderr[-MOST_SAID:])
