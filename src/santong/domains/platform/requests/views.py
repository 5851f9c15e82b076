"""Pages of their own: asking, a request with its way, choosing colleagues."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.files.public import show_several
from santong.domains.platform.identity.public import picks_of
from santong.domains.platform.requests.actions import put_draft, send
from santong.domains.platform.requests.actions.asking import reminding_objection
from santong.domains.platform.requests.actions.signing import signers_added
from santong.domains.platform.requests.forms import OpinionForm, RequestForm
from santong.domains.platform.requests.kinds import RequestKind, kind_of, kinds_for
from santong.domains.platform.requests.models import Attachment, Circulation, Request, Task
from santong.domains.platform.requests.models.paths import ASK
from santong.domains.platform.requests.pages import RequestPages, WaitingPages, page_of
from santong.domains.platform.requests.queries import waiting_keys, who_may_be_asked
from santong.domains.platform.requests.showing import filled_in, is_late, way_of
from santong.kit.access import Viewer
from santong.kit.http import Request as HttpRequest
from santong.kit.pages.edits import Edit
from santong.kit.pages.panels import panels_on, shown_panels
from santong.kit.picking import suggestions
from santong.kit.refusals import NotPossible

REQUESTS, WAITING = RequestPages(), WaitingPages()
State = Request.State


@login_required
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What can be asked for."""
    request.viewer.demand(ASK)
    return render(request, "requests/new.html", {"kinds": kinds_for(request.viewer)})


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of a kind; sending it starts its way, or it is kept as a draft."""
    chosen = next((each for each in kinds_for(request.viewer) if each.name == kind), None)
    if chosen is None:
        raise Http404(kind)
    data = request.POST if request.method == "POST" else None
    form = _form(request, chosen, None, data)
    if data is not None and form.is_valid():
        row = _keep(request, form, None)
        if row is not None:
            return redirect(page_of(row))
    return _ask_page(request, chosen, form, None, 422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a draft, or of a request that came back."""
    row = request.viewer.get(Request, pk)
    if row.asker_id != request.viewer.person_id:
        raise PermissionDenied(ASK)
    if row.state not in (State.DRAFT, State.RETURNED):
        messages.error(request, _("It is on its way, so it can't be changed. Withdraw it, or ask to have it returned."))
        return redirect(page_of(row))
    kind = kind_of(row.kind)
    if kind.written_at is not None:
        return redirect(kind.written_at(row))
    edit: Edit[Any, RequestForm] = Edit(request, row, lambda row, data: _form(request, kind, row, data))
    if request.method == "POST":
        with edit.locked():
            saved = _keep(request, edit.form, edit.row) if edit.is_valid() else None
        if saved is not None:
            return redirect(page_of(saved))
    return _ask_page(request, kind, edit.form, edit, edit.status)


def _form(request: HttpRequest, kind: RequestKind, row: Request | None, data: QueryDict | None) -> RequestForm:
    is_draft = data is not None and "draft" in data
    return RequestForm(data, viewer=request.viewer, kind=kind, row=row, is_draft=is_draft)


def _keep(request: HttpRequest, form: RequestForm, row: Request | None) -> Request | None:
    """Write what was filled in, and send it unless it is to stay a draft; None, with the reason in the form."""
    viewer, place = request.viewer, form.place
    if place is None:
        form.add_error(None, _("You work at no place for which this can be asked."))
        return None
    try:
        with transaction.atomic():
            kept = put_draft(
                acting=viewer,
                kind=form.kind,
                organisation=place,
                values=form.values(),
                files=form.chosen_files(),
                request=row,
            )
            if "draft" not in request.POST:
                send(acting=viewer, request=kept)
    except NotPossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    _say(request, kept)
    return kept


def _say(request: HttpRequest, row: Request) -> None:
    if row.state == State.DRAFT:
        messages.success(request, _("Kept as a draft."))
    elif row.is_running:
        names = "、".join(way_of(request.viewer, row).next_names)
        messages.success(request, _("Sent. It is with %(names)s now.") % {"names": names})
    else:
        messages.warning(request, _("Nobody can decide about it, so it stayed with you. Tell who keeps the path."))


def _ask_page(request: HttpRequest, kind: RequestKind, form: RequestForm, edit: Any, status: int) -> HttpResponse:
    context = {"kind": kind, "form": form, "edit": edit, "row": form.row}
    return render(request, "requests/ask.html", context, status=status)


@login_required
@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A request: what is asked for, the way that it goes, what was said, and what can be done."""
    viewer = request.viewer
    row = viewer.get(Request, pk)
    edit: Edit[Any, OpinionForm] = Edit(request, row, lambda row, data: OpinionForm(data), whole=True)
    kind, way, queue = kind_of(row.kind), way_of(viewer, row), waiting_keys(viewer)
    files = Attachment.objects.belonging_to(request=row).values_list("file_id", flat=True)
    context = {
        "row": row,
        "kind": kind,
        "way": way,
        "filled": filled_in(kind, row.values),
        "files": show_several(viewer, files),
        "may": _what_may(viewer, row, way.mine),
        "edit": edit,
        "form": edit.form,
        "is_late": is_late(row),
        "place": queue.index(row.pk) + 1 if row.pk in queue else 0,
        "total": len(queue),
        "panels": shown_panels(panels_on(Request), request, row, row.path),
    }
    return render(request, "requests/request.html", context)


def _what_may(viewer: Viewer, row: Request, mine: Task | None) -> dict[str, bool]:
    """What a viewer can do with a request now, by name."""
    is_asker = row.asker_id == viewer.person_id
    held = [task for task in row.read_tasks() if task.holder_id == viewer.person_id]
    concerned = is_asker or mine is not None or bool(held)
    has_lent = any(task.state == Task.State.LENT for task in held)
    unread = Circulation.objects.belonging_to(request=row).filter(person_id=viewer.person_id, noted=False)
    return {
        "decide": mine is not None,
        "return": mine is not None,
        "remove": row.is_running and bool(signers_added(viewer, row)),
        "call_back": row.is_running and has_lent,
        "circulate": concerned and row.asked_at is not None,
        "note": unread.exists(),
        "remind": is_asker and row.is_running and not reminding_objection(viewer, row),
        "withdraw": is_asker and row.state in (State.RUNNING, State.RETURNED),
        "write": is_asker and row.state in (State.DRAFT, State.RETURNED),
        "discard": is_asker and row.state == State.DRAFT,
    }


@login_required
@require_safe
def suggest_colleagues(request: HttpRequest) -> HttpResponse:
    """Those whom somebody may ask."""
    request.viewer.demand(ASK)
    return suggestions(request, picks_of(request, who_may_be_asked(request.viewer)))
