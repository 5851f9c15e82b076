"""The page of a resource, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from santong.domains.learning.resources.actions.drafting import files_of, latest
from santong.domains.learning.resources.actions.using import (
    complain,
    note_download,
    note_view,
    toggle_favourite,
)
from santong.domains.learning.resources.facts import differences
from santong.domains.learning.resources.forms import ComplaintForm
from santong.domains.learning.resources.lom import written
from santong.domains.learning.resources.models import (
    Collection,
    Complaint,
    Resource,
    Review,
    Version,
)
from santong.domains.learning.resources.places import oversees
from santong.domains.learning.resources.queries.finding import related
from santong.domains.learning.resources.queries.playing import may_be_copied
from santong.domains.learning.resources.queries.seeing import resource_for
from santong.domains.platform.discussion.public import rate, stars_of
from santong.domains.platform.files.public import address_of, readable_file, show
from santong.kit.http import Request
from santong.kit.media import plays_media
from santong.kit.pages.panels import panels_on, shown_panels
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

View = Callable[..., HttpResponse]


def seen(request: Request, pk: int) -> Resource:
    """A resource that the viewer may see: in the library, their own, or waiting for their review."""
    row = resource_for(request.viewer, pk)
    if row is None:
        raise Http404(str(pk))
    return row


def says_why(view: View) -> View:
    """Show what is not possible as a message, on the resource's page."""

    @wraps(view)
    def answer(request: Request, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, **kwargs)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("resources:resource", pk=pk)

    return answer


def shown_version(resource: Resource, viewer_id: int | None) -> Version:
    """The version that people see: the admitted one, else (author and reviewers) the latest."""
    admitted = resource.versions.filter(state=Version.State.ADMITTED).first()
    return admitted or latest(resource)


@plays_media
@login_required
@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """What it is, one of its files (`?file=`), who says what about it, what is like it."""
    row = seen(request, pk)
    if row.status == Resource.Status.ADMITTED:
        note_view(acting=request.viewer, resource=row)
    return _page(request, row)


def _page(request: Request, row: Resource, *, reported: ComplaintForm | None = None) -> HttpResponse:
    """The page, with a form that wasn't taken, if any."""
    viewer = request.viewer
    is_own = row.author_id == viewer.person_id
    version = shown_version(row, viewer.person_id)
    files = files_of(version)
    chosen = next((file for file in files if str(file.pk) == request.GET.get("file")), next(iter(files), None))
    newest = latest(row) if is_own else version
    context = {
        "row": row,
        "is_own": is_own,
        "version": version,
        "newest": newest,
        "files": files,
        "shown": show(viewer, chosen.pk) if chosen else None,
        "may_be_copied": may_be_copied(viewer, row),
        "points": row.points.open_to_everyone(),
        "complaint_form": reported or ComplaintForm(),
        "stars": stars_of(viewer, row),
        "star_choices": [(n, ngettext("%(n)s star", "%(n)s stars", n) % {"n": n}) for n in range(1, 6)],
        "is_favourite": _is_favourite(request, row),
        "baskets": Collection.objects.visible_to(viewer)
        .exclude(purpose=Collection.Purpose.FAVOURITES)
        .order_by("-changed_at")[:8],
        "teaches": viewer.category == "staff",
        "may_prepare": viewer.category == "staff" and row.status == Resource.Status.ADMITTED,
        "may_oversee": oversees(viewer, row),
        "may_withdraw": row.status == Resource.Status.ADMITTED and (is_own or oversees(viewer, row)),
        "related": related(viewer, row),
        "reviews": _reviews(row) if is_own else [],
        "panels": shown_panels(panels_on(Resource), request, row, row.path),
    }
    return render(request, "resources/resource.html", context, status=422 if reported else 200)


def _is_favourite(request: Request, row: Resource) -> bool:
    mine = Collection.objects.visible_to(request.viewer).filter(purpose=Collection.Purpose.FAVOURITES)
    return mine.filter(items__resource=row).exists()


def _reviews(row: Resource) -> list[Review]:
    found = Review.objects.belonging_to(resource=row).exclude(state=Review.State.CANCELLED)
    return list(found.select_related("organisation").order_by("-pk")[:10])


@login_required
@require_safe
def versions(request: Request, pk: int) -> HttpResponse:
    """The versions of a resource, each with what it changed."""
    row = seen(request, pk)
    found = list(row.versions.prefetch_related("parts__file").order_by("number"))
    if row.author_id != request.viewer.person_id:
        found = [each for each in found if each.state in (Version.State.ADMITTED, Version.State.REPLACED)]
    lines = []
    for before, after in zip([None, *found], found, strict=False):
        changed = differences(before.facts, after.facts) if before else []
        lines.append({"version": after, "changes": changed, "files": _file_changes(before, after)})
    return render(request, "resources/versions.html", {"row": row, "lines": lines[::-1]})


def _file_changes(before: Version | None, after: Version) -> dict[str, list[str]]:
    names = {part.file_id: part.file.name for part in after.parts.all()}
    old = {part.file_id: part.file.name for part in before.parts.all()} if before else {}
    return {
        "added": [name for key, name in names.items() if key not in old],
        "removed": [name for key, name in old.items() if key not in names],
    }


@login_required
@require_safe
@says_why
def download(request: Request, pk: int, file: int) -> HttpResponse:
    """Save a file of it; that is counted, then the file's own address answers."""
    row = seen(request, pk)
    if not shown_version(row, request.viewer.person_id).parts.filter(file=file).exists():
        raise Http404(str(file))
    if not may_be_copied(request.viewer, row):
        raise NotPossible(_("Its licence doesn't allow copies. Show it here instead."))
    note_download(acting=request.viewer, resource=row)
    return redirect(address_of(readable_file(request.viewer, file), download=True))


@login_required
@require_safe
def metadata(request: Request, pk: int) -> HttpResponse:
    """Its metadata as XML."""
    row = seen(request, pk)
    files = files_of(shown_version(row, request.viewer.person_id))
    content = written(row, [(file.name, file.media_type, file.size) for file in files])
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lom-{row.pk}.xml"'
    return response


@login_required
@require_POST
@says_why
def favourite(request: Request, pk: int) -> HttpResponse:
    """Keep it, or no longer."""
    kept = toggle_favourite(acting=request.viewer, resource=seen(request, pk))
    messages.success(request, _("Kept among your favourites.") if kept else _("No longer among your favourites."))
    return redirect("resources:resource", pk=pk)


@login_required
@require_POST
@says_why
def stars(request: Request, pk: int) -> HttpResponse:
    """Rate it."""
    given = whole_number(request.POST.get("stars", ""))
    rate(acting=request.viewer, row=seen(request, pk), stars=given or 0)
    messages.success(request, _("Thank you for rating."))
    return redirect("resources:resource", pk=pk)


@plays_media
@login_required
@require_POST
def report(request: Request, pk: int) -> HttpResponse:
    """Complain about it."""
    row, form = seen(request, pk), ComplaintForm(request.POST)
    if not form.is_valid():
        return _page(request, row, reported=form)
    try:
        made: Complaint = complain(acting=request.viewer, resource=row, **form.cleaned_data)
    except NotPossible as problem:
        form.add_error("text", str(problem))
        return _page(request, row, reported=form)
    messages.success(request, _("Reported. %(place)s will look at it.") % {"place": made.resource.organisation.name})
    return redirect("resources:resource", pk=pk)
