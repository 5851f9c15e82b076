"""A small round-robin reverse proxy, in the place of Caddy."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade"}
OWN = HOP_BY_HOP | {"content-length", "server", "date"}


class Proxy(ThreadingHTTPServer):
    """Each request goes to the next upstream, or to the one after if that is down."""

    daemon_threads = True

    def __init__(self, upstreams: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstreams = upstreams
        self.turns = count()

    def in_turn(self) -> list[str]:
        """The upstreams in the order in which to try them now."""
        first = next(self.turns) % len(self.upstreams)
        return self.upstreams[first:] + self.upstreams[:first]


class Handler(BaseHTTPRequestHandler):
    """Passes one request on."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        for upstream in self.server.in_turn():
            try:
                return self.ask(upstream, body)
            except ConnectionRefusedError:
                continue
        return self.send_error(502)

    def ask(self, upstream: str, body: bytes) -> None:
        connection = http.client.HTTPConnection(urlsplit(upstream).netloc, timeout=300)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        headers |= {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "http"}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OWN:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = forward  # noqa: N815  (the names that the library asks for)

    def log_message(self, *args: object) -> None:
        """Silent: the web processes log."""


@contextmanager
def proxy(upstreams: list[str]) -> Iterator[str]:
    """Serve on a free port."""
    server = Proxy(upstreams)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
