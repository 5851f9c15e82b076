"""The classroom screen: a basket or one resource, nothing else on it."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from santong.domains.learning.resources.actions.drafting import files_of
from santong.domains.learning.resources.models import Collection
from santong.domains.learning.resources.queries.playing import Step, may_be_copied, steps_of
from santong.domains.learning.resources.slides import slides_of
from santong.domains.learning.resources.views.resource import seen, shown_version
from santong.domains.platform.files.public import show_several
from santong.kit.http import Request
from santong.kit.media import plays_media


@plays_media
@login_required
@require_safe
def present_collection(request: Request, pk: int) -> HttpResponse:
    """A basket in its order."""
    row = request.viewer.get(Collection, pk)
    steps = steps_of(request.viewer, row)
    return _screen(request, row.name, steps, reverse("resources:collection", args=[pk]))


@plays_media
@login_required
@require_safe
def present_resource(request: Request, pk: int) -> HttpResponse:
    """One resource; `?file=` begins with that one of its files."""
    row = seen(request, pk)
    files = [file.pk for file in files_of(shown_version(row, request.viewer.person_id))]
    shown = show_several(request.viewer, files)
    step = Step(row, [shown[file] for file in files if file in shown])
    return _screen(request, row.title, [step], reverse("resources:resource", args=[pk]))


def _screen(request: Request, title: str, steps: list[Step], back: str) -> HttpResponse:
    stays = {step.resource.pk for step in steps if not may_be_copied(request.viewer, step.resource)}
    slides = [replace(slide, save="") if slide.resource_id in stays else slide for slide in slides_of(steps)]
    context = {"title": title, "slides": slides, "back": back, "start": request.GET.get("file", "")}
    return render(request, "resources/playing/present.html", context)
