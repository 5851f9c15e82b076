"""Which transfers wait for the answer of a school."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.students.actions.roll import CHANGE
from santong.domains.campus.students.models import Transfer
from santong.kit.access import Viewer, below_any
from santong.kit.models import ScopedQuerySet
from santong.kit.todos import Said, ToDo


def to_answer(viewer: Viewer) -> ScopedQuerySet:
    """The transfers offered to schools whose roll the viewer keeps."""
    rows: ScopedQuerySet = Transfer.objects.visible_to(viewer)
    return rows.filter(below_any("to_path", viewer.paths(CHANGE)), state=Transfer.State.ASKED)


def _says(values: Mapping[str, str]) -> Said:
    title = _("%(name)s comes from %(school)s") % {
        "name": values["pupil__person__name"],
        "school": values["from_school__name"],
    }
    return Said(title, reverse("students:transfers-detail", args=[values["pk"]]), values["to_school__name"])


TRANSFERS = ToDo(
    name="transfers",
    label=gettext_lazy("Transfers to answer"),
    icon="arrow-right",
    url_name="students:transfers",
    permission=CHANGE,
    rows=to_answer,
    says=_says,
    columns=("pupil__person__name", "from_school__name", "to_school__name"),
    since="asked_on",
)
