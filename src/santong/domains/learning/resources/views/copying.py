"""Taking a basket along as one file, for rooms whose line is bad."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.learning.resources.actions.using import note_download
from santong.domains.learning.resources.models import Collection
from santong.domains.learning.resources.offline.archive import Archive, asked_range
from santong.domains.learning.resources.offline.contents import LIMIT, copy_of
from santong.domains.learning.resources.queries.playing import steps_of
from santong.kit.http import Request

SIZES = ("small", "large")


@login_required
@require_safe
def choose_copy(request: Request, pk: int) -> HttpResponse:
    """How large the copy is in either size, and what can't come along."""
    row = request.viewer.get(Collection, pk)
    steps = steps_of(request.viewer, row)
    copies = {size: copy_of(request.viewer, row.name, steps, large=size == "large") for size in SIZES}
    context = {"row": row, "steps": steps, "limit": LIMIT, "one_size": copies["small"].size == copies["large"].size}
    return render(request, "resources/playing/copy.html", context | copies)


@login_required
@require_safe
def copy(request: Request, pk: int, size: str) -> HttpResponseBase:
    """The copy as a ZIP. The same basket gives the same bytes, so a broken download goes on where it stopped."""
    row = request.viewer.get(Collection, pk)
    made = copy_of(request.viewer, row.name, steps_of(request.viewer, row), large=size == "large")
    if made.is_too_large or not made.entries:
        return choose_copy(request, pk)
    archive = Archive(made.entries)
    start, end = asked_range(request.headers, archive.size, archive.tag)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type="application/zip")
    else:
        response = FileResponse(archive.part(start, end), content_type="application/zip")
    if (start, end) != (0, archive.size):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{archive.size}"
    elif request.method == "GET":
        for step in made.taken:
            note_download(acting=request.viewer, resource=step.resource)
    response["Content-Length"] = str(end - start)
    response["ETag"] = f'"{archive.tag}"'
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = made.disposition(_("offline copy"))
    return response
