"""The week plan of a school or bureau, and who is on duty there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.kit.access import Leader, Scope, Through, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, KEEP, PHONE = "duty.view", "duty.keep", "duty.phone"
WEEK = timedelta(days=7)


def starting(day: date, begins: time | None) -> datetime:
    """The moment at which a line of the week plan begins."""
    return timezone.make_aware(datetime.combine(day, begins or time()))


class PlanItem(SoftDeletedModel):
    """A line of the week plan: what takes place on a day, where, and who has to do with it. `path` is the place's.

    `starts` is worked out from day and time, so that the database puts lines in order; midnight for the whole day.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("plan of")
    )
    path = PathField(editable=False)
    day = models.DateField(_("day"), default=timezone.localdate)
    begins = models.TimeField(_("from when"), null=True, blank=True)
    ends = models.TimeField(_("until when"), null=True, blank=True)
    starts = models.DateTimeField(editable=False)
    what = models.CharField(_("what takes place"), max_length=120)
    where = models.CharField(_("where"), max_length=60, blank=True)
    people = models.CharField(_("who takes part"), max_length=120, blank=True)
    on_screens = models.BooleanField(_("also on class screens"), default=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        verbose_name = _("line of the week plan")
        verbose_name_plural = _("lines of the week plan")
        indexes = [models.Index(fields=["path", "starts"], name="plan_item_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(begins__isnull=False, ends__gt=F("begins")), name="plan_item_times_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def audit_name(self) -> str:
        """Its key: what is planned may name somebody."""
        return f"plan item {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.starts = starting(self.day, self.begins)
        super().save(*args, **kwargs)

    @property
    def when(self) -> str:
        """The times, "" for the whole day."""
        if self.begins is None:
            return ""
        return f"{self.begins:%H:%M}–{self.ends:%H:%M}" if self.ends else f"{self.begins:%H:%M}"


class Roster(SoftDeletedModel):
    """Who takes turns at a duty: by day or by night, at one post, in one order. `phone` is the duty's own."""

    class Kind(models.TextChoices):
        DAY = "day", _("By day")
        NIGHT = "night", _("By night")

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("duty of")
    )
    path = PathField(editable=False)
    name = models.CharField(_("name of the duty"), max_length=40)
    kind = models.CharField(_("day or night"), max_length=5, choices=Kind, default=Kind.DAY)
    post = models.CharField(_("post of the duty"), max_length=60, blank=True)
    phone = models.CharField(_("duty telephone"), max_length=20, blank=True)

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        verbose_name = _("duty roster")
        verbose_name_plural = _("duty rosters")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(removed_at=None),
                name="roster_once",
                violation_error_message=_("There is a roster of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Member(ScopedModel):
    """Somebody who takes turns, at a place in the order. `phone` is what they are reached by on duty."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    position = models.PositiveSmallIntegerField(default=0)
    phone = models.CharField(_("reached on duty by"), max_length=20, blank=True)

    scope = Through(view=KEEP, parent="roster", of="duty.Roster")

    class Meta:
        verbose_name = _("member of a duty roster")
        verbose_name_plural = _("members of duty rosters")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["roster", "person"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.person_id}"


class Shift(ScopedModel):
    """Somebody is on duty on a day (or in the night that begins on it).

    `swap_with` is the shift for which it is offered, as long as the other person hasn't answered.
    """

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="shifts", verbose_name=_("duty"))
    path = PathField(editable=False)
    day = models.DateField(_("day"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name=_("on duty")
    )
    swap_with = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="offers", verbose_name=_("swap with")
    )
    swap_because = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW) | Leader(view=VIEW, owner="person_id")

    class Meta:
        verbose_name = pgettext_lazy("duty", "shift")
        verbose_name_plural = pgettext_lazy("duty", "shifts")
        indexes = [
            models.Index(fields=["path", "day"], name="shift_path"),
            models.Index(fields=["person", "day"], name="shift_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["roster", "day", "person"], name="shift_once"),
            models.CheckConstraint(condition=Q(swap_with=None) | ~Q(swap_with=F("pk")), name="shift_swaps_away"),
        ]

    def __str__(self) -> str:
        return f"{self.roster.name} · {self.when}"

    @property
    def audit_name(self) -> str:
        """Its key: who is on duty stays out of the names of the record."""
        return f"shift {self.pk}"

    @property
    def when(self) -> str:
        """Its day with the weekday."""
        return f"{date_format(self.day, 'Y-m-d')} {date_format(self.day, 'D')}"

    @property
    def is_over(self) -> bool:
        """Whether its day has passed."""
        return self.day < timezone.localdate()


class DutyEntry(ScopedModel):
    """What happened during a shift, by the clock of whoever was on duty."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="entries")
    at = models.TimeField(_("at"))
    text = models.CharField(_("event of the duty"), max_length=500)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by")
    )

    scope = Through(view=VIEW, parent="shift", of="duty.Shift")

    class Meta:
        verbose_name = _("entry of a duty log")
        verbose_name_plural = _("entries of duty logs")

    def __str__(self) -> str:
        return f"{self.shift_id} {self.at:%H:%M}"
