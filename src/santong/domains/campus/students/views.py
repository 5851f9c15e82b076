"""Pages about pupils: the list, one pupil, and what can happen to their place on the roll."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.campus.students.actions.families import invite_guardian
from santong.domains.campus.students.actions.roll import change_status, correct, move
from santong.domains.campus.students.actions.transfers import ask_transfer
from santong.domains.campus.students.filters import PupilFilter
from santong.domains.campus.students.forms import InviteForm, MoveForm, PupilForm, StatusForm, TransferForm
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.panels import PUPIL_PANELS, pupil_url
from santong.domains.campus.students.tables import PupilTable
from santong.domains.platform.identity.public import reveal_id_number
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages, PageAction
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label

CHANGE = "pupils.change"


def _to(page: str, *arguments: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"students:{page}", args=[row.pk, *arguments])


def _is(*statuses: str) -> Callable[[Any], bool]:
    return lambda row: row.status in statuses


class PupilPages(ModelPages):
    """The roll."""

    model = Pupil
    name = "pupils"
    namespace = "students"
    title = _("Pupils")
    icon = "users"
    table = PupilTable
    filterset = PupilFilter
    form = PupilForm
    change = CHANGE
    export = "pupils.view"
    sort = "path"
    empty_text = _("Import a roster to put pupils on the roll.")
    panels = PUPIL_PANELS
    list_actions = (
        PageAction(_("Import"), lambda row: reverse("imports:new", args=["pupils"]), CHANGE, icon="file-import"),
    )
    detail_actions = (
        PageAction(
            _("Learning record"),
            lambda row: reverse("records:person", args=[row.person_id]),
            "records.view",
            icon="chart-line",
        ),
        PageAction(_("Change class"), _to("pupil-move"), CHANGE, icon="switch-horizontal", shown=_is("enrolled")),
        PageAction(_("Suspend"), _to("pupil-status", "suspend"), CHANGE, icon="clock", shown=_is("enrolled")),
        PageAction(_("Resume"), _to("pupil-status", "resume"), CHANGE, icon="restore", shown=_is("suspended")),
        PageAction(
            _("Transfer"), _to("pupil-transfer"), CHANGE, icon="arrow-right", shown=_is("enrolled", "suspended")
        ),
        PageAction(
            _("Leaves"), _to("pupil-status", "leave"), CHANGE, icon="archive", shown=_is("enrolled", "suspended")
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "school", "school_class")

    def subtitle(self, row: Any) -> str:
        return str(row.get_status_display())

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return PupilForm(data, instance=row)

    def save(self, acting: Viewer, form: Any, row: Any) -> Pupil:
        values = form.cleaned_data
        traits = ",".join(sorted(values["traits"]))
        fields = {"ethnic_group": values["ethnic_group"], "traits": f",{traits}," if traits else ""}
        if values["roll_number"]:
            fields["roll_number"] = values["roll_number"]
        correct(acting=acting, pupil=row, **fields)
        return row


@dataclass(frozen=True)
class Step:
    """A page that asks something about a pupil and does it."""

    title: Label
    text: Label
    done: Label
    form: Callable[..., forms.Form]
    run: Callable[[Viewer, Pupil, dict[str, Any]], object]


STATUS_STEPS: dict[str, Step] = {
    kind: Step(
        title,
        text,
        _("Noted. The history shows the change."),
        lambda data, pupil: StatusForm(data),
        lambda acting, pupil, values, kind=kind: change_status(acting=acting, pupils=[pupil], kind=kind, **values),  # type: ignore[misc]
    )
    for kind, title, text in (
        ("suspend", _("Suspend"), _("The pupil keeps the place in the class and on the roll.")),
        ("resume", _("Resume"), _("The pupil attends school again.")),
        (
            "leave",
            _("Leaves"),
            _("The pupil is taken off the roll; the record is kept. Use “Transfer” for another school."),
        ),
    )
}
MOVE = Step(
    _("Change class"),
    _("The class left is kept in the history."),
    _("The pupil is in the new class now."),
    lambda data, pupil: MoveForm(data, school=pupil.school),
    lambda acting, pupil, values: move(acting=acting, pupils=[pupil], **values),
)
TRANSFER = Step(
    _("Transfer"),
    _("The receiving school sees the pupil's name and class, and accepts or refuses. Until then the pupil stays here."),
    _("Offered. The receiving school decides now; see Transfers."),
    lambda data, pupil: TransferForm(data, pupil=pupil),
    lambda acting, pupil, values: ask_transfer(
        acting=acting, pupil=pupil, to_school=values["school"], reason=values["reason"]
    ),
)


@login_required
@require_http_methods(["GET", "POST"])
def pupil_move(request: Request, pk: int) -> HttpResponse:
    """Put a pupil into another class."""
    return _step(request, pk, MOVE)


@login_required
@require_http_methods(["GET", "POST"])
def pupil_transfer(request: Request, pk: int) -> HttpResponse:
    """Offer a pupil to another school."""
    return _step(request, pk, TRANSFER)


@login_required
@require_http_methods(["GET", "POST"])
def pupil_status(request: Request, pk: int, kind: str) -> HttpResponse:
    """Suspend, resume or take off the roll."""
    if kind not in STATUS_STEPS:
        raise Http404(kind)
    return _step(request, pk, STATUS_STEPS[kind])


def _step(request: Request, pk: int, step: Step) -> HttpResponse:
    pupil = request.viewer.get(Pupil, pk, CHANGE)
    form = step.form(request.POST if request.method == "POST" else None, pupil)
    if request.method == "POST" and form.is_valid():
        try:
            step.run(request.viewer, pupil, form.cleaned_data)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, str(step.done))
            return redirect(pupil_url(pupil))
    context = {
        "form": form,
        "title": step.title,
        "text": step.text,
        "row": pupil,
        "back": pupil_url(pupil),
        "crumbs": [(reverse("students:pupils"), _("Pupils")), (pupil_url(pupil), pupil)],
    }
    return render(request, "students/step.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def reveal(request: Request, pk: int) -> HttpResponse:
    """Identity and roll number in clear, for whoever may; that they were shown is recorded."""
    pupil = request.viewer.get(Pupil, pk)
    number = reveal_id_number(acting=request.viewer, person=pupil.person)
    context = {"pupil": pupil, "id_number": number, "roll_number": pupil.roll_number, "revealed": True}
    response = render(request, "students/numbers.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: Request, pk: int) -> HttpResponse:
    """Make a code for a guardian of a pupil, and show it this once."""
    pupil = request.viewer.get(Pupil, pk)
    request.viewer.demand("guardians.change", pupil.path)
    form = InviteForm(request.POST if request.method == "POST" else None)
    code = ""
    if request.method == "POST" and form.is_valid():
        code = invite_guardian(acting=request.viewer, pupil=pupil, relation=form.cleaned_data["relation"])
        messages.success(request, gettext("The code is made. It is shown only now."))
    context = {"form": form, "pupil": pupil, "code": code, "back": pupil_url(pupil)}
    response = render(request, "students/invite.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response
