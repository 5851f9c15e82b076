"""Dashboards with their panels, boundaries of places, big screens and the devices that show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators.public import Level
from santong.kit import dashboards as door
from santong.kit.access import Scope, Shipped, Through, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel
from santong.kit.pairing import Paired
from santong.lib.boundaries import GCJ02, WGS84

VIEW, WRITE, WALLS = "dashboards.view", "dashboards.write", "dashboards.walls"
SILENT_AFTER = timedelta(minutes=3)


class PanelKind(models.TextChoices):
    """How a figure is shown."""

    CARD = door.CARD, _("Figure")
    TREND = door.TREND, _("Month by month")
    MAP = door.MAP, _("Map")
    TABLE = door.TABLE, _("Table by place")
    PEERS = door.PEERS, _("Beside its peers")


class Dashboard(SoftDeletedModel):
    """Figures that belong together, for places of one level.

    One without a place came with the product (`code` says from which module); others are kept by the bureau at `path`,
    and shown below it too where they are `shared`. `revision` counts how often its figures were put: who arranged them
    from a page that was opened before is asked.
    """

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    path = PathField(blank=True, editable=False)
    code = models.CharField(max_length=60, blank=True, editable=False)
    name = models.CharField(_("name of the dashboard"), max_length=40)
    note = models.CharField(_("what it is for"), max_length=160, blank=True)
    level = models.CharField(_("shown for"), max_length=8, choices=Level, default=Level.COUNTY)
    shared = models.BooleanField(_("also for those below"), default=True)
    order = models.PositiveSmallIntegerField(default=100, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    audit_ignored = frozenset({"revision"})
    scope = Shipped(view=VIEW) | Upward(view=VIEW, when=Q(shared=True)) | Scope(view=VIEW)

    class Meta:
        verbose_name = _("dashboard")
        verbose_name_plural = _("dashboards")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["path", "level"], name="dashboard_path")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="dashboard_shipped_once"),
            models.CheckConstraint(
                condition=Q(place=None, path="") | (Q(place__isnull=False) & ~Q(path="")), name="dashboard_has_its_path"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the product."""
        return self.path == ""


class DashboardPanel(ScopedModel):
    """A figure on a dashboard: an indicator, or a measure by its name."""

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="panels")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("shown as"), max_length=8, choices=PanelKind, default=PanelKind.CARD)
    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    measure = models.CharField(_("what is counted"), max_length=40, blank=True)

    scope = Through(view=VIEW, parent="dashboard", of="dashboards.Dashboard")

    class Meta:
        verbose_name = _("panel of a dashboard")
        verbose_name_plural = _("panels of dashboards")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, measure="") | (Q(indicator=None) & ~Q(measure="")),
                name="dashboard_panel_of_one_figure",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.indicator_id or self.measure}"


class Boundary(SoftDeletedModel):
    """Where a bureau or school lies: `shape` in WGS-84, as `lib/boundaries` has it; what was given was of `datum`."""

    class Datum(models.TextChoices):
        WGS84 = WGS84, _("WGS-84 (satellite navigation)")
        GCJ02 = GCJ02, _("GCJ-02 (maps sold in China)")

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("whose boundary")
    )
    path = PathField(editable=False)
    shape = models.JSONField(editable=False)
    points = models.PositiveIntegerField(_("points"), default=0, editable=False)
    datum = models.CharField(_("coordinates are of"), max_length=8, choices=Datum, default=Datum.WGS84)
    source = models.CharField(_("where it comes from"), max_length=120)

    scope = Upward(view=VIEW) | Scope(view=VIEW)
    audit_hidden = frozenset({"shape"})

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        indexes = [models.Index(fields=["path"], name="boundary_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(removed_at=None), name="boundary_once",
                violation_error_message=_("The place has a boundary already. Change that one."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.place)


class Wall(SoftDeletedModel):
    """A big screen at a bureau or school: which dashboards it shows in turn, for how many seconds each.

    `last_seen` is when its device was heard of.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("big screen", "Without a device")
        PAIRED = "paired", pgettext_lazy("big screen", "With a device")
        REVOKED = "revoked", pgettext_lazy("big screen", "Device locked out")

    place = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("figures of")
    )
    path = PathField(editable=False)
    name = models.CharField(_("name of the big screen"), max_length=40)
    seconds = models.PositiveSmallIntegerField(
        _("seconds for each dashboard"), default=30, validators=[MinValueValidator(10), MaxValueValidator(600)]
    )
    state = models.CharField(_("device"), max_length=7, choices=State, default=State.WAITING, editable=False)
    last_seen = models.DateTimeField(_("last seen"), null=True, editable=False)

    scope = Scope(view=WALLS)

    class Meta:
        verbose_name = _("big screen")
        verbose_name_plural = _("big screens")
        indexes = [models.Index(fields=["path"], name="wall_path")]

    def __str__(self) -> str:
        return self.name

    def is_silent(self, now: datetime) -> bool:
        """Whether its device should have been heard of."""
        return self.state == self.State.PAIRED and (self.last_seen is None or self.last_seen < now - SILENT_AFTER)


class WallBoard(ScopedModel):
    """A dashboard that a big screen shows."""

    wall = models.ForeignKey(Wall, models.CASCADE, related_name="boards")
    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    scope = Through(view=WALLS, parent="wall", of="dashboards.Wall")

    class Meta:
        verbose_name = _("dashboard on a big screen")
        verbose_name_plural = _("dashboards on big screens")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["wall", "dashboard"], name="wall_board_once")]

    def __str__(self) -> str:
        return f"{self.wall_id} {self.dashboard_id}"


class WallDevice(Paired):
    """A browser that shows a big screen."""

    belongs = "wall"

    wall = models.ForeignKey(Wall, models.CASCADE, null=True, related_name="devices", verbose_name=_("big screen"))

    scope = Scope(view=WALLS)

    class Meta:
        verbose_name = _("device of a big screen")
        verbose_name_plural = _("devices of big screens")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="wall_device_code_once"),
            models.UniqueConstraint(
                fields=["wall"], condition=Q(revoked=None, wall__isnull=False), name="wall_device_once"
            ),
        ]
