"""Devices in rooms that speak for themselves: what they were heard to say, how rooms were used, what they were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope, Through
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel
from santong.kit.models.credentials import Credential
from santong.lib.room_messages import topic_of

VIEW, CHANGE, CONTROL = "usage.view", "usage.change", "usage.control"
SILENT_AFTER = timedelta(seconds=80)
"""A device speaks once a minute; after this time without a word it is offline, which pages say within 90 seconds."""
USED_FROM = 10
"""Minutes of use from which on a device was used in a lesson."""
LATELY = 30
"""Days over which the use of a room is added up in its list."""


class Terminal(SoftDeletedModel):
    """A device in a room that speaks for itself. `path` is the school's.

    From `since` on lessons in its room count. `stays_on` leaves it alone when the school is switched off at night.
    """

    class Kind(models.TextChoices):
        BOARD = "board", _("Interactive board")
        PROJECTOR = "projector", _("Projector")
        COMPUTER = "computer", _("Classroom computer")
        RECORDER = "recorder", _("Lesson recorder")
        POWER = "power", _("Power controller")
        OTHER = "other", _("Other device in a room")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, blank=True, related_name="terminals", verbose_name=_("room")
    )
    name = models.CharField(_("name of the device"), max_length=60, validators=[MinLengthValidator(1)])
    kind = models.CharField(_("what it is"), max_length=9, choices=Kind, default=Kind.BOARD)
    since = models.DateField(_("counted since"), default=timezone.localdate)
    stays_on = models.BooleanField(_("stays on at night"), default=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("device that speaks")
        verbose_name_plural = _("devices that speak")
        indexes = [models.Index(fields=["path", "name"], name="terminal_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "room", "name"],
                condition=Q(removed_at=None),
                name="terminal_once",
                violation_error_message=_("The room has a device of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TerminalKey(Credential):
    """The credential with which a device signs in at the broker; its secret was shown once. `path` is the school's."""

    terminal = models.OneToOneField(Terminal, models.CASCADE, related_name="key_row")

    scope = Scope(view=CHANGE)

    class Meta:
        verbose_name = _("credential of a device")
        verbose_name_plural = _("credentials of devices")

    def __str__(self) -> str:
        return self.key

    @property
    def audit_name(self) -> str:
        return f"terminal {self.terminal_id}"

    @property
    def topic(self) -> str:
        """What the topics of the device begin with."""
        return topic_of(self.terminal.school_id, self.terminal.room_id, self.key)


class TerminalState(ScopedModel):
    """What is known of a device at the moment, written by the intake alone.

    `seen_at` is when it was heard of last, `used_at` the last minute in which it was used. `gone_at` is when its line
    was closed, until it speaks again. `off_since` is when it said that it was being switched off: a device that is off
    isn't silent. `fault` is what it said is broken.
    """

    class Power(models.TextChoices):
        ON = "on", _("Power on")
        OFF = "off", _("Power off")
        STANDBY = "standby", _("On standby")
        UNKNOWN = "unknown", _("Power unknown")

    terminal = models.OneToOneField(Terminal, models.CASCADE, related_name="now")
    path = PathField(editable=False)
    seen_at = models.DateTimeField(_("heard of last"), null=True)
    used_at = models.DateTimeField(_("used last"), null=True)
    gone_at = models.DateTimeField(null=True)
    off_since = models.DateTimeField(null=True)
    power = models.CharField(_("power"), max_length=7, choices=Power, default=Power.UNKNOWN)
    is_locked = models.BooleanField(_("locked"), default=False)
    fault = models.CharField(_("fault"), max_length=60, blank=True)

    scope = Through(view=VIEW, parent="terminal", of="usage.Terminal")

    class Meta:
        verbose_name = _("state of a device")
        verbose_name_plural = _("states of devices")

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.power}"

    def is_online(self, now: datetime) -> bool:
        """Whether it has spoken within the last minute or so, and its line wasn't closed since."""
        return self.seen_at is not None and self.seen_at > now - SILENT_AFTER and self.gone_at is None


class Hour(ScopedModel):
    """An hour of a device, as two sets of minutes: those in which it was `known`, and those in which it was `used`.

    Bit n is minute n. Said twice, a minute is the same minute: nothing is counted double. `is_counted` says that the
    lessons of the day know of it. Nothing is kept of who used it.
    """

    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="hours")
    begins = models.DateTimeField()
    known = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)
    is_counted = models.BooleanField(default=False)

    scope = Through(view=VIEW, parent="terminal", of="usage.Terminal")

    class Meta:
        verbose_name = _("hour of a device")
        verbose_name_plural = _("hours of devices")
        indexes = [models.Index(fields=["begins"], condition=Q(is_counted=False), name="hour_not_counted")]
        constraints = [models.UniqueConstraint(fields=["terminal", "begins"], name="terminal_hour_once")]

    def __str__(self) -> str:
        return f"{self.terminal_id} {self.begins}"


class LessonUse(ScopedModel):
    """How the devices of a room were used in a timetabled lesson: minutes used and known, out of its length.

    Neither the class nor who taught is kept: the room is looked at, nobody's teaching. `path` is the school's.
    """

    class Verdict(models.TextChoices):
        USED = "used", _("Was used")
        UNUSED = "unused", _("Wasn't used")
        UNKNOWN = "unknown", _("Not known")

    room = models.ForeignKey("places.Room", models.CASCADE, related_name="+", verbose_name=_("room"))
    path = PathField(editable=False)
    day = models.DateField(_("day"))
    period = models.PositiveSmallIntegerField(_("lesson"))
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    minutes_used = models.PositiveSmallIntegerField(_("minutes of use"))
    minutes_known = models.PositiveSmallIntegerField(_("minutes known"))
    verdict = models.CharField(_("equipment"), max_length=7, choices=Verdict)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("use in a lesson")
        verbose_name_plural = _("use in lessons")
        indexes = [models.Index(fields=["path", "day"], name="lesson_use_path")]
        constraints = [models.UniqueConstraint(fields=["room", "day", "period"], name="lesson_use_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.period}"


class RoomUse(ScopedModel):
    """How a room with devices was used lately: lessons of the last `LATELY` days by verdict. `path` is the school's.

    `share` is the lessons used in a hundred of those known, None where none is known.
    """

    room = models.OneToOneField("places.Room", models.CASCADE, related_name="+", verbose_name=_("room"))
    path = PathField(editable=False)
    lessons = models.PositiveIntegerField(_("timetabled lessons"), default=0)
    used = models.PositiveIntegerField(_("lessons with use"), default=0)
    unknown = models.PositiveIntegerField(_("lessons not known"), default=0)
    share = models.PositiveSmallIntegerField(_("rate of use"), null=True)
    counted_at = models.DateTimeField(_("figures as of"), default=timezone.now)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("use of a room")
        verbose_name_plural = _("use of rooms")
        indexes = [models.Index(fields=["path", "share"], name="room_use_path")]

    def __str__(self) -> str:
        return str(self.room)

    @property
    def audit_name(self) -> str:
        return f"room {self.room_id}"


class Order(ScopedModel):
    """What somebody, or a school's rule for the night, told some devices to do. `path` is the school's.

    `reach` says in words whom it was for when it was given. Until `until` it is sent to devices that come online.
    """

    class Do(models.TextChoices):
        ON = "on", _("Turn on")
        OFF = "off", _("Turn off")
        LOCK = "lock", _("Lock")
        UNLOCK = "unlock", _("Unlock")
        MESSAGE = "message", _("Show a message")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    do = models.CharField(_("the order"), max_length=7, choices=Do)
    text = models.CharField(_("text of the message"), max_length=120, blank=True)
    reach = models.CharField(_("whom it reaches"), max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("given by")
    )
    made_at = models.DateTimeField(_("given at"), default=timezone.now)
    until = models.DateTimeField(_("good until"))
    in_lessons = models.BooleanField(_("also during lessons"), default=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("order to devices")
        verbose_name_plural = _("orders to devices")
        indexes = [models.Index(fields=["path", "made_at"], name="device_order_path")]

    def __str__(self) -> str:
        return f"{self.get_do_display()} · {self.reach}"

    @property
    def audit_name(self) -> str:
        return f"{self.do} {self.pk}"


class Command(ScopedModel):
    """An order as it goes to one device, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting until it is online")
        SENT = "sent", _("Sent")
        DONE = "done", _("Confirmed by the device")
        REFUSED = "refused", _("Refused by the device")
        SILENT = "silent", _("No answer")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    order = models.ForeignKey(Order, models.CASCADE, related_name="commands")
    terminal = models.ForeignKey(Terminal, models.CASCADE, related_name="commands", verbose_name=_("device"))
    state = models.CharField(_("what came of it"), max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    why = models.CharField(_("reason given by the device"), max_length=60, blank=True)

    scope = Through(view=VIEW, parent="order", of="usage.Order")

    class Meta:
        verbose_name = _("order to a device")
        verbose_name_plural = _("orders to a device")
        indexes = [
            models.Index(fields=["state"], condition=Q(state__in=("waiting", "sent")), name="command_open"),
        ]
        constraints = [models.UniqueConstraint(fields=["order", "terminal"], name="command_once")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.terminal_id}"


class NightRule(ScopedModel):
    """When the devices of a school are switched off at night, None for never. `path` is the school's.

    Not on days up to and including `paused_until`; devices that stay on, and those in use, are left alone.
    """

    school = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school")
    )
    path = PathField(editable=False)
    off_at = models.TimeField(_("switch off at"), null=True, blank=True)
    paused_until = models.DateField(_("not before the day after"), null=True, blank=True)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("switching off at night")
        verbose_name_plural = _("switching off at night")

    def __str__(self) -> str:
        return f"{self.off_at:%H:%M}" if self.off_at else ""


class LineSeen(models.Model):
    """That the line to devices runs, which its process says of itself: since when, where, with how many devices."""

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    devices = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
