"""Writes: appointing people, ending that, lending a role to somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.access.agreements import Kind, lacks_agreement, use_agreement
from santong.domains.platform.access.events import AppointmentEnded, PersonAppointed
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.roles import SEPARATED, fits, needed_permission
from santong.domains.platform.identity.public import Person, void_codes
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.access.roles import UnknownPermission, roles_by_name
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

DAYS = ("valid_from", "valid_until", "ended_at", "ended_by")
LONGEST_DELEGATION = timedelta(days=184)


class NeedsAgreement(NotPossible):
    """A second of the three separate administrators has to agree first; the views ask them."""

    def __init__(self, kind: str, person: Person, role: str) -> None:
        super().__init__(
            _(
                "A second of the three administrators has to agree to this. They are asked; do it again within a day "
                "after they have agreed, see “Agreements”."
            )
        )
        self.kind, self.person, self.role = kind, person, role


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
    if role not in roles_by_name():
        raise UnknownPermission(role)
    acting.demand(needed_permission(role), organisation.path)
    if acting is not SYSTEM:
        _check(role, organisation)
    with transaction.atomic(), named("access.appoint"):
        _check_agreement(acting, Kind.APPOINT, person, role)
        _check_duties(person, role)
        _check_once(person, role, organisation)
        row = Appointment.objects.create(
            person=person,
            role=role,
            organisation=organisation,
            path=organisation.path,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        void_codes([person.pk])
        emit(PersonAppointed(row.pk, person.pk))
    return row


def _check(role: str, organisation: Organisation) -> None:
    if not fits(role, organisation):
        raise NotPossible(
            _("“%(role)s” isn't a role on a %(kind)s. Choose another role or organisation.")
            % {"role": roles_by_name()[role].label, "kind": organisation.get_kind_display()}
        )
    if organisation.is_closed:
        raise NotPossible(_("This organisation is closed. Nobody can be appointed on it."))


def _check_agreement(acting: Viewer, kind: str, person: Person, role: str) -> None:
    if role not in SEPARATED:
        return
    if lacks_agreement(acting, kind, person, role):
        raise NeedsAgreement(kind, person, role)
    use_agreement(acting=acting, kind=kind, person=person, role=role)


def _check_duties(person: Person, role: str) -> None:
    """Administering, securing and auditing the region never meet in one person."""
    if role not in SEPARATED:
        return
    # Serialises appointments of one person, so that two at once don't slip past each other.
    Person.objects.locked_for_action(person)
    others = _open(person).filter(role__in=SEPARATED - {role}).values_list("role", flat=True)
    held = others.first()
    if held:
        raise NotPossible(
            _("This person is %(held)s. The same person can't be %(role)s too: end the other role first.")
            % {"held": roles_by_name()[held].label, "role": roles_by_name()[role].label}
        )


def _check_once(person: Person, role: str, organisation: Organisation) -> None:
    if _open(person).filter(role=role, organisation=organisation, valid_until=None).exists():
        raise NotPossible(_("This person holds the role here already, so nobody has to appoint them again."))


def _open(person: Person) -> Any:
    """A person's appointments that aren't over, those of the future too."""
    return Appointment.objects.belonging_to(person=person).not_over(timezone.localdate())


def end_appointments(*, acting: Viewer, appointments: Iterable[Appointment], reason: str = "") -> list[dict[str, Any]]:
    """End appointments now, and what they were lent as; answers what `restore` needs."""
    now, today = timezone.now(), timezone.localdate()
    with transaction.atomic(), named("access.end"):
        rows = _with_delegations(appointments)
        before = [_values(row) for row in rows]
        for row in rows:
            _demand_ending(acting, row)
            if acting.person_id != row.person_id:
                _check_agreement(acting, Kind.END, row.person, row.role)
            # What would begin later never was: it begins and ends in this moment.
            row.valid_from = min(row.valid_from, today) if row.valid_from else None
            row.valid_until, row.ended_at, row.ended_by = today, now, reason
        Appointment.objects.bulk_update(rows, DAYS, batch_size=500)
        for row in rows:
            emit(AppointmentEnded(row.pk, row.person_id))
    return before


def _demand_ending(acting: Viewer, row: Appointment) -> None:
    """Whoever may appoint, the holder, and for a delegation whoever lent the role out."""
    lender = row.delegated_from.person_id if row.delegated_from else None
    if acting.person_id is not None and acting.person_id in (row.person_id, lender):
        return
    acting.demand(needed_permission(row.role), row.path)


def _with_delegations(appointments: Iterable[Appointment]) -> list[Appointment]:
    rows = {row.pk: row for row in appointments}
    today = timezone.localdate()
    lent = Appointment.objects.noted(list(rows), by="delegated_from")
    rows |= {row.pk: row for row in lent.not_over(today)}
    return list(rows.values())


def _values(row: Appointment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_until": row.valid_until and row.valid_until.isoformat(),
        "ended_at": row.ended_at and row.ended_at.isoformat(),
        "ended_by": row.ended_by,
    }


def restore(*, acting: Viewer, before: list[dict[str, Any]]) -> int:
    """Take an ending back; answers how many hold their role again."""
    by_id = {values["id"]: values for values in before}
    rows = list(Appointment.objects.noted(list(by_id)))
    with transaction.atomic(), named("access.restore"):
        for row in rows:
            _demand_ending(acting, row)
            values = by_id[row.pk]
            row.valid_from, row.valid_until = _day(values["valid_from"]), _day(values["valid_until"])
            row.ended_at = datetime.fromisoformat(values["ended_at"]) if values.get("ended_at") else None
            row.ended_by = values["ended_by"]
            _check_duties(row.person, row.role)
        Appointment.objects.bulk_update(rows, DAYS, batch_size=500)
        void_codes([row.person_id for row in rows])
    return len(rows)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def delegate(
    *,
    acting: Viewer,
    appointment: Appointment,
    person: Person,
    organisation: Organisation,
    valid_until: date,
    valid_from: date | None = None,
) -> Appointment:
    """Lend a role of one's own to somebody, on the same or a lower organisation, until a day.

    It ends by itself, with the holder's own role at the latest, and can't be lent on.
    """
    if acting.person_id != appointment.person_id:
        raise PermissionDenied("delegate")
    begins = valid_from or timezone.localdate()
    _check_delegation(appointment, person, organisation, begins, valid_until)
    with transaction.atomic(), named("access.delegate"):
        _check_agreement(acting, Kind.APPOINT, person, appointment.role)
        _check_duties(person, appointment.role)
        row = Appointment.objects.create(
            person=person,
            role=appointment.role,
            organisation=organisation,
            path=organisation.path,
            valid_from=begins,
            valid_until=valid_until,
            delegated_from=appointment,
        )
        void_codes([person.pk])
        emit(PersonAppointed(row.pk, person.pk))
    return row


def _check_delegation(
    appointment: Appointment, person: Person, organisation: Organisation, begins: date, ends: date
) -> None:
    for wrong, text in (
        (appointment.status != "present", _("You don't hold this role today.")),
        (appointment.delegated_from_id, _("This role was lent to you. Only its holder can lend it.")),
        (roles_by_name()[appointment.role].category != "staff", _("This role can't be lent.")),
        (person.pk == appointment.person_id, _("Choose somebody else than yourself.")),
        (
            not organisation.path.startswith(appointment.path),
            _("Choose the organisation of your role or one below it."),
        ),
        (not is_near(person, appointment), _("This person works somewhere else. Choose a colleague.")),
        (ends < begins, _("The end lies before the start. Choose a later date.")),
        (ends - begins > LONGEST_DELEGATION, _("A role can be lent for half a year at most. Choose an earlier end.")),
        (
            appointment.valid_until is not None and ends > appointment.valid_until,
            _("Your own role ends before that. Choose an earlier end."),
        ),
    ):
        if wrong:
            raise NotPossible(text)


def is_near(person: Person, appointment: Appointment) -> bool:
    """Whether a person's record is kept where the appointment is, above or below."""
    return bool(person.path) and (person.path.startswith(appointment.path) or appointment.path.startswith(person.path))
