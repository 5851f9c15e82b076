"""Web push: the browser shows it, also when the platform isn't open."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.adapters.answers import (
    DELIVERED,
    Adapter,
    Answer,
    Parcel,
    Problem,
    Said,
    Setting,
    later,
    never,
)
from santong.domains.platform.channels.adapters.talking import retry_after
from santong.lib.outgoing import Forbidden, Reply, Unreachable, ask
from santong.lib.web_push import BadSubscription, Subscription, authorization, encrypt

KEPT = 86_400
"""Seconds that a push service keeps what it can't deliver yet: after a day it is no news."""


class PushAdapter(Adapter):
    """Each browser has its own push service, so that none of them stops the others."""

    batch = 30
    settings = (
        Setting("contact", _("Whom push services may write to"), _("An e-mail address that somebody reads.")),
        Setting("key", _("Key of this server"), is_secret=True, made=True),
    )

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for parcel in parcels:
            yield [(parcel, self._send(parcel))]

    def _send(self, parcel: Parcel) -> Answer:
        try:
            to = Subscription.parse(parcel.to)
            body = encrypt(payload(parcel), to)
            reply = ask(to.endpoint, body, self._headers(parcel, to), loopback=self.given.loopback)
        except BadSubscription as problem:
            return never(Problem.ADDRESS, str(problem))
        except Forbidden as problem:
            return never(Problem.FORBIDDEN, str(problem))
        except Unreachable as problem:
            return later(Problem.UNREACHABLE, str(problem))
        return judged(reply)

    def _headers(self, parcel: Parcel, to: Subscription) -> dict[str, str]:
        return {
            "TTL": str(KEPT),
            "Urgency": "high" if parcel.is_urgent else "normal",
            # What waits at the push service under the same topic is replaced (RFC 8030, 5.4): sent again, it is one.
            "Topic": topic_of(parcel.topic),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": authorization(to.endpoint, self.given["key"], f"mailto:{self.given['contact']}"),
        }


def payload(parcel: Parcel) -> bytes:
    """What the service worker shows; `tag` lets a message that comes again replace itself."""
    data = {"title": parcel.title[:200], "link": parcel.link, "tag": topic_of(parcel.topic)}
    return json.dumps(data, ensure_ascii=False).encode()


def topic_of(text: str) -> str:
    """32 characters at most (RFC 8030, 5.4)."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:18]).decode()


def judged(reply: Reply) -> Answer:
    """What a push service's status means (RFC 8030, 5 and 7.3)."""
    said = f"HTTP {reply.status}"
    if reply.status in (200, 201, 202):
        return DELIVERED
    if reply.status in (404, 410):
        return never(Problem.ADDRESS, said)
    if reply.status == 429:
        return later(Problem.PACE, said, retry_after(reply))
    if reply.status >= 500:
        return later(Problem.BUSY, said, retry_after(reply))
    return never(Problem.KEY if reply.status in (401, 403) else Problem.CONTENT, said)
