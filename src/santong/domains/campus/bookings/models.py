"""Rooms and things taken for a time. That nothing is taken twice, the database itself holds (migration 0002)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.public import Room
from santong.kit.access import Leader, Scope, Upward
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet, SoftDeletedModel

VIEW, BOOK, MANAGE = "bookings.view", "bookings.book", "bookings.manage"


class Thing(SoftDeletedModel):
    """Something of a school that is lent for a time: a cart of tablets, the bus."""

    Bookable = Room.Bookable

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    name = models.CharField(_("name of it"), max_length=60)
    kept_at = models.CharField(_("where it is kept"), max_length=60, blank=True)
    bookable = models.CharField(_("may be booked by"), max_length=8, choices=Room.Bookable, default=Room.Bookable.STAFF)
    needs_approval = models.BooleanField(_("bookings need approval"), default=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        verbose_name = _("bookable thing")
        verbose_name_plural = _("bookable things")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(removed_at=None),
                name="thing_once",
                violation_error_message=_("The school has a thing of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class BookingQuerySet(ScopedQuerySet):
    """Chains on bookings."""

    def holding(self) -> BookingQuerySet:
        """Those for whom what they name is kept free."""
        return self.filter(state__in=Booking.HOLDING)

    def within(self, begins: datetime, ends: datetime) -> BookingQuerySet:
        """Those that last at some moment of a stretch of time."""
        return self.filter(begins__lt=ends, ends__gt=begins)


class Booking(ScopedModel):
    """A room or a thing is taken from `begins` until `ends`, which is no longer part of it.

    Those that repeat are rows of their own with one `series`. `request` decides about bookings that need approval.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for approval")
        BOOKED = "booked", _("Booked")
        REFUSED = "refused", _("Booking not approved")
        CANCELLED = "cancelled", _("Cancelled")

    HOLDING = (State.WAITING, State.BOOKED)

    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, blank=True, related_name="bookings", verbose_name=_("room")
    )
    thing = models.ForeignKey(
        Thing, models.PROTECT, null=True, blank=True, related_name="bookings", verbose_name=_("thing")
    )
    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("booked by"))
    title = models.CharField(_("what for"), max_length=80)
    begins = models.DateTimeField(_("starts at"))
    ends = models.DateTimeField(_("ends at"))
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.BOOKED)
    series = models.UUIDField(null=True, editable=False, db_index=True, default=None)
    request = models.ForeignKey("requests.Request", models.PROTECT, null=True, editable=False, related_name="+")

    objects = BookingQuerySet.as_manager()  # type: ignore[assignment]
    scope = Scope(view=VIEW) | Upward(view=VIEW) | Leader(view=VIEW, owner="person_id")

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes = [
            models.Index(fields=["path", "begins"], name="booking_path"),
            models.Index(fields=["room", "begins"], name="booking_room"),
            models.Index(fields=["person", "begins"], name="booking_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="booking_times_in_order"),
            models.CheckConstraint(
                condition=Q(room=None, thing__isnull=False) | Q(room__isnull=False, thing=None),
                name="booking_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Its key: what people write about their plans stays out of the names of the record."""
        return f"booking {self.pk}"

    @property
    def what(self) -> Room | Thing:
        """The room or thing that is taken."""
        found = self.room if self.room_id else self.thing
        assert found is not None
        return found

    @property
    def when(self) -> str:
        """Its time in words."""
        return in_words(self.begins, self.ends)

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.ends <= timezone.now()


def in_words(begins: datetime, ends: datetime) -> str:
    """From when until when: the day once where it is the same."""
    first, last = timezone.localtime(begins), timezone.localtime(ends)
    day = f"{date_format(first, 'Y-m-d')} {date_format(first, 'D')}"
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
    return f"{day} {first:%H:%M}–{until}"


def new_series() -> uuid.UUID:
    """What bookings that repeat have in common."""
    return uuid.uuid4()
