"""Pages of those who ask: surveys of their places, whom one asks, opening and closing, templates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.notices.public import AudienceForm, audience_of, label_of, reached_by, sending_places
from santong.domains.platform.surveys.actions import (
    add_audience,
    close_survey,
    copy_survey,
    drop_audience,
    offer_survey,
    open_survey,
    put_survey,
    remind_of_survey,
    reopen_survey,
    withhold_survey,
)
from santong.domains.platform.surveys.filters import SurveyFilter
from santong.domains.platform.surveys.forms import ReopenForm, SurveyForm
from santong.domains.platform.surveys.gate import obstacles
from santong.domains.platform.surveys.models import ASK, SEE, AudiencePart, Survey
from santong.domains.platform.surveys.queries import (
    answers_wanted,
    asked_of,
    copyable,
    draft_of,
    lacking,
    may_read_results,
    newest_version,
    number_answered,
    parts_of,
)
from santong.domains.platform.surveys.results import results_of
from santong.domains.platform.surveys.tables import SurveyTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, PageAction, StepPage, TemplatePanel
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

State = Survey.State


def _audience(request: Request, survey: Survey) -> dict[str, Any] | None:
    if not request.viewer.can(ASK, survey.path):
        return None  # whoever only sees a template has nothing to do with whom it once asked
    parts, is_draft = parts_of(survey), survey.state == State.DRAFT
    chosen = [(part, label_of(part.role) if part.role else "") for part in parts]
    counted = {"audience": audience_of(request.viewer, parts)} if parts and is_draft else {}
    return {"parts": chosen, "is_draft": is_draft, **counted}


def _questions(request: Request, survey: Survey) -> dict[str, Any]:
    version = newest_version(survey)
    may = request.viewer.can(ASK, survey.path)
    return {
        "content": version.form if version else None,
        "version": version,
        "is_changing": survey.state == State.OPEN and draft_of(survey) is not None,
        "may_build": may and survey.state != State.CLOSED,
    }


def _checks(request: Request, survey: Survey) -> dict[str, Any] | None:
    if survey.state != State.DRAFT or not request.viewer.can(ASK, survey.path):
        return None
    return {"obstacles": obstacles(request.viewer, survey)}


def _progress(request: Request, survey: Survey) -> dict[str, Any] | None:
    if survey.state == State.DRAFT or not request.viewer.can(ASK, survey.path):
        return None
    answered = number_answered(survey) if survey.is_anonymous else survey.number - answers_wanted(lacking(survey))
    found: dict[str, Any] = {"answered": answered, "may_read": may_read_results(request.viewer, survey)}
    if found["may_read"]:
        found["results"] = results_of(survey)
    return found


def _will_reach(survey: Survey) -> str:
    number = len({each.child or -each.person for each in reached_by(parts_of(survey))})
    text = ngettext("%(n)s answer is asked for.", "%(n)s answers are asked for.", number) % {"n": number}
    promise = gettext("Who asks, and how answers are given and kept, can't be changed afterwards.")
    return f"{text} {promise}"


class SurveyPages(ModelPages):
    """What a place asks."""

    model = Survey
    name = "surveys"
    namespace = "surveys"
    title = _("Forms and surveys")
    icon = "forms"
    table = SurveyTable
    filterset = SurveyFilter
    form = SurveyForm
    form_template = "surveys/write.html"
    create = change = remove = ASK
    export = SEE
    sort = "-pk"
    new_label = _("New form")
    empty_text = _("Ask a class, a school or a county: begin with an empty form, or with a template.")
    list_actions = (PageAction(_("From a template"), lambda row: reverse("surveys:templates"), ASK, "copy"),)
    detail_actions = (
        PageAction(
            _("Questions asked"), lambda row: reverse("surveys:build", args=[row.pk]), ASK, "list-details",
            shown=lambda viewer, row: row.state == State.DRAFT,
        ),
        PageAction(
            _("Preview"), lambda row: reverse("surveys:preview", args=[row.pk]), ASK, "eye",
        ),
        PageAction(
            _("Results"), lambda row: reverse("surveys:results", args=[row.pk]), None, "chart-bar",
            shown=lambda viewer, row: row.state != State.DRAFT and may_read_results(viewer, row),
        ),
        PageAction(_("Copy"), lambda row: reverse("surveys:copy", args=[row.pk]), None, "copy",
                   shown=lambda viewer, row: viewer.can(ASK)),
    )  # fmt: skip
    panels = (
        TemplatePanel(_("Before it can be opened"), template="surveys/checks.html", context=_checks),
        TemplatePanel(_("Answers so far"), template="surveys/progress.html", context=_progress),
        TemplatePanel(_("Questions asked"), template="surveys/questions.html", context=_questions),
        TemplatePanel(_("Who is asked"), template="surveys/audience.html", context=_audience, side=True),
        FactsPanel(
            _("About this form"),
            side=True,
            facts=(
                "state", "opens_on", "closes_on", "ground", "authority", "frequency", "minutes", "measured",
                Fact(lambda row: gettext("anonymous") if row.is_anonymous else gettext("by name"), _("Answers are")),
            ),
        ),
        HistoryPanel(_("History"), permission=ASK, side=True),
    )  # fmt: skip
    steps = (
        StepPage(
            open_survey,
            _("Open for answering"),
            done=_("Opened. It goes out in a moment."),
            text=_will_reach,
            icon="send",
            variant="primary",
        ),
        StepPage(close_survey, _("Close it"), done=_("Closed. No more answers are taken."), icon="lock"),
        StepPage(
            reopen_survey,
            _("Open it again"),
            done=_("Answers are taken again."),
            form=lambda data, row, viewer: ReopenForm(data),
            icon="lock-open",
        ),
        StepPage(remind_of_survey, _("Remind once"), done=_("They are being reminded."), icon="bell"),
        StepPage(offer_survey, _("Offer as a template"), done=_("Offered as a template."), icon="award"),
        StepPage(withhold_survey, _("Offer no more"), done=_("It isn't offered any more."), icon="ban"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        # What others offer as a template stands on the page of templates.
        return Survey.objects.visible_to(viewer, ASK).select_related("organisation", "author")

    def subtitle(self, row: Any) -> str:
        return str(row.organisation.name)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        paths = request.viewer.paths(ASK)
        place = sending_places(request.viewer).filter(path__in=paths).order_by("path").first() if row is None else None
        return SurveyForm(data, instance=row, viewer=request.viewer, place=place)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return put_survey(acting=acting, survey=form.save())

    def after_save(self, request: Request, row: Any) -> str:
        """A new form leads to its questions."""
        version = newest_version(row)
        is_empty = row.state == State.DRAFT and version is not None and not version.form.fields
        return reverse("surveys:build", args=[row.pk]) if is_empty else self.detail_url(row)


PAGES = SurveyPages()


@login_required
@require_safe
def entry(request: Request, pk: int) -> HttpResponse:
    """The address that is handed on: whoever asks comes to the survey, whoever is asked to its form."""
    if Survey.objects.visible_to(request.viewer).filter(pk=pk).exists():
        return redirect("surveys:surveys-detail", pk)
    asked = asked_of(request.viewer).filter(survey=pk).order_by("answered", "pk").first()
    if asked is None:
        raise Http404(str(pk))
    return redirect("surveys:answer", asked.pk)


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: Request, pk: int) -> HttpResponse:
    """Choose more people for a draft."""
    survey = request.viewer.get(Survey, pk, ASK)
    form = AudienceForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        named = [data["person"]] if data["person"] else []
        try:
            add_audience(
                acting=request.viewer, survey=survey, organisation=data["place"], roles=data["who"], people=named
            )
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, gettext("Chosen."))
            return redirect("surveys:surveys-detail", pk)
    parts = parts_of(survey)
    context = {"form": form, "survey": survey, "audience": audience_of(request.viewer, parts) if parts else None}
    return render(request, "surveys/choose.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def count(request: Request) -> HttpResponse:
    """The people behind what is being chosen, beside what a draft ("survey") asks already: a part of a page."""
    request.viewer.demand(ASK)
    parts: list[Any] = []
    if key := whole_number(request.GET.get("survey", "")):
        parts = list(parts_of(request.viewer.get(Survey, key, ASK)))
    form = AudienceForm(request.GET, viewer=request.viewer)
    form.is_valid()  # what is wrong with it is said once it is sent
    parts += form.parts()
    return render(request, "notices/counted.html", {"audience": audience_of(request.viewer, parts) if parts else None})


@login_required
@require_POST
def leave_out(request: Request, pk: int) -> HttpResponse:
    """Leave a part of whom a draft asks out."""
    part = request.viewer.get(AudiencePart, pk)
    try:
        drop_audience(acting=request.viewer, part=part)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("surveys:surveys-detail", part.survey_id)


@login_required
@require_safe
def templates(request: Request) -> HttpResponse:
    """Forms to begin from."""
    request.viewer.demand(ASK)
    return render(request, "surveys/templates.html", {"rows": copyable(request.viewer)[:200]})


@login_required
@require_http_methods(["GET", "POST"])
def copy(request: Request, pk: int) -> HttpResponse:
    """Begin a draft from a survey or a template."""
    survey = request.viewer.get(Survey, pk)
    request.viewer.demand(ASK)
    places = sending_places(request.viewer).filter(path__in=request.viewer.paths(ASK)).order_by("path")
    if request.method == "POST":
        chosen = places.filter(pk=whole_number(request.POST.get("place", "")) or 0).first() or places.first()
        if chosen is None:
            raise Http404(str(pk))
        made = copy_survey(acting=request.viewer, survey=survey, organisation=chosen)
        messages.success(request, gettext("Copied as a draft."))
        return redirect("surveys:surveys-detail", made.pk)
    version = newest_version(survey)
    context = {"survey": survey, "places": places[:50], "content": version.form if version else None}
    return render(request, "surveys/copy.html", context)
