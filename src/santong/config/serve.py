"""`santong serve`: web, background workers and scheduler of one machine as one group of processes.

This process only watches the others, so it imports neither Django nor anything heavy; what must
be known or done before the start is asked of a short-lived process (`santong prepare`).
"""

from __future__ import annotations

import argparse
import errno
import ipaddress
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable

from santong.config.supervise import Program, Supervisor, say

BACKLOG = 2048
FAILED, MISUSED = 1, 2


class CannotServe(Exception):
    """Why the start is refused, with what to do."""


def parser(prog: str = "santong serve") -> argparse.ArgumentParser:
    """The options, with defaults from the environment where there is a variable."""
    options = argparse.ArgumentParser(prog=prog, description="Run web, background jobs and scheduler.")
    options.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="address to listen on")
    options.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="port to listen on")
    options.add_argument("--migrate", action="store_true", help="bring the database up to date first")
    options.add_argument("--web", type=int, metavar="N", help="web processes (default WEB_WORKERS, else 1)")
    options.add_argument("--jobs", type=int, metavar="N", help="job processes (default JOB_WORKERS, else 1)")
    options.add_argument("--threads", type=int, default=2, metavar="N", help="jobs at the same time in each process")
    return options


def main(arguments: list[str]) -> int:
    """Serve until stopped; returns the exit code."""
    return serve(parser().parse_args(arguments))


def log_ready() -> None:
    """Note that all web processes serve."""
    say("ready", address=os.environ["PUBLIC_URL"])


def serve(options: argparse.Namespace, extra: tuple[str, ...] = (), when_ready: Callable[[], None] = log_ready) -> int:
    """Prepare (with `extra` options for `santong prepare`), then run the group."""
    try:
        listener = listen(options.host, options.port) if options.web != 0 else None
        set_public_address(options.host, listener.getsockname()[1] if listener else options.port)
        prepared = prepare([*(["--migrate"] if options.migrate else []), *extra])
    except CannotServe as problem:
        print(problem, file=sys.stderr)
        return FAILED
    if prepared["lacks_administrator"]:
        say("no_administrator_yet", do="santong first-admin")
    return Supervisor(programs(options, prepared, listener), when_ready).run()


def listen(host: str, port: int) -> socket.socket:
    """The socket that all web processes share."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        raise CannotServe(_why_not(error, host, port)) from None
    except OverflowError:
        raise CannotServe(f"{port} is no port. Choose one from 1 to 65535 with --port.") from None
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use by another program. Stop that one, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs administrator rights. Choose one above 1023 with --port."
    return f"Can't listen on {host} port {port}: {error.strerror}. Choose an address of this machine with --host."


def set_public_address(host: str, port: int) -> None:
    """On loopback the address people type is known; elsewhere it must be told."""
    if os.environ.get("PUBLIC_URL"):
        return
    if not is_loopback(host):
        raise CannotServe(
            f"Set PUBLIC_URL to the address that people type (https://edu.example.cn) before serving on {host}."
        )
    shown = f"[{host}]" if ":" in host else host
    os.environ["PUBLIC_URL"] = f"http://{shown}:{port}"


def know_public_address() -> None:
    """For commands beside a running platform: the address that `santong serve` has with the same environment."""
    try:
        set_public_address(os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000")))
    except (CannotServe, ValueError) as problem:
        print(problem, file=sys.stderr)
        sys.exit(MISUSED)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def prepare(options: list[str]) -> dict[str, object]:
    """Check and prepare the installation in a process of its own; returns what it found out."""
    command = [sys.executable, "-m", "santong", "prepare", "--json", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(done.returncode)  # it has said why
    return dict(json.loads(done.stdout.splitlines()[-1]))


def programs(options: argparse.Namespace, prepared: dict[str, object], listener: socket.socket | None) -> list[Program]:
    """The processes of the group."""
    web = options.web if options.web is not None else int(str(prepared["web_workers"]))
    jobs = options.jobs if options.jobs is not None else int(str(prepared["job_workers"]))
    found = []
    if listener is not None:
        fd = listener.fileno()
        command = (sys.executable, "-m", "santong.config.web", "--fd", str(fd))
        found += [Program(f"web-{n}", command, (fd,), announces=True) for n in range(1, web + 1)]
    worker = (sys.executable, "-m", "santong", "worker", "--threads", str(options.threads))
    found += [Program(f"worker-{n}", worker) for n in range(1, jobs + 1)]
    # Its memory is taken only where devices speak; the first one that is registered starts it.
    line = (sys.executable, "-m", "santong", "devices-line")
    return [*found, Program("devices", line, waits=not prepared["devices_speak"])] if jobs else found
