"""What becomes of appointments when two people turn out to be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.queries import active_appointments
from santong.domains.platform.access.roles import SEPARATED
from santong.domains.platform.access.takeover import takeover_objections
from santong.domains.platform.duplicates.public import PERMISSION, Fact, MergeRule, Merging, Receipt, Rows, move
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer

HELD = Rows("access.appointment", "person")
LENT = Rows("access.appointment", "delegated_from__person")


def _hand_over(merging: Merging) -> Receipt:
    """Roles held by both at one place are one role: what was lent from it is lent from the one that stays."""
    rows = Appointment.objects.belonging_to(person__in=merging.both).filter(valid_until=None)
    kept = {(row.role, row.organisation_id): row for row in rows.filter(person=merging.kept)}
    for row in rows.filter(person=merging.dropped):
        twin = kept.get((row.role, row.organisation_id))
        if twin is not None:
            for lent in Appointment.objects.belonging_to(delegated_from=row):
                lent.delegated_from = twin
                lent.save(update_fields=["delegated_from"])
    move(HELD, merging)
    return {}


def _facts(person: Person) -> Iterable[Fact]:
    held = [f"{row.role_label} · {row.organisation.name}" for row in active_appointments(person.pk)]
    return [(_("Roles"), "；".join(held))]


def _objections(acting: Viewer, merging: Merging) -> Iterator[str]:
    """By a merger whoever holds the one account comes into the other: both must be the acting person's to change."""
    yield from takeover_objections(acting, merging.both, PERMISSION).values()
    rows = Appointment.objects.belonging_to(person__in=merging.both).not_over(timezone.localdate())
    roles = {role for role in rows.values_list("role", flat=True) if role in SEPARATED}
    if len(roles) > 1:
        yield _("Together they would administer, secure or audit the region at once. End one of these roles first.")


RULE = MergeRule(
    "access",
    rows=(HELD, LENT),
    stays={
        "access.Agreement.asked_by": "says who asked",
        "access.Agreement.decided_by": "says who decided",
        "access.Agreement.person": "is about one account for a day",
    },
    hand_over=_hand_over,
    facts=_facts,
    objections=_objections,
    order=10,
)
