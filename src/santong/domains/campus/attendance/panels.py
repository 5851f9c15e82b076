"""Attendance on the page of a class and on that of a pupil."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from santong.domains.campus.attendance.models import DECIDE, VIEW
from santong.domains.campus.attendance.months import month_of, pupil_month
from santong.domains.campus.attendance.queries import exceptions_on, may_see
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.pages import Panel


@dataclass(frozen=True)
class ClassPanel(Panel):
    """Who is missing today, on the page of a class."""

    def html(self, request: Request, row: Organisation) -> SafeString | str:
        if row.kind != Organisation.Kind.CLASS or not request.viewer.can(VIEW, row.path):
            return ""
        context = {"class": row, "found": exceptions_on(row, timezone.localdate())}
        return render_to_string("attendance/panel_class.html", context, request)


@dataclass(frozen=True)
class PupilPanel(Panel):
    """The present month of a pupil, for those who see attendance, the family and the pupil."""

    def html(self, request: Request, row: Pupil) -> SafeString | str:
        viewer = request.viewer
        if not row.is_present or not may_see(viewer, row):
            return ""
        leaves = f"{reverse('attendance:pupil-leave')}?pupil={row.pk}" if viewer.can(DECIDE, row.path) else ""
        context = {"found": pupil_month(row, month_of("")), "leaves_url": leaves}
        return render_to_string("attendance/panel_pupil.html", context, request)
