"""Walks the pages that an account reaches by links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page

LEAVE_OUT = re.compile(r"/(export|logout|static|files|media)/|/demo/|\.(xlsx|csv|pdf)$")


def shape(path: str) -> str:
    """An address without its numbers: one detail page of a kind stands for all."""
    return re.sub(r"/(\d+|[0-9a-f-]{36})(?=/|$)", "/n", path)


def reachable(page: Page, limit: int = 60) -> list[str]:
    """One address of every kind of page that links lead to, the home page first."""
    found: dict[str, str] = {"/": "/"}
    todo = ["/"]
    while todo and len(found) < limit:
        page.goto(todo.pop(0))
        for path in links(page):
            if shape(path) not in found and not LEAVE_OUT.search(path):
                found[shape(path)] = path
                todo.append(path)
    return list(found.values())


def links(page: Page) -> list[str]:
    """The paths of the links on a page that stay here; menus are looked into, too."""
    targets = page.eval_on_selector_all("a[href]:not([download])", "found => found.map(a => a.href)")
    here = urlsplit(page.url).netloc
    return [urlsplit(target).path for target in targets if urlsplit(target).netloc == here]
