"""Packs of resources that were bought, with who may use them and until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.permissions import KEEP, PACKS
from santong.kit.access import Scope, Upward
from santong.kit.models import PathField, ScopedModel

PERSON = settings.AUTH_USER_MODEL


class Pack(ScopedModel):
    """Resources bought from a supplier for a period.

    Without `seats` everybody at the entitled places opens them; with seats a person takes one at first use, as
    long as there are any. `path` is that of `organisation`, which keeps the pack.
    """

    title = models.CharField(_("title"), max_length=120)
    supplier = models.CharField(_("supplier"), max_length=120)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    begins = models.DateField(_("licensed from"))
    ends = models.DateField(_("licensed until"))
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("kept by")
    )
    path = PathField(editable=False)

    # Those of the entitled places see a pack, its keepers those of their places.
    scope = Upward(view=PACKS, placed_by=("sourcing.Entitlement", "pack")) | Scope(view=KEEP)

    class Meta:
        verbose_name = _("pack of resources")
        verbose_name_plural = _("packs of resources")
        indexes = [models.Index(fields=["path", "id"], name="pack_path")]
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="pack_ends_after_beginning")]

    def __str__(self) -> str:
        return self.title

    @property
    def lock(self) -> str:
        """The name of the lock before its resources."""
        return f"#p{self.pk}"

    @property
    def state(self) -> str:
        """ "coming", "valid" or "expired", as of today."""
        today = timezone.localdate()
        return "coming" if self.begins > today else "expired" if self.ends < today else "valid"


class Entitlement(ScopedModel):
    """A place, with everybody below, may use a pack."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="entitlements", verbose_name=_("pack"))
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("entitled")
    )
    path = PathField(editable=False)

    scope = Scope(view=PACKS)

    class Meta:
        verbose_name = _("entitlement to a pack")
        verbose_name_plural = _("entitlements to packs")
        constraints = [models.UniqueConstraint(fields=["pack", "organisation"], name="entitlement_once")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.path}"


class PackItem(models.Model):
    """A resource of a pack; it belongs to one pack at most."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="items", verbose_name=_("pack"))
    resource = models.OneToOneField(Resource, models.CASCADE, related_name="pack_item", verbose_name=_("resource"))

    class Meta:
        verbose_name = _("resource of a pack")
        verbose_name_plural = _("resources of packs")

    def __str__(self) -> str:
        return f"{self.pack_id} {self.resource_id}"


class Seat(ScopedModel):
    """Somebody uses one of the seats of a pack. `path` is that of the place that entitles them."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="taken", verbose_name=_("pack"))
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    path = PathField(editable=False)
    taken_at = models.DateTimeField(_("taken"), auto_now_add=True)

    scope = Scope(view=KEEP, owner="person_id")

    class Meta:
        verbose_name = _("seat of a pack")
        verbose_name_plural = _("seats of packs")
        constraints = [models.UniqueConstraint(fields=["pack", "person"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.person_id}"


class PackUse(ScopedModel):
    """How often the people of a place used a pack in a month (its first day)."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="used", verbose_name=_("pack"))
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, related_name="+", verbose_name=_("school or bureau")
    )
    path = PathField(editable=False)
    month = models.DateField(_("month"))
    uses = models.PositiveIntegerField(_("uses"), default=0)

    scope = Scope(view=KEEP)

    class Meta:
        verbose_name = _("use of a pack")
        verbose_name_plural = _("uses of packs")
        constraints = [models.UniqueConstraint(fields=["pack", "organisation", "month"], name="pack_use_once")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.path} {self.month}"
