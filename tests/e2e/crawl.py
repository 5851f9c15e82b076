"""Walks the pages that an account reaches by links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from lxml import html
from playwright.sync_api import Page

LEAVE_OUT = re.compile(
    r"/(export|print|logout|static|media|download)/|/demo/|/handbook/books/|/resources/\d+/files/"
    r"|\.(xlsx|csv|pdf|xml|zip|json)$"
)


def shape(path: str) -> str:
    """An address without its numbers: one detail page of a kind stands for all, one figure, one section."""
    named = re.sub(r"^/(figures|handbook)/[\w-]+/", r"/\1/n/", path)
    return re.sub(r"/(\d+|[0-9a-f-]{36})(?=/|$)", "/n", named)


def walk(
    page: Page, is_new: Callable[[str], bool], is_wanted: Callable[[str], bool] = bool, limit: int = 600
) -> Iterator[str]:
    """Fetch one page of every kind that links lead to, the home page first; every one must answer.

    Those that `is_new` says yes to are opened in the browser, and their paths yielded while they are open. What
    `is_wanted` says no to is left out.
    """
    known, todo = {"/"}, ["/"]
    fetched = 0
    while todo:
        path = todo.pop(0)
        if is_new(path):
            answer = page.goto(path)
            assert answer is not None and answer.ok, f"{path}: {answer and answer.status}"
            found = links(page)
            yield path
        else:
            found = fetched_links(page, path)
        for further in found:
            if shape(further) not in known and not LEAVE_OUT.search(further):
                known.add(shape(further))
                todo += [further] if is_wanted(further) else []
        fetched += 1
        assert fetched < limit, "more kinds of pages than expected: does an address without numbers name a thing?"


def links(page: Page) -> list[str]:
    """The paths of the links on an open page that stay here; menus are looked into, too."""
    # Links inside pictures tell their address in another way than others do, so the attribute is read.
    whole = "found => found.map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
    targets = page.eval_on_selector_all("a[href]:not([download])", whole)
    return _staying(targets, page.url)


def fetched_links(page: Page, path: str) -> list[str]:
    """The same for a page that is only fetched, by whoever is signed in in the browser."""
    answer = page.request.get(path)
    assert answer.ok, f"{path}: {answer.status}"
    document = html.document_fromstring(answer.text())
    return _staying([urljoin(answer.url, target) for target in document.xpath("//a[not(@download)]/@href")], answer.url)


def _staying(targets: list[str], address: str) -> list[str]:
    here = urlsplit(address).netloc
    return [urlsplit(target).path for target in targets if urlsplit(target).netloc == here]
