"""A device that speaks the protocol of the outbox, for tests."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.test import Client

from santong.domains.platform.identity.public import Person

DAY = 86_400_000
"""Milliseconds."""


@dataclass
class Device:
    """What somebody has in their hand; its clock is `ahead` milliseconds ahead."""

    person: Person
    client: Client
    ahead: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> int:
        """Its clock, in milliseconds."""
        return int(time.time() * 1000) + self.ahead

    def entry(self, kind: str, stream: str = "a", *, age: int = 0, **more: Any) -> dict[str, Any]:
        """The next entry of a stream; fields are those that aren't of the protocol."""
        of_protocol = {"id", "sequence", "oldest", "base", "identity", "made", "title"}
        sequence = self.counts.get(stream, 0)
        self.counts[stream] = sequence + 1
        made = {
            "id": str(uuid4()), "kind": kind, "stream": stream, "sequence": sequence, "oldest": 0, "base": "",
            "identity": "", "made": self.now - age, "fields": {k: v for k, v in more.items() if k not in of_protocol},
        }  # fmt: skip
        return {**made, **{k: v for k, v in more.items() if k in of_protocol}}

    def note(self, text: str, stream: str = "a", **more: Any) -> dict[str, Any]:
        """An entry that writes a note."""
        return self.entry("samples.note", stream, text=text, **more)

    def post(self, *entries: dict[str, Any], person: int | None = None) -> Any:
        """The server's answer to a batch."""
        body = {"person": self.person.pk if person is None else person, "now": self.now, "entries": entries}
        return self.client.post(
            "/outbox/", body, content_type="application/json", headers={"Accept": "application/json"}
        )

    def send(self, *entries: dict[str, Any]) -> list[dict[str, Any]]:
        """What becomes of entries."""
        response = self.post(*entries)
        assert response.status_code == 200, response.content
        assert response.json()["person"] == self.person.pk
        found: list[dict[str, Any]] = response.json()["outcomes"]
        return found

    def states(self, *entries: dict[str, Any]) -> list[str]:
        """The states of what becomes of entries."""
        return [each["state"] for each in self.send(*entries)]
