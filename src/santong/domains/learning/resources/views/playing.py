"""Watching and reading: the player, notes in it, and what it reports."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.learning.resources.actions.drafting import files_of
from santong.domains.learning.resources.actions.playing import (
    LONGEST,
    Watched,
    Watching,
    keep_mark,
    note_watched,
    remove_mark,
    write_mark,
)
from santong.domains.learning.resources.models import Mark
from santong.domains.learning.resources.queries.playing import may_be_copied, place_of
from santong.domains.learning.resources.views.resource import seen, shown_version
from santong.domains.learning.resources.ways import context_of
from santong.domains.platform.files.public import File, show
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.media import plays_media
from santong.kit.refusals import NotPossible
from santong.kit.undo import keep_step, undoable

MOST_PIECES = 200
MOST_SECONDS = 1e7
"""Longer than any recording: about four months."""
RESTORE = "resources.mark"


def watching(request: Request, pk: int, file: int) -> Watching:
    """A file of a resource that the viewer may see; 404 for everybody else."""
    return _with_others(request, pk, file)[0]


def _with_others(request: Request, pk: int, file: int) -> tuple[Watching, list[File]]:
    """The same, and all files of the resource."""
    row = seen(request, pk)
    files = files_of(shown_version(row, request.viewer.person_id))
    if file not in {each.pk for each in files}:
        raise Http404(str(file))
    return Watching(row, show(request.viewer, file)), files


@plays_media
@login_required
@require_safe
def play(request: Request, pk: int, file: int) -> HttpResponse:
    """One file, as large as the window allows."""
    found, others = _with_others(request, pk, file)
    context = context_of(request.viewer, found.resource, found.shown) | {
        "others": others,
        "may_be_copied": may_be_copied(request.viewer, found.resource),
    }
    return render(request, "resources/playing/page.html", context)


@plays_media
@login_required
@require_safe
def player(request: Request, pk: int, file: int) -> HttpResponse:
    """The player alone: a page asks for it again while the file is being converted."""
    found = watching(request, pk, file)
    return render(request, "resources/playing/player.html", context_of(request.viewer, found.resource, found.shown))


@login_required
@require_POST
def watched(request: Request) -> HttpResponse:
    """Take a batch of watched pieces. Browsers send one again until they hear that it was taken.

    `{"pieces": [{"id": uuid, "resource": 1, "file": 2, "begin": 0, "end": 12.5, "seconds": 12.5}]}` is answered
    with `{"taken": [uuid, …]}`: those to be forgotten, whether they counted or never will.
    """
    try:
        pieces = json.loads(request.body)["pieces"]
        by_file: dict[tuple[int, int], list[Watched]] = {}
        for piece in pieces[:MOST_PIECES]:
            by_file.setdefault((int(piece["resource"]), int(piece["file"])), []).append(_piece(piece))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, RawPostDataException):
        return JsonResponse({"error": _("These reports can't be read.")}, status=400)
    for (pk, file), some in by_file.items():
        try:
            note_watched(acting=request.viewer, watching=watching(request, pk, file), pieces=some)
        except (Http404, PermissionDenied):
            continue  # taken from the library meanwhile: it will never count
    return JsonResponse({"taken": [str(piece.id) for some in by_file.values() for piece in some]})


def _piece(given: dict[str, Any]) -> Watched:
    begin, end, seconds = (float(given[name]) for name in ("begin", "end", "seconds"))
    if not (0 <= begin < MOST_SECONDS and 0 <= end < MOST_SECONDS and 0 <= seconds < MOST_SECONDS):
        raise ValueError("no place in a recording")
    return Watched(UUID(str(given["id"])), begin, end, min(seconds, LONGEST))


@login_required
@require_POST
def mark(request: Request, pk: int, file: int) -> HttpResponse:
    """Write a note at a place; the answer is the list of notes."""
    found = watching(request, pk, file)
    text, problem = request.POST.get("text", ""), ""
    try:
        at = float(request.POST.get("at") or 0)
        if not at < MOST_SECONDS:  # "nan" and "inf" are numbers to float()
            raise ValueError("no place in a recording")
        write_mark(acting=request.viewer, watching=found, at=at, text=text, chapter="chapter" in request.POST)
    except ValueError:
        problem = _("Choose a place first.")
    except NotPossible as error:
        problem = str(error)
    return _notes(request, found, problem=problem, text=text if problem else "")


@login_required
@require_POST
def unmark(request: Request, pk: int, file: int, mark: int) -> HttpResponse:
    """Take a note away; it can be taken back."""
    found = watching(request, pk, file)
    row = Mark.objects.visible_to(request.viewer).filter(pk=mark, file=file).first()
    if row is None:
        raise Http404(str(mark))
    kept = {"resource": row.resource_id, "file": row.file_id, "kind": row.kind, "at": row.at, "text": row.text}
    remove_mark(acting=request.viewer, mark=row)
    step = keep_step(request.viewer, handler=RESTORE, payload=kept)
    response = _notes(request, found)
    toast = {"text": _("Note removed."), "tone": "success", "undo": reverse("kit:undo", args=[step.pk])}
    response["HX-Trigger"] = json.dumps({"toast": toast})
    return response


@undoable(RESTORE)
def _restore_mark(viewer: Viewer, payload: dict[str, Any]) -> str:
    mark = Mark(person_id=viewer.person_id, resource_id=payload["resource"], file_id=payload["file"])
    mark.kind, mark.at, mark.text = payload["kind"], payload["at"], payload["text"]
    keep_mark(acting=viewer, mark=mark)
    return _("The note is back.")


def _notes(request: Request, found: Watching, *, problem: str = "", text: str = "") -> HttpResponse:
    context = {
        "row": found.resource,
        "shown": found.shown,
        "place": place_of(request.viewer, found.shown.file.pk),
        "is_author": found.resource.author_id == request.viewer.person_id,
        "problem": problem,
        "text": text,
    }
    return render(request, "resources/playing/notes.html", context, status=422 if problem else 200)
