"""Devices as agents report them, apart from the register: what they are, and by which marks they are known."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.public import Asset
from santong.kit.access import Scope, Through
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, CHANGE, REPORT = "devices.view", "devices.change", "devices.report"
SILENT = timedelta(days=30)
"""A device that hasn't reported for as long is called silent."""


class Device(SoftDeletedModel):
    """A device that an agent has reported. `path` is the school's whose token the agent has.

    `memory` and `disk` are in MB. `last_seen` is a day, so that a second report of a day changes nothing. `asset` is
    what it is in the register, once somebody has said so: agents never change the register.
    """

    class Kind(models.TextChoices):
        COMPUTER = "computer", _("Computer")
        NETWORK = "network", _("Network device")
        PRINTER = "printer", _("Printer")
        PHONE = "phone", _("Phone or tablet")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    kind = models.CharField(_("kind of device"), max_length=8, choices=Kind, default=Kind.COMPUTER)
    name = models.CharField(_("name in the network"), max_length=120, blank=True)
    maker = models.CharField(_("maker"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    serial = models.CharField(_("serial number"), max_length=120, blank=True)
    system = models.CharField(_("operating system"), max_length=120, blank=True)
    memory = models.PositiveIntegerField(_("memory in MB"), null=True, blank=True)
    disk = models.PositiveIntegerField(_("disk in MB"), null=True, blank=True)
    programs = models.PositiveIntegerField(_("programs installed"), null=True, blank=True)
    agent = models.CharField(_("reported with"), max_length=120, blank=True)
    first_seen = models.DateField(_("first reported"), default=timezone.localdate)
    last_seen = models.DateField(_("last reported"), default=timezone.localdate)
    asset = models.ForeignKey(
        Asset, models.SET_NULL, null=True, blank=True, related_name="devices", verbose_name=_("asset in the register")
    )

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        indexes = [
            models.Index(fields=["path", "id"], name="device_path"),
            models.Index(fields=["path", "last_seen"], name="device_last_seen"),
            models.Index(fields=["name"], name="device_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=models.Q(removed_at=None, asset__isnull=False), name="device_of_asset_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.model or self.serial or f"#{self.pk}"

    @property
    def audit_name(self) -> str:
        """Its key: names in a network may be those of people."""
        return f"device {self.pk}"

    @property
    def is_silent(self) -> bool:
        """Whether it hasn't reported for long."""
        return timezone.localdate() - self.last_seen > SILENT


class Mark(ScopedModel):
    """Something by which a device is known: a number of a part. `path` is the school's."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="marks")
    path = PathField(editable=False)
    kind = models.CharField(max_length=6)
    value = models.CharField(max_length=120)

    scope = Through(view=VIEW, parent="device", of="devices.Device")

    class Meta:
        verbose_name = _("mark of a device")
        verbose_name_plural = _("marks of devices")
        indexes = [models.Index(fields=["path", "kind", "value"], name="mark_path")]
        constraints = [models.UniqueConstraint(fields=["device", "kind", "value"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.device_id}"
