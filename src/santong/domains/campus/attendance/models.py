"""Roll calls, words about presence, the attendance of classes by day, and the leave of pupils.

Nobody's presence is a row: a roll call says for which session it was taken, and who was not there as usual.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance import words
from santong.domains.campus.attendance.sources import words_of_source
from santong.domains.campus.students.public import Family
from santong.kit.access import Leader, Scope, Through
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet, SoftDeletedModel
from santong.kit.registry import Label

VIEW, CALL, LESSONS, FIGURES = "attendance.view", "attendance.call", "attendance.lessons", "attendance.figures"
ASK, DECIDE, DECIDE_LONG, RULES = "attendance.ask", "attendance.decide", "attendance.decide_long", "attendance.rules"
LONG_AFTER = 3
LONGEST = timedelta(days=120)
PURPOSE = "pupil_leave"
"""What reasons of leave are sealed for (see `santong.lib.keyrings`); stands in ciphers, never changes."""


class State(models.TextChoices):
    """Where a pupil was, as people read it; `words` has what follows from it."""

    PRESENT = words.PRESENT, pgettext_lazy("attendance", "Present")
    LATE = words.LATE, pgettext_lazy("attendance", "Late")
    LEFT_EARLY = words.LEFT_EARLY, pgettext_lazy("attendance", "Left early")
    ABSENT = words.ABSENT, pgettext_lazy("attendance", "Absent")
    ON_LEAVE = words.ON_LEAVE, pgettext_lazy("attendance", "On leave")


SAID = (State.PRESENT, State.ABSENT, State.LATE, State.LEFT_EARLY)
"""What somebody who looks can say."""


def session_name(session: int) -> str:
    """A session in words."""
    return gettext("Morning roll call") if session == words.MORNING else gettext("Lesson %(n)s") % {"n": session}


class RollCall(SoftDeletedModel):
    """The roll was called in a class for a session of a day (0: in the morning, else the number of the lesson).

    Taken again for the same session it is the same row: that is a correction. `path` is the class's. `expected` are
    the pupils who were on the list, `subject` what was taught. Removed ones were taken back.
    """

    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("class")
    )
    path = PathField(editable=False)
    day = models.DateField(_("day"))
    session = models.PositiveSmallIntegerField(_("roll called at"))
    subject = models.CharField(_("subject"), max_length=20, blank=True)
    expected = models.PositiveSmallIntegerField(_("pupils on the list"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("roll called by")
    )
    taken_at = models.DateTimeField(_("taken at"))

    scope = Scope(view=VIEW) | Leader(view=VIEW, owner="by_id", listed=False)

    class Meta:
        verbose_name = _("roll call")
        verbose_name_plural = _("roll calls")
        indexes = [models.Index(fields=["path", "day"], name="roll_call_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "day", "session"], condition=Q(removed_at=None), name="roll_call_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.session_name}"

    @property
    def audit_name(self) -> str:
        return f"roll call {self.school_class_id} {self.day} {self.session}"

    @property
    def session_name(self) -> str:
        """The session in words."""
        return session_name(self.session)


class Presence(ScopedModel):
    """A word about where a pupil was, from session `first` to `last` (both included) of a day.

    Rows are never changed: what is corrected gets `ended_at`, and the new word a row of its own. `path` is the class's
    at that time. `source` is the name of a `PresenceSource`. `told` is whether family and class teacher were told.
    """

    pupil = models.ForeignKey("students.Pupil", models.CASCADE, related_name="presences", verbose_name=_("pupil"))
    path = PathField(editable=False)
    day = models.DateField(_("day"))
    first = models.PositiveSmallIntegerField(_("from session"))
    last = models.PositiveSmallIntegerField(_("until session"))
    state = models.CharField(_("attendance state"), max_length=10, choices=State)
    source = models.CharField(_("source of the word"), max_length=20)
    roll_call = models.ForeignKey(RollCall, models.CASCADE, null=True, related_name="exceptions")
    leave = models.ForeignKey("attendance.PupilLeave", models.CASCADE, null=True, related_name="presences")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said at"))
    note = models.CharField(_("remark"), max_length=60, blank=True)
    told = models.BooleanField(default=False, editable=False)
    ended_at = models.DateTimeField(_("replaced at"), null=True, editable=False)

    audit_hidden = frozenset({"note"})
    scope = Scope(view=VIEW, owner="pupil__person_id") | Family(view=VIEW, owner="pupil__person_id", listed=False)

    class Meta:
        verbose_name = _("word about presence")
        verbose_name_plural = _("words about presence")
        indexes = [
            models.Index(fields=["path", "day"], name="presence_path"),
            models.Index(fields=["pupil", "day"], name="presence_pupil"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "day", "first", "last", "source", "leave"],
                condition=Q(ended_at=None, leave__isnull=False), name="presence_of_leave_once",
            ),
            models.UniqueConstraint(
                fields=["pupil", "day", "first", "last", "source"],
                condition=Q(ended_at=None, leave=None), name="presence_once",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="presence_span_in_order"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_state_display())

    @property
    def audit_name(self) -> str:
        """Names of people stay out of the audit."""
        return f"presence {self.pupil_id} {self.day}"

    @property
    def source_words(self) -> Label:
        """The source in words."""
        return words_of_source(self.source)

    @property
    def span_name(self) -> str:
        """The span in words."""
        if self.first == self.last:
            return session_name(self.first)
        if self.first == words.MORNING and self.last == words.LAST:
            return gettext("Whole day")
        return gettext("In the morning") if self.first == words.MORNING else gettext("In the afternoon")


class ClassDay(ScopedModel):
    """The attendance of a class on a day on which the roll was called: numbers that add up, worked out from the words.

    `expected` = `present` + `on_leave` + `absent`; `late` and `left_early` are among `present`. `missed` are pupils who
    were there, and missed a lesson without leave.
    """

    school_class = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("class")
    )
    path = PathField(editable=False)
    day = models.DateField(_("day"))
    calls = models.PositiveSmallIntegerField(_("roll calls"), default=0)
    expected = models.PositiveSmallIntegerField(_("pupils on the list"), default=0)
    present = models.PositiveSmallIntegerField(_("pupils present"), default=0)
    late = models.PositiveSmallIntegerField(_("pupils late"), default=0)
    left_early = models.PositiveSmallIntegerField(_("pupils who left early"), default=0)
    on_leave = models.PositiveSmallIntegerField(_("pupils on leave"), default=0)
    absent = models.PositiveSmallIntegerField(_("pupils absent without leave"), default=0)
    missed = models.PositiveSmallIntegerField(_("pupils who missed a lesson"), default=0)

    scope = Scope(view=VIEW)

    NUMBERS = ("calls", "expected", "present", "late", "left_early", "on_leave", "absent", "missed")

    class Meta:
        verbose_name = _("attendance of a class")
        verbose_name_plural = _("attendance of classes")
        indexes = [
            models.Index(fields=["path", "day"], name="class_day_path"),
            models.Index(fields=["day"], name="class_day_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["school_class", "day"], name="class_day_once"),
            models.CheckConstraint(
                condition=Q(expected=F("present") + F("on_leave") + F("absent")), name="class_day_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_class} {self.day}"

    @property
    def audit_name(self) -> str:
        return f"class day {self.school_class_id} {self.day}"


class LeaveQuerySet(ScopedQuerySet):
    def waiting(self) -> LeaveQuerySet:
        """Those that nobody has decided yet."""
        return self.filter(state__in=PupilLeave.WAITING)

    def on(self, day: date) -> LeaveQuerySet:
        """Those that were granted for a day."""
        return self.filter(state=PupilLeave.State.GRANTED, since__lte=day, until__gte=day)


class PupilLeave(ScopedModel):
    """A pupil may be away from a half of a day to another (both included), because a guardian has asked for it.

    The reason may say how a child is: it is sealed, and shows to the family and to those who decide. All others see
    through `Presence` that the pupil is on leave, and no more. `days` is how many school days it takes, in halves.
    `path` is the class's.
    """

    class Kind(models.TextChoices):
        SICK = "sick", _("Sick leave")
        PERSONAL = "personal", _("Personal leave")
        OTHER = "other", _("Other leave")

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("leave", "Waiting for the class teacher")
        PASSED = "passed", pgettext_lazy("leave", "Waiting for the school")
        GRANTED = "granted", pgettext_lazy("leave", "Granted")
        REFUSED = "refused", pgettext_lazy("leave", "Not granted")
        WITHDRAWN = "withdrawn", pgettext_lazy("leave", "Withdrawn")

    WAITING = (State.ASKED, State.PASSED)
    HALVES = (("am", _("Morning")), ("pm", _("Afternoon")))

    pupil = models.ForeignKey("students.Pupil", models.CASCADE, related_name="leaves", verbose_name=_("pupil"))
    path = PathField(editable=False)
    kind = models.CharField(_("kind of leave"), max_length=8, choices=Kind, default=Kind.SICK)
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.ASKED, editable=False)
    since = models.DateField(_("from"), default=timezone.localdate)
    since_half = models.CharField(_("begins in the"), max_length=2, choices=HALVES, default="am")
    until = models.DateField(_("until"), default=timezone.localdate)
    until_half = models.CharField(_("ends with the"), max_length=2, choices=HALVES, default="pm")
    days = models.DecimalField(_("school days"), max_digits=4, decimal_places=1, default=0, editable=False)
    is_long = models.BooleanField(default=False, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("asked by"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("leave decided by"),
    )  # fmt: skip
    back_early = models.BooleanField(_("came back earlier"), default=False, editable=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    reason_cipher = models.TextField(editable=False, default="")
    answer_cipher = models.TextField(editable=False, default="")

    objects = LeaveQuerySet.as_manager()
    audit_hidden = frozenset({"reason_cipher", "answer_cipher", "kind"})
    scope = Scope(view=DECIDE, owner="pupil__person_id") | Family(view=DECIDE, owner="pupil__person_id", listed=False)

    class Meta:
        verbose_name = _("leave of a pupil")
        verbose_name_plural = _("leave of pupils")
        indexes = [
            models.Index(fields=["path", "until"], name="pupil_leave_path"),
            models.Index(fields=["pupil", "until"], name="pupil_leave_pupil"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since"))
                | Q(until=F("since"), since_half="am")
                | Q(until=F("since"), until_half="pm"),
                name="pupil_leave_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.pupil.person.name

    @property
    def audit_name(self) -> str:
        """Names of people stay out of the audit."""
        return f"leave of pupil {self.pupil_id}"

    def seal(self, *, reason: str | None = None, answer: str | None = None) -> None:
        """Put texts into the row, sealed; saving is the caller's."""
        for name, text in (("reason_cipher", reason), ("answer_cipher", answer)):
            if text is not None:
                cleaned = text.strip()
                setattr(self, name, settings.FIELD_KEYS.seal(cleaned, self._purpose(name)) if cleaned else "")

    @property
    def reason(self) -> str:
        """Why, in clear; for the family and those who decide."""
        return self._opened("reason_cipher")

    @property
    def answer(self) -> str:
        """What was answered, in clear; for the family and those who decide."""
        return self._opened("answer_cipher")

    def _opened(self, name: str) -> str:
        sealed = getattr(self, name)
        return settings.FIELD_KEYS.open(sealed, self._purpose(name)) if sealed else ""

    def _purpose(self, name: str) -> str:
        return f"{PURPOSE}|{name}|{self.key}"

    @property
    def span_in_words(self) -> str:
        """From when to when."""
        halves = dict(self.HALVES)
        this_year = {self.since.year, self.until.year} == {timezone.localdate().year}
        form = "MONTH_DAY_FORMAT" if this_year else "SHORT_DATE_FORMAT"
        if self.since == self.until and self.since_half != self.until_half:
            return f"{date_format(self.since, form)} {gettext('Whole day')}"
        begin = f"{date_format(self.since, form)} {halves[self.since_half]}"
        if self.since == self.until:
            return begin
        return f"{begin} – {date_format(self.until, form)} {halves[self.until_half]}"

    @property
    def length_in_words(self) -> str:
        """How many school days it takes."""
        days = float(self.days)
        return ngettext("%(n)s school day", "%(n)s school days", 1 if days == 1 else 2) % {"n": f"{days:g}"}

    def span_on(self, day: date, noon: int) -> words.Span:
        """Which sessions of one of its days it takes; `noon` is the last lesson before noon."""
        first = self.since_half if day == self.since else "am"
        return words.span_of(first, self.until_half if day == self.until else "pm", noon)


class LeaveNote(ScopedModel):
    """A file that goes with a leave: the photograph of a doctor's note."""

    leave = models.ForeignKey(PupilLeave, models.CASCADE, related_name="notes")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", verbose_name=_("file"))

    scope = Through(view=DECIDE, parent="leave", of="attendance.PupilLeave")

    class Meta:
        verbose_name = _("note of a leave")
        verbose_name_plural = _("notes of leave")
        constraints = [models.UniqueConstraint(fields=["leave", "file"], name="leave_note_once")]

    def __str__(self) -> str:
        return f"{self.leave_id} {self.file_id}"


class AttendanceRules(ScopedModel):
    """What a school has settled about leave: from how many school days on the school decides as well."""

    school = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("school")
    )
    path = PathField(editable=False)
    long_after = models.PositiveSmallIntegerField(
        _("days that the class teacher alone may grant"), default=LONG_AFTER,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Longer leave is also decided by teaching affairs or the principal."),
    )  # fmt: skip

    scope = Scope(view=RULES)

    class Meta:
        verbose_name = _("rules of leave")
        verbose_name_plural = _("rules of leave")

    def __str__(self) -> str:
        return str(self.school)
