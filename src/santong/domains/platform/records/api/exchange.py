"""One request to the record store, whichever syntax it came in, and the reading of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import parse_qsl

from django.http import HttpRequest

from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.xapi import versions
from santong.domains.platform.records.xapi.problems import Invalid, TooLarge, Unsupported
from santong.domains.platform.records.xapi.reading import decode, read_json
from santong.domains.platform.records.xapi.versions import Version
from santong.lib.whole_numbers import whole_number

MAX_BODY = 4 * 1024 * 1024
MAX_MULTIPART = 32 * 1024 * 1024
MAX_FIELDS = 40

ValueT = TypeVar("ValueT")

FORM_HEADERS = frozenset(
    {
        "authorization",
        "x-experience-api-version",
        "content-type",
        "content-length",
        "if-match",
        "if-none-match",
        "accept",
        "accept-language",
        "accept-encoding",
    }
)
"""Form fields of the alternate request syntax that stand for headers (1.0.3 Communication 1.3)."""


@dataclass(frozen=True)
class Exchange:
    """A request as the resources see it. Header names are in lower case."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    version: Version
    caller: Caller

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.split(";")[0].strip().lower()

    def allow(self, *names: str) -> None:
        """Refuse parameters other than these."""
        for name in self.parameters:
            if name not in names:
                raise Invalid(name[:80], f"is not a parameter here; known are {', '.join(names)}")

    def need(self, name: str) -> str:
        """A parameter that must be there."""
        if name not in self.parameters:
            raise Invalid(name, "this parameter is missing")
        return self.parameters[name]

    def flag(self, name: str) -> bool:
        """A parameter that is true or false, false when missing."""
        value = self.parameters.get(name, "false")
        if value.lower() not in ("true", "false"):
            raise Invalid(name, "must be true or false")
        return value.lower() == "true"

    def checked(self, name: str, check: Callable[[str, str], None]) -> str | None:
        """A parameter that passes `check`; None when missing."""
        value = self.parameters.get(name)
        if value is not None:
            check(value, name)
        return value

    def json(self, name: str) -> object:
        """A parameter that holds JSON."""
        return read_json(self.need(name), name)


def read_request(request: HttpRequest) -> Exchange:
    """The request in its plain form, not yet knowing whose it is (`caller` is filled in later)."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    parameters = _parameters(request.META.get("QUERY_STRING", ""), "the query")
    limit = MAX_MULTIPART if headers.get("content-type", "").lower().startswith("multipart/") else MAX_BODY
    body = _read_body(request, headers, limit)
    method = "GET" if request.method == "HEAD" else str(request.method)
    plain = _Plain(method, parameters, headers, body)
    if "method" in parameters:
        plain = _from_form(plain)
    version = versions.negotiate(plain.headers.get("x-experience-api-version"))
    if "method" in parameters and version.is_2:
        raise Invalid("method", "the alternate request syntax is not part of xAPI 2.0")
    return Exchange(plain.method, request.path, plain.parameters, plain.headers, plain.body, version, NOBODY_YET)


NOBODY_YET = Caller(None, "", 0, 0, "", frozenset())


@dataclass(frozen=True)
class _Plain:
    method: str
    parameters: dict[str, str]
    headers: dict[str, str]
    body: bytes


def _from_form(plain: _Plain) -> _Plain:
    """Undo the alternate request syntax: a POST whose form holds parameters, headers and content."""
    if plain.method != "POST":
        raise Invalid("method", "the alternate request syntax is a POST request")
    if len(plain.parameters) > 1:
        raise Invalid("the query", "may hold nothing but method in the alternate request syntax")
    method = plain.parameters["method"]
    if method not in ("GET", "PUT", "POST", "DELETE", "HEAD"):
        raise Invalid("method", "must be GET, PUT, POST or DELETE")
    fields = _parameters(decode(plain.body, "the form"), "the form")
    content = fields.pop("content", None)
    headers = {**plain.headers, "content-type": "application/json"}
    headers |= {name.lower(): value for name, value in fields.items() if name.lower() in FORM_HEADERS}
    parameters = {name: value for name, value in fields.items() if name.lower() not in FORM_HEADERS}
    if method in ("PUT", "POST") and content is None:
        raise Invalid("content", "this form field is missing")
    body = (content or "").encode("utf-8", "surrogatepass")
    return replace(
        plain, method="GET" if method == "HEAD" else method, parameters=parameters, headers=headers, body=body
    )


def _parameters(text: str, where: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except UnicodeDecodeError:
        raise Invalid(where, "is not valid UTF-8") from None
    except ValueError:
        raise Invalid(where, f"has more than {MAX_FIELDS} fields") from None
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Invalid(twice[:80], "is given twice")
    return found


def _read_body(request: HttpRequest, headers: Mapping[str, str], limit: int) -> bytes:
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Unsupported("Content-Encoding", "send the body without a content coding")
    if (whole_number(headers.get("content-length", "")) or 0) > limit:
        raise _too_large(limit)
    body = request.read(limit + 1)
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> TooLarge:
    return TooLarge("body", f"at most {limit // (1024 * 1024)} MB; send several smaller requests")


def known_names(names: Iterable[str]) -> str:
    """Names for a message."""
    return ", ".join(sorted(names))
