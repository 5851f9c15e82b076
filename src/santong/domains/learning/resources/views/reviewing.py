"""Reviewing: the queue, one review after the other, reviewers, complaints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.learning.resources.actions.drafting import files_of
from santong.domains.learning.resources.actions.reconsidering import Before, reconsider
from santong.domains.learning.resources.actions.reviewers import APPOINT, assign_reviewer, release_reviewer
from santong.domains.learning.resources.actions.reviewing import CHECKLIST, admit, give_back
from santong.domains.learning.resources.actions.using import reject_complaint, uphold_complaint
from santong.domains.learning.resources.facts import differences
from santong.domains.learning.resources.filters import ComplaintFilter, QueueFilter
from santong.domains.learning.resources.forms import CHECKS, REMARKED, AnswerForm, ReviewerForm
from santong.domains.learning.resources.models import Complaint, Resource, Review, Reviewer, Version
from santong.domains.learning.resources.places import home_of, oversees
from santong.domains.learning.resources.problems import Unconfirmed
from santong.domains.learning.resources.queries.reviewing import queue
from santong.domains.learning.resources.tables import ComplaintTable, QueueTable, ReviewerTable
from santong.domains.platform.files.public import show
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.http import Request
from santong.kit.media import plays_media
from santong.kit.pages import ModelPages, PageAction, StepPage
from santong.kit.pages.edits import Edit
from santong.kit.pages.lists import ObjectList
from santong.kit.pages.steps import buttons
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable

REVIEW, OVERSEE, RECONSIDER = "resources.review", "resources.oversee", "resources.reconsider"


class QueuePages(ModelPages):
    """What waits for this reviewer, the oldest first."""

    model = Review
    name = "reviews"
    namespace = "resources"
    title = gettext_lazy("To review")
    icon = "clipboard-check"
    table = QueueTable
    filterset = QueueFilter
    sort = "asked_at"
    detail = False
    list_template = "resources/queue.html"
    empty_text = gettext_lazy("What teachers hand in appears here, the oldest first.")
    list_actions = (
        PageAction(gettext_lazy("Complaints"), lambda row: reverse("resources:complaints"), OVERSEE, icon="flag"),
        PageAction(gettext_lazy("Reviewers"), lambda row: reverse("resources:reviewers"), APPOINT, icon="user-check"),
        PageAction(
            gettext_lazy("Begin with the oldest"),
            lambda row: reverse("resources:review-oldest"),
            icon="player-play",
            variant="primary",
        ),
    )

    @property
    def view(self) -> str:
        return REVIEW

    def rows(self, viewer: Viewer) -> QuerySet:
        return queue(viewer)

    def detail_url(self, row: Any) -> str:
        return row_address("resources:review", row.pk)

    def links(self, objects: ObjectList) -> Callable[[Any], str]:
        """Reviews go on with the next one of those that the list shows."""
        chosen = _chosen(objects.query)
        return lambda row: self.detail_url(row) + chosen


def _chosen(query: QueryDict) -> str:
    """What the list's filters were set to, as the end of an address; "" for everything."""
    found = [(name, query[name]) for name in QueueFilter.Meta.fields if query.get(name)]
    return f"?{urlencode(found)}" if found else ""


def _selected(request: Request) -> QuerySet[Review]:
    """What waits for the viewer, narrowed by the filters that the address has taken over from the list."""
    found: QuerySet[Review] = QueueFilter(request.GET, queryset=queue(request.viewer), request=request).qs
    return found


@login_required
@require_safe
def oldest(request: Request) -> HttpResponse:
    """To the review that has waited longest."""
    request.viewer.demand(REVIEW)
    row = queue(request.viewer).first()
    if row is None:
        messages.info(request, _("Nothing waits for you"))
        return redirect("resources:reviews")
    return redirect("resources:review", row.pk)


@plays_media
@login_required
@require_http_methods(["GET", "POST"])
def review(request: Request, pk: int) -> HttpResponse:
    """One review: everything about the resource, a checklist, remarks at their places."""
    viewer = request.viewer
    viewer.demand(REVIEW)
    row = queue(viewer).filter(pk=pk).first()
    if row is None:
        return _decided(request, pk)
    answers, remarks = _said(request, row)
    problem, unconfirmed = "", ""
    if request.method == "POST":
        try:
            return _decide(request, row, answers, remarks)
        except Unconfirmed as refusal:
            unconfirmed = refusal.names[0]
            problem = _unconfirmed(refusal.names)
        except NotPossible as refusal:
            problem = str(refusal)
    version = Version.objects.get(resource=row.resource, number=row.version)
    before = row.resource.versions.filter(state=Version.State.ADMITTED).exclude(pk=version.pk).first()
    context = {
        "review": row,
        "resource": row.resource,
        "facts": differences({}, version.facts),
        "changes": differences(before.facts, version.facts) if before else [],
        "files": [show(viewer, file.pk) for file in files_of(version)],
        "checks": [(name, label, answers[name], number) for number, (name, label) in enumerate(CHECKS, 1)],
        "general": remarks["general"],
        "places": [(name, _remark_label(name), remarks[name]) for name in REMARKED if name != "general"],
        "has_places": any(text for name, text in remarks.items() if name != "general"),
        "problem": problem,
        "unconfirmed": unconfirmed,
        "left": _selected(request).count(),
        "next_url": _next_url(request, row),
        "list_url": reverse("resources:reviews") + _chosen(request.GET),
    }
    return render(request, "resources/review.html", context, status=422 if problem else 200)


def _decide(request: Request, row: Review, answers: dict[str, bool], remarks: dict[str, str]) -> HttpResponse:
    following = _next_url(request, row)
    before = Before.of(row)
    with transaction.atomic():
        if request.POST.get("decision") == "admit":
            admit(acting=request.viewer, review=row, answers=answers)
            text = _("Admitted: %(title)s")
        else:
            give_back(acting=request.viewer, review=row, remarks=remarks, answers=answers)
            text = _("Returned: %(title)s")
        offer(request, text % {"title": row.resource.title}, handler=RECONSIDER, payload=before.payload())
    return redirect(following or reverse("resources:reviews") + _chosen(request.GET))


@undoable(RECONSIDER)
def _reconsider(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = reconsider(acting=viewer, before=Before(**payload))
    return _("“%(title)s” waits for you again.") % {"title": row.resource.title}


def _said(request: Request, row: Review) -> tuple[dict[str, bool], dict[str, str]]:
    """Answers and remarks as posted; before that, those of a decision that was taken back."""
    if request.method == "POST":
        answers = {name: bool(request.POST.get(f"check-{name}")) for name in CHECKLIST}
        return answers, {name: request.POST.get(f"remark-{name}", "") for name in REMARKED}
    kept = {name: bool(row.answers.get(name)) for name in CHECKLIST}
    return kept, {name: str(row.remarks.get(name, "")) for name in REMARKED}


def _unconfirmed(names: Sequence[str]) -> str:
    """Which points of the checklist are still open."""
    said = dict(CHECKS)
    named = _("; ").join(str(said[name]) for name in names)
    return _("Still to be confirmed: %(what)s") % {"what": named}


def _decided(request: Request, pk: int) -> HttpResponse:
    """A review that no longer waits, or isn't this viewer's."""
    there = Review.objects.visible_to(request.viewer, REVIEW).filter(pk=pk).exclude(state=Review.State.WAITING)
    if not there.exists():
        raise Http404(str(pk))
    messages.error(request, _("Somebody has decided already."))
    return redirect("resources:reviews")


def _next_url(request: Request, row: Review) -> str:
    """The review after this one, else the first that waits, of those that the list was narrowed to."""
    others = _selected(request).exclude(pk=row.pk)
    following = others.filter(asked_at__gte=row.asked_at, pk__gt=row.pk).first() or others.first()
    return reverse("resources:review", args=[following.pk]) + _chosen(request.GET) if following else ""


def _remark_label(name: str) -> str:
    if name == "files":
        return _("Files")
    return str(Resource._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


class ReviewerPages(ModelPages):
    """Who reviews what, where the viewer may appoint."""

    model = Reviewer
    name = "reviewers"
    namespace = "resources"
    title = gettext_lazy("Reviewers")
    icon = "user-check"
    table = ReviewerTable
    sort = "path"
    create = APPOINT
    empty_text = gettext_lazy("Without reviewers of a subject, teaching affairs and the bureau review everything.")
    new_label = gettext_lazy("Add a reviewer")
    form = ReviewerForm  # type: ignore[assignment]
    detail_actions = (
        PageAction(
            gettext_lazy("No longer reviews"),
            lambda row: reverse("resources:reviewer-end", args=[row.pk]),
            APPOINT,
            icon="user-x",
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "organisation")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return ReviewerForm(data, viewer=request.viewer, organisation=home_of(request.viewer, APPOINT))

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        data = form.cleaned_data
        return assign_reviewer(
            acting=acting,
            person=data["person"],
            organisation=form.organisation,
            subject=data["subject"],
            stage=data["stage"],
        )


@login_required
@require_http_methods(["GET", "POST"])
def release(request: Request, pk: int) -> HttpResponse:
    """Somebody no longer reviews."""
    row = request.viewer.get(Reviewer, pk, APPOINT)
    if request.method == "POST":
        release_reviewer(acting=request.viewer, reviewer=row)
        messages.success(request, _("No longer a reviewer."))
        return redirect("resources:reviewers")
    return render(request, "resources/release.html", {"row": row})


class ComplaintPages(ModelPages):
    """Complaints about resources of the places that the viewer oversees."""

    model = Complaint
    name = "complaints"
    namespace = "resources"
    title = gettext_lazy("Complaints")
    icon = "flag"
    table = ComplaintTable
    filterset = ComplaintFilter
    sort = "-pk"
    empty_text = gettext_lazy("Nobody has complained about a resource.")
    detail = False
    steps = (
        StepPage(
            uphold_complaint,
            gettext_lazy("Uphold: withdraw the resource"),
            done=gettext_lazy("Withdrawn from the library."),
            form=lambda data, row, viewer: AnswerForm(data),
            goes_to=lambda viewer, row: reverse("resources:complaints"),
            variant="danger",
            address="uphold",
        ),
        StepPage(
            reject_complaint,
            gettext_lazy("Reject the complaint"),
            done=gettext_lazy("Complaint rejected."),
            form=lambda data, row, viewer: AnswerForm(data),
            goes_to=lambda viewer, row: reverse("resources:complaints"),
            address="reject",
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("resource")

    def detail_url(self, row: Any) -> str:
        return row_address("resources:complaint", row.pk)


COMPLAINTS = ComplaintPages()


@login_required
@require_safe
def complaint(request: Request, pk: int) -> HttpResponse:
    """One complaint, with the resource beside it; who complained reads the answer here."""
    row = request.viewer.get(Complaint, pk)
    edit = Edit(request, row, lambda row, data: AnswerForm(data), whole=True)
    context = {"row": row, "resource": row.resource, "may_settle": oversees(request.viewer, row.resource)}
    context |= {"steps": buttons(COMPLAINTS, request.viewer, row), "form": edit.form, "edit": edit}
    return render(request, "resources/complaint.html", context)
