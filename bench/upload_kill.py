"""Does an upload survive kill -9 of client and server? `python -m bench.upload_kill`.

One person sends a large file; client and server are killed in turn, started again, and the upload goes on.
Then a second person sends the same bytes. In the end there must be one correct copy and nothing else.
"""

from __future__ import annotations

import hashlib
import http.client
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.contract import ROOT, Run, at_most, main, say
from bench.fileserver import FileServer, file_server

MEGABYTE = 1024**2
LIMITS = {"wrong": at_most(0), "orphans": at_most(0)}


def measure(run: Run) -> dict[str, float]:
    """Send, kill, go on; then compare what is stored with what was sent."""
    size, kills = run.pick(2048, 40) * MEGABYTE, run.pick(5, 2)
    with tempfile.TemporaryDirectory(prefix="santong-upload-") as folder:
        path = Path(folder) / "lesson.bin"
        checksum = write(path, size)
        with file_server(run) as server:
            send_and_kill(server, path, size, kills)
            client = server.client(1)
            _status, headers, _body = client.create("same.bin", size)
            second = client.send(path, headers["Location"])
            client.state(second)
            return {"bytes": size, "kills": 2 * kills, **compared(server, checksum)}


def write(path: Path, size: int) -> str:
    """A file of noise; returns its SHA-256."""
    dice, checksum = random.Random(5), hashlib.sha256()
    with path.open("wb") as file:
        for _number in range(size // MEGABYTE):
            part = dice.randbytes(MEGABYTE)
            file.write(part)
            checksum.update(part)
    return checksum.hexdigest()


def send_and_kill(server: FileServer, path: Path, size: int, kills: int) -> None:
    """Kill the client and then the server after each further part of the file."""
    note = path.with_suffix(".note")
    for number in range(kills):
        goal = size * (number + 1) // (kills + 1)
        sender = _start(server, path, note)
        _until(server, note, sender, goal - size // (kills + 1) // 2)
        sender.kill()
        sender.wait()
        sender = _start(server, path, note)
        _until(server, note, sender, goal)
        server.served.kill()
        sender.wait()
        say(f"client and server killed {number + 1} times, at {goal // MEGABYTE} MB")
        server.served.start()
        server.served.wait_until_ready()
    if _start(server, path, note).wait():
        raise RuntimeError("the upload didn't end")
    client = server.client()
    _status, headers, _body = client.ask("HEAD", note.read_text())
    client.state(int(headers["X-File"]))


def _start(server: FileServer, path: Path, note: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.fileserver", server.served.url, server.sessions[0], str(path), str(note)]
    return subprocess.Popen(command, cwd=ROOT)


def _until(server: FileServer, note: Path, sender: subprocess.Popen[bytes], goal: int) -> None:
    """Wait until the staged file has so many bytes; the kill then comes in the middle of a part."""
    while not note.exists() and sender.poll() is None:
        time.sleep(0.01)
    staged = server.installation.home / "uploads" / note.read_text().rpartition("/")[2].replace("-", "")
    while sender.poll() is None and (not staged.exists() or staged.stat().st_size < goal):
        time.sleep(0.005)


def compared(server: FileServer, checksum: str) -> dict[str, int]:
    """How many results aren't as sent, and how many stored things nobody needs."""
    found = server.look()
    wrong = sum(1 for state, sha256 in found["files"] if (state, sha256) != ("ready", checksum))
    wrong += abs(len(found["files"]) - 2) + abs(len(found["blobs"]) - 1)
    for name in found["blobs"]:
        stored = server.installation.home / "files" / name
        with stored.open("rb") as file:
            wrong += hashlib.file_digest(file, "sha256").hexdigest() != checksum
    orphans = len(set(found["stored"]) - set(found["blobs"])) + len(found["left"]) + len(found["made"])
    return {"wrong": wrong, "orphans": orphans}


if __name__ == "__main__":
    try:
        main("upload_kill", measure, LIMITS)
    except http.client.HTTPException as problem:
        sys.exit(f"the server broke off: {problem}")
