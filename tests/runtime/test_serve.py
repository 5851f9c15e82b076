"""`santong serve` with real processes: starting, dying, stopping, refusing."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sqlite3
import time
from pathlib import Path

import psutil
import pytest

from santong.kit.testing.migrated import give_tables
from santong.kit.testing.serving import Installation, Served, installation

# One worker for all of them: what they look at is made once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]


@pytest.fixture(scope="module")
def place():
    with installation() as made:
        give_tables(made)
        yield made


@pytest.fixture(scope="module")
def served(place: Installation):
    with place.serving() as running:
        yield running
        assert running.stop() == 0


def until(condition, patience: float = 300.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_answers_health_and_runs_one_web_and_one_worker(served: Served):
    assert (served.answers("/health/live"), served.answers("/health/ready")) == (200, 200)
    assert len(served.processes("santong.config.web")) == 1
    until(lambda: len(served.processes("santong worker")) == 1)


def test_log_lines_are_json_with_time_level_and_event(served: Served):
    for line in served.log.splitlines():
        assert {"event", "level", "timestamp"} <= set(json.loads(line)), line


@pytest.mark.parametrize("name", ["santong.config.web", "santong worker"])
def test_killed_child_is_started_again(served: Served, name: str):
    until(lambda: served.processes(name))
    (victim,) = served.processes(name)
    victim.kill()
    until(lambda: [p.pid for p in served.processes(name) if p.pid != victim.pid])
    until(lambda: served.answers("/health/ready") == 200)
    assert '"event": "process_died"' in served.log


def test_requests_during_a_restart_wait_instead_of_failing(served: Served):
    (victim,) = served.processes("santong.config.web")
    victim.kill()
    assert served.answers("/health/live") == 200


def test_hangup_replaces_the_processes_without_a_gap(served: Served):
    before = {p.pid for p in served.processes("santong.config.web")}
    served.process.send_signal(signal.SIGHUP)
    answers = []
    until(lambda: answers.append(served.answers("/health/live")) or '"event": "replaced"' in served.log)
    assert set(answers) == {200}
    assert not before & {p.pid for p in served.processes("santong.config.web")}


def test_interrupt_stops_everything(place: Installation):
    with place.serving("--web", "2") as running:
        group = running.processes()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(120) == 0
        assert not [p for p in group if psutil.pid_exists(p.pid) and p.status() != psutil.STATUS_ZOMBIE]


def test_the_line_to_devices_waits_until_somebody_needs_it(place: Installation):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    with place.serving(MQTT_LISTEN=listen) as running:
        until(lambda: running.processes("santong worker"))
        assert not running.processes("devices-line")
        running.process.send_signal(signal.SIGUSR1)
        until(lambda: running.processes("devices-line"))
        until(lambda: '"event": "devices_line_open"' in running.log)
        (victim,) = running.processes("devices-line")
        victim.kill()
        until(lambda: [each for each in running.processes("devices-line") if each.pid != victim.pid])


def test_children_end_when_the_supervisor_is_killed(place: Installation):
    with place.serving() as running:
        children = running.processes()[1:]
        running.process.kill()
        running.process.wait()
        _, alive = psutil.wait_procs(children, timeout=120)
        assert not alive


def test_busy_port_is_one_sentence(place: Installation):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = place.run("serve", "--port", str(port), check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} on 127.0.0.1 is in use by another program. Stop that one, or choose another with --port."
    )


def test_other_addresses_need_a_public_url(place: Installation):
    done = place.run("serve", "--host", "0.0.0.0", "--port", "0", check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Set PUBLIC_URL to the address")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PUBLIC_URL", "edu"), ("DATABASE_URL", "mysql://x"), ("WEB_WORKERS", "many"), ("SANTONG_HOME", "/dev/null/x")],
)
def test_wrong_value_is_named(place: Installation, name: str, value: str):
    spoilt = Installation(place.home, {**place.environment, "SECRET_KEY": "", name: value})
    done = spoilt.run("serve", "--port", "0", check=False)
    assert done.returncode in (1, 2)
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_unreachable_database_is_one_sentence(place: Installation):
    spoilt = Installation(place.home, {**place.environment, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    done = spoilt.run("prepare", check=False)
    assert done.returncode == 1
    assert "Look at DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_empty_database_asks_for_migrate(tmp_path: Path, place: Installation):
    empty = Installation(tmp_path, {**place.environment, "SANTONG_HOME": str(tmp_path)})
    done = empty.run("serve", "--port", "0", check=False)
    assert done.returncode == 1
    assert "--migrate" in done.stderr


def test_database_of_a_newer_version_is_refused(tmp_path: Path, place: Installation):
    newer = Installation(tmp_path, {**place.environment, "SANTONG_HOME": str(tmp_path)})
    shutil.copy(place.home / "db.sqlite3", tmp_path / "db.sqlite3")
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kit', '9999_future', '2099-01-01')"
        )
    done = newer.run("serve", "--port", "0", "--migrate", check=False)
    assert done.returncode == 1
    assert "newer version" in done.stderr
    assert "kit.9999_future" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
