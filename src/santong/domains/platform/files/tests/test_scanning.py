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
from santong.domains.platform.files.problems import NotTaken
from santong.kit.jobs.testing import run_due

SIGNATURE = b"SANTONG-TEST-SIGNATURE-7f3a"
MOST = 3_000_000


CRASHES = b"SANTONG-TEST-CRASH"


class Clamd(socketserver.BaseRequestHandler):
    """INSTREAM: chunks with their length in four bytes, a zero at the end.

    As clamd does: a chunk that would make the stream too long is answered at once and the
    connection closed, with the rest of the stream unread.
    """

    def handle(self) -> None:
        assert self.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.read(4))[0]:
            if len(content) + size > MOST:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += self.read(size)
            if CRASHES in content:
                return
        self.request.sendall(b"stream: Santong.Test-1 FOUND\0" if SIGNATURE in content else b"stream: OK\0")

    def read(self, size: int) -> bytes:
        content = b""
        while len(content) < size and (part := self.request.recv(size - len(content))):
            content += part
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


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """More than the scanner takes, and more than the buffers between the two hold."""
    path = tmp_path / "large"
    path.write_bytes(b"\0" * (MOST * 10))
    return path


def test_too_large_for_the_scanner_is_said_and_refused(scanner, large):
    with pytest.raises(NotTaken) as problem:
        scanning.scan(large)
    assert problem.value.code == "unscannable"
    assert "超过恶意代码扫描程序能接收的大小" in str(problem.value)


def test_too_large_by_little_is_no_different(scanner, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"\0" * (MOST + 1))
    with pytest.raises(NotTaken):
        scanning.scan(path)


def test_a_file_too_large_to_scan_is_refused_at_once(scanner, owner):
    file = owner.send("录音.txt", b"hello\n" * MOST)
    assert file.state == "refused"
    assert "恶意代码扫描程序" in file.reason
    assert run_due() == []


def test_it_is_taken_with_a_remark_where_that_is_set(scanner, owner, settings):
    settings.FILES_UNSCANNED = "take"
    file = owner.send("录音.txt", b"hello\n" * MOST)
    assert file.state == "ready"
    assert "未扫描" in file.reason


@pytest.mark.parametrize("unscanned", ["refuse", "take"])
def test_a_scanner_that_dies_over_a_file_lets_nothing_pass(scanner, tmp_path, settings, unscanned):
    settings.FILES_UNSCANNED = unscanned
    path = tmp_path / "crash"
    path.write_bytes(CRASHES + b"\0" * (MOST * 10))
    with pytest.raises(scanning.ScannerDown):
        scanning.scan(path)
