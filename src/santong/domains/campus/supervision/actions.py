"""Writes on supervised tasks: put together, issued, led, reported, settled.

Every step of an assignment leaves an entry in its log, and is taken back together with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.supervision.models import (
    ISSUE,
    Assignment,
    Assistant,
    Evidence,
    LogEntry,
    Milestone,
    SupervisedTask,
)
from santong.domains.campus.supervision.queries import leads, people, units_below, unreached, works_at
from santong.domains.campus.supervision.telling import tell_given, tell_of, untell
from santong.domains.platform.files.public import File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Whoever, step

TaskState, State, Kind = SupervisedTask.State, Assignment.State, LogEntry.Kind
ISSUER = Holds(ISSUE, at="task.path")
LEADER = Whoever(leads)
OPEN_TASKS = (TaskState.DRAFT, TaskState.ISSUED)


@step(SupervisedTask, "supervision.add_lead", who=Holds(ISSUE), sources=OPEN_TASKS)
def add_lead(
    *, acting: Viewer, task: SupervisedTask, organisation: Organisation, person: Person | None = None
) -> list[int]:
    """Let a place lead the task, with the person who answers for it; needed where nobody is in charge there."""
    _demand_colleague(person, organisation)
    if _leading(task).filter(organisation=organisation).exists():
        raise NotPossible(_("This place leads the task already."), field="organisation")
    return _give(task, [organisation], person)


@step(SupervisedTask, "supervision.add_group", who=Holds(ISSUE), sources=OPEN_TASKS)
def add_group(*, acting: Viewer, task: SupervisedTask, place: Organisation, kind: str) -> list[int]:
    """Let all places of a kind below a place lead the task, each on its own; those that do already stay as they are."""
    if not place.path.startswith(task.path):
        raise NotPossible(_("Only places at or below the issuing one can be chosen."), field="place")
    known = set(_leading(task).values_list("organisation_id", flat=True))
    found = [each for each in units_below(place.path) if each.kind == kind and each.pk not in known]
    if not found:
        raise NotPossible(_("There is no such place that doesn't lead the task already."), field="place")
    return _give(task, found, None)


def _leading(task: SupervisedTask) -> Any:
    return Assignment.objects.belonging_to(task=task)


def _give(task: SupervisedTask, places: Sequence[Organisation], person: Person | None) -> list[int]:
    if any(not place.path.startswith(task.path) for place in places):
        raise NotPossible(_("Only places at or below the issuing one can be chosen."), field="organisation")
    state = State.WORKING if task.state == TaskState.ISSUED else State.PLANNED
    rows = Assignment.objects.bulk_create(
        Assignment(
            task=task, organisation=place, path=place.path, person=person, state=state, first_due=task.due, due=task.due
        )
        for place in places
    )
    if state == State.WORKING:
        tell_given(rows)
    return [row.pk for row in rows]


@add_lead.back
@add_group.back
def _take_leads_out(acting: Viewer, task: SupervisedTask, keys: list[int]) -> None:
    """As long as nothing has happened there."""
    rows = Assignment.objects.noted(keys)
    if rows.exclude(state__in=(State.PLANNED, State.WORKING)).exists() or rows.filter(log__isnull=False).exists():
        raise NotPossible(_("Work on it has begun. Withdraw it there instead."))
    rows.delete()


@step(SupervisedTask, "supervision.add_assistant", who=Holds(ISSUE), sources=OPEN_TASKS)
def add_assistant(
    *, acting: Viewer, task: SupervisedTask, organisation: Organisation, person: Person | None = None
) -> int:
    """Let a place assist with the task."""
    _demand_colleague(person, organisation)
    if Assistant.objects.belonging_to(task=task).filter(organisation=organisation).exists():
        raise NotPossible(_("This place assists already."), field="organisation")
    return Assistant.objects.create(task=task, organisation=organisation, path=organisation.path, person=person).pk


@add_assistant.back
def _take_assistant_out(acting: Viewer, task: SupervisedTask, key: int) -> None:
    Assistant.objects.noted([key]).delete()


def _demand_colleague(person: Person | None, place: Organisation) -> None:
    if person is not None and not works_at(person, place):
        text = _("%(person)s doesn't work at %(place)s. Choose somebody who does, or leave it empty.")
        raise NotPossible(text % {"person": person, "place": place}, field="person")


@step(SupervisedTask, "supervision.add_milestone", who=Holds(ISSUE), sources=OPEN_TASKS)
def add_milestone(*, acting: Viewer, task: SupervisedTask, title: str, due: date) -> int:
    """Name a step on the way, for all leads."""
    if due > task.due:
        raise NotPossible(_("That is later than the task is due. Choose an earlier day."), field="due")
    if Milestone.objects.belonging_to(task=task).filter(title=title).exists():
        raise NotPossible(_("The task has a milestone of this name already."), field="title")
    return Milestone.objects.create(task=task, title=title, due=due).pk


@add_milestone.back
def _take_milestone_out(acting: Viewer, task: SupervisedTask, key: int) -> None:
    _demand_unreached(key)
    Milestone.objects.noted([key]).delete()


def _demand_unreached(key: int) -> None:
    if LogEntry.objects.noted([key], by="milestone").exists():
        raise NotPossible(_("Somebody has reached this milestone already. It stays."))


@step(SupervisedTask, "supervision.take_out", who=Holds(ISSUE), sources=(TaskState.DRAFT,), saves=False)
def take_out(*, acting: Viewer, task: SupervisedTask, part: Assignment | Assistant | Milestone) -> None:
    """Take a lead, an assisting place or a milestone out of a draft."""
    part.delete()


def _has_no_lead(acting: Viewer, task: SupervisedTask) -> bool:
    return not _leading(task).exists()


@step(
    SupervisedTask, "supervision.issue", who=Holds(ISSUE), sources=(TaskState.DRAFT,), target=TaskState.ISSUED,
    unless=(Condition(_has_no_lead, gettext_lazy("Nobody leads it yet. Add a place that does.")),),
)  # fmt: skip
def issue(*, acting: Viewer, task: SupervisedTask) -> None:
    """Give it to all leads at once, and tell them."""
    if task.due < timezone.localdate():
        raise NotPossible(_("The day on which it is due has passed. Edit it and set a later one."))
    task.issued_on = timezone.localdate()
    rows = list(_leading(task).select_related("task").order_by("pk"))
    for row in rows:
        row.state, row.due, row.first_due = State.WORKING, task.due, task.due
    Assignment.objects.bulk_save(rows, ["state", "due", "first_due"])
    tell_given(rows)
    _tell_assistants(task)


def _tell_assistants(task: SupervisedTask) -> None:
    keys = Assistant.objects.belonging_to(task=task).filter(person__isnull=False).values_list("person_id", flat=True)
    title = gettext_lazy("You assist with a supervised task.")
    tell(people(keys), title, text=task.title)


@step(
    SupervisedTask, "supervision.withdraw_task", who=Holds(ISSUE), sources=OPEN_TASKS, target=TaskState.WITHDRAWN,
)  # fmt: skip
def withdraw_task(*, acting: Viewer, task: SupervisedTask, reason: str) -> None:
    """Withdraw it from all who lead it; what is settled stays settled."""
    rows = _leading(task).select_related("task").exclude(state__in=(State.CLOSED, State.WITHDRAWN))
    for row in rows.order_by("pk"):
        if row.state == State.PLANNED:
            row.delete()
        else:
            withdraw(acting=acting, assignment=row, reason=reason)


def _log(
    acting: Viewer, row: Assignment, kind: LogEntry.Kind, words: str = "", files: Iterable[File] = (), **more: Any
) -> int:
    entry = LogEntry.objects.create(assignment=row, kind=kind, words=words.strip(), person_id=acting.person_id, **more)
    Evidence.objects.bulk_create(Evidence(entry=entry, file=file) for file in files)
    tell_of(entry)
    return entry.pk


def _forget(acting: Viewer, row: Assignment, entry: int) -> None:
    """Take an entry out of the log together with the step that made it, and what was told of it back."""
    LogEntry.objects.noted([entry]).delete()
    untell(entry)


@step(Assignment, "supervision.report", who=LEADER, sources=(State.WORKING,))
def report(*, acting: Viewer, assignment: Assignment, words: str, files: Sequence[File] = ()) -> int:
    """Say in a few words how far things are."""
    return _log(acting, assignment, Kind.PROGRESS, words, files)


@step(Assignment, "supervision.reach", who=LEADER, sources=(State.WORKING,))
def reach(
    *, acting: Viewer, assignment: Assignment, milestone: Milestone, words: str = "", files: Sequence[File] = ()
) -> int:
    """Say that a milestone is reached."""
    if milestone not in unreached(assignment):
        raise NotPossible(_("This milestone is reached already."), field="milestone")
    return _log(acting, assignment, Kind.MILESTONE, words, files, milestone=milestone)


def _asks_already(acting: Viewer, assignment: Assignment) -> bool:
    return assignment.asked_due is not None


def _asks_nothing(acting: Viewer, assignment: Assignment) -> bool:
    return assignment.asked_due is None


WAITS = Condition(_asks_already, gettext_lazy("More time is asked for already, and not decided yet."))
ASKS_NOTHING = Condition(_asks_nothing, gettext_lazy("Nobody asks for more time."))


@step(Assignment, "supervision.ask_extension", who=LEADER, sources=(State.WORKING,), unless=(WAITS,))
def ask_extension(*, acting: Viewer, assignment: Assignment, until: date, reason: str) -> int:
    """Ask the issuing place for a later date."""
    if until <= assignment.due or until < timezone.localdate():
        raise NotPossible(_("Choose a day after today and after the one in force."), field="until")
    assignment.asked_due = until
    return _log(acting, assignment, Kind.ASKED, reason, old_due=assignment.due, new_due=until)


@step(Assignment, "supervision.grant_extension", who=ISSUER, sources=(State.WORKING,), unless=(ASKS_NOTHING,))
def grant_extension(*, acting: Viewer, assignment: Assignment, words: str = "") -> int:
    """Let the date that was asked for be in force; the old one stays in the log."""
    old, new = assignment.due, assignment.asked_due
    assert new is not None
    assignment.due, assignment.asked_due = new, None
    return _log(acting, assignment, Kind.GRANTED, words, old_due=old, new_due=new)


@step(Assignment, "supervision.refuse_extension", who=ISSUER, sources=(State.WORKING,), unless=(ASKS_NOTHING,))
def refuse_extension(*, acting: Viewer, assignment: Assignment, reason: str) -> int:
    """Leave the date as it is."""
    asked, assignment.asked_due = assignment.asked_due, None
    return _log(acting, assignment, Kind.REFUSED, reason, old_due=assignment.due, new_due=asked)


def _has_milestones_left(acting: Viewer, assignment: Assignment) -> str:
    left = unreached(assignment)
    if not left:
        return ""
    return _("The milestone “%(title)s” isn't reached yet. Say first that it is.") % {"title": left[0].title}


@step(
    Assignment, "supervision.report_done", who=LEADER, sources=(State.WORKING,), target=State.REPORTED,
    unless=(WAITS, _has_milestones_left),
)  # fmt: skip
def report_done(*, acting: Viewer, assignment: Assignment, words: str, files: Sequence[File] = ()) -> int:
    """Say that it is done, with what shows it; the issuing place settles it."""
    return _log(acting, assignment, Kind.DONE, words, files)


@step(Assignment, "supervision.accept", who=ISSUER, sources=(State.REPORTED,), target=State.CLOSED)
def accept(*, acting: Viewer, assignment: Assignment, words: str = "") -> int:
    """Settle it."""
    assignment.closed_on = timezone.localdate()
    return _log(acting, assignment, Kind.ACCEPTED, words)


@step(Assignment, "supervision.return", who=ISSUER, sources=(State.REPORTED,), target=State.WORKING)
def return_to_lead(*, acting: Viewer, assignment: Assignment, reason: str) -> int:
    """Say what is missing; the date stays as it is."""
    return _log(acting, assignment, Kind.RETURNED, reason)


@step(
    Assignment, "supervision.withdraw", who=ISSUER, sources=(State.WORKING, State.REPORTED), target=State.WITHDRAWN,
)  # fmt: skip
def withdraw(*, acting: Viewer, assignment: Assignment, reason: str) -> int:
    """Say that it needn't be done any more."""
    assignment.asked_due = None
    return _log(acting, assignment, Kind.WITHDRAWN, reason)


def _is_withdrawn(acting: Viewer, assignment: Assignment) -> bool:
    return bool(assignment.task.state == TaskState.WITHDRAWN)


WITHDRAWN = Condition(_is_withdrawn, gettext_lazy("The whole task was withdrawn."))


@step(
    Assignment, "supervision.reopen", who=ISSUER, sources=(State.CLOSED, State.WITHDRAWN), target=State.WORKING,
    unless=(WITHDRAWN,),
)  # fmt: skip
def reopen(*, acting: Viewer, assignment: Assignment, reason: str) -> int:
    """Let it be worked on again."""
    assignment.closed_on = None
    return _log(acting, assignment, Kind.REOPENED, reason)


@step(Assignment, "supervision.pass_on", who=LEADER | ISSUER, sources=(State.WORKING,))
def pass_on(*, acting: Viewer, assignment: Assignment, person: Person) -> int:
    """Let somebody of the leading place answer for it."""
    _demand_colleague(person, assignment.organisation)
    assignment.person = person
    return _log(acting, assignment, Kind.PASSED_ON, person.name)


for each in (report, reach, ask_extension, grant_extension, refuse_extension, report_done, accept, return_to_lead,
             withdraw, reopen, pass_on):  # fmt: skip
    each.back(_forget)
