"""Appointments that follow from facts kept elsewhere: who teaches, attends or brings up whom where.

Nobody enters these twice: the module that keeps the fact calls `follow` when it begins and
`unfollow` when it ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from santong.domains.platform.access.models import Appointment, AppointmentQuerySet
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access.roles import UnknownPermission, roles_by_name
from santong.kit.audit import named
from santong.kit.models.building import maker

BATCH = 500
REASON = "facts decide about these, whoever looks"
FACT = "fact"
"""`Appointment.origin` of what follows from a fact."""


OPEN = Q(valid_until=None)
WAITING = Q(valid_until__isnull=False) & ~Q(ended_by="")
"""Ended with its place, by its closing or merger, and open again with it."""

Receipt = dict[str, Any]
"""The columns of an appointment as JSON can hold them."""
AS_OPEN: Receipt = {"valid_until": None, "ended_by": ""}


@dataclass(frozen=True, slots=True)
class Fact:
    """A person has to do with an organisation; `path` is the organisation's."""

    person_id: int
    organisation_id: int
    path: str


def follow(role: str, facts: Iterable[Fact]) -> None:
    """Hold the role from today on; what is held already stays."""
    if role not in roles_by_name():
        raise UnknownPermission(role)
    wanted = set(facts)
    wanted -= {_fact(row) for row in _rows_of(role, wanted, OPEN)}
    make = maker(Appointment, "person_id", "role", "organisation_id", "path", "valid_from", "origin")
    today = timezone.localdate()
    rows = [
        make(fact.person_id, role, fact.organisation_id, fact.path, today, FACT)
        for fact in sorted(wanted, key=lambda fact: (fact.path, fact.person_id))
    ]
    with named("access.follow"):
        Appointment.objects.bulk_create(rows, batch_size=BATCH)


def unfollow(role: str, facts: Iterable[Fact], *, forget: bool = False) -> list[Receipt]:
    """No longer hold the role, from now on; where somebody was appointed by hand, that stays.

    Appointments that began today, and all when `forget` is set (what began by mistake is taken
    back), are deleted; the others end yesterday. Those of a closed place, which would open again
    with it, no longer wait for that. The receipts bring them back as they were.
    """
    today = timezone.localdate()
    rows = [row for row in _rows_of(role, set(facts), OPEN | WAITING) if row.origin == FACT]
    gone = [row.pk for row in rows if forget or _began(row, today)]
    ended = [row.pk for row in rows if not forget and not _began(row, today)]
    with transaction.atomic(), named("access.unfollow"):
        for start in range(0, len(gone), BATCH):
            _rows_with(gone[start : start + BATCH]).delete()
        for start in range(0, len(ended), BATCH):
            part = _rows_with(ended[start : start + BATCH])
            part.filter(OPEN).update(valid_until=today - timedelta(days=1))
            part.filter(WAITING).update(ended_by="")
    return [_receipt(row) for row in rows]


def bring_back(receipts: Sequence[Receipt]) -> None:
    """Take `unfollow` back: the same appointments, with the same keys and days; open where the place has opened since.

    Left out is what is held again by now, and what belonged to people or places that are gone.
    """
    receipts = _still_possible(receipts)
    with transaction.atomic(), named("access.bring_back"):
        present = {
            row.pk: row
            for start in range(0, len(receipts), BATCH)
            for row in _rows_with([receipt["id"] for receipt in receipts[start : start + BATCH]])
        }
        as_before = [_row_of(receipt) for receipt in receipts]
        for row in as_before:
            if row.pk in present:
                present[row.pk].valid_until, present[row.pk].ended_by = row.valid_until, row.ended_by
        Appointment.objects.bulk_save(list(present.values()), ["valid_until", "ended_by"])
        missing = [row for row in as_before if row.pk not in present]
        Appointment.objects.bulk_create(missing, batch_size=BATCH)


def _still_possible(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Those of people and places that are still there and not held again, as the places are now."""
    found: list[Receipt] = []
    for start in range(0, len(receipts), BATCH):
        part = receipts[start : start + BATCH]
        people, places = {each["person_id"] for each in part}, {each["organisation_id"] for each in part}
        there = set(Person.objects.noted(people).values_list("pk", flat=True))
        rows = Organisation.with_removed.noted(places)
        paths = dict(rows.values_list("pk", "path"))
        open_places = set(rows.filter(valid_until=None).values_list("pk", flat=True))
        open_rows = Appointment.objects.noted(people, by="person_id").filter(valid_until=None)
        held = {(row.person_id, row.role, row.organisation_id) for row in open_rows}
        found += [
            {
                **each,
                "path": paths[each["organisation_id"]],
                **(AS_OPEN if each["organisation_id"] in open_places else {}),
            }
            for each in part
            if each["person_id"] in there
            and each["organisation_id"] in paths
            and (each["person_id"], each["role"], each["organisation_id"]) not in held
        ]
    return found


def _receipt(row: Appointment) -> Receipt:
    columns = row._meta.concrete_fields
    return {column.attname: _plain(row.__dict__[column.attname]) for column in columns}


def _row_of(receipt: Receipt) -> Appointment:
    columns = Appointment._meta.concrete_fields
    return Appointment(**{column.attname: column.to_python(receipt[column.attname]) for column in columns})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _began(row: Appointment, today: date) -> bool:
    return row.valid_from is not None and row.valid_from >= today


def _fact(row: Appointment) -> Fact:
    return Fact(row.person_id, row.organisation_id, row.path)


def _rows_of(role: str, facts: set[Fact], state: Q) -> list[Appointment]:
    people = sorted({fact.person_id for fact in facts})
    wanted = {(fact.person_id, fact.organisation_id) for fact in facts}
    rows = Appointment.objects.unscoped(REASON).filter(state, role=role)
    return [
        row
        for start in range(0, len(people), BATCH)
        for row in rows.filter(person_id__in=people[start : start + BATCH])
        if (row.person_id, row.organisation_id) in wanted
    ]


def _rows_with(keys: list[int]) -> AppointmentQuerySet:
    return Appointment.objects.noted(keys)
