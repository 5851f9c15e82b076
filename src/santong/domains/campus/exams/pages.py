"""The pages of examinations."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams import actions, invigilating, releasing, seating
from santong.domains.campus.exams.filters import ExaminationFilter
from santong.domains.campus.exams.forms import (
    ApartForm,
    DropPaperForm,
    ExaminationForm,
    HoldForm,
    IncidentForm,
    JointForm,
    LateForm,
    PapersForm,
    ReleaseForm,
    RoomsForm,
    SeatForm,
    StartsForm,
    TakeOverForm,
    TimeForm,
)
from santong.domains.campus.exams.models import JOINT, KEEP, VIEW, Examination
from santong.domains.campus.exams.panels import COPIES, OBJECTIONS, PAPERS, ROOMS
from santong.domains.campus.exams.tables import ExaminationTable
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage


def _sits(viewer: Viewer, row: Examination) -> bool:
    return row.is_of_school


def _has_begun(viewer: Viewer, row: Examination) -> bool:
    return row.is_of_school and not row.is_draft


def _day(viewer: Viewer, row: Examination) -> str:
    return reverse("exams:day", args=[row.pk])


class ExaminationPages(ModelPages):
    """Examinations."""

    model, name, namespace = Examination, "examinations", "exams"
    title, icon = _("Examinations"), "clipboard-list"
    table, filterset, form = ExaminationTable, ExaminationFilter, ExaminationForm
    create = change = remove = KEEP
    export = VIEW
    sort = "-first"
    new_label = _("New examination")
    empty_text = _("Begin one with its days; papers, rooms, seats and invigilators follow.")
    panels = (
        OBJECTIONS,
        PAPERS,
        ROOMS,
        COPIES,
        FactsPanel(
            _("Examination"),
            side=True,
            facts=(
                "state",
                Fact(lambda row: row.school, _("school or bureau")),
                Fact(lambda row: row.when, _("days")),
                "invigilators",
                "numbering",
                "lessons",
                Fact(lambda row: row.origin, _("joint examination")),
            ),
        ),
    )
    detail_actions = (
        PageAction(_("Day of the examination"), lambda row: reverse("exams:day", args=[row.pk]), KEEP,
                   icon="clipboard-check", shown=_has_begun),
        PageAction(_("Invigilators"), lambda row: reverse("exams:invigilators", args=[row.pk]), VIEW,
                   icon="users", shown=_sits),
        PageAction(_("Import results"), lambda row: reverse("imports:new", args=["exam_results"]), KEEP,
                   icon="file-import", shown=_has_begun),
    )  # fmt: skip
    steps = (
        StepPage(
            actions.publish, _("Publish"), done=_("Published. Everybody concerned is told."), icon="send",
            variant="primary",
            text=_("Rooms are booked, lessons give way, and pupils, families and invigilators are told."),
        ),
        StepPage(actions.add_papers, _("Add papers"), done=_("The papers are added."), form=PapersForm, icon="plus"),
        StepPage(actions.propose_times, _("Propose times"), done=_("All papers have a time."), form=StartsForm,
                 icon="clock",
                 text=_("Papers of a grade are never at one time and spread over the days. All times are set anew.")),
        StepPage(actions.set_time, _("Set a time"), done=_("The time is set."), form=TimeForm, icon="calendar-event"),
        StepPage(actions.drop_paper, _("Drop a paper"), done=_("The paper is gone."), form=DropPaperForm, icon="x"),
        StepPage(actions.choose_rooms, _("Choose rooms"), done=_("The rooms are chosen."), form=RoomsForm, icon="door"),
        StepPage(
            seating.seat_pupils, _("Seat the pupils"), done=_("Everybody has a seat and a number."), icon="layout-grid",
            text=_("Rooms, seats and numbers are drawn by lot: neighbours are of different classes where there is "
                   "room. Seats drawn before are given up; whoever sits apart stays there."),
        ),
        StepPage(
            invigilating.assign_invigilators, _("Plan invigilators"), done=_("The plan is made."), icon="users",
            text=_("Nobody is at two places or teaches then; own classes and subjects are avoided, and duties are "
                   "even over the term. What you chose by hand stays."),
            goes_to=lambda viewer, row: reverse("exams:invigilators", args=[row.pk]),
        ),
        StepPage(seating.add_late, _("Seat a late pupil"), done=_("The pupil has a seat. Nobody else moved."),
                 form=LateForm, icon="user-plus"),
        StepPage(seating.take_out, _("Free a seat"), done=_("The seat is free. Nobody else moved."), form=SeatForm,
                 icon="user-minus"),
        StepPage(seating.move_apart, _("Let a pupil sit apart"), done=_("The pupil sits apart."), form=ApartForm,
                 icon="user"),
        StepPage(invigilating.note_incident, _("Note an incident"), done=_("Noted."), form=IncidentForm, icon="notes",
                 goes_to=_day),
        StepPage(releasing.release_results, _("Release results"), done=_("Families see their own results."),
                 form=ReleaseForm, icon="eye",
                 text=_("Every pupil and family sees their own points alone: no ranks, and nobody else's.")),
        StepPage(releasing.hold_results, _("Hold results back"), done=_("The results are held back."), form=HoldForm,
                 icon="eye-off"),
        StepPage(
            actions.take_over, _("Take it over"), done=_("Your school has it. Choose rooms, then seat the pupils."),
            form=TakeOverForm, icon="download", variant="primary",
        ),
        StepPage(actions.close, _("Close the examination"), done=_("It is over."), icon="check"),
        StepPage(
            actions.withdraw, _("Withdraw"), done=_("It is a draft again."), icon="arrow-back-up",
            text=_("Rooms are given back, and lessons of days to come are held as the timetable says."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).select_related("school", "origin")
        return rows.annotate(candidates=Count("seats"))

    def subtitle(self, row: Any) -> str:
        return f"{row.school} · {row.when}"

    def change_objection(self, row: Any) -> str:
        return "" if row.is_draft else _t("It is published. Withdraw it first to change it.")

    def removal_objection(self, row: Any) -> str:
        return "" if row.is_draft else _t("It is published. Withdraw it first to remove it.")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return ExaminationForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_examination(acting=acting, examination=form.save(commit=False))


class JointPages(ExaminationPages):
    """Joint examinations, as the bureaus set them that make them."""

    name, title = "joint-examinations", _("Joint examinations")
    create = change = remove = JOINT
    new_label = _("New joint examination")
    empty_text = _("Set papers and times, and publish it: schools take it over, and arrange rooms and invigilators.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).exclude(school__kind=Organisation.Kind.SCHOOL)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return JointForm(data, instance=row, viewer=request.viewer)
