"""What access adds to the pages of organisations and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.reasons import is_kin
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access.roles import roles_by_name
from santong.kit.http import Request
from santong.kit.pages import Panel

SHOWN = 25


@dataclass(frozen=True)
class PersonPanel(Panel):
    """The ways to who sees a person and to what the person may do, on the pages of people (`row.person`)."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        person, viewer = row.person, request.viewer
        may_look = person.pk == viewer.person_id or viewer.can("appointments.view", person.path)
        if not may_look and not is_kin(person.pk, viewer.person_id):
            return ""
        may_appoint = viewer.can("appointments.change") and viewer.can("people.view", person.path)
        context = {"person": person, "may_look": may_look, "may_appoint": may_appoint}
        return render_to_string("access/person.html", context, request)


def principal_name() -> Subquery:
    """The name of the principal of the school of a row, for lists of schools."""
    rows = Appointment.objects.unscoped("principals stand on the pages of their schools").filter(
        organisation=OuterRef("pk"), role="principal"
    )
    return Subquery(rows.on(timezone.localdate()).order_by("pk").values("person__name")[:1])


@dataclass(frozen=True)
class AppointmentsPanel(Panel):
    """Who holds a staff role on an organisation itself."""

    permission: str | None = "appointments.view"

    def html(self, request: Request, row: Any) -> SafeString | str:
        order = {role.name: number for number, role in enumerate(roles_by_name().values()) if role.category == "staff"}
        rows = (
            Appointment.objects.visible_to(request.viewer)
            .filter(organisation_id=row.pk, role__in=order)
            .on(timezone.localdate())
            .select_related("person", "delegated_from__person")
        )
        found = sorted(rows[: SHOWN + 1], key=lambda appointment: order[appointment.role])
        can_appoint = isinstance(row, Organisation) and request.viewer.can("appointments.change", row.path)
        context = {
            "appointments": found[:SHOWN],
            "more": len(found) > SHOWN,
            "row": row,
            "can_appoint": can_appoint and not row.is_closed,
        }
        return render_to_string("access/panel.html", context, request)
