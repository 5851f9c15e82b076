"""The page on which the school year is previewed, changed and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.students.forms import day_field
from santong.domains.campus.students.models import YearChange
from santong.domains.campus.students.school_year.jobs import change_school_year
from santong.domains.campus.students.school_year.outcome import left_by
from santong.domains.campus.students.school_year.plan import YearPlan, plan_year
from santong.domains.campus.students.school_year.season import (
    FARTHEST,
    change_in_force,
    last_change,
    refuse_a_second,
    season_near,
)
from santong.domains.campus.students.school_year.taking_back import LIFETIME, PERMISSION, take_year_back
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible


class YearForm(forms.Form):
    """The last day of the old year; `fingerprint` is of the preview that was looked at.

    Out of season the school's name is to be typed, so that nobody does it by a slip.
    """

    day = day_field(_("Last day of the old school year"))
    name = forms.CharField(
        label=_("Name of the school, typed out"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.season = season_near(school, timezone.localdate())
        if self.season.includes(timezone.localdate()):
            del self.fields["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.strip() != self.school.name:
            text = gettext("Type “%(name)s” as it stands here. The year is usually changed from %(first)s to %(last)s.")
            days = {"first": self.season.opens.isoformat(), "last": self.season.closes.isoformat()}
            raise forms.ValidationError(text % {"name": self.school.name, **days})
        return name

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FARTHEST:
            text = gettext("This day is more than %(weeks)s weeks away. Change the year near its last day.")
            raise forms.ValidationError(text % {"weeks": FARTHEST.days // 7})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            refuse_a_second(self.school, data.get("day") or timezone.localdate())
        except NotPossible as problem:
            raise forms.ValidationError(str(problem)) from problem
        return data


@login_required
@require_safe
def schools(request: Request) -> HttpResponse:
    """Which school; with one only, straight to it."""
    request.viewer.demand(PERMISSION)
    rows = Organisation.objects.visible_to(request.viewer, PERMISSION).filter(kind=Organisation.Kind.SCHOOL)
    found = list(rows.order_by("path")[:100])
    if len(found) == 1:
        return redirect("students:school-year", found[0].pk)
    return render(request, "students/year_schools.html", {"schools": found})


@login_required
@require_http_methods(["GET", "POST"])
def school_year(request: Request, pk: int) -> HttpResponse:
    """The numbers of what would happen, and the start of it."""
    school = _school(request, pk)
    plan = plan_year(school)
    data = request.POST if request.method == "POST" else None
    form = YearForm(data, school=school, initial={"fingerprint": plan.fingerprint})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["fingerprint"] == plan.fingerprint:
            _start(request, school, plan, form.cleaned_data["day"])
            return redirect("students:school-year", pk)
        form.add_error(None, gettext("The school has changed since the preview. Look at the new numbers."))
        form.data = {**form.data.dict(), "fingerprint": plan.fingerprint}  # type: ignore[attr-defined]
    context = {"school": school, "plan": plan, "form": form, **_history(request, school)}
    return render(request, "students/school_year.html", context, status=422 if form.errors else 200)


def _school(request: Request, pk: int) -> Organisation:
    school = request.viewer.get(Organisation, pk)
    if school.kind != Organisation.Kind.SCHOOL:
        raise Http404(str(pk))
    request.viewer.demand(PERMISSION, school.path)
    return school


def _start(request: Request, school: Organisation, plan: YearPlan, day: date) -> None:
    arguments = {"school": school.pk, "fingerprint": plan.fingerprint, "day": day.isoformat()}
    start(change_school_year, arguments, acting=request.viewer, path=school.path, subject=school.name)
    messages.success(request, gettext("Started. You will find the result here and among your jobs."))


def _history(request: Request, school: Organisation) -> dict[str, Any]:
    """What was changed already, and what the last taking back had to leave."""
    made = last_change(school)
    rows = YearChange.objects.visible_to(request.viewer).filter(school=school).exclude(taken_back_at=None)
    undone = rows.order_by("-taken_back_at").first()
    return {
        "made": made,
        "made_by": _name(made),
        "may_take_back": made is not None and made.made_at + LIFETIME > timezone.now(),
        "is_done": change_in_force(school, timezone.localdate()) is not None,
        "undone": undone,
        "left": left_by(undone, request.viewer) if undone and undone.kept else [],
    }


def _name(made: YearChange | None) -> str:
    people = Person.objects.noted([made.made_by_id] if made else [])
    return people.values_list("name", flat=True).first() or ""


@login_required
@require_POST
def back(request: Request, pk: int) -> HttpResponse:
    """Take the last change back, whatever came between; what has to stay is named on the page."""
    school = _school(request, pk)
    made = last_change(school)
    try:
        if made is None:
            raise NotPossible(gettext("There is no change of the school year to be taken back."))
        kept = take_year_back(acting=request.viewer, change=made)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        text = gettext("The school year is as it was before.")
        if kept:
            text = gettext("The school year is taken back, except what is named below.")
        messages.success(request, text)
    return redirect("students:school-year", pk)
