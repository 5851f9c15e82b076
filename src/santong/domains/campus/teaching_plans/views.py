"""The plan beside those who teach it, the usual rules, and what is done with a search while it goes on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.teaching_plans.actions import (
    lock_lesson,
    move_lesson,
    search_again,
    stop_search,
    take_move_back,
    take_usual_rules,
)
from santong.domains.campus.teaching_plans.building import WEEKDAYS, plan_of, week_of
from santong.domains.campus.teaching_plans.by_hand import board_of, cells, meanings
from santong.domains.campus.teaching_plans.comparing import compare
from santong.domains.campus.teaching_plans.models import CHANGE, VIEW, Move, Rule, Search
from santong.domains.campus.teaching_plans.overview import overview_of
from santong.domains.campus.teaching_plans.panels import progress_context
from santong.domains.campus.teaching_plans.taking_over import GroupsForm, TakenOver, take_back, take_over_groups
from santong.domains.campus.timetable.public import Slot, Timetable, with_classes
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

TAKEN, TAKEN_OVER = "teaching_plans.usual_rules", "teaching_plans.take_over_groups"
MOST_SCHOOLS = 60
MOST_OTHERS = 50


def _schools(request: Request, permission: str) -> list[Organisation]:
    rows = Organisation.objects.visible_to(request.viewer, permission).filter(kind=Organisation.Kind.SCHOOL)
    return list(rows.order_by("path")[:MOST_SCHOOLS])


def _chosen(request: Request, schools: list[Organisation]) -> Organisation | None:
    text = request.GET.get("school", "") or request.POST.get("school", "")
    if not text:
        return schools[0] if schools else None
    found = request.viewer.get(Organisation, whole_number(text) or 0)
    if found.kind != Organisation.Kind.SCHOOL:
        raise Http404
    return found


@login_required
@require_safe
def overview(request: Request) -> HttpResponse:
    """What each class has and who teaches it; the subjects for which nobody is known."""
    request.viewer.demand(VIEW)
    schools = _schools(request, VIEW)
    school = _chosen(request, schools)
    if school is not None:
        request.viewer.demand(VIEW, school.path)
    found = overview_of(school, whole_number(request.GET.get("grade", ""))) if school is not None else None
    context = {"school": school, "schools": schools, "found": found}
    return render(request, "teaching_plans/overview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def usual_rules(request: Request) -> HttpResponse:
    """Take the usual rules of schools of this kind over."""
    request.viewer.demand(CHANGE)
    schools = _schools(request, CHANGE)
    if request.method == "POST":
        school = _chosen(request, schools)
        if school is None:
            raise Http404
        new = take_usual_rules(acting=request.viewer, school=school)
        words = ngettext("%(n)s rule was added.", "%(n)s rules were added.", len(new)) % {"n": len(new)}
        if new:
            offer(request, words, handler=TAKEN, payload={"ids": [row.pk for row in new]})
        else:
            messages.info(request, _("Your school has all of them already."))
        return redirect("teaching_plans:timetable-rules")
    return render(request, "teaching_plans/usual.html", {"schools": schools})


@undoable(TAKEN)
def _undo(viewer: object, payload: dict[str, list[int]]) -> str:
    for row in Rule.objects.noted(payload["ids"]):
        viewer.get(Rule, row.pk, CHANGE).delete()  # type: ignore[attr-defined]
    return _("The rules are gone again.")


@login_required
@require_http_methods(["GET", "POST"])
def groups(request: Request) -> HttpResponse:
    """Take the teaching groups in force over into the plan, with their lessons a week."""
    request.viewer.demand(CHANGE)
    schools = _schools(request, CHANGE)
    school = _chosen(request, schools)
    if school is None:
        return render(request, "teaching_plans/groups.html", {"schools": schools})
    request.viewer.demand(CHANGE, school.path)
    form = GroupsForm(request.POST if request.method == "POST" else None, school=school)
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_over_groups(
                acting=request.viewer, school=school, lessons=form.lessons(),
                ends_classes=bool(form.cleaned_data.get("ends_classes")),
            )  # fmt: skip
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            number = len(taken.made)
            words = ngettext("%(n)s group was added to the plan.", "%(n)s groups were added to the plan.", number)
            offer(request, words % {"n": number}, handler=TAKEN_OVER, payload={"school": school.pk, **asdict(taken)})
            return redirect("teaching_plans:teaching-plans")
    context = {"schools": schools, "school": school, "form": form}
    return render(request, "teaching_plans/groups.html", context, status=422 if form.errors else 200)


@undoable(TAKEN_OVER)
def _undo_groups(viewer: Any, payload: dict[str, Any]) -> str:
    taken = TakenOver(payload["made"], [(key, lessons) for key, lessons in payload["changed"]], payload["ended"])
    take_back(acting=viewer, school=viewer.get(Organisation, payload["school"]), taken=taken)
    return _("The plan is as it was.")


@login_required
@require_safe
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a search is; the page asks for it every other second while it goes on."""
    row = request.viewer.get(Search, pk)
    return render(request, "teaching_plans/progress.html", progress_context(request, row))


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Stop a search; its best timetable stays."""
    row = request.viewer.get(Search, pk)
    try:
        stop_search(acting=request.viewer, search=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The search stops; the best timetable stays as a draft."))
    return redirect("teaching_plans:timetable-searches-detail", pk)


@login_required
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Search once more; `relax` names a rule that only should hold this time."""
    row = request.viewer.get(Search, pk)
    key = whole_number(request.POST.get("relax", ""))
    if key is not None:
        request.viewer.get(Rule, key)
    try:
        made = search_again(acting=request.viewer, search=row, relax=key)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("teaching_plans:timetable-searches-detail", pk)
    return redirect("teaching_plans:timetable-searches-detail", made.pk)


@login_required
@require_safe
def compared(request: Request, pk: int) -> HttpResponse:
    """A timetable beside another one of its school: which rules hold better in which, and what lies elsewhere."""
    timetable = _draft(request, pk)
    rows = Timetable.objects.visible_to(request.viewer, CHANGE).filter(school=timetable.school_id).exclude(pk=pk)
    others = list(rows.order_by("-since", "-pk")[:MOST_OTHERS])
    key = whole_number(request.GET.get("with", ""))
    other = next((each for each in others if each.pk == key), others[0] if others and key is None else None)
    if other is None and key is not None:
        raise Http404
    context = {"timetable": timetable, "others": others, "other": other}
    if other is not None:
        context["found"] = compare(timetable, other)
    return render(request, "teaching_plans/compare.html", context)


def _draft(request: Request, pk: int) -> Timetable:
    found = request.viewer.get(Timetable, pk)
    request.viewer.demand(CHANGE, found.path)
    return found


def _slot(timetable: Timetable, text: str) -> Slot:
    rows = Slot.objects.belonging_to(timetable=timetable).select_related("school_class", "timetable")
    found: Slot = get_object_or_404(rows, pk=whole_number(text) or 0)
    return with_classes([found])[0]


@login_required
@require_safe
def by_hand(request: Request, pk: int) -> HttpResponse:
    """The week of a class in a draft; with a lesson picked up, what each place would mean for it."""
    timetable = _draft(request, pk)
    classes = list(classes_of(timetable.school))
    picked = _slot(timetable, request.GET["pick"]) if request.GET.get("pick") else None
    key = whole_number(request.GET.get("class", ""))
    if picked is not None and key not in picked.classes:
        key = min(picked.classes, default=None)
    chosen = next((each for each in classes if each.pk == key), classes[0] if classes else None)
    week = week_of(timetable.school)
    context = {"timetable": timetable, "classes": classes, "chosen": chosen, "picked": picked}
    if chosen is not None and week is not None:
        is_draft = timetable.state == Timetable.State.DRAFT
        board = board_of(timetable, plan_of(timetable.school, week) if picked is not None else None)
        days, periods = list(WEEKDAYS), list(range(1, week.periods + 1))
        taken = picked if is_draft else None
        rows = (
            meanings(board, taken, days, periods, chosen) if taken is not None else cells(board, chosen, days, periods)
        )
        context |= {
            "rows": list(zip(periods, rows, strict=True)), "weekdays": [Slot.WEEKDAYS[day - 1][1] for day in days],
            "is_draft": is_draft, "moves": Move.objects.belonging_to(timetable=timetable).count(),
            "around": _around(classes, chosen),
        }  # fmt: skip
    return render(request, "teaching_plans/by_hand.html", context)


def _around(classes: list[Organisation], chosen: Organisation) -> tuple[Organisation | None, Organisation | None]:
    place = classes.index(chosen)
    return (classes[place - 1] if place else None, classes[place + 1] if place + 1 < len(classes) else None)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Put the lesson that was picked up elsewhere."""
    timetable = _draft(request, pk)
    slot = _slot(timetable, request.POST.get("pick", ""))
    weekday, period = whole_number(request.POST.get("weekday", "")), whole_number(request.POST.get("period", ""))
    week = week_of(timetable.school)
    if week is None or weekday not in WEEKDAYS or period not in range(1, week.periods + 1):
        raise Http404
    try:
        move_lesson(acting=request.viewer, timetable=timetable, slot=slot, weekday=weekday or 0, period=period or 0)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(_board_url(timetable, _shown(request, slot)))


def _shown(request: Request, slot: Slot) -> int | None:
    """The class whose week was shown, of those that have the lesson."""
    key = whole_number(request.POST.get("class", ""))
    return key if key in slot.classes else min(slot.classes, default=None)


@login_required
@require_POST
def move_back(request: Request, pk: int) -> HttpResponse:
    """Take the last move back."""
    timetable = _draft(request, pk)
    try:
        take_move_back(acting=request.viewer, timetable=timetable)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(_board_url(timetable, whole_number(request.POST.get("class", ""))))


@login_required
@require_POST
def lock(request: Request, pk: int) -> HttpResponse:
    """Lock a lesson in its place, or unlock it."""
    timetable = _draft(request, pk)
    slot = _slot(timetable, request.POST.get("pick", ""))
    try:
        lock_lesson(acting=request.viewer, slot=slot, locked=request.POST.get("locked") == "yes")
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(_board_url(timetable, _shown(request, slot)))


def _board_url(timetable: Timetable, school_class: int | None) -> str:
    page = reverse("teaching_plans:by-hand", args=[timetable.pk])
    return f"{page}?class={school_class}" if school_class else page
