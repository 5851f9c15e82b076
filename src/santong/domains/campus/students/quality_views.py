"""The page about the completeness of the roll, and the card on the home page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from santong.domains.campus.students.models import Transfer
from santong.domains.campus.students.quality import PERMISSION, quality_of, suspects_of
from santong.kit.http import Request

SHOWN = 100


@login_required
@require_GET
def data_quality(request: Request) -> HttpResponse:
    """The schools with their gaps, worst first, and pupils who may be entered twice."""
    request.viewer.demand(PERMISSION)
    schools = quality_of(request.viewer)
    context = {
        "schools": schools[:SHOWN],
        "more": max(len(schools) - SHOWN, 0),
        "suspects": suspects_of(request.viewer),
    }
    return render(request, "students/quality.html", context)


def my_school(request: HttpRequest) -> str:
    """What needs doing on the roll of one's own school; "" for those who keep several or none."""
    viewer = request.viewer  # type: ignore[attr-defined]
    schools = quality_of(viewer)
    if len(schools) != 1:
        return ""
    asked = Transfer.objects.visible_to(viewer).filter(state=Transfer.State.ASKED)
    waiting = asked.filter(to_path__startswith=schools[0].school.path).count()
    context = {
        "quality": schools[0],
        "gaps": [gap for gap in schools[0].gaps if gap.number],
        "suspects": len(suspects_of(viewer)),
        "waiting": waiting,
    }
    return render_to_string("students/my_school.html", context, request)
