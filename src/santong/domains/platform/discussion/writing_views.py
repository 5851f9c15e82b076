"""Writing and removing comments: also at addresses of the modules whose rows they are about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from santong.domains.platform.discussion import actions
from santong.domains.platform.discussion.declaring import Discussed, kind_named, row_for
from santong.domains.platform.discussion.forms import CommentForm
from santong.domains.platform.discussion.models import Comment
from santong.domains.platform.discussion.panel import discussion_of
from santong.domains.platform.discussion.timeline import Order
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.rates import seconds_to_wait
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

MOST_A_MINUTE = 10
"""Comments that one person may write within a minute."""
RESTORE = "discussion.remove"


def discussion_page(request: Request, kind: Discussed, row: Any, form: CommentForm | None = None) -> HttpResponse:
    """The discussion on a page of its own, with a form that wasn't taken, if any."""
    order = Order(
        request.GET.get("order") == "oldest", request.GET.get("only") == "comments",
        _moment(request.GET.get("since", "")),
    )  # fmt: skip
    content = discussion_of(request, kind, row, order, form)
    context = {"row": row, "address": kind.address(row), "content": content}
    return render(request, "discussion/page.html", context, status=422 if form else 200)


def _moment(text: str) -> Any:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@login_required
@require_POST
def write(request: Request, about: str, pk: int) -> HttpResponse:
    """Say something about a row, or answer a comment."""
    kind, row = kind_named(about), row_for(request.viewer, about, pk)
    parent = _answered(request, row)
    form = CommentForm(request.POST, kind=kind, row=row, viewer=request.viewer, is_answer=parent is not None)
    if not form.is_valid():
        return discussion_page(request, kind, row, form)
    try:
        _demand_pace(request.viewer)
        written = actions.write(acting=request.viewer, row=row, parent=parent, **form.given)
    except NotPossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return discussion_page(request, kind, row, form)
    is_correction = written.kind == Comment.Kind.CORRECTION
    messages.success(request, _("Sent to the author.") if is_correction else _("Comment written."))
    return redirect(kind.address(row))


def _answered(request: Request, row: Any) -> Comment | None:
    key = whole_number(request.POST.get("parent", ""))
    return request.viewer.get(Comment, key) if key else None


def _demand_pace(viewer: Viewer) -> None:
    seconds = seconds_to_wait(f"discussion-{viewer.person_id}", MOST_A_MINUTE)
    if seconds:
        text = _("You have written a lot within a minute. What you typed is kept; send it in %(n)s seconds.")
        raise NotPossible(text % {"n": seconds})


def found_comment(viewer: Viewer, key: int) -> tuple[Comment, Discussed, Any]:
    """A comment that the viewer reads, with the row that it is about; else 404."""
    comment = viewer.get(Comment, key)
    return comment, kind_named(comment.model), row_for(viewer, comment.model, comment.object_id)


@login_required
@require_POST
def change(request: Request, comment_id: int, pk: int = 0, about: str = "") -> HttpResponse:
    """Take a comment away, or (the author) settle a correction. `about` and `pk` name its row where an address does."""
    comment, kind, row = found_comment(request.viewer, comment_id)
    if about and (comment.model, comment.object_id) != (about, pk):
        raise Http404(str(comment_id))
    try:
        if request.POST.get("settle"):
            actions.settle(acting=request.viewer, comment=comment, row=row)
            messages.success(request, _("Settled."))
        else:
            actions.remove(acting=request.viewer, comment=comment, row=row)
            offer(request, _("Comment removed."), handler=RESTORE, payload={"id": comment.pk})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(kind.address(row))


@undoable(RESTORE)
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str:
    actions.restore(payload["id"])
    return _("The comment is back.")
