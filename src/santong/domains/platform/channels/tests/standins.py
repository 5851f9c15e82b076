"""Servers that stand in for mail servers and messengers: they speak the protocols on 127.0.0.1."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from santong.kit.testing.postgres import free_port


class MailServer:
    """An SMTP server. `refuse` maps recipients to the answer they get; `login` is the pair that it accepts."""

    def __init__(self, *, tls_context: Any = None, login: tuple[str, str] | None = None) -> None:
        self.letters: list[Any] = []
        self.raw: list[bytes] = []
        self.refuse: dict[str, str] = {}
        self.recipients: list[str] = []
        self.before: Callable[[int], None] = lambda number: None
        self.was_safe: list[bool] = []
        options: dict[str, Any] = {}
        if login:
            options = {
                "auth_require_tls": tls_context is not None, "auth_required": True,
                "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(
                    success=(data.login.decode(), data.password.decode()) == login, handled=False
                ),
            }  # fmt: skip
        if tls_context is not None:
            options |= {"tls_context": tls_context, "require_starttls": True}
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._controller.stop(no_assert=True)

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.before(len(self.letters))
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.raw.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        self.was_safe.append(session.ssl is not None)
        return "250 Message accepted for delivery"


@dataclass
class Asked:
    """A request that a stand-in got."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


Answers = Callable[[Asked], tuple[int, dict[str, str], Any]]


@dataclass
class Web:
    """An HTTP server; `answer` gives status, headers and body (bytes, or what becomes JSON) of each request."""

    answer: Answers = lambda asked: (200, {}, {})
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Web:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def to(self, path: str) -> list[Asked]:
        """The requests to a path."""
        return [each for each in self.asked if each.path == path]


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
            web.asked.append(asked)
            status, more, answer = web.answer(asked)
            content = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 - as the library calls it

        def log_message(self, *args: Any) -> None:
            return None

    return Handler
