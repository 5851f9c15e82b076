"""Transfers between schools, which the receiving school accepts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models.pupils import Pupil
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel


class Transfer(ScopedModel):
    """A pupil handed over from one school to another. `path` is the sending school's."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the receiving school")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    pupil = models.ForeignKey(Pupil, models.CASCADE, related_name="transfers", verbose_name=_("pupil"))
    from_school = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("sending school"))
    to_school = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("receiving school"))
    path = PathField(editable=False)
    to_path = PathField(editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ASKED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    # Both schools see a transfer; what one may do to it depends on the permission's school.
    scope = Scope(view="transfers.view", owner="pupil__person_id") | Scope(view="transfers.view", path="to_path")

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(fields=["path", "-id"], name="transfer_path"),
            models.Index(fields=["to_path", "-id"], name="transfer_to_path"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pupil"], condition=Q(state="asked"), name="transfer_one_at_a_time"),
            models.CheckConstraint(condition=~Q(from_school=models.F("to_school")), name="transfer_changes_school"),
        ]

    def __str__(self) -> str:
        return self.pupil.person.name

    @property
    def audit_name(self) -> str:
        """Without the name of the person."""
        return f"transfer of pupil {self.pupil_id}"
