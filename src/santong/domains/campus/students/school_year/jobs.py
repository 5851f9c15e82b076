"""The change of the school year as a background job."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.students.actions.roll import NotPossible
from santong.domains.campus.students.school_year.run import change_year, take_year_back
from santong.domains.campus.students.settling import REASON
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.jobs.public import JobFailed, Outcome, job, progress
from santong.kit.undo import keep_step, undoable

UNDO = "students.change_year"
LIFETIME = timedelta(days=7)
"""How long a change of the year can be taken back: until the first week has shown what was wrong."""


@job(title=gettext_lazy("Change of the school year"), atomic=True, retries=0)
def change_school_year(school: int, fingerprint: str, day: str) -> Outcome:
    """Change the year of a school as previewed; one transaction with its undo and the job's end."""
    viewer = progress.viewer()
    row = Organisation.objects.unscoped(REASON).get(pk=school)
    try:
        payload = change_year(acting=viewer, school=row, fingerprint=fingerprint, day=date.fromisoformat(day))
    except NotPossible as problem:
        raise JobFailed(str(problem)) from problem
    keep_step(viewer, handler=UNDO, payload=payload, lifetime=LIFETIME)
    text = _("%(school)s: the new school year has begun. %(number)s pupils graduated.")
    return Outcome(
        text % {"school": row.name, "number": len(payload["graduated"])}, reverse("students:school-year", args=[school])
    )


@undoable(UNDO)
def _take_back(viewer: Viewer, payload: dict[str, object]) -> str:
    take_year_back(acting=viewer, payload=payload)
    return _("The school year is as it was before.")
