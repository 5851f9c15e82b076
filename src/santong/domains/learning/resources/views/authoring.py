"""Writing: own resources, new ones from files, changing, handing in, many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.learning.resources.actions.drafting import (
    CREATE,
    draft,
    files_of,
    latest,
    remove,
    restore,
    rewrite,
    tag,
)
from santong.domains.learning.resources.actions.reviewing import bring_back, submit, take_back, withdraw
from santong.domains.learning.resources.facts import apply_facts, facts_of
from santong.domains.learning.resources.filters import OwnFilter
from santong.domains.learning.resources.forms import FilesForm, LomForm, ResourceForm, TagForm
from santong.domains.learning.resources.lom import LARGEST, read
from santong.domains.learning.resources.models import Audience, Node, Point, Resource, Review
from santong.domains.learning.resources.places import NoPlace
from santong.domains.learning.resources.proposals import propose
from santong.domains.learning.resources.tables import OwnTable
from santong.domains.learning.resources.views.resource import says_why, seen
from santong.domains.platform.access.public import taught_by
from santong.domains.platform.files.public import File, text_of
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.http import Request
from santong.kit.pages import ModelPages, PageAction
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number, whole_numbers

BRING_BACK, RESTORE = "resources.bring_back", "resources.restore"
MOST_TAGGED = 200


class OwnPages(ModelPages):
    """An author's own resources, in every state."""

    model = Resource
    name = "own"
    namespace = "resources"
    title = gettext_lazy("My resources")
    icon = "books"
    table = OwnTable
    filterset = OwnFilter
    sort = "-pk"
    export = CREATE
    detail = False
    list_template = "resources/own.html"
    empty_text = gettext_lazy("Drop a file to begin: most of the rest is filled in for you.")
    list_actions = (
        PageAction(gettext_lazy("Tag several"), lambda row: reverse("resources:tag"), CREATE, icon="tag"),
        PageAction(
            gettext_lazy("Add a resource"), lambda row: reverse("resources:new"), CREATE, icon="plus", variant="primary"
        ),
    )

    @property
    def view(self) -> str:
        return CREATE

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = Resource.objects.of_acting(viewer)
        return rows.select_related("organisation")

    def detail_url(self, row: Any) -> str:
        return row_address("resources:resource", row.pk)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Drop files; a draft is made of them with everything that they say."""
    viewer = request.viewer
    viewer.demand(CREATE)
    form: BaseForm = FilesForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["files"]
        try:
            made = draft(acting=viewer, facts=_proposed(viewer, files), files=files)
        except NoPlace as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Draft made. Check what was filled in, then hand it in."))
            return redirect("resources:edit", pk=made.pk)
    return _new_page(request, form, LomForm())


def _new_page(request: Request, form: BaseForm, lom_form: LomForm) -> HttpResponse:
    status = 422 if form.errors or lom_form.errors else 200
    return render(request, "resources/new.html", {"form": form, "lom_form": lom_form}, status=status)


def _proposed(viewer: Viewer, files: list[File]) -> dict[str, Any]:
    text = " ".join(text_of(file)[:3000] for file in files[:3])
    proposal = propose(
        [file.name for file in files], [file.kind for file in files], text, taught_by(viewer.person_id or 0)
    )
    facts = facts_of({"language": "zh-CN", "licence": "own", "audience": Audience.SCHOOL, **proposal.initial()})
    return {"title": _("Untitled"), "kind": "material", **facts}


@login_required
@require_POST
def from_metadata(request: Request) -> HttpResponse:
    """A draft from a metadata file; its files are added on its page."""
    viewer = request.viewer
    viewer.demand(CREATE)
    form = LomForm(request.POST, request.FILES)
    if not form.is_valid():
        return _new_page(request, FilesForm(viewer=viewer), form)
    try:
        described = read(form.cleaned_data["metadata"].read(LARGEST + 1))
        told = " ".join([described.title, *described.taxonomy])
        proposal = propose([f"{told}.xml"], [], described.summary, taught_by(viewer.person_id or 0))
        facts = facts_of({"licence": "own", "audience": Audience.SCHOOL, **proposal.initial()})
        made = draft(acting=viewer, facts={"kind": "material", **facts, **described.facts()}, files=[])
    except (NotPossible, NoPlace) as problem:
        form.add_error("metadata", str(problem))
        return _new_page(request, FilesForm(viewer=viewer), form)
    messages.success(request, _("Metadata read. Add the files, then hand it in."))
    return redirect("resources:edit", pk=made.pk)


@login_required
@require_http_methods(["GET", "POST"])
@says_why
def edit(request: Request, pk: int) -> HttpResponse:
    """Everything about a resource in one form; the reviewer's remarks stand at their places."""
    row = get_object_or_404(Resource.objects.of_acting(request.viewer), pk=pk)
    version = latest(row)
    edit = Edit(request, row, lambda row, data: _form(request.viewer, row, data, latest(row).facts))
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid():
                return _rewrite(request, edit.row, edit.form.cleaned_data)
    form = edit.form if request.method == "POST" else _form(request.viewer, row, None, _filled_in(request.viewer, row))
    reviews = Review.objects.belonging_to(resource=row).filter(version=version.number, state="returned")
    returned = reviews.order_by("-pk").first()
    remarks = returned.remark_list if returned else []
    context = {"row": row, "version": version, "form": form, "edit": edit, "remarks": remarks}
    return render(request, "resources/edit.html", context, status=edit.status)


def _rewrite(request: Request, row: Resource, data: dict[str, Any]) -> HttpResponse:
    facts, files = facts_of(data), data["files"]
    rewrite(acting=request.viewer, resource=row, facts=facts, files=files, note=data.get("note", ""))
    if request.POST.get("then") == "submit":
        return _submit(request, row)
    messages.success(request, _("Saved."))
    return redirect("resources:resource", pk=row.pk)


def _filled_in(viewer: Viewer, row: Resource) -> dict[str, Any]:
    """What is known, and where the names of the files said too little, what their text says by now."""
    version = latest(row)
    facts: dict[str, Any] = version.facts
    if facts.get("subject"):
        return facts
    return {**_proposed(viewer, files_of(version)), **{name: value for name, value in facts.items() if value}}


def _form(viewer: Viewer, row: Resource, data: QueryDict | None, facts: dict[str, Any]) -> ResourceForm:
    told = Resource()
    apply_facts(told, facts)
    names = Point.objects.open_to_everyone().filter(pk__in=facts.get("points", [])).values_list("name", flat=True)
    initial = {"files": files_of(latest(row)), "point_names": "、".join(names)}
    return ResourceForm(data, viewer=viewer, instance=told, initial=initial, is_revision=row.was_admitted)


@login_required
@require_safe
def nodes(request: Request) -> HttpResponse:
    """The units and lessons of a textbook, as options of the form."""
    request.viewer.demand(CREATE)
    chosen = whole_number(request.GET.get("textbook", ""))
    rows = Node.objects.open_to_everyone().filter(textbook=chosen).order_by("position") if chosen else []
    return render(request, "resources/nodes.html", {"nodes": rows})


@login_required
@require_POST
@says_why
def hand_in(request: Request, pk: int) -> HttpResponse:
    """Hand the open version in."""
    return _submit(request, seen(request, pk))


def _submit(request: Request, row: Resource) -> HttpResponse:
    try:
        submit(acting=request.viewer, resource=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("resources:edit", pk=row.pk)
    messages.success(request, _("Handed in. You will see here what the reviewers decide."))
    return redirect("resources:resource", pk=row.pk)


@login_required
@require_POST
@says_why
def recall(request: Request, pk: int) -> HttpResponse:
    """Take it out of review again."""
    take_back(acting=request.viewer, resource=seen(request, pk))
    messages.success(request, _("Taken back. You can change it now."))
    return redirect("resources:edit", pk=pk)


@login_required
@require_POST
@says_why
def take_out(request: Request, pk: int) -> HttpResponse:
    """Withdraw it from the library."""
    because = request.POST.get("because", "").strip()
    withdraw(acting=request.viewer, resource=seen(request, pk), because=because)
    offer(request, _("Withdrawn from the library."), handler=BRING_BACK, payload={"id": pk})
    return redirect("resources:library")


@undoable(BRING_BACK)
def _bring_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    row = Resource.objects.noted([payload["id"]]).get()
    bring_back(acting=viewer, resource=row)
    return _("It is back in the library.")


@login_required
@require_POST
@says_why
def throw_away(request: Request, pk: int) -> HttpResponse:
    """Remove a draft."""
    remove(acting=request.viewer, resource=seen(request, pk))
    offer(request, _("Draft removed."), handler=RESTORE, payload={"id": pk})
    return redirect("resources:own")


@undoable(RESTORE)
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str:
    restore(acting=viewer, pk=payload["id"])
    return _("The draft is back.")


@login_required
@require_http_methods(["GET", "POST"])
def tag_several(request: Request) -> HttpResponse:
    """The same facts for many of one's own drafts at once."""
    viewer = request.viewer
    viewer.demand(CREATE)
    rows = Resource.objects.of_acting(viewer).exclude(status__in=(Resource.Status.WITHDRAWN, Resource.Status.EXPIRED))
    form = TagForm(request.POST if request.method == "POST" else None)
    chosen = whole_numbers(request.POST.getlist("ids"))
    if request.method == "POST" and form.is_valid():
        if not chosen or not form.facts():
            form.add_error(None, _("Choose at least one resource and fill in at least one field."))
        else:
            wanted = list(rows.filter(pk__in=chosen))
            done = tag(acting=viewer, resources=wanted, facts=form.facts())
            text = ngettext("Tagged %(n)s resource.", "Tagged %(n)s resources.", done) % {"n": done}
            messages.success(request, text)
            if left := len(wanted) - done:
                messages.warning(request, _left_alone(left))
            return redirect("resources:own")
    context = {"form": form, "rows": rows.order_by("-pk")[:MOST_TAGGED], "chosen": chosen}
    return render(request, "resources/tag.html", context, status=422 if form.errors else 200)


def _left_alone(number: int) -> str:
    return ngettext(
        "%(n)s is being reviewed and stays as it is. Take it back first, then tag it.",
        "%(n)s are being reviewed and stay as they are. Take them back first, then tag them.",
        number,
    ) % {"n": number}
