"""Pages about appointments: list, appoint, end, review, lend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.access.actions import NeedsAgreement, appoint, delegate, end_appointments, restore
from santong.domains.platform.access.agreements import ask_agreement
from santong.domains.platform.access.filters import AppointmentFilter, StaleFilter
from santong.domains.platform.access.forms import AppointForm, DelegateForm, colleagues
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.review import stale_appointments
from santong.domains.platform.access.roles import SEPARATED, appointable, needed_permission
from santong.domains.platform.access.tables import STATES, AppointmentTable, StaleTable
from santong.domains.platform.identity.public import PEOPLE, people_known, picks_of
from santong.domains.platform.organisations.public import ORGANISATIONS, Organisation, organisation_picks, page_of
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.http import Request
from santong.kit.pages import BulkAction, Fact, FactsPanel, HistoryPanel, ModelPages, PageAction, link
from santong.kit.picking import remember, suggestions
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

END, APPOINT = "access.end", "access.appoint"
JOINED = ("person", "organisation", "delegated_from__person")


def _may_end(viewer: Viewer, row: Appointment) -> bool:
    """Who appoints to a role ends it; the permission depends on the role."""
    return row.status != "past" and viewer.can(needed_permission(row.role), row.path)


class AppointmentPages(ModelPages):
    """Who holds which role where."""

    model = Appointment
    name = "appointments"
    namespace = "access"
    title = _("Appointments")
    icon = "user-check"
    table = AppointmentTable
    filterset = AppointmentFilter
    export = "appointments.view"
    sort = "path"
    empty_text = _("Nobody has been appointed yet.")
    list_actions = (
        PageAction(
            _("Appoint somebody"),
            lambda row: reverse("access:appointments-new"),
            "appointments.change",
            icon="user-plus",
            variant="primary",
        ),
        PageAction(
            _("Review"), lambda row: reverse("access:stale-appointments"), "appointments.change", icon="clipboard-check"
        ),
    )
    panels = (
        FactsPanel(
            _("Appointment"),
            facts=(
                Fact(lambda a: link(reverse("access:abilities", args=[a.person_id]), a.person.name), _("person")),
                Fact(lambda a: a.role_label, _("role")),
                Fact(lambda a: a.organisation.name, _("organisation")),
                "valid_from",
                "valid_until",
                "ended_at",
                Fact(lambda a: STATES[a.status], _("Status")),
                Fact(lambda a: a.delegated_from and a.delegated_from.person.name, _("lent by")),
            ),
        ),
        HistoryPanel(_("History"), permission="appointments.change", side=True),
    )
    detail_actions = (
        PageAction(
            _("End"),
            lambda row: reverse("access:end", args=[row.pk]),
            icon="user-x",
            shown=_may_end,
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related(*JOINED)


class StalePages(ModelPages):
    """Appointments that may have outlived their reason."""

    model = Appointment
    name = "stale-appointments"
    namespace = "access"
    title = _("Review of appointments")
    icon = "clipboard-check"
    table = StaleTable
    filterset = StaleFilter
    sort = "path"
    detail = False
    bulk = (
        BulkAction(
            "end",
            _("End"),
            "appointments.change",
            run=lambda acting, rows: end_rows(acting, rows),
            icon="user-x",
            tone="danger",
            undo=END,
        ),
    )
    empty_text = _("Every appointment is in use by somebody who still works there.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return stale_appointments(viewer).select_related(*JOINED)

    def detail_url(self, row: Any) -> str:
        return row_address("access:appointments-detail", row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    """Appoint somebody on an organisation."""
    organisation = request.viewer.get(Organisation, pk)
    request.viewer.demand("appointments.change", organisation.path)
    form = AppointForm(_posted(request), viewer=request.viewer, organisation=organisation)
    back = page_of(organisation)
    if form.is_valid() and _appoint(request, form, organisation=organisation):
        return redirect(back)
    return _appoint_page(request, form, organisation, back)


@login_required
@require_http_methods(["GET", "POST"])
def new_anywhere(request: Request) -> HttpResponse:
    """Appoint somebody, and say where; `?person=` is the key of whom to begin with."""
    request.viewer.demand("appointments.change")
    key = whole_number(request.GET.get("person", ""))
    person = people_known(request.viewer).filter(pk=key).first() if key else None
    form = AppointForm(_posted(request), viewer=request.viewer, initial={"person": person})
    if form.is_valid():
        row = _appoint(request, form)
        if row is not None:
            return redirect("access:appointments-detail", row.pk)
    return _appoint_page(request, form, _("Appointments"), reverse("access:appointments"))


def _posted(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _appoint(request: Request, form: AppointForm, **place: Organisation) -> Appointment | None:
    """Make the appointment that a valid form asks for, and offer to take it back; None with an error in the form."""
    try:
        with transaction.atomic():
            row = appoint(acting=request.viewer, **{**form.cleaned_data, **place})
    except NeedsAgreement as needed:
        ask_agreement(acting=request.viewer, kind=needed.kind, person=needed.person, role=needed.role)
        form.add_error("role", str(needed))
        return None
    except NotPossible as problem:
        form.add_error("role", str(problem))
        return None
    remember(request, PEOPLE, row.person)
    remember(request, ORGANISATIONS, row.organisation)
    offer(request, gettext("The appointment was made."), handler=APPOINT, payload={"id": row.pk})
    return row


def _appoint_page(request: Request, form: AppointForm, about: Any, back: str) -> HttpResponse:
    context = {"form": form, "title": _("Appoint somebody"), "about": about, "back": back}
    return render(request, "access/form.html", context, status=422 if form.errors else 200)


@undoable(APPOINT)
def _end_made(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = viewer.get(Appointment, payload["id"])
    end_appointments(acting=viewer, appointments=[row])
    return gettext("The appointment is over again.")


@login_required
@require_safe
def suggest_appointable(request: Request) -> HttpResponse:
    """Organisations on which the viewer may appoint to a role (`?role=`)."""
    request.viewer.demand("appointments.change")
    rows = appointable(request.viewer, request.GET.get("role", ""))
    return suggestions(request, organisation_picks(request, rows))


@login_required
@require_safe
def suggest_colleagues(request: Request, pk: int) -> HttpResponse:
    """Those to whom the holder of an appointment may lend it."""
    return suggestions(request, picks_of(request, colleagues(_own(request, pk))))


@login_required
@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """End an appointment now."""
    row = request.viewer.get(Appointment, pk)
    lender = row.delegated_from.person_id if row.delegated_from else None
    if request.viewer.person_id not in (row.person_id, lender):
        request.viewer.demand(needed_permission(row.role), row.path)
    back = reverse("access:appointments-detail", args=[row.pk])
    if request.method == "POST":
        try:
            before = end_appointments(acting=request.viewer, appointments=[row])
        except NeedsAgreement as needed:
            ask_agreement(acting=request.viewer, kind=needed.kind, person=needed.person, role=needed.role)
            messages.warning(request, str(needed))
            return redirect(back)
        with transaction.atomic():
            text = ngettext("Ended %(n)s appointment.", "Ended %(n)s appointments.", len(before)) % {"n": len(before)}
            offer(request, text, handler=END, payload={"before": before})
        return redirect(back if request.viewer.can("appointments.view", row.path) else "access:mine")
    context = {"title": _("End"), "about": row, "back": back, "row": row}
    return render(request, "access/end.html", context)


def end_rows(acting: Viewer, rows: Iterable[Appointment]) -> tuple[str, dict[str, Any]]:
    """End appointments as far as the viewer may; the sentence, and what taking it back needs."""
    # Those of the three separate administrators end one by one, on their own pages.
    allowed = [row for row in rows if row.role not in SEPARATED and acting.can(needed_permission(row.role), row.path)]
    before = end_appointments(acting=acting, appointments=allowed)
    text = ngettext("Ended %(n)s appointment.", "Ended %(n)s appointments.", len(before)) % {"n": len(before)}
    return text, {"before": before}


@undoable(END)
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str:
    count = restore(acting=viewer, before=payload["before"])
    return ngettext("%(n)s appointment holds again.", "%(n)s appointments hold again.", count) % {"n": count}


@login_required
@require_http_methods(["GET", "POST"])
def lend(request: Request, pk: int) -> HttpResponse:
    """Lend a role of one's own to a colleague."""
    row = _own(request, pk)
    form = DelegateForm(_posted(request), appointment=row)
    if request.method == "POST" and form.is_valid():
        try:
            delegate(acting=request.viewer, appointment=row, **form.cleaned_data)
        except NeedsAgreement as needed:
            ask_agreement(acting=request.viewer, kind=needed.kind, person=needed.person, role=needed.role)
            form.add_error(None, str(needed))
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            remember(request, PEOPLE, form.cleaned_data["person"])
            messages.success(request, gettext("The role is lent; it comes back by itself."))
            return redirect("access:mine")
    context = {"form": form, "title": _("Lend a role"), "about": row, "back": reverse("access:mine")}
    return render(request, "access/form.html", context, status=422 if form.errors else 200)


def _own(request: Request, pk: int) -> Appointment:
    """An appointment that the viewer holds; 404 for those of others."""
    row = request.viewer.get(Appointment, pk)
    if row.person_id != request.viewer.person_id:
        raise Http404
    return row
