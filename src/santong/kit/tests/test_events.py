"""Events reach each subscriber, whatever becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction

from santong.kit.events import emit, subscribe, unsubscribe


@dataclass(frozen=True)
class BellRung:
    times: int


@pytest.mark.django_db(transaction=True)
def test_a_failing_subscriber_neither_breaks_the_work_nor_silences_the_others():
    heard: list[int] = []

    def stumble(event: BellRung) -> None:
        raise RuntimeError(event)

    def listen(event: BellRung) -> None:
        heard.append(event.times)

    subscribe(BellRung, stumble)
    subscribe(BellRung, listen)
    try:
        with transaction.atomic():
            emit(BellRung(3))
    finally:
        unsubscribe(BellRung, stumble)
        unsubscribe(BellRung, listen)
    assert heard == [3]
