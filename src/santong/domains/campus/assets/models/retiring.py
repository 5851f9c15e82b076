"""Retirements: lists of assets that leave the register, with a reason and a paper, approved by the principal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.assets.models.register import Asset
from santong.domains.campus.assets.models.rights import VIEW, OfSchool
from santong.kit.access import Through
from santong.kit.models import ScopedModel


class Retirement(OfSchool):
    """Assets that a school wants to strike off, decided together."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ASKED = "asked", pgettext_lazy("retirement", "Waiting for approval")
        APPROVED = "approved", pgettext_lazy("retirement", "Approved")
        REFUSED = "refused", pgettext_lazy("retirement", "Refused")

    class Reason(models.TextChoices):
        WORN = "worn", _("Worn out, beyond its years of use")
        BROKEN = "broken", _("Broken beyond repair")
        OUTDATED = "outdated", _("Technically outdated")
        LOST = "lost", _("Lost or stolen")
        HANDED = "handed", _("Handed over to another place")
        OTHER = "other", _("Another reason")

    OPEN = (State.DRAFT, State.ASKED)

    title = models.CharField(_("title of the list"), max_length=60)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason, default=Reason.WORN)
    words = models.CharField(_("details"), max_length=300, blank=True)
    paper = models.CharField(_("paper it rests on"), max_length=80, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.DRAFT)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("put together by")
    )
    asked_on = models.DateField(_("sent for approval on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved or refused by")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    refused_because = models.CharField(_("why not"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("retirement")
        verbose_name_plural = _("retirements")
        indexes = [models.Index(fields=["path", "state"], name="retirement_path")]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Its key."""
        return f"retirement {self.pk}"


class RetirementLine(ScopedModel):
    """An asset on a list of retirements. `was` is its state before it was retired."""

    retirement = models.ForeignKey(Retirement, models.CASCADE, related_name="lines")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="retirements", verbose_name=_("asset"))
    was = models.CharField(max_length=7, choices=Asset.State, blank=True, editable=False)
    is_open = models.BooleanField(default=True, editable=False)

    scope = Through(view=VIEW, parent="retirement", of="assets.Retirement")

    class Meta:
        verbose_name = _("asset to be retired")
        verbose_name_plural = _("assets to be retired")
        constraints = [
            models.UniqueConstraint(fields=["retirement", "asset"], name="retirement_line_once"),
            models.UniqueConstraint(fields=["asset"], condition=Q(is_open=True), name="retirement_open_once"),
        ]

    def __str__(self) -> str:
        return str(self.asset)

    @property
    def audit_name(self) -> str:
        """The key of its asset."""
        return f"retirement of asset {self.asset_id}"
