"""Pages about organisations of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.organisations.actions import (
    NotAMember,
    change_organisation,
    create_organisation,
    join_union,
    leave_union,
)
from santong.domains.platform.organisations.filters import OrganisationFilter
from santong.domains.platform.organisations.forms import MemberForm, OrganisationForm, posted
from santong.domains.platform.organisations.models import Organisation, UnionMember
from santong.domains.platform.organisations.panels import (
    ChildrenPanel,
    MembersPanel,
    NamesPanel,
    OrganisationHistory,
    PeoplePanel,
    linked,
    page_of,
)
from santong.domains.platform.organisations.tables import OrganisationTable
from santong.domains.platform.organisations.tree_nodes import child_nodes, root_nodes
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import FactsPanel, ModelPages, PageAction, ViewerFact
from santong.kit.pages.panels import Panel, panels_on


def children(viewer: Viewer, organisation: Organisation) -> QuerySet:
    """What stands directly below an organisation."""
    return Organisation.objects.visible_to(viewer).filter(parent=organisation).select_related("parent")


def is_open(viewer: Viewer, organisation: Organisation) -> bool:
    """Whether its end isn't settled."""
    return organisation.valid_until is None


def _can_move(viewer: Viewer, organisation: Organisation) -> bool:
    return is_open(viewer, organisation) and organisation.parent_id is not None


def _can_reopen(viewer: Viewer, organisation: Organisation) -> bool:
    return not is_open(viewer, organisation) and organisation.merged_into_id is None


def change_actions() -> tuple[PageAction, ...]:
    """What can be done to an organisation besides editing it."""

    def to(page: str) -> Any:
        return lambda row: reverse(f"organisations:{page}", args=[row.pk])

    may = "organisations.change"
    return (
        PageAction(_("Rename"), to("rename"), may, icon="pencil", shown=is_open),
        PageAction(
            _("Move"),
            to("move"),
            may,
            icon="switch-horizontal",
            shown=lambda viewer, o: is_open(viewer, o) and o.parent_id,
        ),
        PageAction(_("Close down"), to("close"), may, icon="archive", shown=is_open),
        PageAction(
            _("Open again"),
            to("reopen"),
            may,
            icon="restore",
            shown=lambda viewer, o: not is_open(viewer, o) and not o.merged_into_id,
        ),
    )


class OrganisationPages(ModelPages):
    """The directory of the region."""

    model = Organisation
    name = "organisations"
    namespace = "organisations"
    title = _("Organisations")
    icon = "building"
    table = OrganisationTable
    filterset = OrganisationFilter
    form = OrganisationForm
    create = change = remove = "organisations.change"
    export = "organisations.view"
    sort = "path"
    new_label = _("New organisation")
    empty_text = _("Organisations that you may see appear here.")
    list_actions = (
        PageAction(_("Organisation tree"), lambda row: reverse("organisations:tree"), icon="hierarchy"),
        PageAction(
            _("Import"),
            lambda row: reverse("imports:new", args=["organisations"]),
            "organisations.change",
            icon="file-import",
        ),
    )
    detail_actions = change_actions()

    @property
    def panels(self) -> Sequence[Panel]:  # type: ignore[override]
        """Our own, and what other modules add."""
        return (
            PeoplePanel(_("Numbers of people")),
            FactsPanel(
                _("Basic facts"),
                facts=(
                    "kind",
                    "code",
                    "division",
                    ViewerFact(lambda viewer, o: linked(viewer, o.parent), _("belongs to")),
                    "valid_from",
                    "valid_until",
                ),
            ),
            MembersPanel(_("Schools of the union")),
            ChildrenPanel(_("Directly below"), table=OrganisationTable, rows=children, url=page_of, sort="path"),
            *panels_on(Organisation),
            NamesPanel(_("Former names")),
            OrganisationHistory(_("History"), permission="organisations.change", side=True),
        )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("parent")

    def detail_url(self, row: Any) -> str:
        return page_of(row)

    def subtitle(self, row: Any) -> str:
        return " · ".join([str(row.get_kind_display()), *([] if row.status == "open" else [str(row.status_label)])])

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return OrganisationForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Organisation:
        values = form.cleaned_data
        if row is None:
            return create_organisation(acting=acting, **values)
        return change_organisation(acting=acting, organisation=row, **values)


@login_required
@require_safe
def tree(request: Request) -> HttpResponse:
    """The tree of what the viewer may see; branches load when they open."""
    request.viewer.demand("organisations.view")
    return render(request, "organisations/tree.html", {"nodes": root_nodes(request.viewer)})


@login_required
@require_safe
def branch(request: Request, pk: int) -> HttpResponse:
    """What stands directly below an organisation, for the tree."""
    row = request.viewer.get(Organisation, pk)
    return render(request, "kit/parts/tree_nodes.html", {"nodes": child_nodes(request.viewer, row)})


@login_required
@require_http_methods(["GET", "POST"])
def join(request: Request, pk: int) -> HttpResponse:
    """Let a school take part in a union."""
    union = request.viewer.get(Organisation, pk, "organisations.change")
    form = MemberForm(posted(request), viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                join_union(acting=request.viewer, union=union, **form.cleaned_data)
        except NotAMember as problem:
            form.add_error("school", str(problem))
        else:
            messages.success(request, gettext("The school takes part now."))
            return redirect(page_of(union))
    context = {"row": union, "form": form, "title": _("Add a school"), "back": page_of(union)}
    return render(request, "organisations/action.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """End a school's part in a union."""
    member = request.viewer.get(UnionMember, pk, "organisations.change")
    union = member.union
    leave_union(acting=request.viewer, member=member)
    messages.success(request, gettext("The school no longer takes part."))
    return redirect(page_of(union))
