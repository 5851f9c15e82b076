"""Pairs of people who may be one, what was decided about them, and mergers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.duplicates.reasons import reason_labels
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel

PERMISSION = "people.merge"


class Merger(ScopedModel):
    """Two people were made one: `dropped` is closed, what belonged to it belongs to `kept`.

    `journal` holds every row as it was and as it became, sealed, for as long as the merger can be
    taken back; then it is emptied. `path` is the innermost organisation above both.
    """

    kept = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("kept"))
    dropped = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("closed"))
    path = PathField(editable=False)
    made_at = models.DateTimeField(_("merged"), auto_now_add=True)
    made_by_id = models.BigIntegerField(null=True, editable=False)
    journal = models.BinaryField(editable=False)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    audit_hidden = frozenset({"journal"})
    scope = Scope(view=PERMISSION)

    class Meta:
        verbose_name = _("merger")
        verbose_name_plural = _("mergers")
        indexes = [
            models.Index(fields=["path", "id"], name="merger_path"),
            models.Index(fields=["kept"], condition=Q(taken_back_at=None), name="merger_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.dropped_id} → {self.kept_id}"


class Suspicion(ScopedModel):
    """Two people who may be one, why, and what was decided. `first` has the lower key.

    `reasons` are words of `santong.domains.platform.duplicates.reasons` between commas; `score`
    is their weight, 100 and more means nearly certain.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be looked at")
        DIFFERENT = "different", _("Not the same person")
        MERGED = "merged", _("Merged")

    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    path = PathField(editable=False)
    reasons = models.CharField(_("reasons"), max_length=120)
    score = models.PositiveSmallIntegerField(_("likeness"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    found_on = models.DateField(_("found on"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    merger = models.ForeignKey(Merger, models.SET_NULL, null=True, blank=True, related_name="suspicions")

    scope = Scope(view=PERMISSION)

    class Meta:
        verbose_name = _("suspicion")
        verbose_name_plural = _("suspicions")
        indexes = [
            models.Index(fields=["path", "id"], name="suspicion_path"),
            models.Index(fields=["state", "path"], name="suspicion_state_path"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="suspicion_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="suspicion_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"

    @property
    def reason_labels(self) -> list[str]:
        """The reasons in words."""
        return reason_labels(self.reasons)
