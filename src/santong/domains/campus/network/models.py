"""Links of schools to the internet, the floors of plans, what was measured, and Wi-Fi by room."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Scope, Shipped, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, CHANGE, FLOORS = "network.view", "network.change", "network.floors"
FASTEST = 400_000
"""Mbps that a link may have."""


class Light(models.TextChoices):
    """How a bandwidth stands to the floor: at least it, at least four fifths of it, less."""

    MET = "met", pgettext_lazy("bandwidth", "Met")
    NEARLY = "nearly", pgettext_lazy("bandwidth", "Nearly")
    BEHIND = "behind", pgettext_lazy("bandwidth", "Below the floor")
    NONE = "none", pgettext_lazy("bandwidth", "No floor")


class Link(SoftDeletedModel):
    """A line of a school to the internet. Bandwidths are in Mbps, `price` in yuan a year.

    `light_down` and `light_up` say how all lines of the school together stand to its floor; they are worked out anew
    whenever one of these changes.
    """

    class Operator(models.TextChoices):
        TELECOM = "telecom", _("China Telecom")
        UNICOM = "unicom", _("China Unicom")
        MOBILE = "mobile", _("China Mobile")
        BROADCAST = "broadcast", _("China Broadnet")
        EDUCATION = "education", _("Education network")
        OTHER = "other", _("Another operator")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    name = models.CharField(_("name of the line"), max_length=40)
    operator = models.CharField(_("operator"), max_length=9, choices=Operator)
    down = models.PositiveIntegerField(_("contract, down in Mbps"), validators=[MinValueValidator(1)])
    up = models.PositiveIntegerField(_("contract, up in Mbps"), validators=[MinValueValidator(1)])
    price = models.DecimalField(
        _("price a year in yuan"), max_digits=10, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    until = models.DateField(_("contract until"), null=True, blank=True)
    ipv6 = models.BooleanField(_("IPv6"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    light_down = models.CharField(_("down"), max_length=6, choices=Light, default=Light.NONE, editable=False)
    light_up = models.CharField(_("up"), max_length=6, choices=Light, default=Light.NONE, editable=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("line of a school")
        verbose_name_plural = _("lines of schools")
        indexes = [
            models.Index(fields=["path", "id"], name="link_path"),
            models.Index(fields=["until"], name="link_until"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(removed_at=None),
                name="link_name_once",
                violation_error_message=_("The school has a line of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(down__lte=FASTEST, up__lte=FASTEST),
                name="link_not_too_fast",
                violation_error_message=_("No line is as fast. Write the bandwidth in Mbps."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Floor(SoftDeletedModel):
    """The least bandwidth that a plan wants of schools of a stage (all stages: ""), in Mbps.

    Rows without a place came with the product. The innermost place counts, there the row of the school's highest stage.
    `up` 0 wants nothing.
    """

    place = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place of the plan"),
    )
    path = PathField(editable=False, blank=True)
    stage = models.CharField(_("highest stage of the school"), max_length=10, blank=True, choices=Stage)
    down = models.PositiveIntegerField(_("least down in Mbps"), validators=[MinValueValidator(1)])
    up = models.PositiveIntegerField(_("least up in Mbps"), default=0)
    source = models.CharField(_("where it stands"), max_length=160, blank=True)

    scope = Shipped(view=VIEW) | Scope(view=VIEW) | Upward(view=VIEW)
    public = "what a plan wants of schools is published"

    class Meta:
        verbose_name = _("floor of bandwidth")
        verbose_name_plural = _("floors of bandwidth")
        constraints = [
            models.UniqueConstraint(
                fields=["path", "stage"],
                condition=Q(removed_at=None),
                name="floor_once",
                violation_error_message=_("This place has a floor for the stage already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display() or _('All stages')} ≥ {self.down} Mbps"


class SpeedTest(ScopedModel):
    """A measurement of a school's line from a browser in it, counted by the server.

    `…_bytes` were carried between `…_from` and `…_to`; the first two seconds, in which a line gets up to speed, aren't
    in them. `down_sent` are bytes that went down and of which nobody has said yet that they arrived. `down` and `up`
    are in kbit/s, None while the test goes on or where it was too short to say.
    """

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("measured by")
    )
    where = models.CharField(_("measured where"), max_length=60, blank=True)
    begun_at = models.DateTimeField(_("measured at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    down_begun = models.DateTimeField(null=True)
    down_from = models.DateTimeField(null=True)
    down_to = models.DateTimeField(null=True)
    down_bytes = models.BigIntegerField(default=0)
    down_sent = models.BigIntegerField(default=0)
    up_begun = models.DateTimeField(null=True)
    up_from = models.DateTimeField(null=True)
    up_to = models.DateTimeField(null=True)
    up_bytes = models.BigIntegerField(default=0)
    down = models.PositiveIntegerField(_("down"), null=True)
    up = models.PositiveIntegerField(_("up"), null=True)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("bandwidth test")
        verbose_name_plural = _("bandwidth tests")
        indexes = [models.Index(fields=["path", "begun_at"], name="speed_test_path")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.begun_at):%Y-%m-%d %H:%M}"

    def count(self, way: str, size: int, now: datetime) -> list[str]:
        """Count bytes that were carried by a moment; answers the fields that changed."""
        begun, since = getattr(self, f"{way}_begun"), getattr(self, f"{way}_from")
        if begun is None:
            setattr(self, f"{way}_begun", now)
            return [f"{way}_begun"]
        if since is None:
            if (now - begun).total_seconds() < RAMP:
                return []
            setattr(self, f"{way}_from", now)
            return [f"{way}_from"]
        setattr(self, f"{way}_bytes", getattr(self, f"{way}_bytes") + size)
        setattr(self, f"{way}_to", now)
        return [f"{way}_bytes", f"{way}_to"]

    def rate(self, way: str) -> int | None:
        """kbit/s of a direction; None for less than `LEAST` seconds."""
        since, until = getattr(self, f"{way}_from"), getattr(self, f"{way}_to")
        seconds = (until - since).total_seconds() if since and until else 0
        return round(getattr(self, f"{way}_bytes") * 8 / seconds / 1000) if seconds >= LEAST else None


RAMP, LEAST = 2, 3
"""Seconds at the beginning that don't count, and seconds that must."""


class Coverage(ScopedModel):
    """Whether a room has Wi-Fi, and how that is known. `path` is the school's."""

    class State(models.TextChoices):
        YES = "yes", pgettext_lazy("Wi-Fi", "Covered")
        PARTLY = "partly", pgettext_lazy("Wi-Fi", "Partly")
        NO = "no", pgettext_lazy("Wi-Fi", "Not covered")

    class Known(models.TextChoices):
        MEASURED = "measured", _("Measured there")
        SEEN = "seen", _("By the access points")
        SAID = "said", _("Said by those who use it")

    room = models.OneToOneField("places.Room", models.CASCADE, related_name="coverage", verbose_name=_("room"))
    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    state = models.CharField(_("Wi-Fi"), max_length=6, choices=State)
    known = models.CharField(_("known how"), max_length=8, choices=Known, default=Known.SAID)
    checked_on = models.DateField(_("checked on"), default=timezone.localdate)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("Wi-Fi of a room")
        verbose_name_plural = _("Wi-Fi of rooms")
        indexes = [models.Index(fields=["path", "state"], name="coverage_path")]

    def __str__(self) -> str:
        return str(self.room)

    @property
    def audit_name(self) -> str:
        """The key of its room."""
        return f"Wi-Fi of room {self.room_id}"
