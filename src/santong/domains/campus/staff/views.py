"""Pages about staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.campus.staff.actions import (
    NewTeaching,
    assign_teaching,
    change_staff,
    end_teaching,
    leave,
    resume_teaching,
)
from santong.domains.campus.staff.filters import StaffFilter
from santong.domains.campus.staff.forms import LeaveForm, StaffForm, TeachingForm
from santong.domains.campus.staff.models import Staff, Teaching
from santong.domains.campus.staff.panels import STAFF_PANELS, staff_url
from santong.domains.campus.staff.tables import StaffTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages, PageAction
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable

CHANGE = "staff.change"
END = "staff.end_teaching"


def _is_active(viewer: Viewer, row: Staff) -> bool:
    return row.status == Staff.Status.ACTIVE


class StaffPages(ModelPages):
    """The staff of the schools."""

    model = Staff
    name = "staff"
    namespace = "staff"
    title = _("Staff")
    icon = "users"
    table = StaffTable
    filterset = StaffFilter
    form = StaffForm
    change = CHANGE
    export = "staff.view"
    sort = "path"
    empty_text = _("Import a table of staff to begin.")
    panels = STAFF_PANELS
    list_actions = (
        PageAction(_("Import"), lambda row: reverse("imports:new", args=["staff"]), CHANGE, icon="file-import"),
    )
    detail_actions = (
        PageAction(
            _("Assign a class"),
            lambda row: reverse("staff:teaching-new", args=[row.pk]),
            CHANGE,
            icon="plus",
            shown=_is_active,
        ),
        PageAction(
            _("Leaves the school"),
            lambda row: reverse("staff:staff-leave", args=[row.pk]),
            CHANGE,
            icon="archive",
            shown=_is_active,
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "school")

    def subtitle(self, row: Any) -> str:
        return str(row.get_status_display())

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return StaffForm(data, instance=row)

    def save(self, acting: Viewer, form: Any, row: Any) -> Staff:
        titles = form.cleaned_data.pop("titles")
        change_staff(acting=acting, staff=row, titles=titles, day=timezone.localdate(), **form.cleaned_data)
        return row


@login_required
@require_http_methods(["GET", "POST"])
def new_teaching(request: Request, pk: int) -> HttpResponse:
    """Give somebody a class to lead or to teach in."""
    staff = request.viewer.get(Staff, pk, CHANGE)
    form = TeachingForm(request.POST if request.method == "POST" else None, school=staff.school)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        draft = NewTeaching(staff, values["school_class"], values["subject"])
        try:
            assign_teaching(acting=request.viewer, drafts=[draft], day=values["day"])
        except NotPossible as problem:
            form.add_error("school_class", str(problem))
        else:
            messages.success(request, gettext("Assigned. The rights on the class follow at once."))
            return redirect(staff_url(staff))
    return _form(request, staff, form, _("Assign a class"), "")


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End an assignment today, with a way back."""
    row = request.viewer.get(Teaching, pk, CHANGE)
    end_teaching(acting=request.viewer, teaching=[row], last_day=timezone.localdate())
    offer(request, gettext("The assignment is ended."), handler=END, payload={"teaching": row.pk})
    return redirect(staff_url(row.staff))


@undoable(END)
def _resume(viewer: Viewer, payload: dict[str, int]) -> str:
    row = viewer.get(Teaching, payload["teaching"], CHANGE)
    resume_teaching(acting=viewer, teaching=[row])
    return gettext("The assignment goes on.")


@login_required
@require_http_methods(["GET", "POST"])
def leave_school(request: Request, pk: int) -> HttpResponse:
    """End an employment with a day, posts and classes with it."""
    staff = request.viewer.get(Staff, pk, CHANGE)
    edit = Edit(request, staff, lambda row, data: LeaveForm(data), whole=True)
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid():
                leave(acting=request.viewer, staff=[edit.row], day=edit.form.cleaned_data["day"])
                messages.success(request, gettext("Noted. Posts and classes end with this day."))
                return redirect(staff_url(staff))
    text = _("Posts and classes end with the same day; the record is kept.")
    return _form(request, staff, edit.form, _("Leaves the school"), text, edit)


def _form(
    request: Request, staff: Staff, form: forms.Form, title: Any, text: Any, edit: Edit[Any, Any] | None = None
) -> HttpResponse:
    context = {"form": form, "row": staff, "title": title, "text": text, "back": staff_url(staff), "edit": edit}
    return render(request, "staff/step.html", context, status=edit.status if edit else 422 if form.errors else 200)
