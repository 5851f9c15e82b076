"""Who may send and read records over the network: providers, their credentials, tokens and use."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Scope as RowScope
from santong.kit.models import PathField, ScopedModel, credentials


class Scope(models.TextChoices):
    """What a credential may do; the names are those of the specification (1.0.3 Communication 4.2)."""

    WRITE = "statements/write", _("Write statements")
    READ_OWN = "statements/read/mine", _("Read own statements")
    READ = "statements/read", _("Read all statements of the organisation")
    STATE = "state", _("Read and write state")
    PROFILE = "profile", _("Read and write profiles")
    DEFINE = "define", _("Describe activities")


SCOPES = frozenset(Scope.values)


class Provider(ScopedModel):
    """A system that sends or reads records for an organisation, for a stated purpose.

    `accounts_only`: people may appear only as opaque accounts of this platform, never with a
    name, a mail address or an account of another system. `keep_months` is how long its statements
    are kept. `is_platform` marks the platform itself, which records its own events for the organisation.
    """

    name = models.CharField(_("provider's name"), max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    path = PathField(editable=False)
    purpose = models.CharField(_("purpose"), max_length=200)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    accounts_only = models.BooleanField(_("people only as opaque accounts"), default=True)
    keep_months = models.PositiveSmallIntegerField(
        _("months to keep"), null=True, blank=True, help_text=_("Empty: statements are kept for good.")
    )
    is_platform = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    scope = RowScope(view="providers.view")

    class Meta:
        verbose_name = _("data provider")
        verbose_name_plural = _("data providers")
        ordering = ["path", "id"]
        indexes = [models.Index(fields=["path", "id"], name="records_provider_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_platform=True), name="records_platform_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def kept_since(self, now: datetime) -> datetime:
        """Statements stored before this moment, the first of a month, are removed."""
        count = now.year * 12 + now.month - 1 - int(self.keep_months or 0)
        return now.replace(year=count // 12, month=count % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


class Credential(credentials.Credential):
    """A key pair of a provider."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="credentials")

    scope = RowScope(view="providers.view")

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(digest=""), name="records_credential_has_secret"),
        ]

    @property
    def scope_labels(self) -> list[str]:
        """What the credential may do, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]

    def __str__(self) -> str:
        return self.key


class AccessToken(models.Model):
    """A short-lived token got with a credential (OAuth 2.0 client credentials); kept as a keyed hash."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.credential_id} until {self.expires:%Y-%m-%d %H:%M}"


class CredentialUse(models.Model):
    """How much a credential was used on a day.

    `refused` are requests answered with an error; of these, `limited` came too fast (429).
    """

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="uses")
    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    limited = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "day"], name="records_use_once_a_day")]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.day}"
