"""Asking servers outside by HTTP, so that nobody reaches the inner network through it.

Only `https:`, only public addresses, no redirects, no proxies of the environment. The name is looked up once and the
connection made to the address that was judged, so that a name can't point elsewhere a moment later (DNS rebinding).
`loopback` also allows `http:` and this machine itself: for stand-ins in tests.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

LONGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read; the rest is left."""
PATIENCE = 10.0
"""Seconds to wait for the connection, and for each part of the answer."""
PORTS = {"https": 443, "http": 80}


class Forbidden(ValueError):
    """The address leads where this machine must not ask; the text says why."""


class Unreachable(Exception):
    """Nobody answered; the text says how."""


@dataclass(frozen=True)
class Reply:
    """What came back: the status, the headers in small letters, at most `LONGEST_ANSWER` bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def demand_allowed(url: str, *, loopback: bool = False) -> None:
    """Raise `Forbidden` for an address that isn't asked whatever its name points to; looks nothing up."""
    parts = urlsplit(url)
    try:
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise Forbidden("the port is no number") from None
    if parts.scheme not in PORTS or not host or parts.username or parts.password:
        raise Forbidden("it must begin with https:// and the name of a server")
    if parts.scheme == "http" and not (loopback and _is_loopback(host)):
        raise Forbidden("it must begin with https://")
    if (address := _as_address(host)) is not None:
        _demand_public(address, loopback)


def ask(
    url: str, body: bytes | None, headers: Mapping[str, str], *, loopback: bool = False, patience: float = PATIENCE
) -> Reply:
    """POST `body` to an address, or GET it (None).

    Raises:
        Forbidden: for an address that must not be asked.
        Unreachable: when no answer came.
    """
    demand_allowed(url, loopback=loopback)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Connection(parts.hostname or "", parts.port or PORTS[parts.scheme], patience)
    connection.is_secure, connection.loopback = parts.scheme == "https", loopback
    try:
        connection.request("GET" if body is None else "POST", target, body, dict(headers))
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, found, answer.read(LONGEST_ANSWER))
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:200]) from None
    finally:
        connection.close()


class _Connection(HTTPConnection):
    """Connects to an address that was judged, and asks for the certificate of the name."""

    is_secure = True
    loopback = False

    def __init__(self, host: str, port: int, patience: float) -> None:
        super().__init__(host, port, timeout=patience)

    def connect(self) -> None:
        self.sock = socket.create_connection((_judged(self.host, self.port, self.loopback), self.port), self.timeout)
        if self.is_secure:
            self.sock = _tls().wrap_socket(self.sock, server_hostname=self.host)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _judged(host: str, port: int, loopback: bool) -> str:
    """One of the host's addresses, when all of them may be asked."""
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for each in found:
        _demand_public(ipaddress.ip_address(str(each).partition("%")[0]), loopback)
    return str(found[0])


Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _demand_public(address: Address, loopback: bool) -> None:
    inner = getattr(address, "ipv4_mapped", None) or address
    if not (inner.is_global and not inner.is_multicast) and not (loopback and inner.is_loopback):
        raise Forbidden("it leads into an inner network")


def _as_address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    address = _as_address(host)
    return host == "localhost" if address is None else address.is_loopback
