"""Pages with what came out: numbers, answers by name, who is missing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from santong.domains.platform.files.public import show_several
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.surveys.answer_forms import in_words
from santong.domains.platform.surveys.content import FieldKind
from santong.domains.platform.surveys.filters import AnswerFilter
from santong.domains.platform.surveys.models import FEWEST, RESULTS, Answer, AnswerFile, Survey
from santong.domains.platform.surveys.queries import (
    answers_to_read,
    answers_wanted,
    lacking,
    may_read_results,
    version_in_force,
)
from santong.domains.platform.surveys.results import counted, results_of
from santong.domains.platform.surveys.tables import SingleAnswerTable, table_for
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages, TemplatePanel
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.pages.lists import ObjectList
from santong.lib.whole_numbers import whole_number

LISTED = 500
"""Names of people who haven't answered that the page shows."""


def _survey(viewer: Viewer, pk: int) -> Survey:
    """A survey whose answers the viewer may read: 404 when they don't see it, 403 when they see it alone."""
    survey = viewer.get(Survey, pk)
    if not may_read_results(viewer, survey):
        raise PermissionDenied(RESULTS)
    return survey


@login_required
@require_safe
def results(request: Request, pk: int) -> HttpResponse:
    """Counts and charts for each question, of all or of one place ("group" is its path)."""
    survey = _survey(request.viewer, pk)
    found = results_of(survey, request.GET.get("group", ""))
    context = {
        "survey": survey,
        "found": found,
        "fewest": FEWEST,
        "share": round(100 * found.answers / found.asked) if found.asked else 0,
        "answers_url": "" if survey.is_anonymous else f"{reverse('surveys:answers')}?survey={survey.pk}",
        "shows_lacking": shows_lacking(survey, found.answers),
    }
    return render(request, "surveys/results.html", context)


def shows_lacking(survey: Survey, answers: int) -> bool:
    """Whether the names of those who haven't answered are shown.

    Of an anonymous survey only when it is over, and not when so few answered that their answers could be guessed.
    """
    return not survey.is_anonymous or (survey.state == Survey.State.CLOSED and answers >= FEWEST)


@login_required
@require_safe
def missing(request: Request, pk: int) -> HttpResponse:
    """Who hasn't answered, by place; in the order of names."""
    survey = _survey(request.viewer, pk)
    if not shows_lacking(survey, results_of(survey).answers):
        raise PermissionDenied(RESULTS)
    rows = list(lacking(survey)[: LISTED + 1])
    names = dict(
        Organisation.with_removed.open_to_everyone()
        .filter(path__in={row.path for row in rows})
        .values_list("path", "name")
    )
    shown = [{"row": row, "place": names.get(row.path, "")} for row in rows[:LISTED]]
    context = {
        "survey": survey,
        "rows": shown,
        "number": answers_wanted(lacking(survey)),
        "has_more": len(rows) > LISTED,
    }
    return render(request, "surveys/missing.html", context)


@login_required
@require_safe
def export(request: Request, pk: int) -> HttpResponseBase:
    """The numbers of the results as a sheet; of anonymous surveys this is all there is."""
    survey = _survey(request.viewer, pk)
    found = counted(survey, request.GET.get("group", ""), most=None)
    kind = request.GET.get("format", "xlsx")
    head = [gettext("Question"), gettext("What was answered"), gettext("How many"), gettext("Per cent")]
    rows: list[list[Any]] = [head]
    for each in found.results:
        rows += [[each.field.label, line.words, line.number, line.share] for line in each.lines]
        rows += [[each.field.label, text, None, None] for text in each.texts]
    return export_response(request, rows, name=survey.title, kind=kind if kind in TYPES else "xlsx")


def _answer(request: Request, answer: Answer) -> dict[str, Any]:
    files: dict[str, list[int]] = {}
    for name, key in AnswerFile.objects.belonging_to(answer=answer).values_list("field", "file_id"):
        files.setdefault(name, []).append(key)
    shown = show_several(request.viewer, [key for keys in files.values() for key in keys])
    lines = []
    for field in answer.version.form.fields:
        text = in_words(field, answer.values.get(field.name)) if field.kind != FieldKind.FILE else ""
        own = [shown[key] for key in files.get(field.name, ()) if key in shown]
        if text or own:
            lines.append({"field": field, "text": text, "files": own})
    return {"lines": lines}


class AnswerPages(ModelPages):
    """Answers by name, of one survey ("survey" in the address) or of all that one reads."""

    model = Answer
    name = "answers"
    namespace = "surveys"
    title = _("Answers by name")
    icon = "list-check"
    table = SingleAnswerTable
    filterset = AnswerFilter
    sort = "-pk"
    export = RESULTS
    empty_text = _("Nobody has answered yet.")
    panels = (TemplatePanel(_("What was answered"), template="surveys/answered.html", context=_answer),)

    def rows(self, viewer: Viewer) -> QuerySet:
        return answers_to_read(viewer)

    def get(self, viewer: Viewer, pk: int) -> Any:
        found = answers_to_read(viewer).filter(pk=pk).first()
        return found if found is not None else viewer.get(Answer, 0)

    def place(self, row: Any) -> str | None:
        return str(row.survey.path)

    def objects(self, request: Request) -> ObjectList:
        """With a column for each question where one survey is chosen."""
        survey = self._survey(request)
        version = version_in_force(survey) if survey else None
        return ObjectList(
            self.listed_rows(request.viewer),
            table=table_for(version.form) if version else self.table,
            query=request.GET,  # type: ignore[arg-type]
            filterset=self.filterset,
            sort=self.sort,
            path=self.url("list"),
            request=request,
        )

    def _survey(self, request: Request) -> Survey | None:
        key = whole_number(request.GET.get("survey", ""))
        survey = Survey.objects.visible_to(request.viewer).filter(pk=key).first() if key else None
        return survey if survey is not None and may_read_results(request.viewer, survey) else None
