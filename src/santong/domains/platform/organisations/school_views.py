"""Pages about schools, and what can be done to any organisation: rename, move, close, merge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from santong.domains.platform.organisations.actions import (
    ClassExists,
    change_school,
    create_class,
    create_classes,
    create_grade,
    create_school,
    merge_school,
)
from santong.domains.platform.organisations.actions.merging import unmerge_school
from santong.domains.platform.organisations.actions.moving import WrongPlace
from santong.domains.platform.organisations.cohort_names import LEVELS, grade_name, school_year_of
from santong.domains.platform.organisations.filters import SchoolFilter
from santong.domains.platform.organisations.forms import posted
from santong.domains.platform.organisations.models import Kind, Organisation, School, Stage
from santong.domains.platform.organisations.panels import (
    SCHOOL_FACTS,
    ClassesPanel,
    MembersPanel,
    NamesPanel,
    OrganisationHistory,
    PeoplePanel,
    page_of,
)
from santong.domains.platform.organisations.school_forms import ClassForm, GradeForm, MergeForm, SchoolForm
from santong.domains.platform.organisations.tables import SchoolTable
from santong.domains.platform.organisations.tree_queries import classes_of
from santong.domains.platform.organisations.views import change_actions, is_open
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import FactsPanel, ModelPages, PageAction
from santong.kit.pages.panels import Panel, panels_on
from santong.kit.undo import offer, undoable
from santong.lib.grades import Grade

MERGE = "organisations.merge"


class SchoolPages(ModelPages):
    """The school directory."""

    model = School
    name = "schools"
    namespace = "organisations"
    title = _("Schools")
    icon = "school"
    table = SchoolTable
    filterset = SchoolFilter
    form = SchoolForm
    create = change = "organisations.change"
    export = "organisations.view"
    sort = "path"
    new_label = _("New school")
    empty_text = _("Schools that you may see appear here.")
    list_actions = (
        PageAction(
            _("Import"),
            lambda row: reverse("imports:new", args=["organisations"]),
            "organisations.change",
            icon="file-import",
        ),
    )
    detail_actions = (
        PageAction(
            _("Merge"),
            lambda row: reverse("organisations:merge", args=[row.pk]),
            "organisations.change",
            icon="arrow-right",
            shown=is_open,
        ),
        *change_actions(),
    )

    @property
    def panels(self) -> Sequence[Panel]:  # type: ignore[override]
        """Our own, and what other modules add."""
        return (
            PeoplePanel(_("Numbers of people")),
            FactsPanel(_("Basic facts"), facts=SCHOOL_FACTS),
            ClassesPanel(_("Grades and classes")),
            *panels_on(Organisation),
            MembersPanel(_("School unions"), side=True),
            NamesPanel(_("Former names")),
            OrganisationHistory(_("History"), permission="organisations.change", side=True),
        )

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer)
        return rows.select_related("parent", "school").with_people()  # type: ignore[attr-defined]

    def subtitle(self, row: Any) -> str:
        return "" if row.status == "open" else str(row.status_label)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return SchoolForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Organisation:
        values = form.cleaned_data
        if row is None:
            return create_school(acting=acting, **values)
        return change_school(
            acting=acting, organisation=Organisation.objects.visible_to(acting).get(pk=row.pk), **values
        )


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: Request, pk: int) -> HttpResponse:
    """Make a school part of another."""
    school = _school(request, pk)
    form = MergeForm(posted(request), viewer=request.viewer, school=school)
    if request.method == "POST" and form.is_valid():
        try:
            return _merged(request, school, form.cleaned_data)
        except WrongPlace as problem:
            form.add_error("successor", str(problem))
    text = _(
        "Grades and classes move with their pupils; cohorts that both schools have are joined. "
        "This school stays readable, closed, with its names and its code."
    )
    context = {"row": school, "form": form, "title": _("Merge"), "text": text, "back": page_of(school)}
    return render(request, "organisations/action.html", context, status=422 if form.errors else 200)


def _school(request: Request, pk: int) -> Organisation:
    """The school that may be changed; 404 for an organisation of another kind."""
    row = request.viewer.get(Organisation, pk, "organisations.change")
    if row.kind != Kind.SCHOOL:
        raise Http404("schools")
    return row


def _merged(request: Request, school: Organisation, values: dict[str, Any]) -> HttpResponse:
    successor = values["successor"]
    count = classes_of(school).count()
    with transaction.atomic():
        merger = merge_school(acting=request.viewer, school=school, **values)
        text = ngettext(
            "%(school)s is part of %(successor)s now, with %(n)s class.",
            "%(school)s is part of %(successor)s now, with %(n)s classes.",
            count,
        )
        names = {"school": school.name, "successor": successor.name, "n": count}
        offer(request, text % names, handler=MERGE, payload=merger)
    return redirect(page_of(successor))


@undoable(MERGE)
def _unmerge(viewer: Viewer, payload: dict[str, Any]) -> str:
    school = unmerge_school(acting=viewer, merger=payload)
    return gettext("%(school)s is its own school again.") % {"school": school.name}


@login_required
@require_http_methods(["GET", "POST"])
def new_grade(request: Request, pk: int) -> HttpResponse:
    """Add a grade with its classes to a school."""
    school = _school(request, pk)
    names = {int(grade): grade_name(grade) for grade in Grade}
    form = GradeForm(posted(request), school=school, names=names)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        first, last = LEVELS[Stage(values["stage"])]
        if not first <= values["level"] <= last:
            form.add_error("level", gettext("This level isn't part of the stage. Choose another."))
        else:
            with transaction.atomic():
                _add_grade(request.viewer, school, values)
            messages.success(request, gettext("The grade was added."))
            return redirect(page_of(school))
    context = {"row": school, "form": form, "title": _("Add a grade"), "back": page_of(school)}
    return render(request, "organisations/action.html", context, status=422 if form.errors else 200)


def _add_grade(viewer: Viewer, school: Organisation, values: dict[str, Any]) -> None:
    year = school_year_of(timezone.localdate())
    grade = create_grade(acting=viewer, school=school, stage=values["stage"], level=values["level"], school_year=year)
    create_classes(acting=viewer, grade=grade, numbers=range(1, values["classes"] + 1))


@login_required
@require_http_methods(["GET", "POST"])
def new_class(request: Request, pk: int) -> HttpResponse:
    """Add a class to a grade."""
    grade = request.viewer.get(Organisation, pk, "organisations.change")
    form = ClassForm(posted(request))
    if request.method == "POST" and form.is_valid() and grade.kind == Kind.GRADE:
        try:
            create_class(acting=request.viewer, grade=grade, **form.cleaned_data)
        except ClassExists:
            if form.cleaned_data["number"]:
                form.add_error("number", gettext("The grade has a class with this number already."))
            else:
                form.add_error("label", gettext("The grade has a class with this label already."))
        else:
            messages.success(request, gettext("The class was added."))
            return redirect(page_of(grade.parent or grade))
    context = {"row": grade, "form": form, "title": _("Add a class"), "back": page_of(grade.parent or grade)}
    return render(request, "organisations/action.html", context, status=422 if form.errors else 200)
