"""Pages of moderation: the word lists, the queue, a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.platform.identity.public import Person
from santong.domains.platform.moderation.actions import decide, decide_all, objection_to, put_word, take_back
from santong.domains.platform.moderation.filters import CaseFilter, WordFilter
from santong.domains.platform.moderation.forms import DecisionForm, WordForm
from santong.domains.platform.moderation.holdables import Subject, kind_of
from santong.domains.platform.moderation.models import REVIEW, WORDS, Case, Word
from santong.domains.platform.moderation.queries import check, pieces
from santong.domains.platform.moderation.tables import CaseTable, WordTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import BulkAction, ModelPages, PageAction
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable

UNDO = "moderation.decide"
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


def release_all(acting: Viewer, rows: QuerySet) -> tuple[str, dict[str, Any]]:
    """Release what is selected."""
    done = decide_all(acting=acting, cases=list(rows), release=True)
    text = ngettext("Released %(n)s entry.", "Released %(n)s entries.", len(done)) % {"n": len(done)}
    return text, {"ids": done}


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
    bulk = (BulkAction("release", _("Release"), REVIEW, release_all, icon="check", undo=UNDO),)
    list_actions = (PageAction(_("Word lists"), lambda row: reverse("moderation:words"), WORDS, icon="list-check"),)

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation")

    def detail_url(self, row: Any) -> str:
        return f"/moderation/{row.pk}/"


@login_required
@require_safe
def case(request: Request, pk: int) -> HttpResponse:
    """One case: the texts with the words marked, and the decision."""
    return _case_page(request, request.viewer.get(Case, pk), DecisionForm())


@login_required
@require_POST
def decision(request: Request, pk: int) -> HttpResponse:
    """Release or reject, then on to the next case that waits."""
    row = request.viewer.get(Case, pk, REVIEW)
    form = DecisionForm(request.POST)
    release = request.POST.get("decision") == "release"
    if not form.is_valid():
        return _case_page(request, row, form)
    try:
        with transaction.atomic():
            decide(acting=request.viewer, case=row, release=release, reason=form.cleaned_data["reason"])
            text = gettext("Released.") if release else gettext("Rejected.")
            offer(request, text, handler=UNDO, payload={"ids": [row.pk]})
    except NotPossible as problem:
        form.add_error("reason", str(problem))
        row.refresh_from_db()
        return _case_page(request, row, form)
    following = _next_after(request.viewer, row)
    return redirect("moderation:case", following.pk) if following else redirect("moderation:moderation")


@login_required
@require_POST
def back(request: Request, pk: int) -> HttpResponse:
    """Let something wait again."""
    row = request.viewer.get(Case, pk, REVIEW)
    try:
        take_back(acting=request.viewer, case=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, gettext("It waits for a decision again."))
    return redirect("moderation:case", row.pk)


def _case_page(request: Request, row: Case, form: DecisionForm) -> HttpResponse:
    viewer = request.viewer
    subject = kind_of(row).describe(row.object_id)
    following = _next_after(viewer, row)
    objection = objection_to(viewer, row, subject)
    decides = viewer.can(REVIEW, row.path) and not objection
    context = {
        "row": row,
        "kind": kind_of(row),
        "subject": subject,
        "address": subject.address if subject and subject.opens_for(viewer) else "",
        "texts": _texts(row, subject) if subject else [],
        "author": _author_name(row),
        "form": form,
        "may": row.state == State.WAITING and decides,
        "objection": objection,
        "can_take_back": row.state in (State.RELEASED, State.REJECTED) and decides,
        "next_url": reverse("moderation:case", args=[following.pk]) if following else "",
        "earlier": _earlier(viewer, row),
    }
    return render(request, "moderation/case.html", context, status=422 if form.errors else 200)


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


def _author_name(row: Case) -> str:
    people = Person.objects.noted([row.author_id])
    return people.values_list("name", flat=True).first() or ""


def _next_after(viewer: Viewer, row: Case) -> Case | None:
    """The next one that waits for the viewer, and from the last on to the first again."""
    rows = Case.objects.visible_to(viewer, REVIEW).filter(state=State.WAITING).exclude(pk=row.pk)
    rows = rows.exclude(author_id=viewer.person_id or 0).order_by("pk")
    return rows.filter(pk__gt=row.pk).first() or rows.first()


def _earlier(viewer: Viewer, row: Case) -> list[Case]:
    rows = Case.objects.visible_to(viewer).filter(kind=row.kind, object_id=row.object_id, pk__lt=row.pk)
    return list(rows.select_related("decided_by").order_by("-pk")[:10])


@undoable(UNDO)
def _take_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    for pk in payload["ids"]:
        take_back(acting=viewer, case=viewer.get(Case, pk, REVIEW))
    return gettext("It waits for a decision again.")
