"""The pages of rounds, districts and applications."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.enrolment import reviewing, running
from santong.domains.campus.enrolment.filters import ApplicationFilter, DistrictFilter, RoundFilter
from santong.domains.campus.enrolment.forms import (
    CategoryForm,
    DistrictForm,
    DropCategoryForm,
    PlanForm,
    ReasonForm,
    ReviewForm,
    RoundForm,
    WithdrawListForm,
)
from santong.domains.campus.enrolment.models import PLAN, REVIEW, VIEW, Application, District, Round
from santong.domains.campus.enrolment.panels import CATEGORIES, DRAWING, FINDINGS, MINE, PROOF, SCHOOLS, WISHES
from santong.domains.campus.enrolment.tables import ApplicationTable, DistrictTable, RoundTable, evidence_of
from santong.kit.access import Viewer
from santong.kit.draws import DrawForm
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, PageAction, StepPage


def _applications(row: Round) -> str:
    return f"{reverse('enrolment:enrolment-applications')}?round={row.pk}"


class EnrolmentRoundPages(ModelPages):
    """Rounds of enrolment."""

    model, name, namespace = Round, "enrolment-rounds", "enrolment"
    title, icon = _("Enrolment"), "user-plus"
    table, filterset, form = RoundTable, RoundFilter, RoundForm
    create = change = remove = PLAN
    export = VIEW
    sort = "-pk"
    new_label = _("New round")
    empty_text = _("The bureau publishes rounds here, with districts, places and rules.")
    list_actions = (
        PageAction(_("School districts"), lambda row: reverse("enrolment:school-districts"), VIEW, icon="map-pin"),
    )
    detail_actions = (PageAction(_("Applications"), _applications, REVIEW, icon="list-details"),)
    panels = (
        MINE,
        DRAWING,
        SCHOOLS,
        CATEGORIES,
        FactsPanel(
            _("Enrolment round"),
            side=True,
            facts=(
                "state",
                Fact(lambda row: row.place, _("bureau")),
                "stage",
                "begins",
                "opens_on",
                "closes_on",
                "reviewed_by",
                "results_on",
                "confirm_by",
                "born_from",
                "born_until",
                Fact(lambda row: _t(", ").join(str(each.label) for each in row.evidence), _("evidence asked for")),
                "most_wishes",
                "authority",
                "contact",
            ),
        ),
        PROOF,
    )
    steps = (
        StepPage(
            running.open_round, _("Publish the round"), done=_("Families can apply from the first day on."),
            icon="send", variant="primary",
            text=_("Plan, districts and rules become public. Rules can be changed until somebody has applied."),
        ),
        StepPage(
            running.publish_list, _("Publish the list"), done=_("Published. Draw a number in public now."), icon="send",
            variant="primary",
            text=_("The list is fixed by codes, and a secret that nobody knows is committed to."),
        ),
        StepPage(
            running.draw, _("Draw"), done=_("The lots are falling."), form=DrawForm, icon="switch-horizontal",
            variant="primary",
            text=_("The number is joined with the secret, and all places follow from both. There is no second draw."),
        ),
        StepPage(
            running.publish_result, _("Publish the result"), done=_("Families see the result, and are told."),
            icon="send", variant="primary",
            text=_("Families see where their child is admitted and why, and confirm until the day that was said."),
        ),
        StepPage(
            running.fill_places, _("Fill free places"), done=_("Free places are given to the waiting list."),
            icon="users-group", variant="primary",
            text=_("Places that nobody has confirmed go to the waiting list, in the order of the lots."),
        ),
        StepPage(running.add_category, _("Add a category"), done=_("The category is added."), form=CategoryForm,
                 icon="plus"),
        StepPage(running.plan_school, _("Places of a school"), done=_("The places are noted."), form=PlanForm,
                 icon="school"),
        StepPage(running.drop_category, _("Drop a category"), done=_("The category is dropped."), form=DropCategoryForm,
                 icon="x"),
        StepPage(running.back_to_draft, _("Back to draft"), done=_("It is a draft again."), icon="arrow-back-up"),
        StepPage(
            running.withdraw_list, _("Withdraw the list"), done=_("The list may change again."), form=WithdrawListForm,
            icon="arrow-back-up",
            text=_("The list may change again. Its commitment stays in the history, where everybody sees it."),
        ),
        StepPage(running.close, _("Close the round"), done=_("The round is closed."), icon="lock"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place").annotate(number=Count("applications"))

    def subtitle(self, row: Any) -> str:
        return str(row.place)

    def change_objection(self, row: Any) -> str:
        return "" if row.state == Round.State.DRAFT else _t("It is published. Take it back to draft first.")

    def removal_objection(self, row: Any) -> str:
        # A round that could be removed could be drawn again until the lots please somebody.
        return (
            "" if row.state == Round.State.DRAFT else _t("What was published isn't removed: there is no second draw.")
        )

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return RoundForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return running.put_round(acting=acting, round=form.save(commit=False))


class DistrictPages(ModelPages):
    """School districts."""

    model, name, namespace = District, "school-districts", "enrolment"
    title, icon = _("School districts"), "map-pin"
    table, filterset, form = DistrictTable, DistrictFilter, DistrictForm
    create = change = PLAN
    export = VIEW
    sort = "area"
    new_label = _("New district")
    empty_text = _("Import the bureau's list, or write down which houses belong to which school.")
    list_actions = (
        PageAction(
            _("Import districts"), lambda row: reverse("imports:new", args=["school_districts"]), PLAN,
            icon="file-import",
        ),
        PageAction(_("Enrolment"), lambda row: reverse("enrolment:enrolment-rounds"), VIEW, icon="user-plus"),
    )  # fmt: skip
    panels = (
        FactsPanel(
            _("School district"),
            facts=(
                "area",
                Fact(lambda row: row.numbers or _t("All numbers"), _("house numbers")),
                Fact(lambda row: row.school, _("school")),
                "stage",
                Fact(lambda row: row.place, _("bureau")),
            ),
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("place", "school")

    def subtitle(self, row: Any) -> str:
        return str(row.school)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return DistrictForm(data, instance=row, viewer=request.viewer)


class ApplicationPages(ModelPages):
    """The queue of applications, for schools and bureaus; families have a page of their own."""

    model, name, namespace = Application, "enrolment-applications", "enrolment"
    title, icon = _("Applications"), "list-details"
    table, filterset = ApplicationTable, ApplicationFilter
    export = REVIEW
    sort = "position"
    empty_text = _("No family has applied here yet.")
    list_actions = (
        PageAction(_("Enrolment"), lambda row: reverse("enrolment:enrolment-rounds"), VIEW, icon="user-plus"),
    )
    panels = (
        FINDINGS,
        WISHES,
        FactsPanel(
            _("Application"),
            side=True,
            facts=(
                "state",
                "receipt",
                "position",
                Fact(lambda row: row.round, _("enrolment round")),
                Fact(lambda row: row.school, _("school")),
                "sex",
                "birth_date",
                Fact(lambda row: row.masked_id_number, _("ID number")),
                Fact(lambda row: row.address, _("home address")),
                Fact(evidence_of, pgettext_lazy("enrolment", "evidence")),
                "since",
                Fact(lambda row: row.applicant or row.guardian_name, _("who applies")),
                "relation",
                Fact(lambda row: row.phone, _("telephone")),
                Fact(lambda row: row.answer, _("answer to the family")),
                Fact(lambda row: row.decided_by, _("reviewed by whom")),
            ),
        ),
        HistoryPanel(_("History"), REVIEW, side=True),
    )
    steps = (
        StepPage(reviewing.accept, _("Pass the review"), done=_("Passed. The family is told."), form=ReviewForm,
                 icon="check", variant="primary"),
        StepPage(reviewing.return_application, _("Return"), done=_("Returned. The family is told."), form=ReasonForm,
                 icon="arrow-back-up"),
        StepPage(reviewing.refuse, _("Refuse the application"), done=_("The family is told."), form=ReasonForm,
                 icon="x"),
        StepPage(
            reviewing.enter, _("Put on the roll"), done=_("The child is on the roll, and its guardian is linked."),
            icon="user-check", variant="primary", bulk=True,
        ),
    )  # fmt: skip
    bulk = (reviewing.PASS_CLEAN,)

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("round", "school")

    def subtitle(self, row: Any) -> str:
        return str(row.school)
