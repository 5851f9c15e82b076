"""Pages about activation: the schools, the classes of one, and the slips of a class."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.activation.queries import (
    NONE,
    guardian_members,
    name_of,
    pupil_members,
    share_of,
    shares_of,
)
from santong.domains.platform.identity.public import ACTIVATE, Group, Part, activation_page
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.http import Request

SHOWN = 100


@login_required
@require_safe
def places(request: Request) -> HttpResponse:
    """Which school or class; with one only, straight to it."""
    request.viewer.demand(ACTIVATE)
    rows, today = Organisation.objects.visible_to(request.viewer, ACTIVATE), timezone.localdate()
    schools = list(rows.filter(kind=Organisation.Kind.SCHOOL).open_on(today).order_by("path")[: SHOWN + 1])
    classes = [] if schools else list(rows.filter(kind=Organisation.Kind.CLASS).open_on(today).order_by("path")[:SHOWN])
    found = schools or classes
    if len(found) == 1:
        return redirect("students:activation-school" if schools else "students:activation-class", found[0].pk)
    context = {"schools": schools[:SHOWN], "classes": classes, "is_cut": len(schools) > SHOWN}
    return render(request, "students/activation/places.html", context)


@login_required
@require_safe
def school(request: Request, pk: int) -> HttpResponse:
    """How far each class of a school is, pupils and guardians, and its staff."""
    row = request.viewer.get(Organisation, pk)
    if row.kind != Organisation.Kind.SCHOOL:
        raise Http404
    request.viewer.demand(ACTIVATE, row.path)
    classes = shares_of(request.viewer, row)
    staff = Staff.objects.visible_to(request.viewer, ACTIVATE).filter(school=row, status=Staff.Status.ACTIVE)
    context = {
        "school": row,
        "classes": classes,
        "pupils": sum((each.pupils for each in classes), NONE),
        "guardians": sum((each.guardians for each in classes), NONE),
        "staff": share_of(staff, "person"),
    }
    return render(request, "students/activation/school.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def school_class(request: Request, pk: int) -> HttpResponse:
    """Slips for the pupils of a class, or (?who=guardians) for their guardians; of a school: those in no class."""
    row = request.viewer.get(Organisation, pk)
    if row.kind not in (Organisation.Kind.CLASS, Organisation.Kind.SCHOOL):
        raise Http404
    request.viewer.demand(ACTIVATE, row.path)
    return activation_page(request, _group(request, row))


def _group(request: Request, row: Organisation) -> Group:
    url = reverse("students:activation-class", args=[row.pk])
    is_family = request.GET.get("who") == "guardians"
    owner, name = school_of(row), name_of(row)
    return Group(
        title=gettext("Activation slips · %(name)s") % {"name": name},
        place=f"{owner.name} · {name}" if owner else name,
        path=row.path,
        members=guardian_members(request.viewer, row) if is_family else pupil_members(request.viewer, row),
        back=reverse(
            "students:activation-school" if row == owner else "organisations:organisations-detail", args=[row.pk]
        ),
        back_label=row.name,
        parts=(
            Part(gettext("Pupils"), url, not is_family),
            Part(gettext("Guardians"), f"{url}?who=guardians", is_family),
        ),
    )
