"""The week of a class, a teacher or a room; a lesson of a day; an absence; the lessons of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.office.public import Absence
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.timetable.actions import copy, put_lesson, take_lesson
from santong.domains.campus.timetable.changing import Cover, ask_for_swap, cover, swap, take_back
from santong.domains.campus.timetable.choosing import chosen, schools_seen_by
from santong.domains.campus.timetable.forms import AbsenceForm, CopyForm, CoversForm, SlotForm
from santong.domains.campus.timetable.lessons import Lesson, Place, lesson_of_group, lessons_of_teacher
from santong.domains.campus.timetable.models import ARRANGE, COLLEAGUES, VIEW, Change, Slot, Timetable
from santong.domains.campus.timetable.queries import (
    Candidate,
    candidates,
    exchanges,
    lesson_at,
    own_staff,
)
from santong.domains.campus.timetable.weeks import key_of, week_url_of, week_with
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.http import Request, day_asked, day_of
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

UNDO, TAKEN_OUT = "timetable.change", "timetable.take_lesson"
KEPT = (
    "school_class_id", "weekday", "period", "rhythm", "subject", "teacher_id", "room_id", "group", "group_name",
)  # fmt: skip
CANDIDATES = 6
"""Those who could stand in that a lesson shows at once."""


@login_required
@require_safe
def week(request: Request) -> HttpResponse:
    """A week of lessons, one's own unless another is asked for."""
    request.viewer.demand(VIEW)
    whose, offered = chosen(request)
    day = day_asked(request)
    shown = week_with(whose, offered.school, day) if whose is not None and offered.school is not None else None
    can_arrange = offered.school is not None and request.viewer.can(ARRANGE, offered.school.path)
    context = {
        "whose": whose,
        "key": key_of(whose) if whose is not None else None,
        "offered": offered,
        "week": shown,
        "day": day,
        "today": timezone.localdate(),
        "can_arrange": can_arrange,
        "own": {row.pk for row in own_staff(request.viewer)},
        "kind": key_of(whose)[0] if whose is not None else "",
    }
    return render(request, "timetable/week.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def lesson(request: Request) -> HttpResponse:
    """A lesson of a day: who could stand in, what it could be swapped with, or that it is cancelled.

    Whoever teaches it and doesn't arrange lessons asks a colleague to swap.
    """
    if request.method == "GET" and not request.GET:
        return redirect("timetable:week")
    school, found = _lesson_asked(request)
    if not request.viewer.can(ARRANGE, school.path):
        return _own_lesson(request, school, found)
    words = ""
    if request.method == "POST":
        try:
            return _changed(request, school, found)
        except NotPossible as problem:
            words = str(problem)
            found = _again(school, found) or found
    today = timezone.localdate()
    is_open = found.held and found.day >= today
    free = candidates(school, [found], found.day)[found.place] if is_open else []
    others = exchanges(school, found, today) if is_open else []
    context = {
        "lesson": found,
        "school": school,
        "is_open": is_open,
        "free": free[:CANDIDATES],
        "others": free[CANDIDATES:],
        "exchanges": [each for each in others if not each.objection],
        "barred": [each for each in others if each.objection],
        "back": week_url_of(found),
        "problem": words,
    }
    return render(request, "timetable/lesson.html", context, status=422 if words else 200)


def _lesson_asked(request: Request) -> tuple[Organisation, Lesson]:
    given = request.GET if request.method != "POST" else request.POST
    key, period = whole_number(given.get("class", "")), whole_number(given.get("period", ""))
    day = day_of(given.get("day", ""))
    group = whole_number(given.get("group", "")) or 0
    kinds = Organisation.Kind
    rows = Organisation.objects.open_to_everyone().filter(
        kind__in=[kinds.GRADE, kinds.SCHOOL] if group else [kinds.CLASS]
    )
    row = rows.filter(pk=key or 0).first()
    school = school_of(row) if row is not None else None
    if row is None or school is None or day is None or period is None:
        raise Http404
    found = lesson_of_group(school, group, day, period) if group else lesson_at(school, row, day, period)
    is_own = found is not None and found.teacher is not None and found.teacher.person_id == request.viewer.person_id
    if not (is_own or request.viewer.can(ARRANGE, school.path)):
        raise PermissionDenied(ARRANGE)
    if found is None:
        raise Http404
    return school, found


def _again(school: Organisation, lesson: Lesson) -> Lesson | None:
    """A lesson as it is now."""
    if lesson.group:
        return lesson_of_group(school, lesson.group, lesson.day, lesson.period)
    return lesson_at(school, lesson.school_class, lesson.day, lesson.period)


def _own_lesson(request: Request, school: Organisation, found: Lesson) -> HttpResponse:
    """One's own lesson: which colleague could be asked to swap."""
    request.viewer.demand(COLLEAGUES)
    words = ""
    if request.method == "POST":
        try:
            return _asked_for_swap(request, school, found)
        except NotPossible as problem:
            words = str(problem)
    today = timezone.localdate()
    is_open = found.held and found.day >= today
    others = exchanges(school, found, today) if is_open else []
    others = [each for each in others if each.lesson.teacher and each.lesson.teacher.pk != _teacher_key(found)]
    context = {
        "lesson": found, "is_open": is_open, "problem": words, "asks": True,
        "exchanges": [each for each in others if not each.objection],
        "barred": [each for each in others if each.objection],
        "back": reverse("timetable:week"),
    }  # fmt: skip
    return render(request, "timetable/lesson.html", context, status=422 if words else 200)


def _teacher_key(lesson: Lesson) -> int | None:
    return lesson.teacher.pk if lesson.teacher is not None else None


def _asked_for_swap(request: Request, school: Organisation, found: Lesson) -> HttpResponse:
    action, _dash, what = request.POST.get("do", "").partition("-")
    if action != "ask":
        raise PermissionDenied(ARRANGE)
    reason, other = request.POST.get("reason", "").strip()[:80], _other_lesson(school, found, what)
    asked = ask_for_swap(acting=request.viewer, school=school, one=found, other=other, reason=reason)
    messages.success(request, _("%(who)s was asked. You hear of the answer.") % {"who": asked.asked})
    return redirect("timetable:swap-offers-detail", asked.pk)


def _changed(request: Request, school: Organisation, found: Lesson) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:80]
    action, _dash, what = request.POST.get("do", "").partition("-")
    viewer = request.viewer
    if action == "cancel":
        changes = cover(acting=viewer, school=school, covers=[Cover(found, None)], reason=reason)
        return _done(request, changes, _("The lesson was cancelled."))
    if action == "swap":
        other = _other_lesson(school, found, what)
        changes = swap(acting=viewer, school=school, one=found, other=other, reason=reason)
        return _done(request, changes, _("The two lessons change places."))
    staff = Staff.objects.belonging_to(school=school).filter(pk=whole_number(what) or 0).first()
    if action != "cover" or staff is None:
        raise NotPossible(_("Choose who takes the lesson."))
    changes = cover(acting=viewer, school=school, covers=[Cover(found, staff)], reason=reason)
    return _done(request, changes, _("%(who)s takes the lesson.") % {"who": staff})


def _other_lesson(school: Organisation, found: Lesson, what: str) -> Lesson:
    text, _dash, number = what.rpartition("-")
    day, period = day_of(text), whole_number(number)
    other = lesson_at(school, found.school_class, day, period) if day is not None and period is not None else None
    if other is None:
        raise NotPossible(_("These two lessons can't change places."))
    return other


def _done(request: Request, changes: Sequence[Change], words: str) -> HttpResponse:
    offer(request, words, handler=UNDO, payload={"id": changes[0].pk})
    return redirect(week_url_of(changes[0]))


@undoable(UNDO)
def _undo(viewer: Any, payload: dict[str, Any]) -> str:
    take_back(acting=viewer, change=viewer.get(Change, payload["id"]))
    return _("The lessons are again as the timetable says.")


@login_required
@require_http_methods(["GET", "POST"])
def absence(request: Request) -> HttpResponse:
    """All lessons of somebody who is away: who takes each of them, in one act."""
    request.viewer.demand(ARRANGE)
    school = _arranged_school(request)
    asked = AbsenceForm(request.GET if "teacher" in request.GET else None, school=school)
    context: dict[str, Any] = {"asked": asked, "school": school, "away": _away(school)}
    if not asked.is_bound or not asked.is_valid():
        return render(request, "timetable/absence.html", context, status=422 if asked.errors else 200)
    staff, first, last = asked.cleaned_data["teacher"], asked.cleaned_data["first"], asked.cleaned_data["last"]
    lessons = [each for each in lessons_of_teacher(school, staff, max(first, timezone.localdate()), last) if each.held]
    form = _covers_form(request, school, lessons)
    if request.method == "POST" and form.is_valid():
        try:
            covers = [Cover(each, who) for each, who in form.taken()]
            changes = cover(acting=request.viewer, school=school, covers=covers, reason=form.cleaned_data["reason"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            return _covered(request, staff, first, changes)
    context |= {"form": form, "staff": staff, "lessons": lessons, "first": first, "last": last}
    return render(request, "timetable/absence.html", context, status=422 if form.errors else 200)


def _covers_form(request: Request, school: Organisation, lessons: Sequence[Lesson]) -> CoversForm:
    found: dict[Place, list[Candidate]] = {}
    for day in sorted({each.day for each in lessons}):
        found |= candidates(school, [each for each in lessons if each.day == day], day)
    return CoversForm(request.POST if request.method == "POST" else None, lessons=lessons, found=found)


def _covered(request: Request, staff: Staff, day: date, changes: Sequence[Change]) -> HttpResponse:
    words = ngettext("%(n)s lesson was arranged.", "%(n)s lessons were arranged.", len(changes))
    offer(request, words % {"n": len(changes)}, handler=UNDO, payload={"id": changes[0].pk})
    return redirect(f"{reverse('timetable:lesson-changes')}?{urlencode({'day': 'coming', 'place': staff.school_id})}")


def _arranged_school(request: Request) -> Organisation:
    """The school of the address, else the first whose lessons the viewer arranges."""
    key = whole_number(request.GET.get("school", ""))
    found = [row for row in schools_seen_by(request.viewer, key) if request.viewer.can(ARRANGE, row.path)]
    if not found:
        raise Http404
    return found[0]


def _away(school: Organisation) -> list[tuple[Staff, Absence]]:
    """The teachers who are on leave or travelling today, as their requests say."""
    today = timezone.localdate()
    rows = Absence.objects.inside(school).filter(since__lte=today, until__gte=today)
    by_person = {row.person_id: row for row in rows}
    staff = Staff.objects.belonging_to(school=school).filter(person__in=by_person, is_teacher=True)
    return [(row, by_person[row.person_id]) for row in staff.select_related("person")]


@login_required
@require_http_methods(["GET", "POST"])
def slot(request: Request, pk: int, slot: int = 0) -> HttpResponse:
    """A lesson of a draft, new or there already."""
    timetable = _draft_asked(request, pk)
    rows = Slot.objects.belonging_to(timetable=timetable).filter(pk=slot)
    row = get_object_or_404(rows) if slot else None
    given = {name: request.GET.get(name, "") for name in ("school_class", "weekday", "period")}
    edit = Edit(request, row, lambda row, data: SlotForm(data, instance=row, timetable=timetable, initial=given))
    if request.method == "POST":
        with edit.locked():
            saved = _put(request, edit.form) if edit.is_valid() else None
        if saved is not None:
            return redirect(table_url(timetable, saved.school_class_id))
    context = {"form": edit.form, "timetable": timetable, "row": edit.row, "edit": edit}
    return render(request, "timetable/slot.html", context, status=edit.status)


def _draft_asked(request: Request, pk: int) -> Timetable:
    timetable = request.viewer.get(Timetable, pk)
    request.viewer.demand(ARRANGE, timetable.path)
    return timetable


def _put(request: Request, form: SlotForm) -> Slot | None:
    try:
        return put_lesson(acting=request.viewer, slot=form.save(commit=False))
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return None


@login_required
@require_POST
def take_slot(request: Request, pk: int, slot: int) -> HttpResponse:
    """Take a lesson out of a draft."""
    timetable = _draft_asked(request, pk)
    row = get_object_or_404(Slot.objects.belonging_to(timetable=timetable).select_related("timetable"), pk=slot)
    kept = {name: getattr(row, name) for name in KEPT} | {"joined": str(row.joined) if row.joined else None}
    try:
        take_lesson(acting=request.viewer, slot=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        words = _("%(subject)s was taken out.") % {"subject": row.subject}
        offer(request, words, handler=TAKEN_OUT, payload={"timetable": timetable.pk, **kept})
    return redirect(table_url(timetable, row.school_class_id))


@undoable(TAKEN_OUT)
def _put_again(viewer: Any, payload: dict[str, Any]) -> str:
    timetable = viewer.get(Timetable, payload["timetable"])
    mark = UUID(payload["joined"]) if payload["joined"] else None
    put_lesson(acting=viewer, slot=Slot(timetable=timetable, joined=mark, **{name: payload[name] for name in KEPT}))
    return _("The lesson is there again.")


@login_required
@require_http_methods(["GET", "POST"])
def copy_table(request: Request, pk: int) -> HttpResponse:
    """A draft that begins with the lessons of another timetable."""
    timetable = _draft_asked(request, pk)
    first = {"name": timetable.name, "since": timezone.localdate()}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        made = copy(acting=request.viewer, timetable=timetable, **form.cleaned_data)
        return redirect(table_url(made))
    context = {"form": form, "timetable": timetable}
    return render(request, "timetable/copy.html", context, status=422 if form.errors else 200)


def table_url(timetable: Timetable, school_class: int | None = None) -> str:
    """The page of a timetable, with the lessons of a class."""
    page = reverse("timetable:timetables-detail", args=[timetable.pk])
    return f"{page}?class={school_class}#lessons" if school_class else page
