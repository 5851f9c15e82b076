"""The service worker in a real browser: a push becomes a message on the screen, a click leads into the platform.

The browser's push service can't be reached from here, so that the debugging protocol gives the worker its messages.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import RequestFactory
from playwright.sync_api import Browser, BrowserContext, Page

from santong.kit.outbox.worker import script

pytestmark = pytest.mark.only_on("sqlite")


class Pages(BaseHTTPRequestHandler):
    """The worker at the root, and a page for everything else."""

    def do_GET(self) -> None:
        is_worker = self.path == "/service-worker.js"
        body = script(RequestFactory().get(self.path)).content if is_worker else b"<!doctype html><title>Page</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if is_worker else "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    made = chromium.new_context(base_url=address)
    made.grant_permissions(["notifications"], origin=address)
    yield made
    made.close()


class Pushed:
    """A page whose worker gets messages."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.page.goto("/here/")
        self.protocol = context.new_cdp_session(self.page)
        self.registrations: list[str] = []
        self.protocol.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.protocol.send("ServiceWorker.enable")
        self.page.evaluate(
            "navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready)"
        )
        # What is pushed to a worker that is still being activated is lost.
        self.page.wait_for_function(
            "navigator.serviceWorker.ready.then(registration => registration.active.state === 'activated')"
        )
        self.origin = address
        for _wait in range(50):
            if self.registrations:
                break
            self.page.wait_for_timeout(100)

    def _note(self, event: dict[str, Any]) -> None:
        self.registrations += [each["registrationId"] for each in event["registrations"]]

    def deliver(self, data: str) -> None:
        self.protocol.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self.origin, "registrationId": self.registrations[0], "data": data},
        )

    def shown(self, number: int) -> list[dict[str, Any]]:
        """What stands on the screen, once there are so many."""
        for _wait in range(50):
            found = self.page.evaluate(
                "navigator.serviceWorker.ready.then(r => r.getNotifications())"
                ".then(all => all.map(n => ({title: n.title, tag: n.tag, data: n.data})))"
            )
            if len(found) == number:
                return found
            self.page.wait_for_timeout(100)
        return found


def test_a_message_is_shown_once_and_leads_home(context, address):
    pushed = Pushed(context, address)
    message = {"title": "期中家长会安排", "link": "https://elsewhere.example/notices/of/1/?a=b", "tag": "t1"}
    pushed.deliver(json.dumps(message))
    assert pushed.shown(1) == [{"title": "期中家长会安排", "tag": "t1", "data": "/notices/of/1/?a=b"}]
    pushed.deliver(json.dumps({**message, "title": "期中家长会安排（更正）"}))
    pushed.page.wait_for_timeout(300)
    assert [each["title"] for each in pushed.shown(1)] == ["期中家长会安排（更正）"]


def test_what_is_no_message_shows_something_harmless(context, address):
    pushed = Pushed(context, address)
    pushed.deliver("{no json")
    assert pushed.shown(1)[0]["data"] == "/"
