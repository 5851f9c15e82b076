"""Pages of moderation: the word lists, the queue, a case."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from santong.domains.platform.identity.public import Person
from santong.domains.platform.moderation.actions import objection_to, put_word, reject, release, take_back
from santong.domains.platform.moderation.filters import CaseFilter, WordFilter
from santong.domains.platform.moderation.forms import DecisionForm, WordForm
from santong.domains.platform.moderation.holdables import Around, Subject, kind_of
from santong.domains.platform.moderation.models import REVIEW, WORDS, Case, Report, Word
from santong.domains.platform.moderation.queries import check, pieces, to_decide
from santong.domains.platform.moderation.tables import CaseTable, WordTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages, PageAction, StepPage
from santong.kit.pages.edits import Edit
from santong.kit.pages.steps import buttons

State = Case.State


class WordPages(ModelPages):
    """The word lists."""

    model = Word
    name = "words"
    namespace = "moderation"
    title = _("Word lists")
    icon = "list-check"
    table = WordTable
    filterset = WordFilter
    form = WordForm
    create = change = remove = export = WORDS
    sort = "-changed_at"
    detail = False
    new_label = _("Add a word")
    empty_text = _("Add the words that you want to look at before others read them, or import a list.")
    list_actions = (
        PageAction(_("Import"), lambda row: reverse("imports:new", args=["words"]), WORDS, icon="file-import"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation")

    def detail_url(self, row: Any) -> str:
        return f"/words/{row.pk}/edit/"

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return WordForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        word = form.save(commit=False)
        if row is None:
            word.organisation = form.cleaned_data["organisation"]
        return put_word(acting=acting, word=word, text=form.cleaned_data["text"])


class CasePages(ModelPages):
    """What is held for review, and what was decided."""

    model = Case
    name = "moderation"
    namespace = "moderation"
    title = _("Moderation")
    icon = "shield-check"
    table = CaseTable
    filterset = CaseFilter
    sort = "opened_at"
    detail = False
    export = REVIEW
    empty_text = _("Nothing is held. Titles, texts and comments with words of the lists appear here.")
    steps = (
        StepPage(
            release,
            _("Release"),
            done=_("Released."),
            form=lambda data, row, viewer: DecisionForm(data),
            asks_on=lambda request, edit: _case_page(request, edit),
            goes_to=lambda viewer, row: _next_address(viewer, row),
            icon="check",
            variant="primary",
            bulk=True,
        ),
        StepPage(
            reject,
            _("Reject"),
            done=_("Rejected."),
            form=lambda data, row, viewer: DecisionForm(data),
            asks_on=lambda request, edit: _case_page(request, edit),
            goes_to=lambda viewer, row: _next_address(viewer, row),
            icon="x",
            variant="danger",
        ),
        StepPage(
            take_back,
            _("Take the decision back"),
            done=_("It waits for a decision again."),
            icon="arrow-back-up",
            address="back",
        ),
    )
    list_actions = (PageAction(_("Word lists"), lambda row: reverse("moderation:words"), WORDS, icon="list-check"),)

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation")

    def detail_url(self, row: Any) -> str:
        return f"/moderation/{row.pk}/"


CASES = CasePages()


@login_required
@require_safe
def case(request: Request, pk: int) -> HttpResponse:
    """One case: the texts with the words marked, and the decision."""
    row = request.viewer.get(Case, pk)
    return _case_page(request, Edit(request, row, lambda row, data: DecisionForm(data), whole=True))


def _case_page(request: Request, edit: Edit[Any, Any]) -> HttpResponse:
    viewer, row = request.viewer, edit.row
    subject = kind_of(row).describe(row.object_id)
    steps = {button.page.slug: button for button in buttons(CASES, viewer, row)}
    context = {
        "row": row,
        "kind": kind_of(row),
        "subject": subject,
        "address": subject.address if subject and subject.opens_for(viewer) else "",
        "texts": _texts(row, subject) if subject else [],
        "author": _author_name(row),
        "form": edit.form,
        "edit": edit,
        "steps": steps,
        "objection": objection_to(viewer, row),
        "next_url": _next_address(viewer, row, ""),
        "earlier": _earlier(viewer, row),
        "around": _around(viewer, row, subject),
        "reports": Report.objects.belonging_to(case=row).order_by("pk"),
    }
    return render(request, "moderation/case.html", context, status=edit.status)


def _texts(row: Case, subject: Subject) -> list[dict[str, Any]]:
    """The texts by place, cut at the words that are in the lists today; untouched long ones are left out."""
    findings = check(subject.texts, path=row.organisation.path).findings
    labels = kind_of(row).places
    found = []
    for place, text in subject.texts.items():
        here = [finding for finding in findings if finding.place == place]
        if here or 0 < len(text) <= 2000:
            found.append({"label": labels.get(place, place), "pieces": pieces(text, here)})
    return found


def _around(viewer: Viewer, row: Case, subject: Subject | None) -> list[Around]:
    """What was said around something reported, for who decides about it now."""
    if subject is None or subject.around is None or row.state != State.REPORTED or objection_to(viewer, row):
        return []
    return list(subject.around(viewer))


def _author_name(row: Case) -> str:
    people = Person.objects.noted([row.author_id])
    return people.values_list("name", flat=True).first() or ""


def _next_after(viewer: Viewer, row: Case) -> Case | None:
    """The next one that waits for the viewer, and from the last on to the first again."""
    rows = to_decide(viewer).exclude(pk=row.pk).order_by("pk")
    return rows.filter(pk__gt=row.pk).first() or rows.first()


def _next_address(viewer: Viewer, row: Case, otherwise: str | None = None) -> str:
    following = _next_after(viewer, row)
    if following is not None:
        return reverse("moderation:case", args=[following.pk])
    return reverse("moderation:moderation") if otherwise is None else otherwise


def _earlier(viewer: Viewer, row: Case) -> list[Case]:
    rows = Case.objects.visible_to(viewer).filter(kind=row.kind, object_id=row.object_id, pk__lt=row.pk)
    return list(rows.select_related("decided_by").order_by("-pk")[:10])
