"""Appointments that may have outlived their reason."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.models import Appointment
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name

DORMANT = timedelta(days=180)
REASONS = {
    "account": _("The account is closed"),
    "elsewhere": _("The person's record is kept elsewhere now"),
    "lender": _("Whoever lent the role holds it no longer"),
    "dormant": _("Not signed in for 180 days"),
}


def stale_appointments(viewer: Viewer) -> QuerySet[Appointment]:
    """Staff appointments in force that somebody should look at, with `reason`, a key of `REASONS`."""
    today = timezone.localdate()
    staff = [role.name for role in roles_by_name().values() if role.category == "staff"]
    rows = Appointment.objects.visible_to(viewer, "appointments.change").on(today).filter(role__in=staff)
    since = timezone.now() - DORMANT
    dormant = Q(person__last_login__lt=since) | Q(person__last_login=None, made_on__lt=since.date())
    here = Q(path__startswith=F("person__path")) | Q(person__path__startswith=F("path"))
    cases = {
        "account": Q(person__is_active=False),
        "lender": Q(delegated_from__valid_until__lt=today) | Q(delegated_from__ended_at__isnull=False),
        "elsewhere": ~Q(person__path="") & ~here,
        "dormant": dormant,
    }
    reason = Case(
        *(When(condition, then=Value(name)) for name, condition in cases.items()),
        default=Value(""),
        output_field=CharField(),
    )
    found: QuerySet = rows.annotate(reason=reason).exclude(reason="")
    return found
