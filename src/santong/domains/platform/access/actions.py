"""Writes: appointing people."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.registry import UnknownPermission, registry


def appoint(
    *,
    acting: Viewer,
    person: Person,
    role: str,
    organisation: Organisation,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Appointment:
    """Give a person a role on an organisation, from and until dates (both included)."""
    acting.demand("appointments.change", organisation.path)
    if role not in registry.roles:
        raise UnknownPermission(role)
    with transaction.atomic(), named("access.appoint"):
        return Appointment.objects.create(
            person=person,
            role=role,
            organisation=organisation,
            path=organisation.path,
            valid_from=valid_from,
            valid_until=valid_until,
        )
