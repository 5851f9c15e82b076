"""What is done with a single message, and with a conversation beside writing in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.conversations import actions
from santong.domains.platform.conversations.forms import ReportForm
from santong.domains.platform.conversations.models import MESSAGE, Conversation, Message
from santong.domains.platform.conversations.queries import who_lacks
from santong.domains.platform.moderation.public import report as report_to_moderators
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable

LEFT = "conversations.leave"


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take back what one has just said."""
    message = request.viewer.get(Message, pk)
    try:
        actions.withdraw(acting=request.viewer, message=message)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("conversations:talk", message.conversation_id)


@login_required
@require_POST
def know(request: Request, pk: int) -> HttpResponse:
    """Acknowledge in one tap, or take it back."""
    message = request.viewer.get(Message, pk)
    try:
        actions.know(acting=request.viewer, message=message, answer=request.POST.get("answer") != "no")
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("conversations:talk", message.conversation_id)


@login_required
@require_safe
def lacking(request: Request, pk: int) -> HttpResponse:
    """Who hasn't acknowledged a message a day after it was written: for its writer."""
    message = request.viewer.get(Message, pk)
    if message.person_id != request.viewer.person_id:
        raise PermissionDenied("conversations.lacking")
    is_early = timezone.now() < message.made_at + actions.A_DAY
    names = [] if is_early or not message.wants_answer else who_lacks(message, message.conversation)
    context = {"message": message, "row": message.conversation, "names": names, "is_early": is_early}
    return render(request, "conversations/lacking.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """Ask the moderators to look at a message of somebody else."""
    message = request.viewer.get(Message, pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            report_to_moderators(acting=request.viewer, kind=MESSAGE, object_id=message.pk, reason=reason)
        except NotPossible as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, _("Thank you. A moderator will look at it."))
            return redirect("conversations:talk", message.conversation_id)
    context = {"form": form, "message": message, "row": message.conversation}
    return render(request, "conversations/report.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def arrange(request: Request, pk: int) -> HttpResponse:
    """Silence a conversation, leave it, block the other one, or say to whom replies go."""
    viewer, row = request.viewer, request.viewer.get(Conversation, pk)
    what = request.POST.get("do", "")
    try:
        if what == "leave":
            actions.leave(acting=viewer, conversation=row)
            offer(request, _("You have left the group."), handler=LEFT, payload={"id": row.pk})
            return redirect("conversations:conversations")
        _arrange(request, viewer, row, what)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("conversations:talk", row.pk)


def _arrange(request: Request, viewer: Viewer, row: Conversation, what: str) -> None:
    if what in ("silence", "sound"):
        actions.silence(acting=viewer, conversation=row, silenced=what == "silence")
        is_quiet = what == "silence"
        said = _("You won't be told of this conversation.") if is_quiet else _("You will be told of it again.")
        messages.success(request, said)
    elif what in ("block", "unblock"):
        actions.block(acting=viewer, conversation=row, blocked=what == "block")
        messages.success(request, _("Closed for both of you.") if what == "block" else _("Open again."))
    elif what in ("narrow", "wide"):
        actions.set_replies(acting=viewer, conversation=row, to_leaders=what == "narrow")
        messages.success(
            request,
            _("Replies go to you alone from now on.")
            if what == "narrow"
            else _("Everybody reads replies from now on."),
        )


@undoable(LEFT)
def _come_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    actions.come_back(acting=viewer, conversation=Conversation.objects.noted([payload["id"]]).get())
    return _("You are in the group again.")
