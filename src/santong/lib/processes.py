"""Living and dying with the process that started us."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

PERIOD = 1.0


def when_orphaned(parent: int, stop: Callable[[], None]) -> None:
    """Call `stop` once the process `parent` is no longer our parent: it died without a word."""

    def watch() -> None:
        while os.getppid() == parent:
            wait.wait(PERIOD)
        stop()

    wait = threading.Event()
    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
