"""Staff who collect hours of training, from the day on which they joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from santong.domains.campus.staff.models import Staff
from santong.domains.platform.credits.public import Entrant, HolderKind, Holders
from santong.kit.access import below_any

COUNTED_FROM = date(2021, 1, 1)
"""Cycles begin on this day for all who worked then: 2021 to 2025, 2026 to 2030."""


def _staff(paths: Sequence[str]) -> Iterator[Entrant]:
    rows = Staff.objects.numbers_only().filter(below_any("path", paths), status=Staff.Status.ACTIVE)
    for person, path, school in rows.order_by("path", "pk").values_list("person_id", "path", "school_id"):
        yield Entrant(person, path, school, COUNTED_FROM)


TRAINED = Holders(HolderKind.STAFF.value, _staff)
