"""Tokens with which other systems use the API."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.tokens.scopes import Scope
from santong.kit.access import Scope as RowScope
from santong.kit.models.credentials import Credential


class Token(Credential):
    """What a system may do for an organisation and all below it, for a stated purpose.

    `holder` answers for it: it works only as long as they may give out tokens there, and never
    beyond what they may see themselves.
    """

    name = models.CharField(_("name of the token"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("responsible person")
    )
    last_used = models.DateTimeField(_("last used"), null=True, editable=False)
    last_address = models.CharField(_("last used from"), max_length=45, blank=True, editable=False)

    scope = RowScope(view="tokens.view")

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        indexes = [models.Index(fields=["path", "id"], name="token_path")]
        constraints = [
            models.CheckConstraint(condition=~Q(digest=""), name="token_has_secret"),
            models.CheckConstraint(condition=Q(expires__isnull=False), name="token_expires"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its key: what people call it may name a person."""
        return self.key

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]
