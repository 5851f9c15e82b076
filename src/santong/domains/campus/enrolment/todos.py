"""What waits: applications to review, children to put on the roll, places to confirm."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.enrolment.models import REVIEW, VIEW, Application
from santong.domains.campus.enrolment.queries import to_enter, to_review
from santong.kit.access import Viewer
from santong.kit.todos import Said, ToDo

State = Application.State


def _says(values: Mapping[str, str]) -> Said:
    address = reverse("enrolment:enrolment-applications-detail", args=[values["pk"]])
    return Said(_("Application of %(name)s") % {"name": values["name"]}, address, values["receipt"])


def _together(number: int) -> Said:
    text = ngettext("%(n)s application waits for review", "%(n)s applications wait for review", number)
    return Said(text % {"n": number}, f"{reverse('enrolment:enrolment-applications')}?state=submitted")


def _own_says(values: Mapping[str, str]) -> Said:
    title = _("%(name)s is admitted: confirm the place") % {"name": values["name"]}
    return Said(title, reverse("enrolment:own", args=[values["pk"]]), values["receipt"])


def to_confirm(viewer: Viewer) -> QuerySet[Application]:
    """The places that a family has to confirm, and the applications that it has to complete."""
    return Application.objects.of_acting(viewer).filter(state=State.ADMITTED)


def _to_complete(viewer: Viewer) -> QuerySet[Application]:
    return Application.objects.of_acting(viewer).filter(state=State.RETURNED)


def _complete_says(values: Mapping[str, str]) -> Said:
    title = _("Complete the application of %(name)s") % {"name": values["name"]}
    return Said(title, reverse("enrolment:own", args=[values["pk"]]), values["receipt"])


COLUMNS = ("name", "receipt")
TODOS = (
    ToDo(
        "enrolment_review", gettext_lazy("Applications to review"), "list-details", "enrolment:enrolment-applications",
        permission=REVIEW, rows=to_review, says=_says, columns=COLUMNS, since="submitted_at", due="round__reviewed_by",
        together=_together, order=24,
    ),
    ToDo(
        "enrolment_enter", gettext_lazy("Children to put on the roll"), "user-check",
        "enrolment:enrolment-applications", permission=REVIEW, rows=to_enter, says=_says, columns=COLUMNS,
        since="submitted_at", order=25,
    ),
    ToDo(
        "enrolment_confirm", gettext_lazy("Places to confirm"), "user-check", "enrolment:mine", permission=VIEW,
        rows=to_confirm, says=_own_says, columns=COLUMNS, since="submitted_at", due="confirm_by", order=8,
    ),
    ToDo(
        "enrolment_complete", gettext_lazy("Applications to complete"), "edit", "enrolment:mine", permission=VIEW,
        rows=_to_complete, says=_complete_says, columns=COLUMNS, since="submitted_at", order=9,
    ),
)  # fmt: skip
