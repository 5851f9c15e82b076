"""Stock-taking: a round of a school, what was seen in which room, and the differences to the register."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.assets.models.register import Asset
from santong.domains.campus.assets.models.rights import VIEW, OfSchool
from santong.kit.access import Scope, Through, Upward
from santong.kit.models import PathField, ScopedModel


class StockTake(OfSchool):
    """A round of stock-taking. Counting changes nothing of the register; settling its differences does."""

    class State(models.TextChoices):
        COUNTING = "counting", _("Being counted")
        SETTLING = "settling", _("Differences to be settled")
        DONE = "done", pgettext_lazy("stock-taking", "Finished")

    title = models.CharField(_("title of the round"), max_length=60)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.COUNTING, editable=False)
    since = models.DateField(_("begun on"), default=timezone.localdate, editable=False)
    counted_on = models.DateField(_("counted on"), null=True, editable=False)
    ended_on = models.DateField(_("finished on"), null=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("begun by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("stock-taking")
        verbose_name_plural = _("stock-takings")
        indexes = [models.Index(fields=["path", "since"], name="stock_take_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=~Q(state="done"),
                name="stock_take_one_at_a_time",
                violation_error_message=_("The school takes stock already. Finish that round first."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoomCount(ScopedModel):
    """A room that was counted in a round; the latest word about it counts."""

    stock_take = models.ForeignKey(StockTake, models.CASCADE, related_name="rooms")
    room = models.ForeignKey("places.Room", models.PROTECT, related_name="+", verbose_name=_("room"))
    counted_at = models.DateTimeField(_("counted at"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("counted by")
    )

    scope = Through(view=VIEW, parent="stock_take", of="assets.StockTake")

    class Meta:
        verbose_name = _("room that was counted")
        verbose_name_plural = _("rooms that were counted")
        constraints = [models.UniqueConstraint(fields=["stock_take", "room"], name="room_counted_once")]

    def __str__(self) -> str:
        return f"{self.stock_take_id} {self.room_id}"


class Sighting(ScopedModel):
    """What was seen in a room: an asset of the school, or something with a code that the register doesn't know."""

    stock_take = models.ForeignKey(StockTake, models.CASCADE, related_name="sightings")
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, related_name="+", verbose_name=_("asset"))
    code = models.CharField(_("code that was read"), max_length=60, blank=True)
    room = models.ForeignKey("places.Room", models.PROTECT, related_name="+", verbose_name=_("room"))
    seen_at = models.DateTimeField(_("seen at"))

    scope = Through(view=VIEW, parent="stock_take", of="assets.StockTake")

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        constraints = [
            models.UniqueConstraint(
                fields=["stock_take", "asset"], condition=Q(asset__isnull=False), name="sighting_once"
            ),
            models.UniqueConstraint(
                fields=["stock_take", "code"], condition=Q(asset=None), name="sighting_of_a_code_once"
            ),
            models.CheckConstraint(
                condition=Q(asset=None) & ~Q(code="") | Q(asset__isnull=False, code=""), name="sighting_of_something"
            ),
        ]

    def __str__(self) -> str:
        return self.code or f"{self.stock_take_id} {self.asset_id}"


class Difference(ScopedModel):
    """Where a round and the register say something else. `path` is the school's; `room` is where it was seen.

    Taken over, the register follows what was seen: the asset is moved there, lost, or found again. Left, the register
    stays as it is. Of something unknown nothing can be taken over but the note that it was looked at.
    """

    class Kind(models.TextChoices):
        MISSING = "missing", _("Not seen")
        ELSEWHERE = "elsewhere", _("Seen elsewhere")
        FOUND = "found", _("Seen, though struck off")
        UNKNOWN = "unknown", _("Not in the register")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("difference", "To be settled")
        TAKEN = "taken", _("Register changed")
        LEFT = "left", _("Register left as it is")

    stock_take = models.ForeignKey(
        StockTake, models.CASCADE, related_name="differences", verbose_name=_("stock-taking")
    )
    path = PathField(editable=False)
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, related_name="+", verbose_name=_("asset"))
    code = models.CharField(_("code that was read"), max_length=60, blank=True)
    kind = models.CharField(_("difference"), max_length=9, choices=Kind)
    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, related_name="+", verbose_name=_("seen in the room")
    )
    state = models.CharField(_("status"), max_length=5, choices=State, default=State.OPEN)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by")
    )
    was_state = models.CharField(max_length=7, choices=Asset.State, blank=True, editable=False)
    was_room = models.ForeignKey("places.Room", models.PROTECT, null=True, related_name="+", editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        indexes = [models.Index(fields=["path", "state"], name="difference_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["stock_take", "asset"], condition=Q(asset__isnull=False), name="difference_once"
            ),
            models.UniqueConstraint(
                fields=["stock_take", "code"], condition=Q(asset=None), name="difference_of_a_code_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.asset) if self.asset is not None else self.code

    @property
    def audit_name(self) -> str:
        """Its key."""
        return f"difference {self.pk}"
