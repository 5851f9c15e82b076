"""Timetables of a school by week, and what happens otherwise on a day.

The lesson of a class on a date is worked out from the two (`lessons.py`); nothing stores it again.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Holder, Scope, Upward
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, COLLEAGUES, ARRANGE = "timetable.view", "timetable.colleagues", "timetable.arrange"
FIGURES = "timetable.figures"
LONGEST_SUBJECT = 20
LONGEST_GROUP = 40
MOST_PERIODS = 20


class Timetable(SoftDeletedModel):
    """A timetable of a school. Once published it holds from `since` on, until a later one does or until `until`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft of a timetable")
        PUBLISHED = "published", _("In force")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    name = models.CharField(_("name of the timetable"), max_length=40)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    since = models.DateField(_("holds from"))
    until = models.DateField(_("holds until"), null=True, blank=True)

    scope = Scope(view=VIEW) | Upward(view=COLLEAGUES, when=Q(state="published"))

    class Meta:
        verbose_name = _("timetable")
        verbose_name_plural = _("timetables")
        indexes = [models.Index(fields=["path", "since"], name="timetable_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "since"],
                condition=Q(state="published", removed_at=None),
                name="timetable_once_a_day",
                violation_error_message=_("Another timetable holds from this day. Choose another day."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="timetable_days_in_order",
                violation_error_message=_("The last day lies before the first one. Correct one of them."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Slot(ScopedModel):
    """A lesson that repeats every week (or every other week); `path` is that of the class.

    Without a room it takes place where the class has its own. Slots of several classes with the same `joined` are one
    lesson that they have together. What is `locked` no search moves.

    The lesson of a teaching group, of pupils from several classes, has its key as `group` (0 for none) and their grade
    in place of the class; groups with the same `joined` are held side by side. Who is in a group is asked of whoever
    keeps them (`groups.py`).
    """

    of_classes: frozenset[int] = frozenset()
    """The keys of the classes with pupils in its group, once they were looked up."""

    class Rhythm(models.TextChoices):
        EVERY = "every", _("Every week")
        ODD = "odd", _("Odd weeks")
        EVEN = "even", _("Even weeks")

    WEEKDAYS = [
        (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
        (6, _("Saturday")), (7, _("Sunday")),
    ]  # fmt: skip

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="slots")
    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("class")
    )
    path = PathField(editable=False)
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=WEEKDAYS, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    period = models.PositiveSmallIntegerField(
        _("lesson number"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PERIODS)]
    )
    rhythm = models.CharField(_("rhythm of weeks"), max_length=5, choices=Rhythm, default=Rhythm.EVERY)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    teacher = models.ForeignKey(
        "staff.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    joined = models.UUIDField(null=True, editable=False, default=None)
    locked = models.BooleanField(_("locked in its place"), default=False, editable=False)
    group = models.PositiveIntegerField(_("key of the teaching group"), default=0, editable=False)
    group_name = models.CharField(_("teaching group"), max_length=LONGEST_GROUP, blank=True, editable=False)

    scope = (
        Scope(view=VIEW)
        | Upward(view=COLLEAGUES, path="timetable__path", when=Q(timetable__state="published"))
        | Holder(view=VIEW, owner="teacher__person_id")
    )

    class Meta:
        verbose_name = _("lesson of a timetable")
        verbose_name_plural = _("lessons of timetables")
        indexes = [
            models.Index(fields=["path"], name="slot_path"),
            models.Index(fields=["teacher", "timetable"], name="slot_teacher"),
            models.Index(fields=["room", "timetable"], name="slot_room"),
            models.Index(fields=["group", "timetable"], name="slot_group", condition=Q(group__gt=0)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["timetable", "school_class", "group", "weekday", "period", "rhythm"],
                name="slot_once",
                violation_error_message=_("The class has a lesson at this time already."),
            ),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="slot_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def audit_name(self) -> str:
        """Its time, without names of people."""
        return f"{self.subject} {self.weekday}/{self.period}"

    @property
    def whom(self) -> str:
        """Who has it, in words: its class, or its group with the grade."""
        return f"{self.school_class} {self.group_name}" if self.group else str(self.school_class)

    @property
    def classes(self) -> frozenset[int]:
        """The keys of the classes that can't have anything else then."""
        return self.of_classes if self.group else frozenset([self.school_class_id])

    def meets(self, other: Slot) -> bool:
        """Whether both take place in one week at the same time."""
        at = (self.weekday, self.period) == (other.weekday, other.period)
        return (at and Slot.Rhythm.EVERY in (self.rhythm, other.rhythm)) or (at and self.rhythm == other.rhythm)


class Change(ScopedModel):
    """What a class has at one time of one day instead of what the timetable says; without a subject it has nothing.

    Changes that were made together have one `act`, and are taken back together. `was_…` is what they replace.
    `path` is that of the class. One of a teaching group has its key and name, and the grade in place of the class.
    """

    class Kind(models.TextChoices):
        COVERED = "covered", _("Covered lesson")
        SWAPPED = "swapped", _("Swapped lesson")
        MOVED = "moved", _("Moved lesson")
        CANCELLED = "cancelled", _("Lesson cancelled")

    class State(models.TextChoices):
        VALID = "valid", _("Valid change")
        TAKEN_BACK = "taken_back", _("Taken back")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("class")
    )
    path = PathField(editable=False)
    day = models.DateField(_("day"))
    period = models.PositiveSmallIntegerField(_("lesson number"))
    kind = models.CharField(_("kind of change"), max_length=9, choices=Kind)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.VALID, editable=False)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    teacher = models.ForeignKey(
        "staff.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    room = models.ForeignKey(
        "places.Room", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    was_subject = models.CharField(_("subject before"), max_length=LONGEST_SUBJECT, blank=True)
    was_teacher = models.ForeignKey(
        "staff.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("teacher before")
    )
    group = models.PositiveIntegerField(_("key of the teaching group"), default=0, editable=False)
    group_name = models.CharField(_("teaching group"), max_length=LONGEST_GROUP, blank=True, editable=False)
    reason = models.CharField(_("reason of the change"), max_length=80, blank=True)
    act = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)

    scope = (
        Scope(view=VIEW) | Upward(view=COLLEAGUES, path="school__path") | Holder(view=VIEW, owner="teacher__person_id")
    )

    class Meta:
        verbose_name = _("change of a lesson")
        verbose_name_plural = _("changes of lessons")
        indexes = [
            models.Index(fields=["school", "day"], name="lesson_change_school"),
            models.Index(fields=["path", "day"], name="lesson_change_path"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "group", "day", "period"],
                condition=Q(state="valid"),
                name="lesson_changed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject or self.was_subject}"

    @property
    def audit_name(self) -> str:
        """Its time, without names of people."""
        return f"{self.kind} {self.day} {self.period}"

    @property
    def place(self) -> tuple[int, date, int]:
        """What its lesson is known by."""
        return (-self.group if self.group else self.school_class_id, self.day, self.period)

    @property
    def whom(self) -> str:
        """Whose lesson it is, in words: that of a class, or of a group of a grade."""
        return f"{self.school_class} {self.group_name}" if self.group else str(self.school_class)

    @property
    def when(self) -> str:
        """Its day and lesson in words."""
        return at(self.day, self.period)


def at(day: date, period: int) -> str:
    """A day and a lesson of it, in words."""
    return f"{date_format(day, 'n-j')} {date_format(day, 'D')} {gettext('Lesson %(n)s') % {'n': period}}"


lazily_at = lazy(at, str)
"""`at` in the language of whoever reads it."""


class SwapOffer(ScopedModel):
    """A teacher asks a colleague to exchange two lessons of a class, each on a day; agreed, it becomes two changes.

    `day` and `period` are of the asker's lesson, `other_…` of the colleague's; the subjects are those they had when it
    was asked. `path` is that of the class, `change` one of the changes that came of it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for the colleague")
        AGREED = "agreed", _("Swapped as asked")
        DECLINED = "declined", _("Swap declined")
        WITHDRAWN = "withdrawn", _("Swap withdrawn")

    school = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school"))
    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("class")
    )
    path = PathField(editable=False)
    asker = models.ForeignKey("staff.Staff", models.PROTECT, related_name="+", verbose_name=_("who asks"))
    asked = models.ForeignKey("staff.Staff", models.PROTECT, related_name="+", verbose_name=_("colleague asked"))
    day = models.DateField(_("day"))
    period = models.PositiveSmallIntegerField(_("lesson number"))
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    other_day = models.DateField(_("day of the other lesson"))
    other_period = models.PositiveSmallIntegerField(_("number of the other lesson"))
    other_subject = models.CharField(_("subject of the other lesson"), max_length=LONGEST_SUBJECT)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.OPEN, editable=False)
    reason = models.CharField(_("reason of the change"), max_length=80, blank=True)
    answer = models.CharField(_("what was answered"), max_length=80, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    change = models.ForeignKey(Change, models.SET_NULL, null=True, editable=False, related_name="+")

    scope = Scope(view=ARRANGE, owner="asker__person_id") | Holder(view=COLLEAGUES, owner="asked__person_id")

    class Meta:
        verbose_name = _("swap that was asked for")
        verbose_name_plural = _("swaps that were asked for")
        indexes = [
            models.Index(fields=["path", "day"], name="swap_offer_path"),
            models.Index(fields=["asked", "state"], name="swap_offer_asked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "day", "period", "other_day", "other_period"], condition=Q(state="open"),
                name="swap_offered_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.when}: {self.subject} ↔ {self.other_subject}"

    @property
    def audit_name(self) -> str:
        """Its times, without names of people."""
        return f"swap {self.day} {self.period} {self.other_day} {self.other_period}"

    @property
    def when(self) -> str:
        """The day and the lesson that the asker would be free of, in words."""
        return at(self.day, self.period)

    @property
    def other_when(self) -> str:
        """The day and the lesson that the asker would have instead, in words."""
        return at(self.other_day, self.other_period)
