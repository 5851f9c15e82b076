"""The page on which the school year is previewed, changed and taken back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.campus.students.forms import day_field
from santong.domains.campus.students.school_year.jobs import UNDO, change_school_year
from santong.domains.campus.students.school_year.plan import plan_year
from santong.domains.campus.students.school_year.run import PERMISSION
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.jobs.public import start
from santong.kit.models import UndoStep


class YearForm(forms.Form):
    """The last day of the old year; `fingerprint` is of the preview that was looked at."""

    day = day_field(_("Last day of the old school year"))
    fingerprint = forms.CharField(widget=forms.HiddenInput)


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
    school = request.viewer.get(Organisation, pk)
    if school.kind != Organisation.Kind.SCHOOL:
        raise Http404(str(pk))
    request.viewer.demand(PERMISSION, school.path)
    plan = plan_year(school)
    form = YearForm(request.POST if request.method == "POST" else None, initial={"fingerprint": plan.fingerprint})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["fingerprint"] == plan.fingerprint:
            arguments = {
                "school": school.pk,
                "fingerprint": plan.fingerprint,
                "day": form.cleaned_data["day"].isoformat(),
            }
            start(change_school_year, arguments, acting=request.viewer, path=school.path, subject=school.name)
            messages.success(request, gettext("Started. You will find the result here and among your jobs."))
            return redirect(reverse("students:school-year", args=[pk]))
        form.add_error(None, gettext("The school has changed since the preview. Look at the new numbers."))
        form.data = {**form.data.dict(), "fingerprint": plan.fingerprint}  # type: ignore[attr-defined]
    context = {"school": school, "plan": plan, "form": form, "undo": _undo_step(request, pk)}
    return render(request, "students/school_year.html", context, status=422 if form.errors else 200)


def _undo_step(request: Request, school: int) -> UndoStep | None:
    steps = UndoStep.objects.filter(
        handler=UNDO, person_id=request.viewer.person_id, used_at=None, expires_at__gt=timezone.now()
    )
    return next((step for step in steps.order_by("-expires_at")[:20] if step.payload["school"] == school), None)
