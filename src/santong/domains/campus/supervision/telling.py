"""What people are told about supervised tasks. Titles name nobody; which task it is stands in the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision.models import Assignment, LogEntry
from santong.domains.campus.supervision.queries import answering, issuing, people
from santong.domains.platform.notices.public import take_back_told, tell
from santong.kit.audit import named
from santong.kit.jobs.public import job
from santong.kit.registry import Label

Kind = LogEntry.Kind
REMIND_BEFORE = timedelta(days=3)
"""How long before its date a lead is reminded, once."""

TO_ISSUER: dict[str, Label] = {
    Kind.ASKED: _("More time is asked for a supervised task."),
    Kind.DONE: _("A supervised task was reported as done."),
}
TO_LEAD: dict[str, Label] = {
    Kind.GRANTED: _("You have more time for a supervised task."),
    Kind.REFUSED: _("The date of a supervised task stays as it is."),
    Kind.ACCEPTED: _("A supervised task is settled."),
    Kind.RETURNED: _("A supervised task was returned to you."),
    Kind.WITHDRAWN: _("A supervised task was withdrawn."),
    Kind.REOPENED: _("A supervised task is open again."),
    Kind.PASSED_ON: _("A supervised task was passed on to you."),
}


def tell_of(entry: LogEntry) -> None:
    """Tell the other side what happened; progress and milestones are read on the page."""
    row = entry.assignment
    if title := TO_ISSUER.get(entry.kind):
        readers = issuing(row.task)
    elif title := TO_LEAD.get(entry.kind):
        readers = answering(row)
    else:
        return
    others = [key for key in readers if key != entry.person_id]
    text = "\n".join(part for part in (row.task.title, entry.words) if part)
    tell(people(others), title, text=text, address=_page_of(row), key=_key(entry.pk))


def untell(entry: int) -> None:
    """Withdraw what was told of an entry that was taken back."""
    take_back_told(_key(entry))


def tell_given(rows: Sequence[Assignment]) -> None:
    """Tell the leads of a task that was issued what it is: one notice for all of them."""
    if not rows:
        return
    task = rows[0].task
    readers = {key for row in rows for key in answering(row)} - {task.person_id}
    own = f"{reverse('supervision:supervision')}?task={task.pk}"
    address = _page_of(rows[0]) if len(rows) == 1 else own
    words = {"day": task.due.isoformat()}
    tell(people(readers), _("A supervised task is yours to lead, due %(day)s."), words=words, text=task.title,
         address=address)  # fmt: skip


@job(title=_("Remind of supervised tasks"))
def remind_of_due() -> None:
    """Remind whoever leads what is due in three days; once for each date."""
    today = timezone.localdate()
    rows = Assignment.objects.by_installation().filter(
        state=Assignment.State.WORKING, due__gte=today, due__lte=today + REMIND_BEFORE
    )
    for row in rows.select_related("task").order_by("pk"):
        _remind(row)


def _remind(row: Assignment) -> None:
    reminded = LogEntry.objects.by_installation().filter(assignment=row, kind=Kind.REMINDED, new_due=row.due)
    if reminded.exists():
        return
    with named("supervision.remind"):
        LogEntry.objects.create(assignment=row, kind=Kind.REMINDED, new_due=row.due)
        tell(
            people(answering(row)),
            _("A supervised task is due %(day)s."),
            words={"day": row.due.isoformat()},
            text=row.task.title,
            address=_page_of(row),
            key=f"supervision-due-{row.pk}-{row.due}",
        )


def _page_of(row: Assignment) -> str:
    return reverse("supervision:supervision-detail", args=[row.pk])


def _key(entry: int) -> str:
    return f"supervision-{entry}"
