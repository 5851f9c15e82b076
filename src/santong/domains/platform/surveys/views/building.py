"""Pages on which people build a form: its sections and questions, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.surveys.actions import change_questions, put_in_force, revise
from santong.domains.platform.surveys.actions.building import QUESTIONS_BACK
from santong.domains.platform.surveys.answer_forms import AnswerForm
from santong.domains.platform.surveys.conditions import fault_of, in_words
from santong.domains.platform.surveys.content import (
    ICONS,
    LEADS_BACK,
    MOST_FIELDS,
    MOST_SECTIONS,
    Content,
    FieldKind,
    Section,
    doubled,
    moved,
    with_field,
    without_field,
)
from santong.domains.platform.surveys.forms import FieldForm, SectionForm
from santong.domains.platform.surveys.models import ASK, Survey, Version
from santong.domains.platform.surveys.queries import draft_of, newest_version
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer
from santong.lib.whole_numbers import whole_number


@login_required
@require_safe
def build(request: Request, pk: int) -> HttpResponse:
    """The questions with the buttons that move, copy, change and remove them."""
    survey = request.viewer.get(Survey, pk, ASK)
    version = newest_version(survey)
    if version is None:
        raise Http404(str(pk))
    content = version.form
    context = {
        "survey": survey,
        "version": version,
        "can_change": version.state == Version.State.DRAFT,
        "sections": _sections(content),
        "has_more_sections": len(content.sections) < MOST_SECTIONS,
        "number": len(content.fields),
        "most": MOST_FIELDS,
    }
    return render(request, "surveys/build.html", context)


def _sections(content: Content) -> list[dict[str, Any]]:
    fields = content.fields
    last = fields[-1].name if fields else ""
    return [
        {
            "at": at,
            "section": section,
            "is_bare": len(content.sections) == 1 and not section.title,
            "fields": [
                {
                    "field": field,
                    "when": in_words(field.show, fields) if field.show else "",
                    "fault": fault_of(field, content.before(field.name)),
                    "is_first": field.name == fields[0].name,
                    "is_last": field.name == last,
                }
                for field in section.fields
            ],
        }
        for at, section in enumerate(content.sections)
    ]


@login_required
@require_safe
def kinds(request: Request, pk: int) -> HttpResponse:
    """What a new question can be."""
    survey = request.viewer.get(Survey, pk, ASK)
    at = whole_number(request.GET.get("section", "")) or 0
    offered = [
        {"kind": kind, "icon": ICONS[kind], "label": kind.label}
        for kind in FieldKind
        if not (survey.is_anonymous and kind in LEADS_BACK)
    ]
    return render(request, "surveys/kinds.html", {"survey": survey, "kinds": offered, "section": at})


@login_required
@require_http_methods(["GET", "POST"])
def new_field(request: Request, pk: int, kind: str) -> HttpResponse:
    """A question that is added to the end of a section ("section" in the address)."""
    survey, version = _draft(request.viewer, pk)
    if kind not in FieldKind.values:
        raise Http404(kind)
    content = version.form
    at = min(whole_number(request.GET.get("section", "")) or 0, len(content.sections) - 1)
    name = f"f{content.next}"
    data = request.POST if request.method == "POST" else None
    form = FieldForm(data, content=content, name=name, kind=kind, path=survey.path, section=at)
    if data is not None and form.is_valid():

        def change(now: Content) -> Content:
            return with_field(now, replace(form.field(), name=f"f{now.next}"), min(at, len(now.sections) - 1))

        if _changed(request, survey, change, form):
            _hint(request, form)
            return redirect(_back(request, survey, name, kind, at))
    context = {"survey": survey, "form": form, "kind": FieldKind(kind), "section": at, "icon": ICONS[FieldKind(kind)]}
    return render(request, "surveys/field.html", context, status=422 if form.errors else 200)


def _back(request: Request, survey: Survey, name: str, kind: str, section: int) -> str:
    """To the list of questions, or to the next question of the same kind."""
    if "more" in request.POST:
        return f"{reverse('surveys:new-field', args=[survey.pk, kind])}?section={section}"
    return f"{reverse('surveys:build', args=[survey.pk])}#{name}"


@login_required
@require_http_methods(["GET", "POST"])
def edit_field(request: Request, pk: int, name: str) -> HttpResponse:
    """Change a question."""
    survey, version = _draft(request.viewer, pk)
    field = version.form.find(name)
    if field is None:
        raise Http404(name)

    def made(row: Any, data: QueryDict | None) -> FieldForm:
        content = row.form
        return FieldForm(data, content=content, name=name, kind=field.kind, path=survey.path)

    edit: Edit[Any, FieldForm] = Edit(request, version, made)
    if request.method == "POST":
        with edit.locked():
            is_done = edit.is_valid() and _changed(
                request, survey, lambda now: with_field(now, edit.form.field()), edit.form
            )
        if is_done:
            _hint(request, edit.form)
            return redirect(f"{reverse('surveys:build', args=[survey.pk])}#{name}")
    context = {
        "survey": survey, "form": edit.form, "edit": edit, "kind": FieldKind(field.kind), "field": field,
        "icon": field.icon,
    }  # fmt: skip
    return render(request, "surveys/field.html", context, status=edit.status)


def _hint(request: Request, form: FieldForm) -> None:
    if form.hint:
        messages.info(request, form.hint)


@login_required
@require_http_methods(["GET", "POST"])
def section(request: Request, pk: int, at: int) -> HttpResponse:
    """Name a section, or add one (`at` is then how many there are)."""
    survey, version = _draft(request.viewer, pk)
    number = len(version.form.sections)
    if at > min(number, MOST_SECTIONS - 1):
        raise Http404(str(at))

    def made(row: Any, data: QueryDict | None) -> SectionForm:
        known = row.form.sections[at] if at < len(row.form.sections) else Section()
        return SectionForm(data, initial={"title": known.title, "text": known.text})

    edit: Edit[Any, SectionForm] = Edit(request, version, made)
    if request.method == "POST":
        with edit.locked():
            is_done = edit.is_valid() and _changed(
                request, survey, lambda now: _with_section(now, at, edit.form), edit.form
            )
        if is_done:
            return redirect("surveys:build", survey.pk)
    context = {"survey": survey, "form": edit.form, "edit": edit, "at": at, "is_new": at == number}
    return render(request, "surveys/section.html", context, status=edit.status)


def _with_section(content: Content, at: int, form: SectionForm) -> Content:
    sections = list(content.sections)
    if at < len(sections):
        sections[at] = form.section(sections[at])
    else:
        sections.append(form.section(Section()))
    return replace(content, sections=tuple(sections))


@login_required
@require_POST
def arrange(request: Request, pk: int) -> HttpResponse:
    """Move, copy or remove a question, or take a heading away: "do" says "up-f3", "drop-f3", "join-1" …"""
    survey = request.viewer.get(Survey, pk, ASK)
    wish = request.POST.get("do", "")
    change, said = _wish(survey, wish)
    try:
        back = change_questions(acting=request.viewer, survey=survey, change=change)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        if back["before"] != back["after"] and said:
            offer(request, said, handler=QUESTIONS_BACK, payload=back)
    name = wish.split("-")[1] if wish.count("-") == 1 else ""
    return redirect(f"{reverse('surveys:build', args=[survey.pk])}#{name}")


def _wish(survey: Survey, wish: str) -> tuple[Callable[[Content], Content], str]:
    verb, _separator, rest = wish.partition("-")
    if verb in ("up", "down"):
        return (lambda now: moved(now, rest, -1 if verb == "up" else 1)), ""
    if verb == "double":
        return (lambda now: doubled(now, rest)), _("Copied.")
    if verb == "drop":
        return (lambda now: without_field(now, rest)), _("The question was removed.")
    if verb == "join" and (at := whole_number(rest)):
        return (lambda now: _joined(now, at)), _("The heading was removed.")
    raise PermissionDenied(wish)


def _joined(content: Content, at: int) -> Content:
    """The content with the questions of a section under the heading before it."""
    if not 0 < at < len(content.sections):
        return content
    sections = list(content.sections)
    taken = sections.pop(at)
    sections[at - 1] = replace(sections[at - 1], fields=(*sections[at - 1].fields, *taken.fields))
    return replace(content, sections=tuple(sections))


@login_required
@require_POST
def begin_version(request: Request, pk: int) -> HttpResponse:
    """Begin to change the questions of an open survey."""
    survey = request.viewer.get(Survey, pk, ASK)
    try:
        revise(acting=request.viewer, survey=survey)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("surveys:surveys-detail", pk)
    return redirect("surveys:build", pk)


@login_required
@require_POST
def force(request: Request, pk: int) -> HttpResponse:
    """Let the new version be asked from now on."""
    survey = request.viewer.get(Survey, pk, ASK)
    try:
        put_in_force(acting=request.viewer, survey=survey)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("surveys:build", pk)
    messages.success(request, _("From now on people answer the new version."))
    return redirect("surveys:surveys-detail", pk)


@login_required
@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """A survey as whoever answers sees it."""
    survey = request.viewer.get(Survey, pk)
    request.viewer.demand(ASK)
    version = newest_version(survey)
    content = version.form if version else Content()
    form = AnswerForm(content=content, viewer=request.viewer, about=request.viewer.person_id)
    return render(request, "surveys/preview.html", {"survey": survey, "form": form, "sections": form.sections()})


def _draft(viewer: Viewer, pk: int) -> tuple[Survey, Version]:
    survey = viewer.get(Survey, pk, ASK)
    version = draft_of(survey)
    if version is None:
        raise Http404(str(pk))
    return survey, version


def _changed(request: Request, survey: Survey, change: Callable[[Content], Content], form: Any) -> bool:
    """Change the questions; False, with the reason in the form, when it isn't possible."""
    try:
        change_questions(acting=request.viewer, survey=survey, change=change)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    return True
