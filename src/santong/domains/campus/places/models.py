"""The ground that a school stands on: sites, buildings, rooms."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope, Upward
from santong.kit.models import PathField, SoftDeletedModel

VIEW, CHANGE = "places.view", "places.change"
HIGHEST, LOWEST = 60, -5
MOST_SEATS = 20_000


class OfSchool(SoftDeletedModel):
    """Something that stands at a school; `path` is the school's. Everybody who belongs to the school sees it."""

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW)

    class Meta:
        abstract = True


class Site(OfSchool):
    """A site (校区) of a school; schools on one site need none."""

    name = models.CharField(_("name of it"), max_length=40)
    address = models.CharField(_("postal address"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(removed_at=None),
                name="site_once",
                violation_error_message=_("The school has a site of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Building(OfSchool):
    """A building of a school."""

    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="buildings", verbose_name=_("site")
    )
    name = models.CharField(_("name of it"), max_length=40)
    floors = models.PositiveSmallIntegerField(
        _("floors"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(HIGHEST)]
    )

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(removed_at=None),
                name="building_once",
                violation_error_message=_("The school has a building of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Room(OfSchool):
    """A room, or a ground outside (`building` is empty then).

    `since` is the first day of its use and `until` the last; empty ones are open ends. `home_class` has its lessons
    here. `bookable` says who may take it for a time, `needs_approval` that somebody agrees first.
    """

    class Kind(models.TextChoices):
        CLASSROOM = "classroom", _("Classroom")
        LABORATORY = "laboratory", _("Laboratory")
        COMPUTER = "computer", _("Computer room")
        MUSIC = "music", _("Music room")
        ART = "art", _("Art room")
        DANCE = "dance", _("Dance room")
        RECORDING = "recording", _("Recording room")
        LIBRARY = "library", _("School library")
        HALL = "hall", _("Lecture hall")
        MEETING = "meeting", _("Meeting room")
        OFFICE = "office", _("Staff office")
        GYM = "gym", _("Sports hall")
        PLAYGROUND = "playground", _("Playground")
        CANTEEN = "canteen", _("Canteen")
        DORMITORY = "dormitory", _("Dormitory")
        HEALTH = "health", _("Health room")
        COUNSELLING = "counselling", _("Counselling room")
        STORE = "store", _("Store room")
        OTHER = "other", _("Other room")

    class Bookable(models.TextChoices):
        NOBODY = "nobody", _("Not to be booked")
        STAFF = "staff", _("All staff of the school")
        MANAGERS = "managers", _("Only those who keep bookings")

    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="rooms", verbose_name=_("building")
    )
    floor = models.SmallIntegerField(
        _("floor"), null=True, blank=True, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    name = models.CharField(_("name or number"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CLASSROOM)
    seats = models.PositiveIntegerField(
        _("seats in the room"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    home_class = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("class that has it"),
    )
    bookable = models.CharField(_("may be booked by"), max_length=8, choices=Bookable, default=Bookable.NOBODY)
    needs_approval = models.BooleanField(_("bookings need approval"), default=False)
    since = models.DateField(_("in use from"), null=True, blank=True)
    until = models.DateField(_("in use until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        indexes = [models.Index(fields=["path", "kind"], name="room_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "name"],
                condition=Q(removed_at=None),
                name="room_once_in_building",
                violation_error_message=_("The building has a room of this name already."),
            ),
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=Q(removed_at=None, building=None),
                name="room_once_outside",
                violation_error_message=_("The school has a room of this name already."),
            ),
            models.UniqueConstraint(
                fields=["home_class"],
                condition=Q(removed_at=None),
                name="room_of_class_once",
                violation_error_message=_("The class has another room already. Take it away there first."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="room_days_in_order",
                violation_error_message=_("The last day of use lies before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building.name} {self.name}" if self.building is not None else self.name

    @property
    def audit_name(self) -> str:
        """The name alone: the audit asks no further table."""
        return self.name

    def is_in_use(self, day: date) -> bool:
        """Whether it is used on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
