"""What people are told about reports; which report it is stands in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.reports.models import CONFIRM, Report, Round
from santong.domains.governance.reports.queries import confirming
from santong.domains.platform.access.public import holders_nearest
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import WAITING, is_working_time, tell
from santong.kit.access.roles import roles_with
from santong.kit.audit import named
from santong.kit.jobs.public import job

REMIND_DAYS = 3
"""Days before the last one on which places are reminded that haven't confirmed, once."""


def page_of(report: Report) -> str:
    """The page of a report."""
    return reverse("reports:report", args=[report.pk])


def _round_page(row: Round) -> str:
    return reverse("reports:round", args=[row.pk])


def _people_of(paths: Iterable[str]) -> list[Person]:
    keys = {key for path in sorted(set(paths)) for key in holders_nearest(roles_with(CONFIRM), path)}
    return list(Person.objects.noted(sorted(keys)).order_by("pk"))


def tell_opened(row: Round, reports: Sequence[Report]) -> None:
    """Tell those who confirm for places that a report is filled: one notice for all of them."""
    people = _people_of(each.path for each in reports if each.part == Report.Part.OWN)
    tell(
        people, _("A report is filled and waits to be confirmed until %(day)s."), words={"day": row.due.isoformat()},
        text=str(row), address=_round_page(row), key=f"report-round-{row.pk}", kind=WAITING,
    )  # fmt: skip


def tell_returned(report: Report, person: int | None) -> None:
    """Tell those who confirm for a place that its report came back, and why."""
    readers = [each for each in confirming(report.path) if each.pk != person]
    text = "\n".join((str(report), report.returned_because))
    tell(readers, _("A report was sent back to you."), text=text, address=page_of(report), kind=WAITING)


def tell_corrected(report: Report, above: Report, person: int | None) -> None:
    """Tell those who sum a report up that there is a new edition of it."""
    readers = [each for each in confirming(above.path) if each.pk != person]
    tell(readers, _("A confirmed report was corrected."), text=str(report), address=page_of(report))


@job(title=_("Remind of reports to confirm"))
def remind() -> int:
    """Remind the places that haven't confirmed, once, in working hours, when few days are left; how many places."""
    today = timezone.localdate()
    found = 0
    rows = Round.objects.by_installation().filter(due__gte=today, reminded_on=None).select_related("template")
    for row in rows.order_by("pk"):
        if (row.due - today).days <= REMIND_DAYS and is_working_time(row.path):
            found += _remind(row)
    return found


def _remind(row: Round) -> int:
    open_ones = list(Report.objects.belonging_to(round=row).filter(part=Report.Part.OWN, state__in=Report.OPEN))
    with named("reports.remind"):
        row.reminded_on = timezone.localdate()
        row.save(update_fields=["reminded_on"])
        tell(
            _people_of(each.path for each in open_ones), _("A report waits to be confirmed until %(day)s."),
            words={"day": row.due.isoformat()}, text=str(row), address=_round_page(row),
            key=f"report-remind-{row.pk}", kind=WAITING,
        )  # fmt: skip
    return len(open_ones)
