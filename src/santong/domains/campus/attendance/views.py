"""Calling the roll, the day of classes, a class's day and month, one's own child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.attendance import words
from santong.domains.campus.attendance.actions import (
    bring_call_back,
    call_roll,
    correct,
    may_take_back,
    take_call_back,
    take_correction_back,
)
from santong.domains.campus.attendance.forms import CorrectionForm, RollForm, picks_of_pupils
from santong.domains.campus.attendance.models import ASK, CALL, LESSONS, VIEW, ClassDay, PupilLeave, RollCall, State
from santong.domains.campus.attendance.months import (
    LABELS,
    ClassMonth,
    PupilMonth,
    class_month,
    month_of,
    pupil_month,
)
from santong.domains.campus.attendance.queries import (
    BACK,
    ClassView,
    PupilDay,
    callings,
    children_of,
    class_days,
    class_on,
    class_with,
    lesson_to_call,
    may_see,
    state_at,
)
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation, classes_of, schools_held
from santong.kit.http import Request, day_asked, day_of
from santong.kit.pages.exports import export_response
from santong.kit.picking import suggestions
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

CORRECTED, TAKEN_BACK = "attendance.correct", "attendance.take_call_back"


@login_required
@require_safe
def roll_calls(request: Request) -> HttpResponse:
    """The roll calls that are one's own to take on a day; a class teacher with nothing else comes to the morning's."""
    day = _day(request)
    request.viewer.demand(LESSONS)
    found = callings(request.viewer, day)
    context = {"day": day, "today": timezone.localdate(), "callings": found, "before": day - timedelta(days=1),
               "after": day + timedelta(days=1)}  # fmt: skip
    return render(request, "attendance/roll_calls.html", context)


def _day(request: Request) -> date:
    return min(day_asked(request), timezone.localdate())


@dataclass(frozen=True)
class Tile:
    """A pupil on the list of a roll call: the state that is chosen already, and whether leave was granted."""

    pupil: Pupil
    state: str
    has_leave: bool

    @property
    def states(self) -> Sequence[tuple[str, Any]]:
        """The states that can be said, in the order in which tapping goes through them."""
        found = [(each.value, each.label) for each in (State.PRESENT, State.ABSENT, State.LATE, State.LEFT_EARLY)]
        return [(State.ON_LEAVE.value, State.ON_LEAVE.label), *found] if self.has_leave else found


def _tile(each: PupilDay, view: ClassView, session: int) -> Tile:
    call = next((call for call in view.calls if call.session == session), None)
    leave = any(row.state == State.ON_LEAVE and row.first <= session <= row.last for row in each.words)
    if call is not None:
        state = state_at(each, view.calls, session) or State.PRESENT
    elif leave:
        state = State.ON_LEAVE
    else:
        # Who is missing since an earlier session is missing still, unless somebody says otherwise.
        state = State.ABSENT if each.state.is_missing and each.state.state == State.ABSENT else State.PRESENT
    return Tile(each.pupil, state, leave)


@login_required
@require_http_methods(["GET", "POST"])
def roll_call(request: Request, pk: int, day: str, session: int) -> HttpResponse:
    """Call the roll of a class for a session of a day: all are there but those who are tapped."""
    school_class, on = class_with(pk), day_of(day)
    if school_class is None or on is None or session > words.LAST:
        raise Http404
    problem = ""
    lesson = None
    try:
        lesson = lesson_to_call(request.viewer, school_class, on, session)
        if request.method == "POST":
            return _called(request, school_class)
    except NotPossible as refused:
        problem = str(refused)
    view = class_on(school_class, on)
    taken = next((call for call in view.calls if call.session == session), None)
    context = {
        "class": school_class,
        "day": on,
        "session": session,
        "lesson": lesson,
        "tiles": [_tile(each, view, session) for each in view.pupils],
        "taken": taken,
        "may_take_back": taken is not None and may_take_back(request.viewer, taken),
        "problem": problem,
        "sees_class": request.viewer.can(VIEW, school_class.path),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem and request.method == "POST" else HTTPStatus.OK
    return render(request, "attendance/roll_call.html", context, status=status)


def _called(request: Request, school_class: Organisation) -> HttpResponse:
    form = RollForm(request.POST)
    if not form.is_valid():
        raise NotPossible(_("The states of the roll call couldn't be read. Open the page again."))
    given = form.cleaned_data
    call_roll(
        acting=request.viewer, school_class=school_class, day=given["day"], session=given["session"], said=given["said"]
    )
    messages.success(request, _("The roll was called."))
    return redirect(_page_of(school_class.pk, given["day"], given["session"]))


def _page_of(class_id: int, day: date, session: int) -> str:
    return reverse("attendance:roll-call", args=[class_id, day.isoformat(), session])


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Take a roll call back, with undo."""
    call = request.viewer.get(RollCall, pk)
    try:
        ended = take_call_back(acting=request.viewer, call=call)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        text = _("The roll call was taken back.")
        offer(request, text, handler=TAKEN_BACK, payload={"id": call.pk, "words": list(ended)})
    return redirect(_page_of(call.school_class_id, call.day, call.session))


@undoable(TAKEN_BACK)
def _bring_back(viewer: Any, payload: dict[str, Any]) -> str:
    call = RollCall.with_removed.noted([payload["id"]]).select_related("school_class").get()
    bring_call_back(acting=viewer, call=call, words=payload["words"])
    return _("The roll call holds again.")


@dataclass(frozen=True)
class Line:
    """A class on the page of a day."""

    school_class: Organisation
    row: ClassDay | None

    @property
    def missing(self) -> int:
        """How many are missing without leave."""
        return self.row.absent if self.row else 0


@login_required
@require_safe
def attendance(request: Request) -> HttpResponse:
    """Who is missing: one's own classes, or the classes of a school, on a day."""
    viewer = request.viewer
    viewer.demand(VIEW)
    day = _day(request)
    schools = list(schools_held(viewer, VIEW)[:200])
    asked = whole_number(request.GET.get("school", ""))
    school = next((each for each in schools if each.pk == asked), schools[0] if schools else None)
    classes = list(classes_of(school)) if school is not None else classes_seen(viewer)
    rows = class_days(viewer, classes, day)
    lines = [Line(each, rows.get(each.pk)) for each in classes]
    taken = [line.row for line in lines if line.row is not None and line.row.calls]
    context = {
        "day": day,
        "today": timezone.localdate(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "schools": schools,
        "school": school,
        "lines": lines,
        "untaken": len(lines) - len(taken),
        "numbers": {name: sum(getattr(row, name) for row in taken) for name in ClassDay.NUMBERS},
        "rate": rate_of(taken),
        "may_call": viewer.can(LESSONS),
    }
    return render(request, "attendance/attendance.html", context)


def rate_of(rows: Sequence[ClassDay]) -> float | None:
    """The share of pupils who were there, in percent; None where no roll was called."""
    expected = sum(row.expected for row in rows)
    return 100 * sum(row.present for row in rows) / expected if expected else None


def classes_seen(viewer: Any) -> list[Organisation]:
    """The classes whose attendance a viewer sees for standing there."""
    rows = Organisation.objects.open_to_everyone().filter(path__in=viewer.paths(VIEW), kind=Organisation.Kind.CLASS)
    return list(rows.open_on(timezone.localdate()).select_related("parent").order_by("path"))


def _class_seen(request: Request, pk: int) -> Organisation:
    request.viewer.demand(VIEW)
    found = class_with(pk)
    if found is None or not request.viewer.can(VIEW, found.path):
        raise Http404
    return found


@login_required
@require_safe
def class_page(request: Request, pk: int) -> HttpResponse:
    """A class on a day: who is missing, late or on leave, what was said of whom, and corrections."""
    school_class = _class_seen(request, pk)
    day = _day(request)
    view = class_on(school_class, day)
    others = [each for each in view.pupils if each.state.state not in ("", State.PRESENT) or each.state.missed]
    may = request.viewer.can(CALL, school_class.path)
    context = {
        "class": school_class,
        "day": day,
        "today": timezone.localdate(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "view": view,
        "others": others,
        "numbers": view.numbers(),
        "may_call": may,
        "may_correct": may and timezone.localdate() - BACK <= day,
        "states": CorrectionForm.base_fields["state"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "attendance/class.html", context)


@login_required
@require_POST
def correct_one(request: Request, pk: int, day: str) -> HttpResponse:
    """Say otherwise of a pupil than a roll call did, with undo."""
    pupil, on = request.viewer.get(Pupil, pk), day_of(day)
    if on is None or pupil.school_class is None:
        raise Http404
    form = CorrectionForm(request.POST)
    back = f"{reverse('attendance:class', args=[pupil.school_class_id])}?day={on.isoformat()}"
    view = class_on(pupil.school_class, on)
    each = next((each for each in view.pupils if each.pupil.pk == pupil.pk), None)
    sessions = (each.state.missed if each is not None else ()) or view.sessions or [words.MORNING]
    if not form.is_valid():
        messages.error(request, _("Choose what was so instead."))
        return redirect(back)
    try:
        done = correct(acting=request.viewer, pupil=pupil, day=on, sessions=sessions, **form.cleaned_data)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        payload = {"pupil": pupil.pk, "day": on.isoformat(), "made": list(done.made), "ended": list(done.ended)}
        text = _("%(name)s: %(state)s") % {"name": pupil.person.name, "state": State(form.cleaned_data["state"]).label}
        offer(request, text, handler=CORRECTED, payload=payload)
    return redirect(back)


@undoable(CORRECTED)
def _uncorrect(viewer: Any, payload: dict[str, Any]) -> str:
    pupil, day = viewer.get(Pupil, payload["pupil"]), day_of(payload["day"])
    assert day is not None, "the product wrote it down"
    take_correction_back(acting=viewer, pupil=pupil, day=day, made=payload["made"], ended=payload["ended"])
    return _("It is as before.")


@login_required
@require_safe
def month(request: Request, pk: int) -> HttpResponse:
    """A class in a month: a sign for each pupil and day, with totals."""
    school_class = _class_seen(request, pk)
    found = class_month(school_class, month_of(request.GET.get("month", "")))
    now = month_of("")
    printable = {str(now): "class-attendance", now.before: "class-attendance-before"}.get(str(found.month), "")
    context = {"class": school_class, "found": found, "printable": printable}
    return render(request, "attendance/month.html", context)


@login_required
@require_safe
def month_download(request: Request, pk: int) -> StreamingHttpResponse:
    """The month of a class as a sheet."""
    school_class = _class_seen(request, pk)
    found = class_month(school_class, month_of(request.GET.get("month", "")))
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    return export_response(request, _sheet(found), name=f"{school_class.name} {found.month}", kind=kind)


def _sheet(found: ClassMonth) -> Iterator[list[Any]]:
    """The month as lines: a pupil each, the state of each day in words, and the totals."""
    yield [_("Pupil"), *(day.isoformat() for day in found.days), *(str(label) for _state, label in LABELS.items())]
    for pupil, marks, totals in found.rows:
        yield [pupil.person.name, *(str(mark.label) for mark in marks), *(number for _state, _label, number in totals)]


@login_required
@require_safe
def suggest_pupils(request: Request) -> HttpResponse:
    """Pupils for whom the viewer may ask for leave."""
    request.viewer.demand(ASK)
    return suggestions(request, picks_of_pupils(request))


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """The attendance of one's children, or one's own: today, the month, leave."""
    viewer = request.viewer
    if viewer.category not in ("parent", "pupil"):
        return redirect("attendance:attendance")
    pupils = list(children_of(viewer)) if viewer.category == "parent" else own_rows(viewer)
    asked = whole_number(request.GET.get("pupil", ""))
    chosen = next((each for each in pupils if each.pk == asked), pupils[0] if pupils else None)
    found = pupil_month(chosen, month_of(request.GET.get("month", ""))) if chosen is not None else None
    rows = PupilLeave.objects.of_acting(viewer).filter(pupil=chosen) if chosen is not None else None
    context = {
        "pupils": pupils,
        "chosen": chosen,
        "found": found,
        "leaves": list(rows.order_by("-since", "-pk")[:10]) if rows is not None else [],
        "may_ask": viewer.can(ASK) and viewer.category == "parent",
    }
    return render(request, "attendance/mine.html", context)


@login_required
@require_safe
def pupil_download(request: Request, pk: int) -> StreamingHttpResponse:
    """The month of a pupil as a sheet, for those who see attendance, the family and the pupil."""
    pupil = request.viewer.get(Pupil, pk)
    if not may_see(request.viewer, pupil):
        raise PermissionDenied(VIEW)
    found = pupil_month(pupil, month_of(request.GET.get("month", "")))
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    return export_response(request, _days(found), name=f"{pupil.person.name} {found.month}", kind=kind)


def _days(found: PupilMonth) -> Iterator[list[Any]]:
    """The days of a pupil on which something is known: the day, the state, and how many lessons were missed."""
    yield [_("day"), _("attendance state"), _("lessons missed")]
    for cell in (cell for week in found.weeks for cell in week):
        if cell.in_month and cell.mark.state:
            yield [cell.day, str(cell.mark.label), len(cell.mark.missed)]


def own_rows(viewer: Any) -> list[Pupil]:
    """A pupil's own place on the roll."""
    rows = Pupil.objects.of_acting(viewer).filter(person_id=viewer.person_id)
    return list(rows.select_related("person", "school", "school_class"))
