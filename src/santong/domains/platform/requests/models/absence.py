"""Who decides for somebody while they are away."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.access.vocabulary import Holder
from santong.kit.models import ScopedModel, ScopedQuerySet

SUBSTITUTE = "requests.substitute"


class SubstitutionQuerySet(ScopedQuerySet):
    def on(self, day: date) -> SubstitutionQuerySet:
        """Those that hold on a day."""
        return self.filter(since__lte=day, until__gte=day, ended_at=None)


class Substitution(ScopedModel):
    """`deputy` decides for `absent` from and until days (both included), about `kinds` of request; [] is about all."""

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("absent"))
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("deputy"))
    kinds = models.JSONField(_("kinds of request"), default=list, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    objects = SubstitutionQuerySet.as_manager()
    scope: Scope = Holder(view=SUBSTITUTE, owner="absent_id", may=(SUBSTITUTE,)) | Holder(
        view=SUBSTITUTE, owner="deputy_id"
    )

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        indexes = [models.Index(fields=["deputy", "until"], name="substitution_deputy")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="substitution_days_in_order"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="substitution_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.since} – {self.until}"
