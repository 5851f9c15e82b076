"""Pages of those who answer: what they are asked, the form, thanks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.identity.public import picks_of
from santong.domains.platform.organisations.public import organisation_picks
from santong.domains.platform.surveys import timing
from santong.domains.platform.surveys.actions import draft_answer, send_anonymous_answer, send_answer
from santong.domains.platform.surveys.answer_forms import AnswerForm, in_words, places_near
from santong.domains.platform.surveys.content import FieldKind
from santong.domains.platform.surveys.filters import ToAnswerFilter
from santong.domains.platform.surveys.models import ANSWER, Answer, AnswerFile, Asked, Version
from santong.domains.platform.surveys.queries import asked_of, own_answers, own_draft, version_in_force
from santong.domains.platform.surveys.tables import ToAnswerTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages
from santong.kit.pages.edits import Edit
from santong.kit.picking import suggestions
from santong.kit.refusals import NotPossible


class ToAnswerPages(ModelPages):
    """What somebody is asked, the latest first."""

    model = Asked
    name = "to-answer"
    namespace = "surveys"
    title = _("Forms to answer")
    icon = "forms"
    table = ToAnswerTable
    filterset = ToAnswerFilter
    sort = "-pk"
    detail = False
    empty_text = _("Forms that your school or bureau asks you to answer appear here.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return asked_of(viewer)

    def detail_url(self, row: Any) -> str:
        return reverse("surveys:answer", args=[row.pk])


def _asked(request: Request, pk: int) -> Asked:
    return get_object_or_404(asked_of(request.viewer).select_related("survey__author"), pk=pk)


def _files(answer: Answer) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for field, file in AnswerFile.objects.belonging_to(answer=answer).values_list("field", "file_id"):
        found.setdefault(field, []).append(file)
    return found


def _form(
    request: Request, asked: Asked, version: Version, answer: Answer | None, data: QueryDict | None
) -> AnswerForm:
    return AnswerForm(
        data,
        content=version.form,
        viewer=request.viewer,
        about=asked.child_id or request.viewer.person_id,
        values=answer.values if answer else None,
        files=_files(answer) if answer else None,
        is_draft="draft" in request.POST,
    )


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """The form of a survey, empty, begun, or to be corrected ("again" in the address)."""
    asked = _asked(request, pk)
    survey, viewer = asked.survey, request.viewer
    version = version_in_force(survey)
    sent = [] if survey.is_anonymous else own_answers(viewer, asked)
    begun = None if survey.is_anonymous else own_draft(viewer, asked)
    corrects = bool(sent) and survey.may_correct and not survey.several and "again" in request.GET
    is_open = survey.takes_answers and version is not None and viewer.can(ANSWER)
    writes = is_open and (corrects or not asked.answered or (survey.several and "again" in request.GET))
    # Whoever sends twice, or after the end, is told so with what they wrote before them.
    if version is None or (not writes and request.method != "POST"):
        return _settled(request, asked, sent, is_open=is_open)
    if survey.is_anonymous and asked.answered:
        # An impatient second tap: what it would say is said by the page itself.
        return redirect("surveys:answer", pk)
    before = begun or (sent[0] if sent and not survey.several else None)
    edit: Edit[Answer | None, AnswerForm] = Edit(
        request, before, lambda row, data: _form(request, asked, version, row, data)
    )
    if request.method == "POST":
        with edit.locked():
            is_kept = edit.is_valid() and _kept(request, asked, version, edit.form)
        if is_kept:
            return redirect("surveys:answer", pk) if edit.form.is_draft else redirect("surveys:thanks", pk)
    form = edit.form
    context = {
        "edit": edit,
        "asked": asked,
        "survey": survey,
        "form": form,
        "sections": form.sections(),
        "stamp": request.POST.get("shown") or timing.stamp(),
        "version": version,
        "is_open": is_open,
        "corrects": corrects,
        "can_keep": not survey.is_anonymous and not corrects,
        "draft_key": f"survey-{survey.pk}-{asked.child_id or 0}",
        "people": survey.number,
    }
    return render(request, "surveys/answer.html", context, status=edit.status)


def _kept(request: Request, asked: Asked, version: Version, form: AnswerForm) -> bool:
    """Keep the answer; False, with the reason in the form, when it isn't possible."""
    viewer, stamp = request.viewer, request.POST.get("shown", "")
    # The form says which questions it showed: those that were changed meanwhile are looked at first.
    shown = version if request.POST.get("version") in (None, "", str(version.pk)) else Version()
    try:
        if asked.survey.is_anonymous:
            send_anonymous_answer(acting=viewer, asked=asked, values=form.kept, stamp=stamp, version=shown)
        elif form.is_draft:
            draft_answer(acting=viewer, asked=asked, values=form.kept, files=form.chosen_files())
            messages.success(request, gettext("Kept. Nobody but you sees it until you send it."))
        else:
            files = form.chosen_files()
            send_answer(acting=viewer, asked=asked, values=form.kept, files=files, stamp=stamp, version=shown)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _settled(request: Request, asked: Asked, sent: list[Answer], *, is_open: bool) -> HttpResponse:
    """What somebody sees who has answered, or can't any more."""
    survey = asked.survey
    said = [_in_words(each) for each in sent]
    can_correct = is_open and bool(sent) and survey.may_correct and not survey.several
    context = {
        "asked": asked,
        "survey": survey,
        "said": said,
        "can_correct": can_correct,
        "can_answer_again": is_open and survey.several and asked.answered,
        "is_by_another": asked.answered and not sent and not survey.is_anonymous,
        "begins_later": not survey.is_over and not survey.takes_answers,
    }
    return render(request, "surveys/settled.html", context)


def _in_words(answer: Answer) -> dict[str, Any]:
    fields = [field for field in answer.version.form.fields if field.kind != FieldKind.FILE]
    lines = [(field.label, in_words(field, answer.values.get(field.name))) for field in fields]
    return {"answer": answer, "lines": [line for line in lines if line[1]]}


@login_required
@require_safe
def thanks(request: Request, pk: int) -> HttpResponse:
    """After sending: that it arrived, what happens with it, what is next."""
    asked = _asked(request, pk)
    waiting = asked_of(request.viewer).filter(answered=False).exclude(pk=asked.pk)
    context = {"asked": asked, "survey": asked.survey, "next": waiting.order_by("survey__closes_on", "pk").first()}
    return render(request, "surveys/thanks.html", context)


@login_required
@require_safe
def people(request: Request) -> HttpResponse:
    """Suggestions of people in a form: the staff of one's own school or office, for staff."""
    request.viewer.demand(ANSWER)
    paths = [grant.path for grant in request.viewer.grants] if request.viewer.category == "staff" else []
    return suggestions(request, picks_of(request, colleagues_at(paths)))


@login_required
@require_safe
def places(request: Request) -> HttpResponse:
    """Suggestions of classes and schools in a form."""
    request.viewer.demand(ANSWER)
    return suggestions(request, organisation_picks(request, places_near(request.viewer)))
