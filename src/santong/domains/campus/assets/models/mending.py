"""Faults of assets: reported, mended."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.assets.models.register import Asset
from santong.domains.campus.assets.models.rights import VIEW
from santong.kit.access import Leader, Scope, Upward
from santong.kit.models import PathField, ScopedModel


class Repair(ScopedModel):
    """A fault that somebody reported, and what became of it. `path` is the school's.

    `state_before` is what the asset was in before it was taken in for mending.
    """

    class Fault(models.TextChoices):
        DEAD = "dead", _("Doesn't switch on")
        PICTURE = "picture", _("No picture")
        SOUND = "sound", _("No sound")
        NETWORK = "network", _("No network")
        SLOW = "slow", _("Slow or hangs")
        BROKEN = "broken", _("Something is broken off")
        OTHER = "other", _("Another fault")

    class State(models.TextChoices):
        REPORTED = "reported", pgettext_lazy("repair", "Reported")
        MENDING = "mending", _("Being mended")
        DONE = "done", pgettext_lazy("repair", "Mended")
        BEYOND = "beyond", _("Can't be mended")
        WITHDRAWN = "withdrawn", pgettext_lazy("repair", "Withdrawn")

    OPEN = (State.REPORTED, State.MENDING)

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="repairs", verbose_name=_("asset"))
    path = PathField(editable=False)
    fault = models.CharField(_("fault"), max_length=8, choices=Fault)
    words = models.CharField(_("in your words"), max_length=200, blank=True)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.REPORTED)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now)
    mender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mended by")
    )
    taken_at = models.DateTimeField(_("taken in at"), null=True, blank=True)
    done_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost in yuan"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    result = models.CharField(_("result of the repair"), max_length=200, blank=True)
    state_before = models.CharField(max_length=7, choices=Asset.State, blank=True, editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW) | Leader(view=VIEW, owner="reported_by_id")

    class Meta:
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        indexes = [models.Index(fields=["path", "reported_at"], name="repair_path")]
        constraints = [
            models.UniqueConstraint(fields=["asset"], condition=Q(state="mending"), name="repair_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.asset} · {self.get_fault_display()}"

    @property
    def audit_name(self) -> str:
        """The key of its asset."""
        return f"repair of asset {self.asset_id}"
