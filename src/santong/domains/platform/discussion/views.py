"""Editing, reporting and following; a whole discussion on a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.discussion import actions
from santong.domains.platform.discussion.declaring import kind_named, row_for
from santong.domains.platform.discussion.forms import EditForm, ReportForm
from santong.domains.platform.discussion.mentioning import suggested
from santong.domains.platform.discussion.models import COMMENT, Comment, EarlierText
from santong.domains.platform.discussion.writing_views import discussion_page, found_comment
from santong.domains.platform.moderation.public import report as report_to_moderators
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.kit.picking import suggestions
from santong.kit.refusals import NotPossible


@login_required
@require_safe
def discussion(request: Request, about: str, pk: int) -> HttpResponse:
    """Everything that happened to a row and was said about it, page by page."""
    return discussion_page(request, kind_named(about), row_for(request.viewer, about, pk))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: Request, comment_id: int) -> HttpResponse:
    """Change one's own comment; what it said before is kept."""
    viewer = request.viewer
    comment, kind, row = found_comment(viewer, comment_id)
    if comment.person_id != viewer.person_id:
        raise PermissionDenied("discussion.edit")

    def build(held: Comment, data: Any) -> EditForm:
        return EditForm(data, comment=held, viewer=viewer, attachments=kind.attachments)

    editing: Edit[Comment, EditForm] = Edit(request, comment, build)
    if request.method == "POST" and _is_edited(editing, viewer, row):
        messages.success(request, _("Saved."))
        return redirect(kind.address(row))
    context = {"form": editing.form, "edit": editing, "comment": comment, "address": kind.address(row), "row": row}
    return render(request, "discussion/edit.html", context, status=editing.status)


def _is_edited(editing: Edit[Comment, EditForm], viewer: Viewer, row: Any) -> bool:
    with editing.locked():
        if not editing.is_valid():
            return False
        data = editing.form.cleaned_data
        try:
            actions.edit(acting=viewer, comment=editing.row, row=row, text=data["text"], files=data.get("files", []))
        except NotPossible as problem:
            editing.form.add_error(problem.field if problem.field in editing.form.fields else None, str(problem))
            return False
    return True


@login_required
@require_safe
def earlier(request: Request, comment_id: int) -> HttpResponse:
    """What a comment said before it was edited: for its writer and for those who oversee the row."""
    comment, kind, row = found_comment(request.viewer, comment_id)
    if comment.person_id != request.viewer.person_id and not kind.oversees(request.viewer, row):
        raise PermissionDenied("discussion.oversee")
    texts = EarlierText.objects.belonging_to(comment=comment).order_by("-pk")
    context = {"comment": comment, "texts": texts, "row": row, "address": kind.address(row)}
    return render(request, "discussion/earlier.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: Request, comment_id: int) -> HttpResponse:
    """Ask the moderators to look at a comment of somebody else."""
    comment, kind, row = found_comment(request.viewer, comment_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report_to_moderators(
                acting=request.viewer, kind=COMMENT, object_id=comment.pk, reason=form.cleaned_data["reason"]
            )
        except NotPossible as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, _("Thank you. A moderator will look at it."))
            return redirect(kind.address(row))
    context = {"form": form, "comment": comment, "row": row, "address": kind.address(row)}
    return render(request, "discussion/report.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def follow(request: Request, about: str, pk: int) -> HttpResponse:
    """Be told what is said about a row, or no longer."""
    kind, row = kind_named(about), row_for(request.viewer, about, pk)
    muted = request.POST.get("follow") == "no"
    actions.follow(acting=request.viewer, row=row, muted=muted)
    said = _("You won't be told any more.") if muted else _("You will be told, at most once an hour.")
    messages.success(request, said)
    return redirect(kind.address(row))


@login_required
@require_safe
def people(request: Request, about: str, pk: int) -> HttpResponse:
    """Those who may be mentioned."""
    kind, row = kind_named(about), row_for(request.viewer, about, pk)
    return suggestions(request, suggested(request, kind, row))
