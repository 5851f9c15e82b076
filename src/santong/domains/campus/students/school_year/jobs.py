"""The change of the school year as a background job."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.students.school_year.run import change_year
from santong.domains.platform.organisations.public import Organisation
from santong.kit.jobs.public import JobFailed, Outcome, job, progress
from santong.kit.refusals import NotPossible


@job(title=gettext_lazy("Change of the school year"), atomic=True, retries=0)
def change_school_year(school: int, fingerprint: str, day: str) -> Outcome:
    """Change the year of a school as previewed; one transaction with its note and the job's end."""
    viewer = progress.viewer()
    row = Organisation.objects.noted([school]).get()
    try:
        made = change_year(acting=viewer, school=row, fingerprint=fingerprint, day=date.fromisoformat(day))
    except NotPossible as problem:
        raise JobFailed(str(problem)) from problem
    text = _("%(school)s: the new school year has begun. %(number)s pupils graduated.")
    words = text % {"school": row.name, "number": made.graduated}
    return Outcome(words, "students:school-year", arguments=[school])
