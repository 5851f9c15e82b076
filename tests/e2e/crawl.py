"""Walks the pages that an account reaches by links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page

LEAVE_OUT = re.compile(
    r"/(export|logout|static|media|download)/|/demo/|/resources/\d+/files/|\.(xlsx|csv|pdf|xml|zip|json)$"
)


def shape(path: str) -> str:
    """An address without its numbers: one detail page of a kind stands for all."""
    return re.sub(r"/(\d+|[0-9a-f-]{36})(?=/|$)", "/n", path)


def walk(page: Page, limit: int = 150) -> Iterator[str]:
    """Open one page of every kind that links lead to, the home page first, and yield its path while it is open."""
    known, todo = {"/"}, ["/"]
    opened = 0
    while todo:
        path = todo.pop(0)
        answer = page.goto(path)
        assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
        for further in links(page):
            if shape(further) not in known and not LEAVE_OUT.search(further):
                known.add(shape(further))
                todo.append(further)
        yield path
        opened += 1
        assert opened < limit, "more kinds of pages than expected: does an address without numbers name a thing?"


def links(page: Page) -> list[str]:
    """The paths of the links on a page that stay here; menus are looked into, too."""
    targets = page.eval_on_selector_all("a[href]:not([download])", "found => found.map(a => a.href)")
    here = urlsplit(page.url).netloc
    return [urlsplit(target).path for target in targets if urlsplit(target).netloc == here]
