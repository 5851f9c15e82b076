"""The malware scanner: clamd's protocol (INSTREAM), or nothing when none is set."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from santong.domains.platform.files.problems import NotTaken
from santong.domains.platform.files.store import CHUNK

PATIENCE = 120.0


class ScannerDown(Exception):
    """The scanner that is set doesn't answer as clamd does."""


def scan(path: Path) -> None:
    """Have a file scanned. Raises `NotTaken` when something is found, `ScannerDown` when nobody answers."""
    address = settings.FILES_SCANNER
    if not address:
        return
    try:
        answer = _ask(address, path)
    except OSError as error:
        raise ScannerDown(f"{address}: {error}") from error
    _judge(answer)


def _judge(answer: str) -> None:
    if answer.endswith("FOUND"):
        found = answer.removeprefix("stream: ").removesuffix("FOUND").strip()
        text = _("The file holds malware (%(name)s) and was deleted. Clean your device before you send it again.")
        raise NotTaken(text % {"name": found}, "malware")
    if not answer.endswith("OK"):
        raise ScannerDown(answer)


def _ask(address: str, path: Path) -> str:
    with _connect(address) as connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while part := file.read(CHUNK):
            connection.sendall(struct.pack("!L", len(part)) + part)
        connection.sendall(struct.pack("!L", 0))
        return _line(connection)


def _line(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and (part := connection.recv(4096)):
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _connect(address: str) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp:host:port`."""
    scheme, _colon, place = address.partition(":")
    if scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(PATIENCE)
        connection.connect(place)
        return connection
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
