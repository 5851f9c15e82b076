"""One's own conversations as a sheet, to take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.platform.conversations.models import TAKE_PART, Conversation, Enclosure, Message
from santong.domains.platform.conversations.queries import standings
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages.exports import TYPES, export_response

TOGETHER = 500


@login_required
@require_safe
def export(request: Request) -> HttpResponseBase:
    """Everything that a viewer reads in their conversations, the oldest first."""
    if not request.viewer.can(TAKE_PART):
        raise PermissionDenied(TAKE_PART)
    kind = request.GET.get("format", "xlsx")
    name = str(_("Conversations"))
    return export_response(request, _rows(request.viewer), name=name, kind=kind if kind in TYPES else "xlsx")


def _rows(viewer: Viewer) -> Iterator[list[Any]]:
    yield [_("Conversation"), _("written"), _("written by"), _("Message"), _("Files")]
    rows = list(Conversation.objects.visible_to(viewer).select_related("place", "first", "second").order_by("pk"))
    called = {key: standing.title for key, standing in standings(viewer, rows).items()}
    said = Message.objects.visible_to(viewer).select_related("person").order_by("pk")
    last = 0
    while some := list(said.filter(pk__gt=last)[:TOGETHER]):
        last = some[-1].pk
        files = _files(some)
        for each in some:
            text = _("This message was withdrawn.") if each.is_withdrawn else each.text
            at = timezone.localtime(each.made_at).replace(tzinfo=None)
            yield [called.get(each.conversation_id, ""), at, each.person.name, text, files.get(each.pk, "")]


def _files(messages: list[Message]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    rows = Enclosure.objects.belonging_to(message__in=messages).filter(message__is_withdrawn=False)
    for message, name in rows.values_list("message_id", "file__name"):
        found.setdefault(message, []).append(name)
    return {message: "、".join(names) for message, names in found.items()}
