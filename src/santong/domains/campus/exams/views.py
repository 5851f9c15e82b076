"""The day of an examination, its rooms and invigilators, roll calls, and what is one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.campus.exams.duties import candidates
from santong.domains.campus.exams.invigilating import call_exam_roll, give_invigilation
from santong.domains.campus.exams.models import (
    KEEP,
    VIEW,
    Absentee,
    Examination,
    ExamRoll,
    ExamRoom,
    Invigilation,
    Paper,
)
from santong.domains.campus.exams.queries import (
    day_rooms,
    incidents_of,
    may_call,
    own_invigilations,
    own_papers,
    own_results,
    own_seats,
    plan_of,
    seats_in,
    sitting,
)
from santong.domains.campus.students.public import Guardianship, Pupil
from santong.kit.http import Request, day_of
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import offer
from santong.lib.whole_numbers import whole_number

SHOWN_CANDIDATES = 30
ABSENT = "absent"


@login_required
@require_safe
def day(request: Request, pk: int) -> HttpResponse:
    """A day of an examination for the office: rooms, who is missing, what happened."""
    examination = _kept(request, pk)
    found = sitting(examination)
    chosen = _chosen(found.days, day_of(request.GET.get("day", "")))
    papers = day_rooms(found, chosen) if chosen is not None else []
    places = [place for _paper, rooms in papers for place in rooms]
    context = {
        "examination": examination,
        "days": found.days,
        "day": chosen,
        "papers": papers,
        "missing": sum(place.missing for place in places),
        "uncalled": sum(place.roll is None for place in places),
        "absent": sum(len(place.absent) for place in places),
        "incidents": incidents_of(examination),
        "may_note": examination.state == Examination.State.PUBLISHED,
    }
    return render(request, "exams/day.html", context)


def _kept(request: Request, pk: int) -> Examination:
    examination: Examination = request.viewer.get(Examination, pk)
    if not examination.is_of_school:
        raise Http404
    request.viewer.demand(KEEP, examination.path)
    return examination


def _chosen(days: Sequence[date], asked: date | None) -> date | None:
    """The day that was asked for; else today or the next one, else the last."""
    if asked in days:
        return asked
    today = timezone.localdate()
    return next((each for each in days if each >= today), days[-1] if days else None)


@login_required
@require_safe
def invigilators(request: Request, pk: int) -> HttpResponse:
    """Who invigilates where: papers one after the other, their rooms with the people in them."""
    examination = request.viewer.get(Examination, pk)
    if not examination.is_of_school:
        raise Http404
    found = sitting(examination)
    papers = [each for day in found.days for each in day_rooms(found, day)]
    minutes: dict[int, list[Any]] = {}
    for paper, rooms in papers:
        for row in (row for place in rooms for row in place.people if row.staff is not None):
            assert row.staff is not None
            line = minutes.setdefault(row.staff.pk, [row.staff, 0, 0])
            line[1], line[2] = line[1] + 1, line[2] + paper.minutes
    context = {
        "examination": examination,
        "papers": papers,
        "people": sorted(minutes.values(), key=lambda line: (-line[2], line[0].person.pinyin)),
        "keeps": request.viewer.can(KEEP, examination.path) and examination.state != Examination.State.OVER,
    }
    return render(request, "exams/invigilators.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def give(request: Request, pk: int) -> HttpResponse:
    """Choose who invigilates instead, the best first; one tap gives it to them, with undo."""
    row: Invigilation = request.viewer.get(Invigilation, pk)
    request.viewer.demand(KEEP, row.path)
    offered = candidates(sitting(row.examination), row)[:SHOWN_CANDIDATES]
    problem = ""
    if request.method == "POST":
        chosen = whole_number(request.POST.get("staff", ""))
        staff = next((each.staff for each in offered if each.staff.pk == chosen), None)
        try:
            if staff is None:
                raise NotPossible(_("Whoever you chose isn't free any more. Choose somebody of the list."))
            return _given(request, row, staff)
        except NotPossible as refused:
            problem = str(refused)
    context = {"row": row, "offered": offered, "problem": problem, "back_url": _back(request, row)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "exams/give.html", context, status=status)


def _given(request: Request, row: Invigilation, staff: Any) -> HttpResponse:
    taken = give_invigilation.take(request.viewer, row, {"staff": staff})
    offer(request, _("%(who)s invigilates.") % {"who": staff}, handler=BACK, payload=payload_of([taken]))
    return redirect(_back(request, row))


def _back(request: Request, row: Invigilation) -> str:
    """The page of the day while the examination goes on, else the plan."""
    name = "day" if row.examination.state == Examination.State.PUBLISHED else "invigilators"
    return reverse(f"exams:{name}", args=[row.examination_id])


@login_required
@require_safe
def room(request: Request, pk: int) -> HttpResponse:
    """A room as it looks, with who sits where; for those who keep the examination or invigilate there."""
    found: ExamRoom = request.viewer.get(ExamRoom, pk)
    if not _sees_room(request, found):
        raise PermissionDenied(KEEP)
    seats = seats_in(found)
    context = {"room": found, "examination": found.examination, "seats": seats, "plan": plan_of(found, seats)}
    return render(request, "exams/room.html", context)


def _sees_room(request: Request, found: ExamRoom) -> bool:
    if request.viewer.can(KEEP, found.path):
        return True
    return own_invigilations(request.viewer).filter(exam_room=found).exists()


@login_required
@require_http_methods(["GET", "POST"])
def roll(request: Request, paper: int, pk: int) -> HttpResponse:
    """Call the roll of a room for a paper: all are there but those who are tapped."""
    sat: Paper = request.viewer.get(Paper, paper)
    where: ExamRoom = request.viewer.get(ExamRoom, pk)
    if where.examination_id != sat.examination_id or where.grade_id != sat.grade_id or sat.examination.is_draft:
        raise Http404
    if not may_call(request.viewer, sat, where):
        raise PermissionDenied(KEEP)
    seats = seats_in(where)
    problem = ""
    if request.method == "POST":
        said = set(request.POST.getlist("said"))
        absent = [seat for seat in seats if f"{seat.pk}:{ABSENT}" in said]
        try:
            call_exam_roll(acting=request.viewer, paper=sat, room=where, absent=absent)
            messages.success(request, _("The roll was called."))
            return redirect("exams:roll", sat.pk, where.pk)
        except NotPossible as refused:
            problem = str(refused)
    taken = ExamRoll.objects.belonging_to(paper=sat, exam_room=where).select_related("by").first()
    missing = set(Absentee.objects.belonging_to(roll=taken).values_list("seat", flat=True)) if taken else set()
    context = {
        "paper": sat, "room": where, "taken": taken, "problem": problem,
        "tiles": [(seat, seat.pk in missing) for seat in seats],
        "keeps": request.viewer.can(KEEP, sat.path),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "exams/roll.html", context, status=status)


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """What is one's own: papers with seats and released results, or where one invigilates."""
    viewer = request.viewer
    if viewer.category not in ("parent", "pupil"):
        rows = list(own_invigilations(viewer))
        return render(request, "exams/mine_staff.html", {"rows": rows, "sees": viewer.can(VIEW)})
    pupils = _children(request)
    asked = whole_number(request.GET.get("pupil", ""))
    chosen = next((each for each in pupils if each.pk == asked), pupils[0] if pupils else None)
    seats = own_seats(viewer, chosen) if chosen is not None else []
    papers = own_papers(seats)
    now = timezone.now()
    context = {
        "pupils": pupils,
        "chosen": chosen,
        "seats": [(seat, [each for each in papers if each.seat.pk == seat.pk]) for seat in seats],
        "next": next((each for each in papers if each.ends is not None and each.ends > now), None),
        "results": own_results(viewer, chosen) if chosen is not None else [],
    }
    return render(request, "exams/mine.html", context)


def _children(request: Request) -> list[Pupil]:
    viewer = request.viewer
    if viewer.category == "pupil":
        rows = Pupil.objects.of_acting(viewer).filter(person_id=viewer.person_id)
    else:
        links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
        rows = Pupil.objects.of_acting(viewer).filter(person_id__in=links.values("child_id"))
    return list(rows.select_related("person", "school", "school_class").order_by("pk"))
