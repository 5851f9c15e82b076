"""Columns of the word lists and of the queue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.holdables import kind_of
from santong.domains.platform.moderation.models import Case
from santong.kit.pages import Column, NameColumn, Table, TagColumn
from santong.kit.pages.columns import TimeColumn

EFFECT_TONES = {"refuse": "bad", "hold": "warn", "note": "info", "harmless": "ok"}
STATE_TONES = {"waiting": "warn", "reported": "warn", "released": "ok", "rejected": "bad", "noted": "info"}


class WordTable(Table):
    """The words of the lists."""

    text = NameColumn(_("word"))
    effect = TagColumn(_("effect"), tones=EFFECT_TONES)
    category = Column(_("category"))
    level = Column(_("decided by"), phone=False)
    organisation = Column(_("holds for"), accessor="organisation__name", order_by="path", phone=False)
    note = Column(_("remark"), phone=False)
    changed_at = TimeColumn(_("changed"), phone=False)


def kind_label(row: Case) -> str:
    """What it is, in words."""
    return str(kind_of(row).label)


class CaseTable(Table):
    """What is held, or was."""

    title = NameColumn(_("title"), below=kind_label)
    words = Column(_("words"), orderable=False)
    effect = TagColumn(_("effect"), tones=EFFECT_TONES, phone=False)
    category = Column(_("category"))
    organisation = Column(_("comes from"), accessor="organisation__name", order_by="path", phone=False)
    level = Column(_("decided by"), phone=False)
    state = TagColumn(_("state"), tones=STATE_TONES)
    opened_at = TimeColumn(_("found"))
    decided_at = TimeColumn(_("decided on"), phone=False)
    reason = Column(_("reason"), phone=False)
