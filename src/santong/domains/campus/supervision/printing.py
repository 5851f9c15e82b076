"""The sheet of a supervised task: who leads it, and who is where."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision.models import VIEW, Assignment, SupervisedTask
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def sheet(acting: Viewer, row: SupervisedTask) -> Sheet:
    """A line for each lead."""
    rows = Assignment.objects.belonging_to(task=row).with_progress()  # type: ignore[attr-defined]
    leads = list(rows.select_related("organisation", "person").order_by("path"))
    return Sheet(row.title, issuer=row.issuer.name, rows=len(leads), context={"row": row, "leads": leads})


SHEET = Printable(
    "supervised-task",
    _("Overview of the leads"),
    "supervision.SupervisedTask",
    "supervision/print/task.html",
    permission=VIEW,
    content=sheet,
)
