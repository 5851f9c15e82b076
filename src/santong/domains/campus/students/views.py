"""Pages about pupils: the list, one pupil, and what can happen to their place on the roll."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.campus.students.actions.families import invite_guardian
from santong.domains.campus.students.actions.roll import correct
from santong.domains.campus.students.actions.steps import change_class, leave, offer_to_school, resume, suspend
from santong.domains.campus.students.filters import PupilFilter
from santong.domains.campus.students.forms import InviteForm, MoveForm, PupilForm, StatusForm, TransferForm
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.panels import PUPIL_PANELS, pupil_url
from santong.domains.campus.students.tables import PupilTable
from santong.domains.platform.identity.public import reveal_id_number
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages, PageAction, StepPage

CHANGE = "pupils.change"


NOTED = _("Noted. The history shows the change.")


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
    )

    steps = (
        StepPage(
            change_class,
            _("Change class"),
            done=_("The pupil is in the new class now."),
            text=_("The class left is kept in the history."),
            form=lambda data, row, viewer: MoveForm(data, school=row.school),
            icon="switch-horizontal",
            address="move",
        ),
        StepPage(
            suspend,
            _("Suspend"),
            done=NOTED,
            text=_("The pupil keeps the place in the class and on the roll."),
            form=lambda data, row, viewer: StatusForm(data),
            icon="clock",
        ),
        StepPage(
            resume,
            _("Resume"),
            done=NOTED,
            text=_("The pupil attends school again."),
            form=lambda data, row, viewer: StatusForm(data),
            icon="restore",
        ),
        StepPage(
            offer_to_school,
            _("Transfer"),
            done=_("Offered. The receiving school decides now; see Transfers."),
            text=_(
                "The receiving school sees the pupil's name and class, and accepts or refuses. "
                "Until then the pupil stays here."
            ),
            form=lambda data, row, viewer: TransferForm(data, pupil=row),
            icon="arrow-right",
            address="transfer",
        ),
        StepPage(
            leave,
            _("Leaves"),
            done=NOTED,
            text=_("The pupil is taken off the roll; the record is kept. Use “Transfer” for another school."),
            form=lambda data, row, viewer: StatusForm(data),
            icon="archive",
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
