"""Running other programs on files from strangers: within limits of time, memory and disk, without a network."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from santong.kit.jobs.public import progress

LAUNCHER = Path(__file__).with_name("launcher.py")
GB = 1024**3
PERIOD = 0.05
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "FONTCONFIG_PATH", "FONTCONFIG_FILE")
TOLD = 2000


def python(module: str, *arguments: str | Path) -> list[str]:
    """The command that runs one of our own modules; it writes no byte code, which a limit could cut short."""
    return [sys.executable, "-I", "-B", "-m", module, *map(str, arguments)]


@dataclass(frozen=True)
class Limits:
    """Most CPU seconds, seconds by the clock, bytes of memory, bytes of a file it writes; how much it gives way."""

    cpu: int
    clock: float
    memory: int = 2 * GB
    disk: int = GB
    nice: int = 0


@dataclass(frozen=True)
class Ended:
    """How a program ended: its output and the last it said; `late` when a limit of time ended it."""

    code: int
    output: str
    said: str
    late: bool

    @property
    def is_good(self) -> bool:
        """Whether it did what it was asked."""
        return self.code == 0


def run(
    command: Sequence[str],
    limits: Limits,
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    heard: Callable[[str], None] | None = None,
) -> Ended:
    """Run a program to its end. `heard` gets its output while it runs, for progress.

    Raises what `progress.check_cancelled` raises, after ending the program.
    """
    figures = (limits.cpu, limits.memory, limits.disk, limits.nice, os.getpid())
    full = [sys.executable, "-I", "-B", str(LAUNCHER), *map(str, figures), *command]
    kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    with TemporaryFile() as output, TemporaryFile() as said:
        process = subprocess.Popen(
            full, cwd=folder, env={**kept, **(environment or {})}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=output, stderr=said,
        )  # fmt: skip
        try:
            late = _wait(process, time.monotonic() + limits.clock, lambda: heard and heard(_tail(output)))
        finally:
            _end(process)
        return Ended(process.returncode, _tail(output, 1_000_000), _tail(said), late or _ran_out(process))


def _wait(process: subprocess.Popen[bytes], deadline: float, look: Callable[[], object]) -> bool:
    """Until it ends (False) or the time is over (True)."""
    pause = 0.005
    while time.monotonic() < deadline:
        try:
            process.wait(pause)
            return False
        except subprocess.TimeoutExpired:
            progress.check_cancelled()
            look()
            pause = min(pause * 2, PERIOD)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of its group stays, whatever it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _ran_out(process: subprocess.Popen[bytes]) -> bool:
    return process.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def _tail(file: object, size: int = TOLD) -> str:
    """The end of what a program wrote; its own place in the file isn't touched."""
    descriptor = file.fileno()  # type: ignore[attr-defined]
    length = os.fstat(descriptor).st_size
    return os.pread(descriptor, size, max(0, length - size)).decode("utf-8", "replace")
