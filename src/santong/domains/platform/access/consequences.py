"""What becomes of appointments when organisations close, open again or merge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from santong.domains.platform.access.models import Appointment, AppointmentQuerySet
from santong.domains.platform.organisations.public import (
    MergerTakenBack,
    Organisation,
    OrganisationMerged,
    OrganisationsClosed,
    OrganisationsReopened,
)
from santong.kit.access import below
from santong.kit.audit import named
from santong.kit.events import subscribe

CLOSING = "closing"
STAY = frozenset({"principal", "school_it", "teaching_affairs"})
"""Roles that end with a school instead of moving to its successor, which has its own."""


def watch() -> None:
    """Follow the organisations; inside their transactions, so that both happen or neither."""
    subscribe(OrganisationsClosed, _closed, inside=True)
    subscribe(OrganisationsReopened, _reopened, inside=True)
    subscribe(OrganisationMerged, _merged, inside=True)
    subscribe(MergerTakenBack, _unmerged, inside=True)


def _closed(event: OrganisationsClosed) -> None:
    rows = _every().filter(organisation__in=event.organisation_ids, valid_until=None)
    _end(rows, event.last_day, CLOSING)


def _reopened(event: OrganisationsReopened) -> None:
    _continue(_every().filter(organisation__in=event.organisation_ids, ended_by=CLOSING))


def _merged(event: OrganisationMerged) -> None:
    school = _organisation(event.organisation_id)
    successor = _organisation(event.successor_id)
    mark = _mark(event.organisation_id)
    rows = list(_every().filter(below("path", school.path), valid_until=None))
    _end(_every().filter(pk__in=[row.pk for row in rows]), event.last_day, mark)
    moving = [row for row in rows if row.organisation_id == school.pk and row.role not in STAY]
    held = set(_every().filter(organisation=successor, valid_until=None).values_list("person_id", "role"))
    with named("access.merge"):
        Appointment.objects.bulk_create(
            Appointment(
                person_id=row.person_id,
                role=row.role,
                organisation=successor,
                path=successor.path,
                valid_from=event.last_day + timedelta(days=1),
                origin=mark,
            )
            for row in moving
            if (row.person_id, row.role) not in held
        )


def _unmerged(event: MergerTakenBack) -> None:
    mark = _mark(event.organisation_id)
    _every().filter(organisation_id=event.successor_id, origin=mark).delete()
    _continue(_every().filter(ended_by=mark))


def _mark(organisation_id: int) -> str:
    return f"merger:{organisation_id}"


def _end(rows: Iterable[Appointment], last_day: date, reason: str) -> None:
    ended = list(rows)
    for row in ended:
        row.valid_until = max(last_day, row.valid_from) if row.valid_from else last_day
        row.ended_by = reason
    with named("access.end"):
        _every().bulk_update(ended, ["valid_until", "ended_by"], batch_size=500)


def _continue(rows: Iterable[Appointment]) -> None:
    again = list(rows)
    for row in again:
        row.valid_until, row.ended_by = None, ""
    with named("access.restore"):
        _every().bulk_update(again, ["valid_until", "ended_by"], batch_size=500)


def _organisation(pk: int) -> Organisation:
    return Organisation.objects.open_to_everyone().get(pk=pk)


def _every() -> AppointmentQuerySet:
    rows: AppointmentQuerySet = Appointment.objects.unscoped("appointments follow their organisations")
    return rows
