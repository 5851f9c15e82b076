"""A person's browser as far as a benchmark needs one: cookies, the CSRF token, one connection.

`location` is where the last answer led.
"""

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
    location: str = ""
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
        form = {"Content-Type": "application/x-www-form-urlencoded", **self._token()}
        return self._ask("POST", path, urlencode(fields), {**form, **headers})

    def upload(
        self, path: str, fields: dict[str, str], field: str, name: str, content: bytes, **headers: str
    ) -> tuple[int, str]:
        """What the submission of a form with a file answers: status and text."""
        mark = "a0b1c2d3e4f5"
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}' for n, v in fields.items()]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n')
        body = "\r\n".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode()
        form = {"Content-Type": f"multipart/form-data; boundary={mark}", **self._token()}
        return self._ask("POST", path, body, {**form, **headers})

    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self.cookies.get("csrftoken", "")}

    def _ask(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> tuple[int, str]:
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
        self.location = answer.headers.get("Location", "")
        return answer.status, text
