"""Requests to take a person out of the learning records."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope as RowScope
from santong.kit.models import PathField, ScopedModel

PERMISSION = "records.erase"


class ErasureRequest(ScopedModel):
    """Somebody, or who cares for them, asks that nobody be able to tell any more whose record it is.

    Stays after the erasure, as the proof that it was asked for, decided and done: `changed` is in how
    many statements the person stood. What people wrote is theirs, so it stays out of the audit record.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for a decision")
        GRANTED = "granted", _("Being carried out")
        DONE = "done", _("Erased")
        REFUSED = "refused", _("Not granted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("whose record")
    )
    path = PathField(editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    reason = models.CharField(_("reason given"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("who decided")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("erased on"), null=True)
    changed = models.PositiveIntegerField(_("entries without the person now"), null=True)

    WAITING = (State.OPEN, State.GRANTED)
    audit_hidden = frozenset({"reason", "answer"})
    scope = RowScope(view=PERMISSION, owner="person_id")

    class Meta:
        verbose_name = _("erasure request")
        verbose_name_plural = _("erasure requests")
        indexes = [models.Index(fields=["path", "id"], name="records_erasure_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["open", "granted"]), name="records_erasure_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def audit_name(self) -> str:
        """Its number: names stay out of the record."""
        return str(self.pk)
