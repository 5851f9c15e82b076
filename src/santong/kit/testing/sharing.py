"""One thing for all processes of a test run: the first who asks makes it, and ends it when nobody needs it any more."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path

import psutil

TOLD = "told"


@contextmanager
def shared(folder: Path, make: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """What `make` tells of the thing that it makes (its address, say), once for all who share the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    own, told = folder / str(os.getpid()), folder / TOLD
    with ExitStack() as stack:
        with locked(folder):
            own.touch()
            makes = not told.exists()
            if makes:
                told.write_text(stack.enter_context(make()), encoding="utf-8")
        try:
            yield told.read_text(encoding="utf-8")
        finally:
            own.unlink()
            if makes:
                _wait_for_others(folder)


def first(folder: Path, name: str) -> bool:
    """Whether nobody who shares the folder has asked for this name before."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (folder / blake2b(name.encode(), digest_size=16).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _wait_for_others(folder: Path) -> None:
    """Until nobody uses the thing; whoever comes after that makes it anew."""
    while True:
        with locked(folder):
            users = [path.name for path in folder.iterdir() if path.name.isdigit()]
            if not any(psutil.pid_exists(int(user)) for user in users):
                (folder / TOLD).unlink()
                return
        time.sleep(0.1)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone among all who share the folder."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
