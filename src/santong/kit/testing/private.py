"""What others on the machine may read of the files that something wrote."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def others_may(path: Path) -> int:
    """The bits of the mode that are for the group and for everybody else."""
    return stat.S_IMODE(path.lstat().st_mode) & 0o077


def loose(home: Path) -> list[str]:
    """The paths in a folder that others may use; the log of a group of processes is made by whoever starts it."""
    return [str(path) for path in home.rglob("*") if others_may(path) and path.suffix != ".log"]


@contextmanager
def as_a_shell_would() -> Iterator[None]:
    """Begin processes with the mask of an ordinary shell, which lets everybody read."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
