"""What access adds to the pages of organisations and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.pages import Panel
from santong.kit.registry import registry

SHOWN = 25


@dataclass(frozen=True)
class AppointmentsPanel(Panel):
    """Who holds a staff role on an organisation itself."""

    permission: str | None = "appointments.view"

    def html(self, request: Request, row: Any) -> SafeString | str:
        order = {role.name: number for number, role in enumerate(registry.roles.values()) if role.category == "staff"}
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
