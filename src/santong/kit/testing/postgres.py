"""A throw-away PostgreSQL cluster on loopback, for tests and benchmarks."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = (
    "PostgreSQL is not installed, so nothing can be checked on it. "
    "Install it (Debian: apt-get install postgresql) or run on SQLite only (--db sqlite)."
)


class PostgresMissing(RuntimeError):
    """No PostgreSQL server programs on this machine."""


def programs() -> Path:
    """The folder with initdb and pg_ctl, newest version first."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not found:
        raise PostgresMissing(MISSING)
    return found[-1].parent


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster, give the URL of its database `postgres`, and remove it afterwards.

    The server refuses to run as root, so root starts it as the user `postgres`. `durable` keeps
    fsync on, for tests that kill things.
    """
    folder = Path(tempfile.mkdtemp(prefix="santong-pg-"))
    port = free_port()
    try:
        _start(folder, port, durable)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run([str(programs() / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, port: int, durable: bool) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, bin_ = str(folder / "data"), programs()
    _run([str(bin_ / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200"
    options += " -c shared_buffers=1GB -c max_wal_size=4GB -c checkpoint_timeout=15min"  # as in compose.yaml
    # What tests took back fills indexes with dead entries; once a minute is too seldom to clear them away.
    options += " -c autovacuum_naptime=2s -c autovacuum_vacuum_cost_delay=0"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _run([str(bin_ / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"])


def _run(command: list[str], *, check: bool = True) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    group = "postgres" if os.geteuid() == 0 else None
    subprocess.run(
        command, check=check, user=user, group=group, cwd="/",
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
