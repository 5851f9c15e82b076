"""Certificates of quality (精品认证)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Level, Resource
from santong.domains.learning.sourcing.permissions import CERTIFY
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel


class Certificate(ScopedModel):
    """A school, county or city says that a resource is excellent (校级、县级、市级精品); it may revoke that.

    `path` is that of `organisation`, which grants it.
    """

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="certificates", verbose_name=_("resource"))
    level = models.CharField(_("certified at"), max_length=8, choices=Level)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    path = PathField(editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("officer")
    )
    reason = models.CharField(_("reason"), max_length=300)
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True)
    revoked_because = models.CharField(_("revoked because"), max_length=300, blank=True)

    scope = Scope(view=CERTIFY)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [models.Index(fields=["path", "id"], name="certificate_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "level"], condition=Q(revoked_at=None), name="certificate_once_a_level"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_because="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_because="")),
                name="certificate_revoked_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} · {self.get_level_display()}"

    @property
    def audit_name(self) -> str:
        return f"certificate {self.resource_id} {self.level}"

    @property
    def state(self) -> str:
        """Whether it is "valid" or "revoked"."""
        return "revoked" if self.revoked_at else "valid"
