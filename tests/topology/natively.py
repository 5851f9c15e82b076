"""The topology of compose.yaml, started without containers.

Commands and settings are those of compose.yaml; only names of hosts and ports are replaced, the
images by the programs themselves: PostgreSQL, redis-server, moto's S3 server, a proxy of our own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import yaml

from santong.kit.testing.postgres import cluster, free_port
from santong.kit.testing.serving import clean_environment
from tests.topology.proxy import proxy

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0
WEB, WORKERS = ("web-1", "web-2"), ("worker-1", "worker-2")


def compose() -> dict[str, Any]:
    """The parsed file."""
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8")))


@dataclass
class Production:
    """What runs. `addresses` are those of the web processes; `address` is the proxy's."""

    address: str
    addresses: list[str]
    environment: dict[str, str]
    home: Path
    ports: dict[str, int]
    processes: dict[str, psutil.Process] = field(default_factory=dict)

    def told(self) -> str:
        """Everything about it in words, for other processes."""
        pids = {name: process.pid for name, process in self.processes.items()}
        return json.dumps({**vars(self), "home": str(self.home), "processes": pids})

    @classmethod
    def heard(cls, told: str) -> Production:
        """What another process started and told of."""
        given = json.loads(told)
        processes = {name: psutil.Process(pid) for name, pid in given["processes"].items()}
        return cls(**{**given, "home": Path(given["home"]), "processes": processes})

    def start(self, name: str) -> None:
        """Start a web process or a worker."""
        command = _command(name, self.ports.get(name))
        self.processes[name] = _spawn(self.home, name, command, self.environment)

    def wait_for(self, name: str) -> None:
        """Until a web process is ready."""
        _until(lambda: answers(f"http://127.0.0.1:{self.ports[name]}/health/ready") == 200, name, self)

    def log(self, name: str) -> str:
        """What a process has written so far."""
        return (self.home / f"{name}.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def production(**extra: str) -> Iterator[Production]:
    """Start everything, stop everything."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="santong-topology-")))
        processes: dict[str, psutil.Process] = {}
        stack.callback(_stop, processes)
        ports = {name: free_port() for name in (*WEB, "cache", "files")}
        database = stack.enter_context(cluster())
        processes["cache"] = _spawn(home, "cache", _redis(ports["cache"], home), {})
        processes["files"] = _spawn(home, "files", _s3(ports["files"]), {})
        addresses = [f"http://127.0.0.1:{ports[name]}" for name in WEB]
        address = stack.enter_context(proxy(addresses))
        environment = _environment(address, database, ports) | {"SANTONG_HOME": str(home)} | extra
        made = Production(address, addresses, environment, home, ports, processes)
        _until(lambda: answers(f"http://127.0.0.1:{ports['files']}/"), "the file store", made)
        demo = ["--demo", "small", "--bare"] if "SANTONG_DEMO" in extra else []
        subprocess.run([*_command("prepare"), *demo], env=environment, check=True, cwd=ROOT)
        for name in (*WEB, *WORKERS):
            made.start(name)
        for name in WEB:
            made.wait_for(name)
        yield made


def _environment(address: str, database: str, ports: dict[str, int]) -> dict[str, str]:
    """The settings of compose.yaml with what containers are called replaced."""
    given = compose()["services"]["web-1"]["environment"]
    places = {
        "database:5432": re.sub(r".*@|/.*", "", database.removeprefix("postgresql://")),
        "cache:6379": f"127.0.0.1:{ports['cache']}",
        "files:8333": f"127.0.0.1:{ports['files']}",
    }
    settings = {name: _filled(value, places) for name, value in given.items()}
    settings |= {"PUBLIC_URL": address, "DATABASE_URL": database}
    return clean_environment() | settings


def _filled(value: str, places: dict[str, str]) -> str:
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
    text = re.sub(r"\$\{\w+(:\?[^}]*)?\}", "secret", text)
    for name, place in places.items():
        text = text.replace(name, place)
    return text


def _command(name: str, port: int | None = None) -> list[str]:
    """The command of a service, with its own host and port."""
    given = list(compose()["services"][name]["command"])
    if port is not None:
        given[given.index("--host") + 1] = "127.0.0.1"
        given[given.index("--port") + 1] = str(port)
    return [sys.executable, "-m", "santong", *given]


def _redis(port: int, home: Path) -> list[str]:
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        raise RuntimeError("Neither valkey-server nor redis-server is installed (apt-get install redis-server).")
    return [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(home)]


def _s3(port: int) -> list[str]:
    return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]


def _spawn(home: Path, name: str, command: list[str], environment: dict[str, str]) -> psutil.Popen:
    with (home / f"{name}.log").open("wb") as log:
        return psutil.Popen(
            command, env=environment or os.environ, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def _stop(processes: dict[str, psutil.Process]) -> None:
    running = [process for process in processes.values() if process.is_running()]
    for process in running:
        process.terminate()
    for process in psutil.wait_procs(running, timeout=60)[1]:
        process.kill()
        process.wait()


def _until(condition: Callable[[], object], what: str, made: Production) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not start:\n{made.log(what) if what in made.processes else ''}")
        time.sleep(0.1)


def answers(url: str) -> int:
    """The status of a GET; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
