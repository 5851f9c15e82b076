"""Who holds which role where, and from when until when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.access.roles import roles_by_name
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet


class AppointmentQuerySet(ScopedQuerySet):
    def not_over(self, day: date) -> AppointmentQuerySet:
        """Those in force on a day or later."""
        return self.filter(_lasting(day))

    def on(self, day: date) -> AppointmentQuerySet:
        """Those in force on a day."""
        return self.filter(_lasting(day) & (Q(valid_from=None) | Q(valid_from__lte=day)))


def _lasting(day: date) -> Q:
    """Not ended before a day, nor in its course."""
    return Q(valid_until=None) | Q(valid_until__gt=day) | Q(valid_until=day, ended_at=None)


class Appointment(ScopedModel):
    """A person's role on an organisation. `path` is the organisation's, copied for speed.

    A delegation names the appointment that it lends out. `origin` and `ended_by` name what made
    or ended an appointment besides a person ("merger:12", "closing"), so that it can be taken back.
    `ended_at` is the moment at which somebody ended it in the course of its last day.
    """

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
    delegated_from = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, editable=False, related_name="delegations", db_index=False
    )
    origin = models.CharField(max_length=32, blank=True, editable=False)
    ended_by = models.CharField(max_length=32, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    made_on = models.DateField(_("made on"), default=timezone.localdate, editable=False)

    objects = AppointmentQuerySet.as_manager()
    scope = Scope(view="appointments.view", owner="person_id")

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [
            models.Index(fields=["role", "path", "person"], name="appointment_role_path"),
            models.Index(fields=["path", "id"], name="appointment_path"),
            # Hardly any is lent: with all the others in it SQLite takes the index for useless, and reads every row.
            models.Index(fields=["delegated_from"], condition=Q(delegated_from__isnull=False), name="appointment_lent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=models.F("valid_from")),
                name="appointment_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(valid_until__isnull=False), name="appointment_ended_on_its_last_day"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(valid_until=None),
                name="appointment_open_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.role_label)

    @property
    def audit_name(self) -> str:
        """Role and place: names of people stay out of the audit."""
        return f"{self.role} @ {self.path}"

    @property
    def role_label(self) -> str | Promise:
        """The role in words; its name when no module declares it any longer."""
        return roles_by_name()[self.role].label if self.role in roles_by_name() else self.role

    @property
    def status(self) -> str:
        """`future`, `present` or `past`, as of today."""
        today = timezone.localdate()
        if self.ended_at is not None or (self.valid_until is not None and self.valid_until < today):
            return "past"
        return "future" if self.valid_from is not None and self.valid_from > today else "present"


AGREE = "agreements.decide"


class Agreement(ScopedModel):
    """One of the three separate administrators asks a second to agree to a change of one of the three.

    `person` is whom it is about, `role` what they get or lose ("" for their account). `path` is the
    region's, so that the three see it and nobody else.
    """

    class Kind(models.TextChoices):
        APPOINT = "appoint", _("Give the role")
        END = "end", _("End the role")
        ACCOUNT = "account", _("Give access to the account: slip, password, second factor")

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second administrator")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")
        USED = "used", _("Carried out")
        DROPPED = "dropped", _("Withdrawn")

    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=32, blank=True)
    path = PathField(editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)

    scope = Scope(view=AGREE)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [models.Index(fields=["path", "id"], name="agreement_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "role", "asked_by"], condition=Q(state="asked"), name="agreement_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def audit_name(self) -> str:
        """Without names of people."""
        return f"{self.kind} {self.role} {self.person_id}"

    @property
    def role_label(self) -> str | Promise:
        """The role in words, "" when it is about the account."""
        return roles_by_name()[self.role].label if self.role in roles_by_name() else self.role
