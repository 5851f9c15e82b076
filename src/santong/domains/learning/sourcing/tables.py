"""Columns of the lists."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.sourcing.models import Call
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

CALL_TONES = {"draft": "neutral", "open": "ok", "deciding": "warn", "closed": "neutral"}
CALL_STATES = {
    "draft": Call.State.DRAFT.label,
    "open": _("Open for answers"),
    "deciding": _("Being decided"),
    "closed": Call.State.CLOSED.label,
}
ANSWER_TONES = {"waiting": "warn", "accepted": "ok", "thanked": "info", "withdrawn": "neutral"}


class CallStateColumn(Column):
    """A call's state as people read it."""

    def render(self, value: Any, record: Any) -> str:
        return format_html('<span class="tag {}">{}</span>', CALL_TONES[value], CALL_STATES[value])

    def value(self, value: Any, record: Any) -> Any:
        return str(CALL_STATES[value])


class CallTable(Table):
    """Calls for resources."""

    title = NameColumn(_("title"), below="organisation__name")
    subject = Column(_("subject"))
    kinds = Column(_("kinds of resource"), accessor=lambda call: call.kind_names, phone=False)
    audience = Column(_("who may answer"), accessor="audience__name", order_by="audience_path", phone=False)
    state = CallStateColumn(_("status"), accessor=lambda call: call.stage_of_life)
    deadline = DateColumn(_("deadline"))
    answers = NumberColumn(_("answers"), orderable=False)
    accepted = NumberColumn(_("accepted"), orderable=False)


class AnswerTable(Table):
    """The answers to a call."""

    resource = NameColumn(_("resource"), accessor="resource__title", below="organisation__name", orderable=False)
    person = Column(_("contributed by"), accessor="person__name", orderable=False)
    note = Column(_("note"), orderable=False, phone=False)
    state = TagColumn(_("status"), tones=ANSWER_TONES, orderable=False)
    comment = Column(_("comment"), orderable=False, phone=False)
    made_at = TimeColumn(_("handed in"), orderable=False)
