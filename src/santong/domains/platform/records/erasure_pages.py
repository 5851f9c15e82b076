"""The list of erasure requests, and one of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.public import called
from santong.domains.platform.records.actions.erasing import refuse_erasure
from santong.domains.platform.records.forms import RefuseErasureForm
from santong.domains.platform.records.models import ErasureRequest
from santong.domains.platform.records.models.erasures import PERMISSION
from santong.kit.access import Viewer
from santong.kit.pages import (
    ChoiceFilter,
    Column,
    Fact,
    FactsPanel,
    FilterSet,
    HistoryPanel,
    ModelPages,
    NameColumn,
    PageAction,
    SearchFilter,
    StepPage,
    Table,
    TagColumn,
    TimeColumn,
)

State = ErasureRequest.State
TONES: dict[str, str] = {
    State.OPEN: "warn",
    State.GRANTED: "info",
    State.DONE: "ok",
    State.REFUSED: "bad",
    State.WITHDRAWN: "neutral",
}


def who_asked(row: ErasureRequest) -> str:
    """Who asked, in relation to whom it is about."""
    if row.asked_by_id == row.person_id:
        return str(_("the person themselves"))
    return str(_("%(name)s, who cares for them") % {"name": row.asked_by.name})


class ErasureTable(Table):
    """Requests, the newest first."""

    person = NameColumn(_("whose record"), accessor="person__name", order_by="person__pinyin")
    asked_by = Column(_("asked by"), accessor=who_asked, phone=False)
    asked_at = TimeColumn(_("asked at"))
    state = TagColumn(_("state"), tones=TONES, orderable=False)
    decided_at = TimeColumn(_("decided at"), phone=False)


class ErasureFilter(FilterSet):
    """By name and state."""

    q = SearchFilter(partial(called, person="person__"), placeholder=_("Name"))
    state = ChoiceFilter(label=_("All states"), choices=State.choices)

    class Meta:
        model = ErasureRequest
        fields = ["q", "state"]


def _is_open(viewer: Viewer, row: ErasureRequest) -> bool:
    return row.state == State.OPEN


def _address(name: str) -> Any:
    return lambda row: reverse(name, args=[row.pk])


class ErasurePages(ModelPages):
    """Who asked to be taken out of the learning records, and what became of it."""

    model = ErasureRequest
    name = "erasures"
    namespace = "records"
    title = _("Erasure requests")
    icon = "user-x"
    table = ErasureTable
    filterset = ErasureFilter
    sort = "-pk"
    empty_text = _("Whoever asks for the erasure of their learning record, or their child's, appears here.")
    detail_actions = (
        PageAction(_("Grant"), _address("records:erasure-grant"), PERMISSION, "check", "primary", _is_open),
    )
    steps = (
        StepPage(
            refuse_erasure,
            _("Refuse the request"),
            done=_("Refused. Whoever asked sees why."),
            text=_("The record stays as it is. Whoever asked reads your answer, and may ask again."),
            form=lambda data, row, viewer: RefuseErasureForm(data),
            icon="ban",
            address="refuse",
        ),
    )
    panels = (
        FactsPanel(
            _("Erasure request"),
            facts=(
                "person",
                Fact(who_asked, _("asked by")),
                "asked_at",
                "reason",
                "state",
                "decided_by",
                "decided_at",
                "answer",
                "done_at",
                "changed",
            ),
        ),
        HistoryPanel(_("History"), PERMISSION, side=True),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "asked_by", "decided_by")
