"""Class screens, the panels that show them, what a school has chosen for its screens, and what people put there."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope, Through
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel
from santong.kit.pairing import Paired
from santong.kit.screens import CLASS, HALL, ROOM

VIEW, CHANGE, POST, ALARM = "screens.view", "screens.change", "screens.post", "screens.alarm"
SILENT_AFTER = timedelta(minutes=3)
"""A panel asks every few seconds; after this time without a word it is silent."""


class Screen(SoftDeletedModel):
    """A screen of a school: what it is for, and when its panel was heard of last.

    `path` is that of the class, or of the school. `revision` counts what may have changed on it. `room` is what it is
    for, or where it hangs. `fetched_at` is when the panel last took something new, `missed_since` when it was heard of
    last before a school morning on which it was silent.
    """

    class Place(models.TextChoices):
        CLASS = CLASS, _("A class")
        ROOM = ROOM, _("A room")
        HALL = HALL, _("The school's hall")

    class State(models.TextChoices):
        WAITING = "waiting", _("Without a panel")
        PAIRED = "paired", _("With a panel")
        REVOKED = "revoked", _("Panel locked out")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    name = models.CharField(_("name of the screen"), max_length=40)
    place = models.CharField(_("shows"), max_length=5, choices=Place, default=Place.CLASS)
    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("class")
    )
    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    state = models.CharField(_("panel"), max_length=7, choices=State, default=State.WAITING, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    last_seen = models.DateTimeField(_("last seen"), null=True, editable=False)
    missed_since = models.DateTimeField(null=True, editable=False)
    fetched_at = models.DateTimeField(_("content of"), null=True, editable=False)
    version = models.CharField(_("version of the player"), max_length=40, blank=True, editable=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("class screen")
        verbose_name_plural = _("class screens")
        indexes = [models.Index(fields=["path", "last_seen"], name="screen_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(removed_at=None),
                name="screen_once",
                violation_error_message=_("The school has a screen of this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(place=CLASS) | Q(school_class__isnull=False), name="screen_of_a_class_has_one"
            ),
            models.CheckConstraint(condition=~Q(place=ROOM) | Q(room__isnull=False), name="screen_of_a_room_has_one"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_silent(self, now: datetime) -> bool:
        """Whether its panel should have been heard of."""
        return self.state == self.State.PAIRED and (self.last_seen is None or self.last_seen < now - SILENT_AFTER)

    @property
    def target(self) -> str:
        """What it is for, in words."""
        named = {CLASS: self.school_class, ROOM: self.room}.get(self.place)
        return str(named) if named is not None else str(self.get_place_display())


class Device(Paired):
    """A panel. Until somebody has entered its `code` it belongs to no screen and sees nothing.

    Its secret lies in a cookie that goes to the addresses of the player alone. `path` is that of the screen.
    """

    screen = models.ForeignKey(Screen, models.CASCADE, null=True, related_name="devices", verbose_name=_("screen"))

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="screen_device_code_once"),
            models.UniqueConstraint(
                fields=["screen"], condition=Q(revoked=None, screen__isnull=False), name="screen_device_once"
            ),
        ]


class Prepared(ScopedModel):
    """What a screen shows, as its panel fetches it: JSON, made of one `revision` for the days from `day` on."""

    screen = models.OneToOneField(Screen, models.CASCADE, related_name="prepared")
    revision = models.PositiveIntegerField(default=0)
    day = models.DateField(null=True)
    made_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=40, blank=True)
    body = models.TextField(blank=True)

    scope = Through(view=VIEW, parent="screen", of="screens.Screen")

    class Meta:
        verbose_name = _("content of a screen")
        verbose_name_plural = _("contents of screens")

    def __str__(self) -> str:
        return self.etag

    @property
    def audit_name(self) -> str:
        """The screen's key."""
        return f"screen {self.screen_id}"


class ScreenRules(ScopedModel):
    """What a school has chosen for all its screens.

    `for_class`, `for_room` and `for_hall` are names of blocks in their order, divided by commas. `names` are those of
    `kit.screens.NAMES` that may be shown. From `dark_from` until `dark_until` screens are black; alike, never.
    """

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    dark_from = models.TimeField(_("dark from"), default=time(21))
    dark_until = models.TimeField(_("dark until"), default=time(6, 30))
    shows_teachers = models.BooleanField(_("show the names of those who teach"), default=True)
    shows_duty = models.BooleanField(_("show the names of those on duty"), default=False)
    for_class = models.CharField(_("blocks for classes"), max_length=300, blank=True)
    for_room = models.CharField(_("blocks for rooms"), max_length=300, blank=True)
    for_hall = models.CharField(_("blocks for halls"), max_length=300, blank=True)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("rules of screens")
        verbose_name_plural = _("rules of screens")
        constraints = [models.UniqueConstraint(fields=["school"], name="screen_rules_once")]

    def __str__(self) -> str:
        return f"{self.school}"


class Alarm(ScopedModel):
    """An emergency message on all screens of a school, from `since` until `until`, or until somebody ends it."""

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    text = models.CharField(_("emergency message"), max_length=80)
    since = models.DateTimeField(_("shown from"), default=timezone.now, editable=False)
    until = models.DateTimeField(_("shown until"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("shown by"),
    )

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("emergency message on screens")
        verbose_name_plural = _("emergency messages on screens")
        indexes = [models.Index(fields=["path", "until"], name="screen_alarm_path")]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="screen_alarm_in_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def audit_name(self) -> str:
        """Its key: whoever is in a hurry may name somebody."""
        return f"emergency message {self.pk}"

    @property
    def is_on(self) -> bool:
        """Whether it is shown now."""
        return self.since <= timezone.now() < self.until


class ScreenPost(SoftDeletedModel):
    """An announcement or an honour on the screens of a class or school, on some days. `path` is the place's."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Announcement on screens")
        HONOUR = "honour", _("Honour")

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("on the screens of")
    )
    path = PathField(editable=False)
    kind = models.CharField(_("kind of post"), max_length=12, choices=Kind, default=Kind.ANNOUNCEMENT)
    title = models.CharField(_("title on the screen"), max_length=40)
    text = models.CharField(_("text on the screen"), max_length=200, blank=True)
    since = models.DateField(_("first day shown"), default=timezone.localdate)
    until = models.DateField(_("last day shown"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("post on screens")
        verbose_name_plural = _("posts on screens")
        indexes = [models.Index(fields=["path", "until"], name="screen_post_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="screen_post_in_order",
                violation_error_message=_("The last day lies before the first one."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Its key: an honour names somebody."""
        return f"screen post {self.pk}"
