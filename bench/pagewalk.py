"""Every page of every role's menu, as the people of the demonstration open them: what each costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from bench.visitor import Visitor

LINK = re.compile(r'<a class="(?:side-link|menu-item)" href="(/[^"#]*)"')
ACCOUNT = re.compile(r'name="account" value="([^"]+)"')
SEARCH = re.compile(r'<input(?! class="palette)[^>]* name="q"')
HOME, PALETTE = "/", "/search/"
WORDS = ("王晓", "园")
"""What is searched: two characters of a name, and one of many titles and places."""
FRAGMENT = {"HX-Request": "true"}

Cost = Callable[[Visitor, str, dict[str, str]], float]


@dataclass(frozen=True)
class Visit:
    """A page as one person sees it; `kind` is "home", "list", "search", "fragment" or "page"."""

    account: str
    path: str
    kind: str
    cpu_ms: float
    kb: float

    def __str__(self) -> str:
        return f"{self.path} as {self.account} ({self.kind})"


def walk(address: str, cost: Cost) -> Iterator[Visit]:
    """Visit everything as everybody; a page that answers anything but 200 stops the walk."""
    for account in ACCOUNT.findall(page(Visitor(address), "/demo/")):
        visitor = Visitor(address)
        visitor.enter(account)
        for path, kind, headers in asked(visitor):
            text = page(visitor, path, **headers)
            yield Visit(account, path, kind, cost(visitor, path, headers), len(text.encode()) / 1000)


def asked(visitor: Visitor) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What a person can ask for by their menu and by searching: path, kind, headers."""
    home = page(visitor, HOME)
    yield HOME, "home", {}
    yield from ((f"{PALETTE}?q={quote(word)}", "search", FRAGMENT) for word in WORDS)
    for path in dict.fromkeys(LINK.findall(home)):
        if path == HOME:
            continue
        path, text = landing(visitor, path)
        is_list = 'id="results"' in text
        yield path, "list" if is_list else "page", {}
        if SEARCH.search(text):
            yield from ((f"{path}?q={quote(word)}", "search", {}) for word in WORDS)
        if is_list:
            yield path, "fragment", FRAGMENT


def landing(visitor: Visitor, path: str) -> tuple[str, str]:
    """Where an address of the menu leads, and the text there."""
    status, text = visitor.get(path)
    if status == 302 and visitor.location.startswith("/"):
        return landing(visitor, visitor.location)
    return path, text if status == 200 else page(visitor, path)


def page(visitor: Visitor, path: str, **headers: str) -> str:
    """The text of a page."""
    status, text = visitor.get(path, **headers)
    if status != 200:
        raise RuntimeError(f"{path} answered {status} {visitor.location}")
    return text
