"""Asking everything as everybody, and looking at what comes back.

A probe is one cell of role × address × kind of object: whether the answer to this person holds a
planted object of this kind that they may not see, or the request changed one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from santong.kit.models import AuditEntry
from santong.kit.testing.planting import FIRST, STEP
from tests.guards.leaks.addresses import Address, addresses
from tests.guards.leaks.markers import Planted
from tests.guards.leaks.oracle import may_change, may_see
from tests.guards.leaks.told import TOLD_AT
from tests.guards.leaks.world import Persona, World

OBJECTS = 4
"""Objects of a kind at each school: school, class, grade; pupil, guardian, teacher, classmate."""


@dataclass
class Findings:
    """What came of the probes; `leaks` in words."""

    probes: int = 0
    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ask:
    """A request to make."""

    method: str
    address: str
    data: tuple[tuple[str, Any], ...] = ()


def probe(
    world: World,
    personas: Iterable[Persona],
    places: Iterable[int],
    *,
    pages: list[Address] | None = None,
    every: int = 1,
    first: int = 0,
) -> Findings:
    """Every page as these people, with the objects of these schools (by number).

    Of the requests with `every` one in so many is made, for each person another one, beginning with `first`.
    """
    findings = Findings()
    asks = list(_asks(addresses() if pages is None else pages, list(places)))
    for turn, persona in enumerate(personas, first):
        for ask in asks[turn % every :: every]:
            examine(world, persona, ask, findings)
    return findings


def _asks(pages: list[Address], places: list[int]) -> Iterator[Ask]:
    for page in pages:
        for words in page.variants():
            if not page.has_object:
                yield from _of_list(page.filled(0, words))
                continue
            for number in places:
                for offset in range(OBJECTS):
                    address = page.filled(FIRST + number + offset * STEP, words)
                    yield Ask("GET", address)
                    yield Ask("POST", address, _posted(number))


def _of_list(address: str) -> Iterator[Ask]:
    yield Ask("GET", address)
    if not address.startswith("/api/"):
        yield Ask("GET", address, (("q", "qz"), ("size", "100"), ("format", "csv")))
    yield Ask("POST", address, _posted(1))


def _posted(number: int) -> tuple[tuple[str, Any], ...]:
    """What forms and buttons of all kinds understand: keys of objects of a school."""
    keys = [str(FIRST + number + offset * STEP) for offset in range(OBJECTS)]
    names = ("organisation", "school", "person", "school_class", "pupil", "parent", "successor", "child", "to_school")
    return (
        ("ids", keys), ("action", "remove"), ("confirm", "1"), ("all", "0"), ("query", "q=qz"), ("role", "principal"),
        ("name", "other"), ("day", "2026-09-02"), ("last_day", "2026-09-02"), ("valid_until", "2027-09-02"),
        *((name, keys[0]) for name in names), ("kept", keys[0]), ("dropped", keys[3]), ("key", "x"),
    )  # fmt: skip


def examine(world: World, persona: Persona, ask: Ask, findings: Findings) -> None:
    """Make one request, and hold its answer against what this person may see and change."""
    with transaction.atomic():
        newest = _newest() if ask.method == "POST" else 0
        response = _sent(persona, ask)
        changed = _changed(world, newest) if ask.method == "POST" else set()
        shown = world.marks.found_in(response)
        transaction.set_rollback(True)
    findings.requests += 1
    findings.probes += len(world.marks.kinds)
    findings.statuses[response.status_code] += 1
    where = f"{ask.method} {ask.address} as {persona.name}"
    if response.status_code >= 500:
        findings.failures.append(where)
    echoed = {planted for planted in shown if _named_in(ask, planted)}
    for planted in shown - echoed:
        if TOLD_AT.get(ask.address) != planted.kind and not may_see(world, persona, planted):
            findings.leaks.append(f"{where} shows {planted.kind} of {planted.places[-1]}")
    for planted in changed:
        if not may_change(world, persona, planted):
            findings.leaks.append(f"{where} changes {planted.kind} of {planted.places[-1]}")


def _sent(persona: Persona, ask: Ask) -> HttpResponse:
    """The answer, after which the person is signed in as before whatever the request did."""
    client = persona.client
    kept = copy(client.cookies)
    send = client.get if ask.method == "GET" else client.post
    try:
        return send(ask.address, dict(ask.data), headers=persona.headers)  # type: ignore[return-value]
    finally:
        client.cookies = kept


def _named_in(ask: Ask, planted: Planted) -> bool:
    return planted.mark in ask.address


def _newest() -> int:
    return AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _changed(world: World, newest: int) -> set[Planted]:
    """The planted objects that a request wrote to, by the audit record."""
    rows = AuditEntry.objects.filter(id__gt=newest).exclude(kind="read").values_list("model", "object_id")
    return {world.planted[row] for row in rows if row in world.planted}
