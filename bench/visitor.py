"""A person's browser as far as a benchmark needs one: cookies, the CSRF token, one connection."""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass
class Visitor:
    """Asks one server over a connection that is kept open. Raises OSError or HTTPException when it breaks."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def enter(self, account: str) -> None:
        """Sign in to an account of the demonstration."""
        self.get("/demo/")
        status, text = self.post("/demo/enter/", {"account": account})
        if status != 302:
            raise RuntimeError(f"can't enter {account}: {status} {text[:500]}")

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        """Status and text of what a form's submission answers."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, urlencode(fields), {**form, **headers})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        if self._connection is None:
            parts = urlsplit(self.address)
            self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._connection.request(method, path, body, {"Cookie": cookies, **headers})
            answer = self._connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, text
