"""Favourites, collections and lesson baskets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.learning.resources.actions.using import (
    LONGEST_NAME,
    arrange,
    begin_collection,
    collect,
    drop,
)
from santong.domains.learning.resources.models import Collection
from santong.domains.learning.resources.queries.finding import rows_of
from santong.domains.learning.resources.queries.teaching import own_classes
from santong.domains.learning.resources.views.resource import says_why, seen
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

RESTORE = "resources.collection"
VIEW = "resources.view"


@login_required
@require_safe
def collections(request: Request) -> HttpResponse:
    """What one has put together."""
    request.viewer.demand(VIEW)
    return _collections(request)


def _collections(request: Request, *, name: str = "", problem: str = "") -> HttpResponse:
    """The page, with a name that can't be taken and why."""
    viewer = request.viewer
    rows = Collection.objects.visible_to(viewer).select_related("school_class").annotate(number=Count("items"))
    context = {"rows": rows.order_by("-purpose", "-changed_at"), "classes": own_classes(viewer)}
    context |= {"name": name, "problem": problem}
    return render(request, "resources/collections.html", context, status=422 if problem else 200)


@login_required
@require_safe
def collection(request: Request, pk: int) -> HttpResponse:
    """One collection in its order."""
    row = request.viewer.get(Collection, pk)
    keys = list(row.items.values_list("resource_id", flat=True))
    rows = rows_of(request.viewer, keys)
    return render(request, "resources/collection.html", {"row": row, "rows": rows, "gone": len(keys) - len(rows)})


@login_required
@require_POST
def begin(request: Request) -> HttpResponse:
    """Begin a collection or a basket."""
    request.viewer.demand(VIEW)
    name = request.POST.get("name", "").strip()
    if not name:
        return _collections(request, problem=_("Give it a name."))
    try:
        made = begin_collection(acting=request.viewer, name=name, **_purpose(request))
    except NotPossible as problem:
        return _collections(request, name=name, problem=str(problem))
    return redirect("resources:collection", pk=made.pk)


@login_required
@require_POST
@says_why
def add(request: Request, pk: int) -> HttpResponse:
    """Put a resource into a basket: one that is there, or a new one."""
    row, viewer = seen(request, pk), request.viewer
    if chosen := request.POST.get("collection", ""):
        basket = viewer.get(Collection, whole_number(chosen) or 0)
    else:
        name = request.POST.get("name", "").strip() or (row.node.name if row.node else row.title)[:LONGEST_NAME]
        basket = begin_collection(acting=viewer, name=name, purpose=Collection.Purpose.LESSON)
    collect(acting=viewer, collection=basket, resource=row)
    messages.success(request, _("Added to “%(name)s”.") % {"name": basket.name})
    return redirect("resources:resource", pk=pk)


@login_required
@require_POST
def order(request: Request, pk: int) -> HttpResponse:
    """Move a resource of a collection up or down, or take it out."""
    viewer = request.viewer
    row = viewer.get(Collection, pk)
    key = whole_number(request.POST.get("resource", ""))
    keys = list(row.items.values_list("resource_id", flat=True))
    if key not in keys:
        messages.error(request, _("It is no longer in here."))
    elif request.POST.get("move") == "out":
        drop(acting=viewer, collection=row, resource_id=key)
    else:
        arrange(acting=viewer, collection=row, order=_moved(keys, key, request.POST.get("move") == "up"))
    return redirect("resources:collection", pk=pk)


@login_required
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Remove a collection; its resources stay where they are."""
    row = request.viewer.get(Collection, pk)
    if row.purpose == Collection.Purpose.FAVOURITES:
        messages.error(request, _("Favourites stay. Take out what you no longer want."))
        return redirect("resources:collection", pk=pk)
    Collection.objects.visible_to(request.viewer).filter(pk=pk).remove()
    offer(request, _("Collection removed."), handler=RESTORE, payload={"id": pk})
    return redirect("resources:collections")


@undoable(RESTORE)
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str:
    Collection.with_removed.visible_to(viewer).filter(pk=payload["id"]).restore()
    return _("The collection is back.")


def _purpose(request: Request) -> dict[str, Any]:
    key = whole_number(request.POST.get("class", ""))
    mine = {each.class_id for each in own_classes(request.viewer)}
    if key in mine:
        place = Organisation.objects.open_to_everyone().get(pk=key)
        return {"purpose": Collection.Purpose.LESSON, "school_class": place}
    lesson = request.POST.get("purpose") == Collection.Purpose.LESSON
    return {"purpose": Collection.Purpose.LESSON if lesson else Collection.Purpose.COLLECTION}


def _moved(keys: list[int], key: int, up: bool) -> list[int]:
    at = keys.index(key)
    other = max(at - 1, 0) if up else min(at + 1, len(keys) - 1)
    keys[at], keys[other] = keys[other], keys[at]
    return keys
