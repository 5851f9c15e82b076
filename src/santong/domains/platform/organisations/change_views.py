"""What can be done to any organisation: rename, move, close, open again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from santong.domains.platform.organisations.actions import (
    close_organisation,
    move_organisation,
    rename_organisation,
    reopen_organisation,
)
from santong.domains.platform.organisations.actions.renaming import take_name_back
from santong.domains.platform.organisations.forms import CloseForm, MoveForm, RenameForm
from santong.domains.platform.organisations.models import Organisation, OrganisationCount
from santong.domains.platform.organisations.panels import page_of
from santong.domains.platform.organisations.tree_queries import classes_of, count_below
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.kit.undo import CannotUndo, offer, undoable

RENAME, MOVE, REOPEN = "organisations.rename", "organisations.move", "organisations.reopen"
MAY = "organisations.change"


def _page(
    request: Request, row: Organisation, form: Any, title: Any, edit: Edit[Any, Any] | None = None, **context: Any
) -> HttpResponse:
    shown = {"row": row, "form": form, "title": title, "back": page_of(row), "edit": edit, **context}
    status = edit.status if edit else 422 if form.errors else 200
    return render(request, "organisations/action.html", shown, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def rename(request: Request, pk: int) -> HttpResponse:
    """Give an organisation a new name from a day on."""
    row = request.viewer.get(Organisation, pk, MAY)
    edit = Edit(request, row, lambda row, data: RenameForm(data, organisation=row))
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid():
                _rename(request, edit.row, edit.form.cleaned_data)
                return redirect(page_of(row))
    return _page(request, row, edit.form, _("Rename"), edit=edit)


def _rename(request: Request, row: Organisation, values: dict[str, Any]) -> None:
    former = rename_organisation(acting=request.viewer, organisation=row, **values)
    text = gettext("%(before)s is called %(after)s now.") % {"before": former.name, "after": row.name}
    offer(request, text, handler=RENAME, payload={"former": former.pk})


@undoable(RENAME)
def _take_name_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = take_name_back(acting=viewer, former_id=payload["former"])
    if row is None:
        raise CannotUndo
    return gettext("It is called %(name)s again.") % {"name": row.name}


@login_required
@require_http_methods(["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """Put an organisation with all below it elsewhere in the tree."""
    row = request.viewer.get(Organisation, pk, MAY)
    edit = Edit(request, row, lambda row, data: MoveForm(data, viewer=request.viewer, organisation=row), whole=True)
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid() and edit.row.parent_id:
                _move(request, edit.row, edit.row.parent_id, edit.form.cleaned_data["parent"])
                return redirect(page_of(row))
    warning = _("Everything below moves along: people, appointments and records follow.")
    return _page(request, row, edit.form, _("Move"), text=warning, edit=edit)


def _move(request: Request, row: Organisation, former: int, parent: Organisation) -> None:
    path = move_organisation(acting=request.viewer, organisation=row, parent=parent)
    text = gettext("%(name)s belongs to %(parent)s now.") % {"name": row.name, "parent": parent.name}
    offer(request, text, handler=MOVE, payload={"id": row.pk, "parent": former, "path": path})


@undoable(MOVE)
def _move_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = viewer.get(Organisation, payload["id"], MAY)
    parent = viewer.get(Organisation, payload["parent"], MAY)
    move_organisation(acting=viewer, organisation=row, parent=parent, path=payload["path"])
    return gettext("%(name)s stands where it stood.") % {"name": row.name}


@login_required
@require_http_methods(["GET", "POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """Close an organisation, after a look at what that touches."""
    row = request.viewer.get(Organisation, pk, MAY)
    edit = Edit(request, row, lambda row, data: CloseForm(data, organisation=row), whole=True)
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid():
                close_organisation(acting=request.viewer, organisation=edit.row, **edit.form.cleaned_data)
                text = gettext("%(name)s is closed down.") % {"name": row.name}
                offer(request, text, handler=REOPEN, payload={"id": row.pk})
                return redirect(page_of(row))
    touched = {
        "classes": classes_of(row).count(),
        "pupils": count_below(row, OrganisationCount.What.PUPILS),
        "staff": count_below(row, OrganisationCount.What.STAFF),
    }
    return _page(request, row, edit.form, _("Close down"), touched=touched, danger=True, edit=edit)


@undoable(REOPEN)
def _reopen(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = viewer.get(Organisation, payload["id"], MAY)
    if row.valid_until is None:
        raise CannotUndo
    reopen_organisation(acting=viewer, organisation=row)
    return gettext("%(name)s is open again.") % {"name": row.name}


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: Request, pk: int) -> HttpResponse:
    """Open a closed organisation again, with what was closed together with it."""
    row = request.viewer.get(Organisation, pk, MAY)
    if request.method == "POST" and row.valid_until is not None and row.merged_into_id is None:
        reopen_organisation(acting=request.viewer, organisation=row)
        return redirect(page_of(row))
    text = _("What was closed together with it opens too, with the appointments that ended that day.")
    context = {"row": row, "title": _("Open again"), "text": text, "back": page_of(row)}
    return render(request, "organisations/action.html", context)
