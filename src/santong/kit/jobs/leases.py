"""Shows other processes on this machine that a worker is alive: a locked file in the home folder.

The kernel drops the lock at the moment when the process dies, also by kill -9, so a dead worker's
jobs need not wait for the end of their lease. Without a shared home folder the lease decides.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from pathlib import Path

from django.conf import settings


class Presence:
    """This process as a worker: its name, and the lock that lives as long as it does."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.path = _path(self.name)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def close(self) -> None:
        """Leave in order; the worker holds no job any more."""
        self.path.unlink(missing_ok=True)
        self._file.close()


def is_dead(worker: str) -> bool:
    """Whether the worker certainly died; False also when this machine can't know."""
    path = _path(worker)
    try:
        with path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return False
    return True


def sweep() -> None:
    """Remove the files of workers that died; call it when none of them holds a job any more."""
    for path in _folder().glob("*.lock"):
        if is_dead(path.stem):
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.HOME) / "workers"


def _path(worker: str) -> Path:
    return _folder() / f"{worker}.lock"
