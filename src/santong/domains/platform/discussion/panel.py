"""The discussion on the page of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from santong.domains.platform.discussion.declaring import Discussed, kind_of
from santong.domains.platform.discussion.forms import CommentForm
from santong.domains.platform.discussion.models import Follower
from santong.domains.platform.discussion.timeline import Order, timeline
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Panel


@dataclass(frozen=True)
class DiscussionPanel(Panel):
    """What happened to the row and what is said about it, with the form for saying more."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        kind = kind_of(row)
        if kind.read and not request.viewer.can(kind.read, row.path):
            return ""
        return discussion_of(request, kind, row, Order())


def discussion_of(
    request: Request, kind: Discussed, row: Any, order: Order, form: CommentForm | None = None
) -> SafeString:
    """The discussion in an order, with a form that wasn't taken, if any. The viewer sees the row."""
    viewer = request.viewer
    objection = kind.objection(viewer, row)
    context = {
        "row": row,
        "kind": kind,
        "order": order,
        "timeline": timeline(viewer, kind, row, order),
        "form": form or (None if objection else CommentForm(kind=kind, row=row, viewer=viewer)),
        "objection": objection,
        "is_following": is_following(viewer, row),
        "write_url": kind.writing_address(row),
        "follow_url": reverse("discussion:follow", args=[kind.table, row.pk]),
        "all_url": reverse("discussion:discussion", args=[kind.table, row.pk]),
        "may_report": viewer.person_id is not None,
    }
    return render_to_string("discussion/discussion.html", context, request)


def is_following(viewer: Viewer, row: Any) -> bool:
    """Whether the viewer is told what is said about a row."""
    return bool(Follower.objects.of(viewer.person_id or 0, row).filter(is_muted=False).exists())
