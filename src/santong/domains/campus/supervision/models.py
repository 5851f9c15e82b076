"""Supervised tasks: what a place wants reached, who leads it where, by which milestones, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.kit.access import NOTHING, Leader, Scope, Through, Viewer
from santong.kit.models import PathField, ScopedModel, ScopedQuerySet

VIEW, ISSUE, LEAD, TAKE_PART = (
    "supervision.view", "supervision.issue", "supervision.lead", "supervision.take_part",
)  # fmt: skip
SOON = timedelta(days=7)
"""What is due within this time is shown as due soon."""


class SupervisedTask(ScopedModel):
    """What a bureau or school has decided, and has others reach by `due`. `path` is the issuing place's.

    A draft shows to the issuing place alone. Whether a task is done stands at its assignments, one for each lead.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ISSUED = "issued", pgettext_lazy("supervised task", "Issued")
        WITHDRAWN = "withdrawn", _("Called off")

    class Source(models.TextChoices):
        MEETING = "meeting", _("A meeting")
        DOCUMENT = "document", _("A document")
        INSPECTION = "inspection", _("An inspection")
        INSTRUCTION = "instruction", _("A leader's instruction")
        OTHER = "other", _("Something else")

    issuer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("task issued by")
    )
    path = PathField(editable=False)
    title = models.CharField(_("what is to be done"), max_length=80)
    aim = models.TextField(_("what is to be reached"), max_length=2000)
    source = models.CharField(_("where it comes from"), max_length=12, choices=Source, default=Source.MEETING)
    source_words = models.CharField(_("which one"), max_length=120, blank=True)
    source_link = models.URLField(_("link to it"), max_length=300, blank=True)
    due = models.DateField(_("due"))
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.DRAFT)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("drafted by"),
    )  # fmt: skip
    issued_on = models.DateField(_("issued on"), null=True, editable=False)

    scope = Scope(view=VIEW)

    class Meta:
        verbose_name = _("supervised task")
        verbose_name_plural = _("supervised tasks")
        indexes = [models.Index(fields=["path", "due"], name="supervised_path")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_on__isnull=False), name="supervised_issued_on_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_name(self) -> str:
        """Its key: what it is about may name somebody."""
        return f"supervised task {self.pk}"


@dataclass(frozen=True)
class Taking(Scope):
    """Issued assignments show to those in charge of the leading place, above it, and of the assisting places."""

    def rows(self, viewer: Viewer, permission: str | None = None) -> Q:
        if permission not in (None, self.view):
            return NOTHING
        return (super().rows(viewer, permission) | self._assisted(viewer)) & ISSUED

    def _assisted(self, viewer: Viewer) -> Q:
        return Q(task__in=_assisting(Q(path__in=viewer.paths(LEAD))).values("task"))


@dataclass(frozen=True)
class Entrusted(Leader):
    """Issued assignments show to the person who answers for them, and to those who answer for assisting places."""

    def own(self, viewer: Viewer) -> Q:
        if viewer.person_id is None:
            return NOTHING
        helps = Q(task__in=_assisting(Q(person=viewer.person_id)).values("task"))
        return (super().own(viewer) | helps) & ISSUED


def _assisting(which: Q) -> models.QuerySet:
    """The rows of assisting places, for narrowing assignments down."""
    return apps.get_model("supervision.Assistant")._base_manager.filter(which).order_by()


ISSUED = ~Q(state="planned")


class AssignmentQuerySet(ScopedQuerySet):
    """Chains on assignments."""

    def open(self) -> AssignmentQuerySet:
        """Those that aren't settled yet."""
        return self.filter(state__in=Assignment.OPEN)

    def overdue(self) -> AssignmentQuerySet:
        """Those that should be done by now; what was reported done waits for the issuer alone."""
        return self.filter(state=Assignment.State.WORKING, due__lt=timezone.localdate())

    def due_soon(self) -> AssignmentQuerySet:
        """Those due within a week from today."""
        today = timezone.localdate()
        return self.filter(state=Assignment.State.WORKING, due__gte=today, due__lte=today + SOON)

    def with_progress(self) -> AssignmentQuerySet:
        """With `all_steps`, `done_steps` and the latest words in `says`."""
        milestones = Milestone.objects.numbers_only().filter(task=OuterRef("task")).order_by().values("task")
        entries = LogEntry.objects.numbers_only().filter(assignment=OuterRef("pk"))
        done = entries.filter(milestone__isnull=False).order_by().values("assignment")
        last = entries.filter(kind__in=LogEntry.SAYING).exclude(words="").order_by("-pk")
        return self.annotate(
            all_steps=Coalesce(Subquery(milestones.annotate(n=Count("pk")).values("n")), 0),
            done_steps=Coalesce(Subquery(done.annotate(n=Count("pk")).values("n")), 0),
            says=Subquery(last.values("words")[:1]),
        )


class Assignment(ScopedModel):
    """What one place leads of a task, with a state and a date of its own. `path` is the leading place's.

    `first_due` is the date that it was given with, `due` the one in force, `asked_due` one that is asked for and not
    decided. That it is overdue is worked out from the date and never written.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Not issued yet")
        WORKING = "working", _("Being worked on")
        REPORTED = "reported", _("Reported as done")
        CLOSED = "closed", pgettext_lazy("supervised task", "Settled")
        WITHDRAWN = "withdrawn", _("Called off")

    OPEN = (State.WORKING, State.REPORTED)

    task = models.ForeignKey(
        SupervisedTask, models.CASCADE, related_name="assignments", verbose_name=_("supervised task")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("leads it")
    )
    path = PathField(editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("answers for it"),
    )  # fmt: skip
    state = models.CharField(_("status"), max_length=9, choices=State, default=State.PLANNED)
    first_due = models.DateField(_("first due"), editable=False)
    due = models.DateField(_("due"))
    asked_due = models.DateField(_("extension until"), null=True, editable=False)
    closed_on = models.DateField(_("settled on the day"), null=True, editable=False)

    objects = AssignmentQuerySet.as_manager()  # type: ignore[assignment]
    scope = Taking(view=VIEW) | Entrusted(view=VIEW, owner="person_id")

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [
            models.Index(fields=["path", "due"], name="assignment_path"),
            models.Index(fields=["person", "state"], name="assignment_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "organisation"],
                name="assignment_once",
                violation_error_message=_("This place leads the task already."),
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
                name="assignment_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(asked_due=None) | Q(state="working", asked_due__gt=F("due")),
                name="assignment_asks_for_later",
            ),
        ]

    def __str__(self) -> str:
        return self.task.title

    @property
    def audit_name(self) -> str:
        """Its key: what it is about may name somebody."""
        return f"assignment {self.pk}"

    @property
    def is_overdue(self) -> bool:
        """Whether it should be done by now."""
        return self.days_late > 0

    @property
    def days_late(self) -> int:
        """By how many days it is late; what was reported counts no further, nor does what is settled."""
        if self.state != self.State.WORKING:
            return 0
        return max((timezone.localdate() - self.due).days, 0)

    @property
    def days_left(self) -> int | None:
        """How many days are left, where that is a week at most and it is being worked on."""
        left = (self.due - timezone.localdate()).days
        return left if self.state == self.State.WORKING and 0 <= left <= SOON.days else None

    @property
    def was_put_off(self) -> bool:
        """Whether its date is no longer the first one."""
        return self.due != self.first_due


class Assistant(ScopedModel):
    """A place that helps with all of a task, with the person who answers for that. `path` is the place's."""

    task = models.ForeignKey(SupervisedTask, models.CASCADE, related_name="assistants")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("assists")
    )
    path = PathField(editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("answers for it"),
    )  # fmt: skip

    scope = Through(view=VIEW, parent="task", of="supervision.SupervisedTask")

    class Meta:
        verbose_name = _("assisting place")
        verbose_name_plural = _("assisting places")
        constraints = [models.UniqueConstraint(fields=["task", "organisation"], name="assistant_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.path}"

    @property
    def audit_name(self) -> str:
        return f"assisting place of task {self.task_id}"


class Milestone(ScopedModel):
    """A step on the way of a task, the same for all leads, with the day by which it is to be done."""

    task = models.ForeignKey(SupervisedTask, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=60)
    due = models.DateField(_("to be reached by"))

    scope = Through(view=VIEW, parent="task", of="supervision.SupervisedTask")

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("due", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "title"],
                name="milestone_once",
                violation_error_message=_("The task has a milestone of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether its day has passed; whoever asks knows that it isn't done."""
        return self.due < timezone.localdate()


class LogEntry(ScopedModel):
    """What happened to an assignment, in the words of whoever did it. `milestone` is the one that was reached.

    `old_due` and `new_due` are the dates that an extension is about.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("Progress report")
        MILESTONE = "milestone", _("Milestone reached")
        ASKED = "asked", _("Asked for an extension")
        GRANTED = "granted", _("Extension granted")
        REFUSED = "refused", _("Extension refused")
        DONE = "done", _("Reported as done")
        ACCEPTED = "accepted", pgettext_lazy("supervised task", "Settled")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Called off")
        REOPENED = "reopened", _("Opened again")
        REMINDED = "reminded", _("System reminder")
        PASSED_ON = "passed_on", _("Passed on")

    SAYING = (Kind.PROGRESS, Kind.MILESTONE, Kind.DONE, Kind.RETURNED)

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="log")
    kind = models.CharField(_("kind of entry"), max_length=9, choices=Kind)
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, related_name="reached")
    words = models.CharField(_("what was said"), max_length=300, blank=True)
    old_due = models.DateField(null=True)
    new_due = models.DateField(null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    day = models.DateField(_("day"), default=timezone.localdate)

    scope = Through(view=VIEW, parent="assignment", of="supervision.Assignment")

    class Meta:
        verbose_name = _("what happened to an assignment")
        verbose_name_plural = _("what happened to assignments")
        constraints = [models.UniqueConstraint(fields=["assignment", "milestone"], name="milestone_reached_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.assignment_id}"

    @property
    def audit_name(self) -> str:
        return f"entry of assignment {self.assignment_id}"


class Evidence(ScopedModel):
    """A file that shows what was done."""

    entry = models.ForeignKey(LogEntry, models.CASCADE, related_name="evidence")
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+", verbose_name=_("file"))

    scope = Through(view=VIEW, parent="entry", of="supervision.LogEntry")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["entry", "file"], name="evidence_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.file_id}"


def default_due() -> date:
    """The day that the form for a new task proposes."""
    return timezone.localdate() + timedelta(days=14)
