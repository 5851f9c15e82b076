"""What is to be taught in the week of a school, what must hold for its timetable, and the searches for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.places.public import Room
from santong.domains.campus.timetable.public import LONGEST_GROUP, LONGEST_SUBJECT, MOST_PERIODS, Slot
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel, SoftDeletedModel

VIEW, CHANGE = "teaching_plans.view", "teaching_plans.change"
MOST_LESSONS = 30
MOST_DOUBLES = 5
LONGEST_SEARCH = 30 * 60
ORGANISATION = "organisations.Organisation"


class PlanLine(SoftDeletedModel):
    """How many lessons of a subject a grade, or one class otherwise than its grade, has in a week.

    `path` is that of the place. Two of the lessons make one for each of `doubles`. `joined` classes of a grade have
    them together. A line with a `group` (its key, 0 for none) is about a teaching group alone.
    """

    school = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("school"))
    place = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("grade or class"))
    path = PathField(editable=False)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    lessons = models.PositiveSmallIntegerField(
        _("lessons a week"), validators=[MinValueValidator(1), MaxValueValidator(MOST_LESSONS)]
    )
    doubles = models.PositiveSmallIntegerField(
        _("double lessons a week"), default=0, validators=[MaxValueValidator(MOST_DOUBLES)]
    )
    rhythm = models.CharField(_("rhythm of weeks"), max_length=5, choices=Slot.Rhythm, default=Slot.Rhythm.EVERY)
    room_kind = models.CharField(_("kind of room needed"), max_length=12, choices=Room.Kind, blank=True)
    joined = models.BooleanField(_("all classes together"), default=False)
    group = models.PositiveIntegerField(_("key of the teaching group"), default=0, editable=False)
    group_name = models.CharField(_("teaching group"), max_length=LONGEST_GROUP, blank=True, editable=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("line of a teaching plan")
        verbose_name_plural = _("teaching plans")
        indexes = [models.Index(fields=["path", "id"], name="plan_line_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "subject", "rhythm", "group"],
                condition=Q(removed_at=None),
                name="plan_line_once",
                violation_error_message=_("The plan has this subject there already. Change that line."),
            ),
            models.CheckConstraint(
                condition=Q(lessons__gte=F("doubles") * 2),
                name="plan_line_doubles_fit",
                violation_error_message=_("A double lesson is two lessons. Enter more lessons, or fewer double ones."),
            ),
        ]

    def __str__(self) -> str:
        return self.group_name or self.subject

    @property
    def audit_name(self) -> str:
        """Where it belongs, and the subject."""
        return f"{self.place} {self.group_name or self.subject}"


class Rule(SoftDeletedModel):
    """What must or should hold for the timetable of a school; `sentences.py` says it in words.

    It is about a place (all of the school without one), a subject, a teacher or a kind of room, as far as they are
    named. `weekdays` and `periods` are numbers joined by commas; empty means all.
    """

    class Kind(models.TextChoices):
        NOT_AT = "not_at", _("not at these times")
        ONLY_AT = "only_at", _("only at these times")
        MOST_AT = "most_at", _("at most so many at these times of the week")
        MOST_A_DAY = "most_a_day", _("at most so many a day")
        SPREAD = "spread", _("spread over the days")
        NOT_SUCCESSIVE = "not_successive", _("not on successive days")
        NOT_AFTER = "not_after", _("not directly after another subject")
        TOGETHER = "together", _("at the same time in all these classes")
        MOST_AT_ONCE = "most_at_once", _("at most so many classes at one time")
        NO_GAPS = "no_gaps", _("free periods of classes at the end of the day")
        TEACHER_A_DAY = "teacher_a_day", _("each teacher at most so many lessons a day")
        TEACHER_IN_A_ROW = "teacher_in_a_row", _("each teacher at most so many lessons in a row")
        TEACHER_DAYS = "teacher_days", _("each teacher on at most so many days")
        TEACHER_FREE = "teacher_free", _("each teacher at least so many half days free")
        TEACHER_NOON = "teacher_noon", _("no teacher both directly before and after noon")
        TEACHERS_NOT_AT = "teachers_not_at", _("these teachers not at these times")
        ROOM_NOT_AT = "room_not_at", _("rooms of a kind not at these times")

    class Weight(models.TextChoices):
        MUST = "must", pgettext_lazy("weight of a rule", "must")
        IMPORTANT = "important", pgettext_lazy("weight of a rule", "important")
        GOOD = "good", pgettext_lazy("weight of a rule", "good")
        POSSIBLE = "possible", pgettext_lazy("weight of a rule", "if possible")

    TIMED = frozenset({Kind.NOT_AT, Kind.ONLY_AT, Kind.MOST_AT, Kind.TEACHERS_NOT_AT, Kind.ROOM_NOT_AT})
    NUMBERED = frozenset(
        {
            Kind.MOST_AT, Kind.MOST_A_DAY, Kind.MOST_AT_ONCE, Kind.TEACHER_A_DAY, Kind.TEACHER_IN_A_ROW,
            Kind.TEACHER_DAYS, Kind.TEACHER_FREE,
        }
    )  # fmt: skip
    OF_TEACHERS = frozenset(
        {
            Kind.TEACHER_A_DAY, Kind.TEACHER_IN_A_ROW, Kind.TEACHER_DAYS, Kind.TEACHER_FREE, Kind.TEACHER_NOON,
            Kind.TEACHERS_NOT_AT,
        }
    )  # fmt: skip

    school = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    place = models.ForeignKey(
        ORGANISATION, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grade or class")
    )
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    teacher = models.ForeignKey(
        "staff.Staff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("teacher")
    )
    kind = models.CharField(_("kind of rule"), max_length=16, choices=Kind)
    weekdays = models.CharField(_("weekdays"), max_length=20, blank=True)
    periods = models.CharField(_("lesson numbers"), max_length=60, blank=True)
    number = models.PositiveSmallIntegerField(
        _("how many"), null=True, blank=True, validators=[MaxValueValidator(MOST_PERIODS * 7)]
    )
    other_subject = models.CharField(_("other subject"), max_length=LONGEST_SUBJECT, blank=True)
    room_kind = models.CharField(_("kind of room"), max_length=12, choices=Room.Kind, blank=True)
    weight = models.CharField(_("weight"), max_length=9, choices=Weight, default=Weight.MUST)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("rule of the timetable")
        verbose_name_plural = _("rules of the timetable")
        indexes = [models.Index(fields=["path", "id"], name="timetable_rule_path")]

    def __str__(self) -> str:
        from santong.domains.campus.teaching_plans.sentences import sentence

        return sentence(self)

    @property
    def audit_name(self) -> str:
        """Its kind and subject, without names of people."""
        return f"{self.kind} {self.subject}"

    def days(self, all_days: Sequence[int]) -> list[int]:
        """The weekdays (1 is Monday) that it names, else all."""
        return numbers_in(self.weekdays) or list(all_days)

    def lessons(self, all_periods: Sequence[int]) -> list[int]:
        """The numbers of lessons that it names, else all."""
        return numbers_in(self.periods) or list(all_periods)


def numbers_in(text: str) -> list[int]:
    """The numbers of a text such as "1,2,5"."""
    return [int(each) for each in text.split(",") if each]


class Search(ScopedModel):
    """A search for a timetable: what it was told, how far it is, and the draft that it writes.

    `relaxed` are keys of rules that only should hold in this search. `curve` has pairs of seconds and costs, `report`
    what was in the way: `problems` before it began, `contradiction` with rules and about whom.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to begin")
        RUNNING = "running", _("Searching")
        DONE = "done", _("Search over")
        STOPPED = "stopped", _("Search stopped")
        IMPOSSIBLE = "impossible", _("Impossible as it is")
        FAILED = "failed", _("Search failed")

    GOING_ON = (State.WAITING, State.RUNNING)

    school = models.ForeignKey(ORGANISATION, models.PROTECT, related_name="+", verbose_name=_("school"))
    path = PathField(editable=False)
    name = models.CharField(_("name of the timetable"), max_length=40)
    since = models.DateField(_("holds from"))
    seconds = models.PositiveIntegerField(
        _("search for at most"), default=120, validators=[MinValueValidator(5), MaxValueValidator(LONGEST_SEARCH)]
    )
    seed = models.PositiveIntegerField(
        _("beginning number"), default=1, help_text=_("The same number finds the same timetables again.")
    )
    base = models.ForeignKey(
        "timetable.Timetable", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("begin with"), help_text=_("Its locked lessons stay where they are."),
    )  # fmt: skip
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.WAITING, editable=False)
    draft = models.ForeignKey("timetable.Timetable", models.SET_NULL, null=True, related_name="+", editable=False)
    relaxed = models.JSONField(default=list, editable=False)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    spent = models.FloatField(default=0.0, editable=False)
    missing = models.PositiveIntegerField(null=True, editable=False)
    cost = models.PositiveIntegerField(null=True, editable=False)
    curve = models.JSONField(default=list, editable=False)
    report = models.JSONField(default=dict, editable=False)
    job = models.UUIDField(null=True, editable=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("search for a timetable")
        verbose_name_plural = _("searches for a timetable")
        indexes = [models.Index(fields=["path", "id"], name="timetable_search_path")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_going_on(self) -> bool:
        """Whether it waits or searches."""
        return self.state in self.GOING_ON

    def note(self, **values: Any) -> None:
        """Write down how far it is; nobody's deed, so the audit record has no entry."""
        for name, value in values.items():
            setattr(self, name, value)
        type(self).objects.belonging_to(school=self.school).filter(pk=self.pk).update_quietly(**values)


class Move(ScopedModel):
    """What somebody moved in a draft by hand, to be taken back.

    `lessons` holds for each class the keys of two lessons that changed places, or of one that was moved; `was` for each
    the weekday and the period where the first one had been.
    """

    timetable = models.ForeignKey("timetable.Timetable", models.CASCADE, related_name="+")
    path = PathField(editable=False)
    person = models.ForeignKey("identity.Person", models.PROTECT, related_name="+")
    lessons = models.JSONField(default=list)
    was = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    scope = Scope(view=CHANGE)

    class Meta:
        verbose_name = _("move in a draft")
        verbose_name_plural = _("moves in drafts")
        indexes = [models.Index(fields=["timetable", "id"], name="timetable_move")]

    def __str__(self) -> str:
        return f"{self.timetable_id} {self.pk}"
