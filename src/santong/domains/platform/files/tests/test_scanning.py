"""The malware scanner: a small server that speaks clamd's protocol, with a signature of our own."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from santong.domains.platform.files import scanning
from santong.domains.platform.files.models import File
from santong.kit.jobs.testing import run_due

SIGNATURE = b"SANTONG-TEST-SIGNATURE-7f3a"
MOST = 1_000_000


class Clamd(socketserver.BaseRequestHandler):
    """INSTREAM: chunks with their length in four bytes, a zero at the end."""

    def handle(self) -> None:
        assert self.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.read(4))[0]:
            content += self.read(size)
        if len(content) > MOST:
            answer = b"INSTREAM size limit exceeded. ERROR\0"
        else:
            answer = b"stream: Santong.Test-1 FOUND\0" if SIGNATURE in content else b"stream: OK\0"
        self.request.sendall(answer)

    def read(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            content += self.request.recv(size - len(content))
        return content


@pytest.fixture(params=["tcp", "unix"])
def scanner(request, tmp_path: Path, settings) -> Iterator[None]:
    if request.param == "tcp":
        server: socketserver.BaseServer = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.FILES_SCANNER = f"tcp:127.0.0.1:{server.server_address[1]}"
    else:
        path = tmp_path / "clamd.ctl"
        server = socketserver.ThreadingUnixStreamServer(str(path), Clamd)
        settings.FILES_SCANNER = f"unix:{path}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def test_what_the_scanner_finds_is_refused_and_deleted(scanner, owner, home):
    file = owner.send("作业.txt", b"hello " + SIGNATURE + b" goodbye")
    assert file.state == "refused"
    assert "Santong.Test-1" in file.reason
    assert "恶意代码" in file.reason
    assert list((home / "uploads").iterdir()) == []
    assert not (home / "files" / "blobs").exists()
    assert owner.send("好.txt", b"hello").state == "ready"


def test_nothing_passes_while_the_scanner_is_down(owner, settings, tmp_path):
    settings.FILES_SCANNER = f"unix:{tmp_path}/nobody"
    file = owner.send("a.txt", b"hello")
    assert file.state == "checking"
    settings.FILES_SCANNER = ""
    assert File.objects.get().state == "checking"
    assert run_due() == []  # it is tried again later


def test_an_answer_that_is_none_lets_nothing_pass(scanner, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"\0" * (MOST + 1))
    with pytest.raises(scanning.ScannerDown):
        scanning.scan(path)
