"""The malware scanner: clamd's protocol (INSTREAM), or nothing when none is set."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from santong.domains.platform.files.problems import NotTaken
from santong.domains.platform.files.store import CHUNK

PATIENCE = 120.0


LIMIT_EXCEEDED = "INSTREAM size limit exceeded"
"""What clamd says before it hangs up on a stream longer than its StreamMaxLength."""


class ScannerDown(Exception):
    """The scanner that is set doesn't answer as clamd does."""


def scan(path: Path) -> str:
    """Have a file scanned; returns what its owner should know about the scan, "" when it was scanned.

    Raises:
        NotTaken: when something is found, or the file is too large for the scanner and such are refused.
        ScannerDown: when nobody answers.
    """
    address = settings.FILES_SCANNER
    if not address:
        return ""
    try:
        answer = _ask(address, path)
    except OSError as error:
        raise ScannerDown(f"{address}: {error}") from error
    return _judge(answer)


def _judge(answer: str) -> str:
    if answer.startswith(LIMIT_EXCEEDED):
        return _unscanned()
    if answer.endswith("FOUND"):
        found = answer.removeprefix("stream: ").removesuffix("FOUND").strip()
        text = _("The file holds malware (%(name)s) and was deleted. Clean your device before you send it again.")
        raise NotTaken(text % {"name": found}, "malware")
    if not answer.endswith("OK"):
        raise ScannerDown(answer or "it hung up without an answer")
    return ""


def _unscanned() -> str:
    if settings.FILES_UNSCANNED == "take":
        return _("Not scanned for malware: it is larger than the scanner takes.")
    raise NotTaken(
        _(
            "The file is larger than the malware scanner takes, so it can't be checked and was not kept. "
            "Send it in smaller parts, or ask whoever runs the platform to let the scanner take larger files."
        ),
        "unscannable",
    )


def _ask(address: str, path: Path) -> str:
    with _connect(address) as connection, path.open("rb") as file:
        # clamd answers and hangs up in the middle of a stream that is too long; the answer waits to be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            _pour(connection, file)
        return _line(connection)


def _pour(connection: socket.socket, file: BinaryIO) -> None:
    connection.sendall(b"zINSTREAM\0")
    while part := file.read(CHUNK):
        connection.sendall(struct.pack("!L", len(part)) + part)
    connection.sendall(struct.pack("!L", 0))


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
