"""Talking JSON over HTTPS with the messengers: tokens that expire, answers with codes."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from santong.domains.platform.channels.adapters.answers import Adapter, Problem, Trouble
from santong.lib.outgoing import Forbidden, Reply, Unreachable, ask

EARLY = 300
"""Seconds before its end at which a token is asked for anew."""
JSON = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}


@dataclass
class Token:
    """What a messenger gives for key and secret, and until when (of `time.monotonic`)."""

    text: str = ""
    until: float = 0.0


class HttpAdapter(Adapter):
    """An adapter that asks servers by HTTP."""

    def ask(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """The other side's reply; raises `Trouble` where there is none, or where its server is out of order."""
        try:
            reply = ask(url, body, headers, loopback=self.given.loopback)
        except Forbidden as problem:
            raise Trouble(Problem.FORBIDDEN, str(problem)) from None
        except Unreachable as problem:
            raise Trouble(Problem.UNREACHABLE, str(problem)) from None
        if reply.status == 429:
            raise Trouble(Problem.PACE, "HTTP 429", retry_after(reply))
        if reply.status >= 500:
            raise Trouble(Problem.BUSY, f"HTTP {reply.status}", retry_after(reply))
        return reply

    def ask_json(self, url: str, data: Any, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """POST `data`, or GET (None); the object that came back."""
        body = None if data is None else json.dumps(data, ensure_ascii=False).encode()
        reply = self.ask(url, body, {**JSON, **(headers or {})})
        try:
            found = json.loads(reply.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Trouble(Problem.STRANGE, f"HTTP {reply.status}, no JSON")
        return found


class TokenAdapter(HttpAdapter):
    """An adapter of a messenger that wants a token, asked for anew when the messenger says that it has expired."""

    expired: frozenset[int] = frozenset()
    """Codes that say so."""
    code = "errcode"
    """Where an answer has its code; 0 is good."""
    words = "errmsg"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._token = Token()

    def fetch_token(self) -> tuple[dict[str, Any], str]:
        """Ask for a token: the answer, and the name under which the token stands in it."""
        raise NotImplementedError

    def call(self, path: str, data: Any) -> dict[str, Any]:
        """An operation with the token; the answer, whatever its code."""
        answer = self.call_with(self._current(), path, data)
        if self.code_of(answer) in self.expired:
            self._token = Token()
            answer = self.call_with(self._current(), path, data)
            if self.code_of(answer) in self.expired:
                raise Trouble(Problem.KEY, self.said(answer))
        return answer

    def call_with(self, token: str, path: str, data: Any) -> dict[str, Any]:
        """An operation with a token, by default in the address."""
        return self.ask_json(self.url(path, access_token=token), data)

    def url(self, path: str, **query: str) -> str:
        """An address of the messenger."""
        return self.given["address"].rstrip("/") + path + (f"?{urlencode(query)}" if query else "")

    def code_of(self, answer: Mapping[str, Any]) -> int:
        """The code of an answer; raises `Trouble` for an answer without one."""
        code = answer.get(self.code)
        if not isinstance(code, int):
            raise Trouble(Problem.STRANGE, "no code in the answer")
        return code

    def said(self, answer: Mapping[str, Any]) -> str:
        """What the messenger said: its code and its words."""
        return f"{answer.get(self.code)} {answer.get(self.words, '')}"[:200]

    def _current(self) -> str:
        if time.monotonic() >= self._token.until:
            self._token = self._fetched()
        return self._token.text

    def _fetched(self) -> Token:
        answer, name = self.fetch_token()
        # Some say 0 with a token, some give the token alone.
        if not isinstance(answer.get(name), str) or answer.get(self.code, 0) != 0:
            raise Trouble(self.trouble_with_token(answer), self.said(answer))
        lasts = answer.get("expires_in", answer.get("expire", 7200))
        return Token(answer[name], time.monotonic() + max(float(lasts) - EARLY, 1))

    def trouble_with_token(self, answer: Mapping[str, Any]) -> Problem:
        """What it means that no token was given."""
        return Problem.KEY


def retry_after(reply: Reply) -> int:
    """The seconds that a server asks to wait, 0 when it doesn't say."""
    text = reply.headers.get("retry-after", "")
    return min(int(text), 86_400) if text.isdecimal() and text.isascii() else 0
