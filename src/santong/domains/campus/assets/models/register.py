"""The register: an asset, what happened to it, the labels on rooms."""

from __future__ import annotations

import secrets
from datetime import date

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.assets.models.catalogue import AssetClass
from santong.domains.campus.assets.models.rights import VIEW, OfSchool
from santong.kit.access import Scope, Through, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and letters that nobody takes for another."""


def new_label() -> str:
    """What stands in the address of a label: 12 signs of 31, some 59 bits."""
    return "".join(secrets.choice(SIGNS) for _place in range(12))


class Asset(SoftDeletedModel):
    """A thing that a school keeps a record of. `path` is the school's.

    `number` is the school's own and stays taken when the asset is removed. `words` say why it is in its state: where
    it was lost, on which paper it was retired. `label` is what the QR code on it leads to. Every change of state, room
    or keeper leaves a `Movement`.
    """

    class State(models.TextChoices):
        IN_USE = "in_use", pgettext_lazy("asset", "In use")
        IDLE = "idle", _("Idle")
        LENT = "lent", _("Out on loan")
        REPAIR = "repair", _("Being mended")
        LOST = "lost", _("Lost")
        RETIRED = "retired", _("Retired")

    class Use(models.TextChoices):
        PUPILS = "pupils", _("Used by pupils")
        TEACHERS = "teachers", _("Used by teachers")
        CLASSROOM = "classroom", _("Part of a room for teaching")
        OFFICE = "office", _("Administration")

    class Money(models.TextChoices):
        BUDGET = "budget", _("Budget of the school")
        PROJECT = "project", _("Project of the authority")
        DONATION = "donation", _("Donation")
        OWN = "own", _("Raised by the school")
        LEASE = "lease", _("Leased")
        OTHER = "other", _("Other money")

    PRESENT = (State.IN_USE, State.IDLE, State.LENT, State.REPAIR)
    TEACHING = (Use.PUPILS, Use.TEACHERS, Use.CLASSROOM)

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    asset_class = models.ForeignKey(
        AssetClass, models.PROTECT, related_name="assets", verbose_name=_("class of the asset")
    )
    name = models.CharField(_("name of the asset"), max_length=60)
    number = models.CharField(_("asset number"), max_length=40, blank=True)
    maker = models.CharField(_("maker"), max_length=40, blank=True)
    model = models.CharField(_("model"), max_length=60, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    bought_on = models.DateField(_("bought on"), null=True, blank=True)
    price = models.DecimalField(
        _("price in yuan"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    money = models.CharField(_("paid from"), max_length=8, choices=Money, blank=True)
    use = models.CharField(_("who uses it"), max_length=9, choices=Use, default=Use.CLASSROOM)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("keeper")
    )
    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("room")
    )
    state = models.CharField(_("status"), max_length=7, choices=State, default=State.IN_USE, editable=False)
    words = models.CharField(_("about its status"), max_length=200, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    label = models.CharField(_("code of the label"), max_length=12, default=new_label, unique=True, editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        indexes = [
            models.Index(fields=["path", "number"], name="asset_path_number"),
            models.Index(fields=["path", "id"], name="asset_path"),
            models.Index(fields=["number"], name="asset_number"),
            models.Index(fields=["name"], name="asset_name"),
            models.Index(fields=["path", "state"], name="asset_path_state"),
            models.Index(fields=["room", "number"], name="asset_room"),
            models.Index(fields=["keeper", "number"], name="asset_keeper"),
            models.Index(fields=["path", "serial"], name="asset_path_serial"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                condition=~Q(number=""),
                name="asset_number_once",
                violation_error_message=_("This number was given already. Numbers are never given twice."),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="asset_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_name(self) -> str:
        """Its number: names of things may name somebody."""
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assets:assets-detail", args=[self.pk])

    @property
    def years(self) -> int | None:
        """Full years since it was bought, None where that isn't known."""
        if self.bought_on is None:
            return None
        today = timezone.localdate()
        return max(
            today.year - self.bought_on.year - ((today.month, today.day) < (self.bought_on.month, self.bought_on.day)),
            0,
        )


class Movement(ScopedModel):
    """How an asset stood after something had happened to it: the history, to which rows are only added."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="movements")
    day = models.DateField(_("day"), default=timezone.localdate)
    state = models.CharField(_("status"), max_length=7, choices=Asset.State)
    room = models.ForeignKey("places.Room", models.PROTECT, null=True, related_name="+", verbose_name=_("room"))
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("keeper")
    )
    words = models.CharField(_("about its status"), max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )

    scope = Through(view=VIEW, parent="asset", of="assets.Asset")

    class Meta:
        verbose_name = _("movement of an asset")
        verbose_name_plural = _("movements of assets")

    def __str__(self) -> str:
        return f"{self.state} {self.day}"

    @property
    def audit_name(self) -> str:
        """The key of its asset."""
        return f"movement of asset {self.asset_id}"


class RoomLabel(OfSchool):
    """The label at the door of a room, from which whatever stands there is reported or counted."""

    room = models.OneToOneField("places.Room", models.CASCADE, related_name="+", verbose_name=_("room"))
    label = models.CharField(_("code of the label"), max_length=12, default=new_label, unique=True, editable=False)

    class Meta:
        verbose_name = _("label of a room")
        verbose_name_plural = _("labels of rooms")

    def __str__(self) -> str:
        return self.label

    @property
    def audit_name(self) -> str:
        """The key of the room: the label opens a page."""
        return f"label of room {self.room_id}"


def oldest_of(years: int) -> date:
    """The day on which something was bought that has been in use for a number of full years by today."""
    today = timezone.localdate()
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)
