"""Pages that say who sees a person, what a person may do, and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.queries import active_appointments
from santong.domains.platform.access.reasons import MOST_WITNESSES, abilities_of, is_kin, witnesses_of
from santong.domains.platform.identity.public import Person
from santong.kit.access.roles import roles_by_name
from santong.kit.http import Request


@login_required
@require_safe
def witnesses(request: Request, pk: int) -> HttpResponse:
    """Who can see this person, and why."""
    if is_kin(pk, request.viewer.person_id):
        person = Person.objects.unscoped("one's own child").get(pk=pk)
    else:
        person = _person(request, pk)
    found = witnesses_of(person)
    may_look = pk == request.viewer.person_id or request.viewer.can("appointments.view", person.path)
    context = {
        "person": person,
        "witnesses": found,
        "people": len({each.person.pk for each in found}),
        "may_look": may_look,
        "more": len(found) >= MOST_WITNESSES,
        "limit": MOST_WITNESSES,
    }
    return render(request, "access/witnesses.html", context)


@login_required
@require_safe
def abilities(request: Request, pk: int) -> HttpResponse:
    """What this person may do, and why."""
    person = _person(request, pk)
    context = {"person": person, "appointments": active_appointments(pk), "abilities": abilities_of(pk)}
    return render(request, "access/abilities.html", context)


def _person(request: Request, pk: int) -> Person:
    """Oneself, or somebody whose appointments one may see."""
    viewer = request.viewer
    if pk == viewer.person_id:
        return viewer.get(Person, pk)
    person = Person.objects.visible_to(viewer, "appointments.view").filter(pk=pk).first()
    if person is None:
        # Known, but not to be looked into: 403; unknown: 404.
        viewer.get(Person, pk, "appointments.view")
        raise LookupError(pk)
    return person


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """One's own roles, what is lent to whom, and who sees oneself."""
    person_id = request.viewer.person_id or 0
    lent = Appointment.objects.unscoped("lent out by oneself").filter(delegated_from__person=person_id)
    rows = lent.not_over(timezone.localdate())
    held = [
        {"row": row, "may_lend": not row.delegated_from_id and roles_by_name()[row.role].category == "staff"}
        for row in active_appointments(person_id)
    ]
    context = {"held": held, "lent": rows.select_related("person", "organisation"), "person_id": person_id}
    return render(request, "access/mine.html", context)
