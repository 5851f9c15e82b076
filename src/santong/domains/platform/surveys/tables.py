"""Columns of the lists."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.surveys.answer_forms import in_words
from santong.domains.platform.surveys.content import Content, Field
from santong.domains.platform.surveys.models import Asked, Survey
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn

TONES = {"draft": "neutral", "open": "ok", "closed": "info"}
WIDEST = 40
"""Questions that the list of answers has columns for."""


class SurveyTable(Table):
    """Surveys of a place."""

    title = NameColumn(_("title"), below="organisation__name")
    state = TagColumn(_("state"), tones=TONES, orderable=False)
    number = NumberColumn(_("answers wanted"), orderable=False, phone=False)
    closes_on = DateColumn(_("until"), orderable=False)
    author = Column(_("composed by"), accessor="author__name", orderable=False, phone=False)


def standing_of(row: Asked) -> tuple[str, str]:
    """Tone and word for how a survey stands with somebody whom it asks."""
    if row.answered:
        return "ok", gettext("Answered")
    if row.survey.state != Survey.State.OPEN or row.survey.is_over:
        return "neutral", gettext("It is over")
    return "warn", gettext("Please answer")


class StandingColumn(Column):
    """How a survey stands with whom it asks."""

    def render(self, value: Any, record: Any) -> str:
        return format_html('<span class="tag {}">{}</span>', *standing_of(record))

    def value(self, value: Any, record: Any) -> Any:
        return standing_of(record)[1]


class ToAnswerTable(Table):
    """What somebody is asked."""

    title = NameColumn(_("title"), accessor="survey__title", below="survey__organisation__name", orderable=False)
    child = Column(_("for the child"), accessor="child__name", orderable=False)
    standing = StandingColumn(_("state"), accessor="pk", orderable=False)
    closes_on = DateColumn(_("until"), accessor="survey__closes_on", orderable=False)


class AnswerTable(Table):
    """Answers by name; of one survey with its questions as further columns."""

    person = NameColumn(_("who answered"), accessor="person__name", orderable=False)
    child = Column(_("for the child"), accessor="child__name", orderable=False)
    place = Column(_("place"), accessor=lambda row: row.place_name, orderable=False, phone=False)
    sent_on = DateColumn(_("answered on"), orderable=False)


class SingleAnswerTable(AnswerTable):
    """Answers where no single survey is chosen."""

    survey = Column(_("survey"), accessor="survey__title", orderable=False)


class AnsweredColumn(Column):
    """What was answered to a question."""

    def __init__(self, field: Field) -> None:
        super().__init__(field.label, accessor=lambda row: in_words(field, row.values.get(field.name)), phone=False)


def table_for(content: Content) -> type[Table]:
    """The columns of answers to these questions."""
    columns = {field.name: AnsweredColumn(field) for field in content.fields[:WIDEST]}
    for name, column in columns.items():
        column.name = name
    return type("AnswersOfSurvey", (AnswerTable,), dict(columns))
