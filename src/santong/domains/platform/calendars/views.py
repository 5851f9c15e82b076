"""The calendar of an organisation: what holds, where it comes from, and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.calendars.actions import (
    CHANGE,
    BadCalendar,
    clear_day,
    clear_terms,
    set_days,
    set_periods,
    set_terms,
)
from santong.domains.platform.calendars.forms import DaysForm, PeriodFormSet, TermsForm, initial_periods
from santong.domains.platform.calendars.models import NATIONWIDE, CalendarDay
from santong.domains.platform.calendars.queries import (
    Inherited,
    days_of,
    known_years,
    periods_of,
    terms_of,
    week_of,
    weeks_of_term,
)
from santong.domains.platform.organisations.public import Organisation, lineage, page_of, school_year_of
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.lib.whole_numbers import whole_number

EARLIEST, LATEST = 2000, 2100


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """The calendar of where one is."""
    if request.identity is None:
        raise Http404
    return redirect("calendars:calendar", request.identity.organisation_id)


@login_required
@require_safe
def calendar(request: Request, pk: int) -> HttpResponse:
    """Terms week by week, special days and periods of the day."""
    place = _place(request, pk)
    year = _year(request)
    terms = terms_of(place.path, year)
    sources = _sources(place)
    today = timezone.localdate()
    span = [day for term in terms.rows for day in (term.begins, term.ends)]
    special = days_of(place.path, min(span), max(span)) if span else {}
    periods = periods_of(place.path)
    context = {
        "place": place,
        "page": page_of(place) if request.viewer.can("organisations.view", place.path) else "",
        "year": year,
        "years": sorted({*known_years(place.path), school_year_of(today), school_year_of(today) + 1}, reverse=True),
        "terms": [(term, weeks_of_term(place.path, term)) for term in terms.rows],
        "terms_from": _source(terms, place, sources),
        "own_terms": bool(terms.rows) and terms.path == place.path,
        "days": [(row, sources.get(row.path), row.path == place.path) for _, row in sorted(special.items())],
        "periods": periods.rows,
        "periods_from": _source(periods, place, sources),
        "own_periods": bool(periods.rows) and periods.path == place.path,
        "week": week_of(place.path, today),
        "today": today,
        "can_change": request.viewer.can(CHANGE, place.path),
    }
    return render(request, "calendars/calendar.html", context)


def _place(request: Request, pk: int) -> Organisation:
    """An organisation that the viewer sees, or one above where they stand."""
    row = Organisation.objects.visible_to(request.viewer).filter(pk=pk).first()
    if row is None:
        row = Organisation.objects.open_to_everyone().filter(pk=pk).first()
        if row is None or not any(grant.path.startswith(row.path) for grant in request.viewer.grants):
            raise Http404
    return row


def _year(request: Request) -> int:
    year = whole_number(request.GET.get("year", "")) or school_year_of(timezone.localdate())
    return min(max(year, EARLIEST), LATEST)


def _sources(place: Organisation) -> dict[str, Any]:
    return {NATIONWIDE: _("the whole country"), **{row.path: row.name for row in lineage(place)}}


def _source(found: Inherited, place: Organisation, sources: dict[str, Any]) -> Any:
    """The name of the organisation that something is inherited from; "" when set here or nowhere."""
    return sources.get(found.path, "") if found.rows and found.path != place.path else ""


def _changeable(request: Request, pk: int) -> Organisation:
    row = _place(request, pk)
    request.viewer.demand(CHANGE, row.path)
    return row


@login_required
@require_http_methods(["GET", "POST"])
def terms(request: Request, pk: int, year: int) -> HttpResponse:
    """Set the terms of a school year."""
    place = _changeable(request, pk)
    if not EARLIEST <= year <= LATEST:
        raise Http404
    edit = Edit(
        request,
        place,
        lambda place, data: TermsForm(data, terms=terms_of(place.path, year).rows, school_year=year),
        trail=lambda: terms_of(place.path, year).rows,
    )
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid() and _set_terms(request, place, year, edit.form):
                return _back(place, year)
    title = _("Terms %(first)s–%(second)s") % {"first": year, "second": year + 1}
    context = {"place": place, "form": edit.form, "edit": edit, "title": title, "year": year}
    return render(request, "calendars/form.html", context, status=edit.status)


def _set_terms(request: Request, place: Organisation, year: int, form: TermsForm) -> bool:
    try:
        set_terms(acting=request.viewer, organisation=place, school_year=year, terms=form.terms)
    except BadCalendar as problem:
        form.add_error("ends_1", str(problem))
        return False
    messages.success(request, gettext("The terms were set."))
    return True


@login_required
@require_POST
def inherit_terms(request: Request, pk: int, year: int) -> HttpResponse:
    """Follow the organisation above again."""
    place = _changeable(request, pk)
    clear_terms(acting=request.viewer, organisation=place, school_year=year)
    messages.success(request, gettext("The terms of the organisation above hold again."))
    return _back(place, year)


@login_required
@require_http_methods(["GET", "POST"])
def days(request: Request, pk: int) -> HttpResponse:
    """Set holidays and make-up days."""
    place = _changeable(request, pk)
    form = DaysForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = set_days(acting=request.viewer, organisation=place, **form.cleaned_data)
        except BadCalendar as problem:
            form.add_error("last", str(problem))
        else:
            messages.success(request, gettext("The days were set."))
            return _back(place, school_year_of(rows[0].day))
    context = {"place": place, "form": form, "title": _("Special days"), "year": school_year_of(timezone.localdate())}
    return render(request, "calendars/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def inherit_day(request: Request, pk: int) -> HttpResponse:
    """Follow the organisation above again on a day."""
    row = request.viewer.get(CalendarDay, pk, CHANGE)
    place = row.organisation
    if place is None:
        raise Http404
    day = row.day
    clear_day(acting=request.viewer, row=row)
    messages.success(request, gettext("The day is again as set above."))
    return _back(place, school_year_of(day))


@login_required
@require_http_methods(["GET", "POST"])
def periods(request: Request, pk: int) -> HttpResponse:
    """Set the periods of the day."""
    place = _changeable(request, pk)
    edit = Edit(
        request,
        place,
        lambda place, data: PeriodFormSet(data, initial=initial_periods(periods_of(place.path).rows)),
        trail=lambda: periods_of(place.path).rows,
    )
    problem = ""
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid():
                problem = _set_periods(request, place, edit.form)
                if not problem:
                    return _back(place, school_year_of(timezone.localdate()))
    status = 422 if problem else edit.status
    context = {"place": place, "form_set": edit.form, "edit": edit, "problem": problem, "wrong": status == 422}
    return render(request, "calendars/periods.html", context, status=status)


def _set_periods(request: Request, place: Organisation, form_set: Any) -> str:
    """What is wrong with the periods; "" when they were set."""
    try:
        set_periods(acting=request.viewer, organisation=place, periods=form_set.plans)
    except BadCalendar as problem:
        return str(problem)
    messages.success(request, gettext("The periods were set."))
    return ""


@login_required
@require_POST
def inherit_periods(request: Request, pk: int) -> HttpResponse:
    """Follow the periods of the organisation above again."""
    place = _changeable(request, pk)
    set_periods(acting=request.viewer, organisation=place, periods=[])
    messages.success(request, gettext("The periods of the organisation above hold again."))
    return _back(place, school_year_of(timezone.localdate()))


def _back(place: Organisation, year: int) -> HttpResponse:
    response = redirect("calendars:calendar", place.pk)
    response["Location"] += f"?year={year}"
    return response
