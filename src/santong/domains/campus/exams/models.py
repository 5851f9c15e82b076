"""Examinations: their papers, rooms and seats, who invigilates, what happened on the day, results.

A pupil has one seat for all papers of an examination. What is worked out of the rows (clashes, who is missing where)
is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.taught import taught_rows
from santong.domains.campus.students.public import Family
from santong.kit.access import NOTHING, Holder, Scope, Through, Upward, Viewer
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, KEEP, SEATS = "exams.view", "exams.keep", "exams.seats"
RESULTS, JOINT = "exams.results", "exams.joint"
ORGANISATION, EXAMINATION = "organisations.Organisation", "exams.Examination"
LONGEST_SUBJECT = 20
MOST_ROWS = 30
MOST_MINUTES, LEAST_MINUTES = 240, 10
MOST_POINTS = 1000


class Examination(SoftDeletedModel):
    """An examination of a school; or of a bureau, whose schools take it over (`origin` names it there).

    `seed` is what the seats follow from, `act` the change of lessons that made room for it, `booked` the series of
    bookings of its rooms.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", pgettext_lazy("examination", "Published")
        OVER = "over", pgettext_lazy("examination", "Over")

    class Numbering(models.TextChoices):
        ROOM = "room", _("Grade, room and seat, such as 07 03 15")
        RUNNING = "running", _("Grade and a running number, such as 07 0093")

    class Lessons(models.TextChoices):
        DAYS = "days", _("Cancelled on the days of their papers")
        PAPERS = "papers", _("Cancelled at the times of their papers")
        KEPT = "kept", _("Not cancelled")

    OPEN = (State.PUBLISHED, State.OVER)

    school = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("school or bureau"))
    path = PathField(editable=False)
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="copies", verbose_name=_("joint examination")
    )
    name = models.CharField(_("name of the examination"), max_length=40)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    numbering = models.CharField(
        _("candidate numbers"), max_length=7, choices=Numbering, default=Numbering.ROOM
    )  # fmt: skip
    invigilators = models.PositiveSmallIntegerField(
        _("invigilators a room"), default=2, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    lessons = models.CharField(
        _("lessons of the classes that sit"), max_length=6, choices=Lessons, default=Lessons.PAPERS
    )
    gives_credits = models.BooleanField(
        _("its results count for credits"), default=False,
        help_text=_("Such as of the end of a term. Schemes of credits say which results are enough."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    seed = models.CharField(max_length=64, blank=True, editable=False)
    act = models.UUIDField(null=True, editable=False)
    booked = models.UUIDField(null=True, editable=False)

    scope = Scope(view=VIEW) | Upward(view=VIEW, when=Q(state__in=OPEN))

    class Meta:
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        indexes = [models.Index(fields=["path", "-first"], name="examination_path")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="examination_days_in_order",
                violation_error_message=_("The last day lies before the first one. Correct one of them."),
            ),
            models.UniqueConstraint(
                fields=["school", "origin"], condition=Q(removed_at=None, origin__isnull=False),
                name="examination_taken_over_once",
                violation_error_message=_("The school has taken over this examination already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """Whether papers and rooms may still change."""
        return self.state == self.State.DRAFT

    @property
    def is_of_school(self) -> bool:
        """Whether pupils sit it here; else it is a bureau's, for its schools."""
        return self.school.kind == self.school.Kind.SCHOOL

    @property
    def when(self) -> str:
        """Its days in words."""
        days = [date_format(day, "Y-m-d") for day in (self.first, self.last)]
        return days[0] if self.first == self.last else f"{days[0]} – {days[1]}"


class Paper(ScopedModel):
    """What a grade sits in a subject: `minutes` from `begins`, which is empty until a time is found.

    `level` is the grade's (1 to 12); at a bureau there is no `grade`. `full` is the highest number of points.
    Results show to families from `released_at` on.
    """

    examination = models.ForeignKey(Examination, models.CASCADE, related_name="papers")
    path = PathField(editable=False)
    grade = models.ForeignKey(ORGANISATION, models.PROTECT, null=True, related_name="+", verbose_name=_("grade"))
    level = models.PositiveSmallIntegerField(_("level of the grade"))
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    full = models.PositiveSmallIntegerField(
        _("full marks"), default=100, validators=[MinValueValidator(1), MaxValueValidator(MOST_POINTS)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=90, validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)]
    )
    begins = models.DateTimeField(_("begins"), null=True)
    ends = models.DateTimeField(_("ends"), null=True, editable=False)
    released_at = models.DateTimeField(_("results released"), null=True, editable=False)

    scope = Through(view=VIEW, parent="examination", of=EXAMINATION)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("begins", "level", "pk")
        constraints = [
            models.UniqueConstraint(fields=["examination", "level", "subject", "grade"], name="paper_once"),
            models.UniqueConstraint(
                fields=["examination", "level", "subject"], condition=Q(grade=None), name="paper_of_level_once"
            ),
            models.CheckConstraint(
                condition=Q(begins=None, ends=None) | Q(ends__gt=F("begins")), name="paper_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def put_at(self, begins: object) -> None:
        """Give it a time, or none; saving is the caller's."""
        self.begins = begins  # type: ignore[assignment]
        self.ends = self.begins + timedelta(minutes=self.minutes) if self.begins is not None else None

    @property
    def when(self) -> str:
        """Its time in words, "" without one."""
        if self.begins is None or self.ends is None:
            return ""
        first, last = timezone.localtime(self.begins), timezone.localtime(self.ends)
        return f"{date_format(first, 'n-j')} {date_format(first, 'D')} {first:%H:%M}–{last:%H:%M}"

    def overlaps(self, other: Paper) -> bool:
        """Whether both are sat at one time."""
        return (
            self.begins is not None and other.begins is not None
            and self.begins < other.ends and other.begins < self.ends  # type: ignore[operator]
        )  # fmt: skip


class ExamRoom(ScopedModel):
    """A room in which a grade sits an examination, with seats in rows from the front and columns from the door.

    `apart` are rooms for single pupils who need other circumstances; nobody is seated there by lot.
    """

    examination = models.ForeignKey(Examination, models.CASCADE, related_name="rooms")
    path = PathField(editable=False)
    grade = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("grade"))
    number = models.PositiveSmallIntegerField(_("examination room number"))
    room = models.ForeignKey("places.Room", models.PROTECT, related_name="+", verbose_name=_("room"))
    rows = models.PositiveSmallIntegerField(
        _("seats one behind the other"), validators=[MinValueValidator(1), MaxValueValidator(MOST_ROWS)]
    )
    columns = models.PositiveSmallIntegerField(
        _("seats side by side"), validators=[MinValueValidator(1), MaxValueValidator(MOST_ROWS)]
    )
    apart = models.BooleanField(_("for single pupils"), default=False)

    scope = Through(view=VIEW, parent="examination", of=EXAMINATION)

    class Meta:
        verbose_name = _("examination room")
        verbose_name_plural = _("examination rooms")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["examination", "number"], name="exam_room_number_once"),
            models.UniqueConstraint(fields=["examination", "grade", "room"], name="exam_room_once"),
        ]

    def __str__(self) -> str:
        return gettext("Examination room %(n)s") % {"n": self.number}

    @property
    def audit_name(self) -> str:
        """Without the words of a language."""
        return f"exam room {self.number}"

    @property
    def capacity(self) -> int:
        """How many seats there are."""
        return self.rows * self.columns


class Seat(ScopedModel):
    """Where a pupil sits all papers of an examination; `path` is that of the class. `row` and `column` count from 1."""

    examination = models.ForeignKey(Examination, models.CASCADE, related_name="seats")
    exam_room = models.ForeignKey(ExamRoom, models.CASCADE, related_name="seats", verbose_name=_("examination room"))
    pupil = models.ForeignKey("students.Pupil", models.PROTECT, related_name="exam_seats", verbose_name=_("pupil"))
    school_class = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("class"))
    path = PathField(editable=False)
    number = models.CharField(_("candidate number"), max_length=12)
    place = models.PositiveSmallIntegerField(_("seat number"))
    row = models.PositiveSmallIntegerField(_("row"))
    column = models.PositiveSmallIntegerField(_("column"))
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0, validators=[MaxValueValidator(120)])

    audit_hidden = frozenset({"extra_minutes"})
    scope = Scope(view=SEATS, owner="pupil__person_id") | Family(view=SEATS, owner="pupil__person_id", listed=False)

    class Meta:
        verbose_name = _("seat of an examination")
        verbose_name_plural = _("seats of examinations")
        ordering = ("exam_room", "place")
        indexes = [models.Index(fields=["path"], name="exam_seat_path")]
        constraints = [
            models.UniqueConstraint(fields=["examination", "pupil"], name="exam_seat_once"),
            models.UniqueConstraint(fields=["examination", "number"], name="exam_number_once"),
            models.UniqueConstraint(fields=["exam_room", "row", "column"], name="exam_seat_of_one"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"seat {self.number}"


class Invigilation(ScopedModel):
    """Somebody watches over a room while a paper is sat. `fixed` ones are a wish that no planning changes.

    Without `staff` somebody is still to be found.
    """

    examination = models.ForeignKey(Examination, models.CASCADE, related_name="invigilations")
    path = PathField(editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="invigilations", verbose_name=_("paper"))
    exam_room = models.ForeignKey(
        ExamRoom, models.CASCADE, related_name="invigilations", verbose_name=_("examination room")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    staff = models.ForeignKey(
        "staff.Staff", models.PROTECT, null=True, related_name="invigilations", verbose_name=_("invigilator")
    )
    fixed = models.BooleanField(_("fixed by hand"), default=False)

    scope = Through(view=VIEW, parent="examination", of=EXAMINATION) | Holder(view=VIEW, owner="staff__person_id")

    class Meta:
        verbose_name = _("invigilation")
        verbose_name_plural = _("invigilations")
        ordering = ("paper", "exam_room", "position")
        indexes = [models.Index(fields=["staff", "paper"], name="invigilation_staff")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "exam_room", "position"], name="invigilation_once"),
            models.UniqueConstraint(
                fields=["paper", "staff"], condition=Q(staff__isnull=False), name="invigilation_at_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.exam_room_id} {self.position}"


class ExamRoll(ScopedModel):
    """The roll of a room was called for a paper: everybody is there but those who are noted as absent."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="rolls")
    exam_room = models.ForeignKey(ExamRoom, models.CASCADE, related_name="rolls")
    path = PathField(editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("roll called by")
    )
    taken_at = models.DateTimeField(_("taken at"))

    scope = Scope(view=KEEP, owner="by_id")

    class Meta:
        verbose_name = _("roll call of an examination")
        verbose_name_plural = _("roll calls of examinations")
        constraints = [models.UniqueConstraint(fields=["paper", "exam_room"], name="exam_roll_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.exam_room_id}"


class Absentee(ScopedModel):
    """A pupil wasn't there when a paper was sat; `path` is that of the class."""

    roll = models.ForeignKey(ExamRoll, models.CASCADE, related_name="absentees")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="absences")
    path = PathField(editable=False)

    scope = Scope(view=SEATS, owner="seat__pupil__person_id")

    class Meta:
        verbose_name = _("absence from a paper")
        verbose_name_plural = _("absences from papers")
        constraints = [models.UniqueConstraint(fields=["roll", "seat"], name="absentee_once")]

    def __str__(self) -> str:
        return f"{self.roll_id} {self.seat_id}"


class Incident(ScopedModel):
    """Something that happened on the day of an examination, as the office notes it."""

    examination = models.ForeignKey(Examination, models.CASCADE, related_name="incidents")
    path = PathField(editable=False)
    exam_room = models.ForeignKey(
        ExamRoom, models.SET_NULL, null=True, blank=True, related_name="incidents", verbose_name=_("examination room")
    )
    text = models.CharField(_("what is noted"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    happened_at = models.DateTimeField(_("noted at"), default=timezone.now)

    audit_hidden = frozenset({"text"})
    scope = Scope(view=KEEP)

    class Meta:
        verbose_name = _("incident of an examination")
        verbose_name_plural = _("incidents of examinations")
        ordering = ("-happened_at",)

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class OfClass(Scope):
    """Results show to whoever has the class; whom they are about sees them only once they are released."""

    def own(self, viewer: Viewer) -> Q:
        return NOTHING


@dataclass(frozen=True)
class Taught(Holder):
    """Results show to who teaches the subject in the class, today."""

    def own(self, viewer: Viewer) -> Q:
        return taught_rows(viewer)


@dataclass(frozen=True)
class Released(Family):
    """What is released shows to the pupil whom it is about, and to the family."""

    def own(self, viewer: Viewer) -> Q:
        mine = super().own(viewer) | Q(**{str(self.owner): viewer.person_id or 0})
        return mine & Q(paper__released_at__isnull=False)


class ExamResult(ScopedModel):
    """What a pupil reached in a paper: points, or that they were absent; never a rank. `path` is that of the class."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="results", verbose_name=_("paper"))
    pupil = models.ForeignKey("students.Pupil", models.PROTECT, related_name="exam_results", verbose_name=_("pupil"))
    school_class = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("class"))
    path = PathField(editable=False)
    points = models.DecimalField(_("points reached"), max_digits=6, decimal_places=2, null=True, blank=True)
    is_absent = models.BooleanField(_("absent"), default=False)

    audit_hidden = frozenset({"points"})
    scope = (
        OfClass(view=RESULTS, owner="pupil__person_id")
        | Taught(view=RESULTS, owner=None)
        | Released(view=RESULTS, owner="pupil__person_id", listed=False)
    )

    class Meta:
        verbose_name = _("result of a paper")
        verbose_name_plural = _("results of papers")
        indexes = [models.Index(fields=["path", "paper"], name="exam_result_path")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "pupil"], name="exam_result_once"),
            models.CheckConstraint(
                condition=Q(is_absent=True, points=None) | Q(is_absent=False, points__gte=0),
                name="exam_result_points_or_absent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.pupil_id}"

    @property
    def audit_name(self) -> str:
        """Without a name."""
        return f"result {self.paper_id} {self.pupil_id}"
