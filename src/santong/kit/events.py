"""Domain events: a module says what happened once, others subscribe.

An event is a frozen dataclass that carries ids. `emit` delivers it after the transaction has
committed, so that no subscriber ever hears of something that was rolled back. Delivery is in the
process; a subscriber that must not miss an event under a crash writes its own row inside the
transaction instead (`subscribe(..., inside=True)`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import structlog
from django.db import transaction

log = structlog.get_logger(__name__)

EventT = TypeVar("EventT")
Subscriber = Callable[[Any], None]

_inside: dict[type, list[Subscriber]] = defaultdict(list)
_after: dict[type, list[Subscriber]] = defaultdict(list)


def subscribe(event_type: type[EventT], subscriber: Callable[[EventT], None], *, inside: bool = False) -> None:
    """Call `subscriber` for each event of the type; `inside` the transaction or after its commit."""
    table = _inside if inside else _after
    if subscriber not in table[event_type]:
        table[event_type].append(subscriber)


def unsubscribe(event_type: type[EventT], subscriber: Callable[[EventT], None]) -> None:
    """Undo `subscribe`."""
    for table in (_inside, _after):
        if subscriber in table[event_type]:
            table[event_type].remove(subscriber)


def emit(event: object) -> None:
    """Tell the subscribers: those inside now, the others once the transaction has committed."""
    for subscriber in _inside[type(event)]:
        subscriber(event)
    for subscriber in _after[type(event)]:
        # robust: one failing subscriber must neither undo the work nor silence the others;
        # Django logs it with its traceback.
        transaction.on_commit(_delivery(subscriber, event), robust=True)


def _delivery(subscriber: Subscriber, event: object) -> Callable[[], None]:
    """A call that Django can name in its log when it fails; a `partial` has no name and would raise there."""

    @wraps(subscriber)
    def deliver() -> None:
        subscriber(event)

    return deliver
