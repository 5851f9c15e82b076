"""A real installation in a folder of its own, served by real processes: for tests and benchmarks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from santong.kit.testing.postgres import cluster, free_port

PATIENCE = 300.0


@dataclass
class Installation:
    """A home folder and a database. `environment` is what its processes are given."""

    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a `santong` command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "santong", *arguments],
            env=self.environment, check=check, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    @contextmanager
    def serving(self, *arguments: str, command: str = "serve", **environment: str) -> Iterator[Served]:
        """Serve until the block ends; ready when it begins."""
        served = Served(self, command, arguments, environment)
        served.start()
        try:
            served.wait_until_ready()
            yield served
        finally:
            served.stop()


@dataclass
class Served:
    """A running `santong serve`."""

    installation: Installation
    command: str = "serve"
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: psutil.Popen | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log_path(self) -> Path:
        """Where its log goes."""
        return self.installation.home / f"serve-{self.port}.log"

    @property
    def log(self) -> str:
        """What it logged so far."""
        return self.log_path.read_text(encoding="utf-8")

    def start(self) -> None:
        """Start the group."""
        command = [sys.executable, "-m", "santong", self.command, "--port", str(self.port), *self.arguments]
        with self.log_path.open("ab") as log:
            self.process = psutil.Popen(
                command,
                env={**self.installation.environment, **self.environment},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def wait_until_ready(self, patience: float = PATIENCE) -> float:
        """Until `/health/ready` answers 200; returns the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            if self.answers("/health/ready") == 200:
                return time.monotonic() - began
            assert self.process is not None
            if self.process.poll() is not None:
                raise RuntimeError(f"santong {self.command} ended with {self.process.returncode}:\n{self.log}")
            time.sleep(0.02)
        raise TimeoutError(self.log)

    def answers(self, path: str) -> int:
        """The status of a GET; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def processes(self, name: str = "") -> list[psutil.Process]:
        """The processes of the group whose command line holds `name`; the supervisor first."""
        assert self.process is not None
        group = [psutil.Process(self.process.pid), *self.process.children(recursive=True)]
        return [process for process in group if name in " ".join(_command(process))]

    def kill(self) -> None:
        """Kill -9 every process of the group at once, as a power cut would."""
        assert self.process is not None
        group = self.processes()
        for process in group:
            _kill(process)
        self.process.wait()
        psutil.wait_procs(group, timeout=PATIENCE)

    def stop(self) -> int | None:
        """Stop in order; returns the exit code."""
        if self.process is None or self.process.poll() is not None:
            return None if self.process is None else self.process.returncode
        group = self.processes()
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        finally:
            for process in group:
                _kill(process)


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def clean_environment() -> dict[str, str]:
    """This process's environment without any setting of an installation."""
    return {name: value for name, value in os.environ.items() if name not in _SETTINGS}


@contextmanager
def installation(db: str = "sqlite", *, durable: bool = False, **environment: str) -> Iterator[Installation]:
    """A new installation with an empty, current database on "sqlite" or "postgresql"."""
    with tempfile.TemporaryDirectory(prefix="santong-served-") as folder:
        home = Path(folder)
        settings = {
            **clean_environment(),
            "SANTONG_HOME": folder,
            "SECRET_KEY": "only-for-tests-" + "y" * 50,
            "DJANGO_SETTINGS_MODULE": "santong.config.settings",
            **environment,
        }
        if db == "sqlite":
            yield Installation(home, settings)
        else:
            with cluster(durable=durable) as url:
                yield Installation(home, {**settings, "DATABASE_URL": url})


_SETTINGS = frozenset(
    {
        "ALLOWED_HOSTS",
        "CACHE_URL",
        "DATABASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "FIELD_KEYS",
        "HOST",
        "JOB_WORKERS",
        "LOG_FORMAT",
        "LOG_LEVEL",
        "PORT",
        "PUBLIC_URL",
        "REMEMBER_DAYS",
        "SANTONG_DEMO",
        "SANTONG_HOME",
        "SECRET_KEY",
        "SESSION_HOURS",
        "SESSION_IDLE_MINUTES",
        "STORAGE_URL",
        "TRUSTED_PROXIES",
        "WEB_THREADS",
        "WEB_WORKERS",
    }
)
