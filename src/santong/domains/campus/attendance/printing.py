"""The month of a class on paper."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance.models import VIEW
from santong.domains.campus.attendance.months import Month, class_month, month_of
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def of_month(acting: Viewer, row: Organisation) -> Sheet:
    """The present month of a class, a line for each pupil."""
    return _sheet(row, month_of(""))


def of_last_month(acting: Viewer, row: Organisation) -> Sheet:
    """The month before."""
    return _sheet(row, month_of(month_of("").before))


def _sheet(row: Organisation, month: Month) -> Sheet:
    found = class_month(row, month)
    school = school_of(row)
    title = gettext("Attendance of %(name)s") % {"name": row.name}
    return Sheet(title, issuer=school.name if school else "", rows=len(found.rows), context={"month": found})


def _is_class(row: Organisation) -> bool:
    return row.kind == Organisation.Kind.CLASS


PRINTABLES = (
    Printable(
        "class-attendance", _("Attendance of the month"), "organisations.Organisation", "attendance/print/class.html",
        permission=VIEW, content=of_month, applies=_is_class, landscape=True, order=40,
    ),
    Printable(
        "class-attendance-before", _("Attendance of last month"), "organisations.Organisation",
        "attendance/print/class.html", permission=VIEW, content=of_last_month, applies=_is_class, landscape=True,
        order=41,
    ),
)  # fmt: skip
