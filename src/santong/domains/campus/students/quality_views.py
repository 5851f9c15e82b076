"""The page about the completeness of the roll."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from santong.domains.campus.students.quality import PERMISSION, quality_of
from santong.domains.platform.duplicates.public import PERMISSION as MERGE
from santong.domains.platform.duplicates.public import open_suspicions
from santong.kit.http import Request


@login_required
@require_safe
def data_quality(request: Request) -> HttpResponse:
    """The schools with their gaps, worst first, each leading to the list that mends it."""
    viewer = request.viewer
    viewer.demand(PERMISSION)
    quality = quality_of(viewer)
    context = {
        "schools": quality.schools,
        "as_of": quality.as_of,
        "more": quality.more,
        "may_merge": viewer.can(MERGE),
        "suspects": open_suspicions(viewer),
        "may_import": viewer.can("pupils.change"),
    }
    return render(request, "students/quality.html", context)
