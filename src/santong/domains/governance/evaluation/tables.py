"""Columns of the lists of standards, items, verdicts, rounds, places, findings and objections."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Finding, Standard
from santong.domains.governance.evaluation.presenting import plain, verdict_in_words
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn
from santong.kit.pages.columns import tag

ROUND_TONES = {"draft": "neutral", "open": "info", "published": "ok", "sealed": "ok"}
PLACE_TONES = {"invited": "neutral", "applied": "warn", "in": "ok", "declined": "neutral"}
FINDING_TONES = {"open": "warn", "answered": "info", "closed": "ok"}
OBJECTION_TONES = {"open": "warn", "upheld": "ok", "rejected": "neutral"}


def status_of(row: Standard) -> tuple[str, str]:
    """Tone and words of how a standard stands."""
    if row.is_shipped:
        return "info", pgettext("standard", "Library")
    return ("ok", pgettext("standard", "In use")) if row.is_published else ("neutral", _("Draft"))


def round_status(row: EvaluationRound) -> tuple[str, str]:
    """Tone and words of how a round stands: what is over has ended, whatever it was."""
    if row.is_over and row.state == EvaluationRound.State.OPEN:
        return "neutral", pgettext("evaluation", "Ended")
    return ROUND_TONES[row.state], row.get_state_display()


def finding_status(row: Finding) -> tuple[str, str]:
    """Tone and words of a finding."""
    return ("bad", _("Overdue")) if row.is_late else (FINDING_TONES[row.state], row.get_state_display())


class SaidColumn(Column):
    """A tone and words, as a tag."""

    def render(self, value: Any, record: Any) -> Any:
        return tag(*value)

    def value(self, value: Any, record: Any) -> str:
        return str(value[1])


class StandardTable(Table):
    """By what is evaluated, and whose."""

    name = NameColumn(gettext_lazy("name of the standard"))
    subject = TagColumn(gettext_lazy("evaluates"), phone=False)
    place = Column(gettext_lazy("kept by"), accessor="place__name", orderable=False, phone=False)
    number = NumberColumn(gettext_lazy("version"), phone=False)
    status = SaidColumn(gettext_lazy("status"), accessor=status_of, orderable=False)


class ItemTable(Table):
    """Items of standards."""

    label = NameColumn(gettext_lazy("what is asked for"))
    standard = Column(gettext_lazy("standard"), accessor="standard__name", orderable=False, phone=False)
    section = Column(pgettext_lazy("evaluation", "section"), orderable=False, phone=False)
    code = Column(gettext_lazy("code of the item"), phone=False)
    kind = TagColumn(gettext_lazy("what answers it"), orderable=False)
    points = NumberColumn(gettext_lazy("points of the item"))
    order = NumberColumn(gettext_lazy("place in the standard"), phone=False)


class BandTable(Table):
    """Verdicts of standards."""

    label = NameColumn(gettext_lazy("verdict"))
    standard = Column(gettext_lazy("standard"), accessor="standard__name", orderable=False)
    least = NumberColumn(gettext_lazy("points at least"))
    order = NumberColumn(gettext_lazy("place among the verdicts"), phone=False)


class RoundTable(Table):
    """What is evaluated, by whom, until when."""

    name = NameColumn(pgettext_lazy("evaluation", "name of the round"))
    kind = TagColumn(gettext_lazy("kind of round"), phone=False)
    place = Column(gettext_lazy("evaluated by"), accessor="place__name", orderable=False, phone=False)
    status = SaidColumn(gettext_lazy("status"), accessor=round_status, orderable=False)
    due = DateColumn(gettext_lazy("places answer until"))
    until = DateColumn(gettext_lazy("ends on"), phone=False)


def points_range(row: Entrant) -> str:
    """The points of a place, from what is certain to what is possible."""
    if row.computed_at is None:
        return "—"
    return plain(row.low) if row.low == row.high else f"{plain(row.low)}–{plain(row.high)}"


class EntrantTable(Table):
    """The places of rounds. There is no order by points: results are no ranking."""

    place = NameColumn(gettext_lazy("School or bureau"), accessor="place__name", order_by="path")
    round = Column(gettext_lazy("round"), accessor="round__name", orderable=False, phone=False)
    state = TagColumn(gettext_lazy("status"), tones=PLACE_TONES)
    points = Column(gettext_lazy("points given"), accessor=points_range, orderable=False, phone=False)
    verdict = SaidColumn(gettext_lazy("verdict"), accessor=verdict_in_words, orderable=False)


class FindingTable(Table):
    """What is to be put right."""

    text = NameColumn(gettext_lazy("what was found"), accessor="text", orderable=False)
    place = Column(gettext_lazy("School or bureau"), accessor="entrant__place__name", order_by="path")
    owner = Column(gettext_lazy("who sees to it"), orderable=False, phone=False)
    status = SaidColumn(gettext_lazy("status"), accessor=finding_status, orderable=False)
    due = DateColumn(gettext_lazy("due"))


class ObjectionTable(Table):
    """What places don't agree with."""

    text = NameColumn(gettext_lazy("what is objected to"), accessor="text", orderable=False)
    place = Column(gettext_lazy("School or bureau"), accessor="entrant__place__name", order_by="path")
    round = Column(gettext_lazy("round"), accessor="entrant__round__name", orderable=False, phone=False)
    state = TagColumn(gettext_lazy("status"), tones=OBJECTION_TONES)
    made_on = DateColumn(gettext_lazy("objected on"))
