"""Who holds which role where, and from when until when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet


class AppointmentQuerySet(ScopedQuerySet):
    def on(self, day: date) -> AppointmentQuerySet:
        """Those in force on a day."""
        started = Q(valid_from=None) | Q(valid_from__lte=day)
        not_ended = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(started & not_ended)


class Appointment(ScopedModel):
    """A person's role on an organisation. `path` is the organisation's, copied for speed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=32)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="appointments", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()
    scope = Scope(view="appointments.view", owner="person_id")

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [
            models.Index(fields=["role", "path", "person"], name="appointment_role_path"),
            models.Index(fields=["path", "id"], name="appointment_path"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                name="appointment_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(valid_until=None),
                name="appointment_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.path}"
