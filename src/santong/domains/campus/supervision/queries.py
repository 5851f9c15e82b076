"""Reads on supervised tasks: whom an assignment concerns, what waits, how far things are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.supervision.models import (
    ISSUE,
    LEAD,
    Assignment,
    AssignmentQuerySet,
    Assistant,
    Evidence,
    LogEntry,
    Milestone,
    SupervisedTask,
)
from santong.domains.platform.access.public import colleagues_at, holders_nearest
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import OFFICES, Organisation
from santong.kit.access import Viewer, below
from santong.kit.access.roles import roles_with
from santong.kit.agenda import Entry, all_day

State = Assignment.State
Kind = Organisation.Kind
UNITS = (*OFFICES, Kind.DEPARTMENT, Kind.RESEARCH_GROUP, Kind.GRADE)
"""Kinds of places that lead or assist: classes don't."""


def leads(viewer: Viewer, assignment: Assignment) -> bool:
    """Whether a viewer answers for an assignment: as the person named, or in charge of the leading place itself."""
    is_named = viewer.person_id is not None and viewer.person_id == assignment.person_id
    return is_named or assignment.path in viewer.paths(LEAD)


def led_by(viewer: Viewer) -> Q:
    """The assignments for which a viewer answers."""
    return Q(person_id=viewer.person_id) | Q(path__in=viewer.paths(LEAD))


def concerning(viewer: Viewer) -> AssignmentQuerySet:
    """The open assignments for which a viewer answers, or with which they help."""
    helps = Assistant.objects.numbers_only().filter(led_by(viewer)).values("task")
    rows = Assignment.objects.visible_to(viewer).filter(led_by(viewer) | Q(task__in=helps))
    assert isinstance(rows, AssignmentQuerySet)
    return rows.open()


def to_do(viewer: Viewer) -> AssignmentQuerySet:
    """The assignments that wait for a viewer's work."""
    rows = Assignment.objects.visible_to(viewer).filter(led_by(viewer), state=State.WORKING)
    assert isinstance(rows, AssignmentQuerySet)
    return rows


def to_accept(viewer: Viewer) -> AssignmentQuerySet:
    """Those reported as done to places where a viewer issues tasks."""
    return _issued_by(viewer).filter(state=State.REPORTED)


def to_extend(viewer: Viewer) -> AssignmentQuerySet:
    """Those for which such a place is asked for more time."""
    return _issued_by(viewer).filter(asked_due__isnull=False)


def _issued_by(viewer: Viewer) -> AssignmentQuerySet:
    rows = Assignment.objects.visible_to(viewer).filter(task__path__in=viewer.paths(ISSUE))
    assert isinstance(rows, AssignmentQuerySet)
    return rows


def answering(assignment: Assignment) -> list[int]:
    """The keys of those who answer for an assignment: the person named, else who is in charge of the place."""
    if assignment.person_id is not None:
        return [assignment.person_id]
    return holders_nearest(roles_with(LEAD), assignment.path)


def issuing(task: SupervisedTask) -> list[int]:
    """The keys of those to whom leads report: who wrote the task, else whoever issues tasks at its place."""
    return [task.person_id] if task.person_id else holders_nearest(roles_with(ISSUE), task.path)


def people(keys: Iterable[int]) -> list[Person]:
    """People by key, for telling them something."""
    return list(Person.objects.noted(sorted(set(keys))).order_by("pk"))


def units_below(path: str) -> QuerySet[Organisation]:
    """The open places at and below a path that may lead a task or assist."""
    rows = Organisation.objects.open_to_everyone().filter(below("path", path), kind__in=UNITS)
    return rows.open_on(timezone.localdate())  # type: ignore[attr-defined,no-any-return]


def works_at(person: Person, place: Organisation) -> bool:
    """Whether somebody serves at a place, or at the school or office around it."""
    return colleagues_at([place.path]).filter(pk=person.pk).exists()


@dataclass(frozen=True)
class Step:
    """A milestone of an assignment, with the entry that says it was reached (None: it wasn't)."""

    milestone: Milestone
    entry: LogEntry | None

    @property
    def tone(self) -> str:
        """Its colour: done, late, or neither."""
        return "ok" if self.entry else "bad" if self.milestone.is_late else ""


def steps_of(assignment: Assignment) -> list[Step]:
    """The milestones of an assignment in order."""
    reached = LogEntry.objects.belonging_to(assignment=assignment).filter(milestone__isnull=False)
    entries = {entry.milestone_id: entry for entry in reached}
    rows = Milestone.objects.belonging_to(task=assignment.task)
    return [Step(row, entries.get(row.pk)) for row in rows.order_by("due", "pk")]


def unreached(assignment: Assignment) -> list[Milestone]:
    """The milestones that an assignment hasn't reached yet."""
    return [step.milestone for step in steps_of(assignment) if step.entry is None]


def log_of(assignment: Assignment) -> list[LogEntry]:
    """What happened to an assignment, the latest first, with its evidence."""
    rows = LogEntry.objects.belonging_to(assignment=assignment).select_related("person", "milestone")
    evidence = Prefetch("evidence", Evidence.objects.belonging_to(entry__assignment=assignment))
    return list(rows.prefetch_related(evidence).order_by("-pk"))


def readable_through_evidence(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Of these files the evidence of assignments that the viewer sees."""
    seen, own = Assignment.objects.visible_to(viewer), Assignment.objects.of_acting(viewer)
    rows = Evidence.objects.numbers_only().filter(
        Q(entry__assignment__in=seen.values("pk")) | Q(entry__assignment__in=own.values("pk")), file_id__in=file_ids
    )
    return list(rows.values_list("file_id", flat=True))


def entries_of(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """The due dates and milestones of what concerns a viewer, for their calendar."""
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    open_rows = concerning(viewer)
    for row in open_rows.filter(due__gte=first, due__lte=last).select_related("task", "organisation"):
        yield _entry(f"due-{row.pk}", _("Due: %(title)s") % {"title": row.task.title}, row.due, row)
    yield from _milestone_entries(open_rows, first, last)


def _milestone_entries(rows: AssignmentQuerySet, first: date, last: date) -> Iterator[Entry]:
    found = list(rows.filter(task__milestones__due__gte=first, task__milestones__due__lte=last)
                 .select_related("task", "organisation").distinct())  # fmt: skip
    if not found:
        return
    tasks = {row.task_id: row for row in found}
    reached = LogEntry.objects.numbers_only().filter(milestone=OuterRef("pk"), assignment__in=[row.pk for row in found])
    stones = Milestone.objects.belonging_to(task__in=[row.task for row in found])
    for stone in stones.filter(~Exists(reached), due__gte=first, due__lte=last).order_by("due", "pk"):
        row = tasks[stone.task_id]
        title = _("%(milestone)s: %(title)s") % {"milestone": stone.title, "title": row.task.title}
        yield _entry(f"milestone-{stone.pk}", title, stone.due, row)


def _entry(key: str, title: str, day: date, row: Assignment) -> Entry:
    url = reverse("supervision:supervision-detail", args=[row.pk])
    return all_day(key, title, day, day, url=url, where=str(row.organisation))


@dataclass(frozen=True)
class Numbers:
    """What stands above the list: in work, overdue, settled this year, and after how many days (the median)."""

    working: int
    overdue: int
    settled: int
    median_days: int | None


def numbers_of(rows: AssignmentQuerySet) -> Numbers:
    """How things stand among some assignments."""
    year = timezone.localdate().year
    settled = rows.filter(state=State.CLOSED, closed_on__year=year, task__issued_on__isnull=False)
    days = sorted((done - begun).days for done, begun in settled.values_list("closed_on", "task__issued_on"))
    return Numbers(rows.open().count(), rows.overdue().count(), len(days), _median(days))


def _median(days: Sequence[int]) -> int | None:
    return days[len(days) // 2] if days else None
