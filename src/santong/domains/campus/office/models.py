"""Who is away, as requests were granted."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet

AWAY = "office.away"


class AbsenceQuerySet(ScopedQuerySet):
    def on(self, day: date) -> AbsenceQuerySet:
        """Those that last on a day."""
        return self.filter(since__lte=day, until__gte=day)


class Absence(ScopedModel):
    """Somebody is away, because a request was granted; why, only the request says.

    `since` and `until` are both included; `since_half` and `until_half` are "am" or "pm". `path` is the place's.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", _("On leave")
        TRAVEL = "travel", _("Travelling")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("who"))
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    path = PathField(editable=False)
    request = models.OneToOneField("requests.Request", models.PROTECT, related_name="absence")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    since = models.DateField(_("from"))
    since_half = models.CharField(max_length=2, default="am")
    until = models.DateField(_("until"))
    until_half = models.CharField(max_length=2, default="pm")
    lessons = models.CharField(_("lessons"), max_length=1000, blank=True)

    objects = AbsenceQuerySet.as_manager()
    scope = Scope(view=AWAY, owner="person_id")

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["path", "until"], name="absence_place")]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_days_in_order")]

    def __str__(self) -> str:
        return self.person.name

    @property
    def audit_name(self) -> str:
        """Names of people stay out of the audit."""
        return f"absence {self.person_id}"

    @property
    def period(self) -> dict[str, str]:
        """As the request has it."""
        return {
            "since": self.since.isoformat(),
            "since_half": self.since_half,
            "until": self.until.isoformat(),
            "until_half": self.until_half,
        }
