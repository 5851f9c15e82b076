"""The pages of moving classes, of teaching groups, and of who is in them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices import moving
from santong.domains.campus.choices.filters import GroupFilter, MemberFilter, PlanFilter
from santong.domains.campus.choices.models import KEEP, VIEW, GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.choices.moving_forms import AddGroupForm, DropGroupForm, GroupForm, MoveForm, PlanForm
from santong.domains.campus.choices.moving_panels import BANDS, CLASHES, FORMING, MEMBERS, MOVES
from santong.domains.campus.choices.tables import GroupTable, MemberTable, PlanTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage
from santong.lib.whole_numbers import whole_number


class MovingPages(ModelPages):
    """Moving classes."""

    model, name, namespace = MovingPlan, "moving-classes", "choices"
    title, icon = _("Moving classes"), "route"
    table, filterset, form = PlanTable, PlanFilter, PlanForm
    create = change = remove = KEEP
    export = VIEW
    sort = "-pk"
    new_label = _("New moving classes")
    empty_text = _("They follow from a choice of 3+1+2 whose places are given.")
    panels = (
        FORMING,
        CLASHES,
        MOVES,
        BANDS,
        FactsPanel(
            _("Moving classes"),
            side=True,
            facts=(
                "state", "bands", "largest", Fact(lambda row: row.together or "", _("groups at one time")), "runs",
                "formed_at",
            ),
        ),
    )  # fmt: skip
    detail_actions = (
        PageAction(_("Who is in which group"), lambda row: f"{reverse('choices:group-members')}?plan={row.pk}", VIEW,
                   icon="users", shown=lambda viewer, row: bool(row.runs)),
    )  # fmt: skip
    steps = (
        StepPage(moving.form_groups, _("Form the groups"), done=_("The groups are being formed."), icon="route",
                 variant="primary",
                 text=_("Subjects and pupils are brought up to date with the choice. Who has a group already stays in "
                        "it as far as that goes.")),
        StepPage(moving.put_in_force, _("Put in force"), done=_("In force. Pupils, families and teachers are told."),
                 icon="send", variant="primary",
                 text=_("Pupils see their groups with teacher, room and band; teachers see who is in theirs.")),
        StepPage(moving.move_pupil, _("Move a pupil"), done=_("Moved to the other group."), form=MoveForm,
                 icon="switch-horizontal"),
        StepPage(moving.add_group, _("Add a teaching group"), done=_("Added. Have the groups formed to fill it."),
                 form=AddGroupForm, icon="plus"),
        StepPage(moving.drop_group, _("Drop a group"), done=_("Dropped."), form=DropGroupForm, icon="x"),
        StepPage(moving.stop_forming, _("Stop forming"), done=_("Stopped."), icon="x"),
        StepPage(moving.withdraw_groups, _("Withdraw the groups"), done=_("Withdrawn. They can be changed again."),
                 icon="arrow-back-up",
                 text=_("Pupils and teachers don't see the groups until they are in force again.")),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("round").annotate(number=Count("groups"))

    def subtitle(self, row: Any) -> str:
        return str(row.round.school)

    def change_objection(self, row: Any) -> str:
        if row.state in moving.OPEN:
            return ""
        return _t("Groups are being formed, or are in force. Stop or withdraw them first.")

    def removal_objection(self, row: Any) -> str:
        return self.change_objection(row)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        chosen = whole_number(request.GET.get("round", "")) if row is None else None
        return PlanForm(data, instance=row, viewer=request.viewer, initial={"round": chosen} if chosen else None)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return moving.put_plan(acting=acting, plan=form.save(commit=False))


class GroupPages(ModelPages):
    """Teaching groups."""

    model, name, namespace = TeachingGroup, "teaching-groups", "choices"
    title, icon = _("Teaching groups"), "users-group"
    table, filterset, form = GroupTable, GroupFilter, GroupForm
    change = KEEP
    export = VIEW
    sort = "subject"
    empty_text = _("They follow from moving classes.")
    panels = (
        MEMBERS,
        FactsPanel(
            _("Teaching group"),
            side=True,
            facts=(
                "subject", "level", "band", Fact(lambda row: row.teacher, _("teacher")),
                Fact(lambda row: row.room, _("room of the group")),
            ),
        ),
    )  # fmt: skip
    detail_actions = (
        PageAction(_("List to take along"), lambda row: f"{reverse('choices:group-members')}?group={row.pk}", None,
                   icon="table"),
    )  # fmt: skip

    def opens_for(self, viewer: Viewer) -> bool:
        """Also to teachers who have no group yet."""
        return super().opens_for(viewer) or viewer.category == "staff"

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).filter(plan__removed_at=None)
        rows = rows.select_related("plan__round__school", "teacher__person", "room__building")
        return rows.annotate(size=Count("members"))

    def subtitle(self, row: Any) -> str:
        return str(row.plan)

    def change_objection(self, row: Any) -> str:
        if row.plan.state == MovingPlan.State.SEARCHING:
            return _t("Groups are being formed. Wait until that is done, or stop it.")
        return ""

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return moving.put_group(acting=acting, group=form.save(commit=False))


class MemberPages(ModelPages):
    """Who is in which group."""

    model, name, namespace = GroupMember, "group-members", "choices"
    title, icon = _("Who is in which group"), "users"
    table, filterset = MemberTable, MemberFilter
    export = VIEW
    sort = "path"
    detail = False
    empty_text = _("They follow from moving classes.")

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).filter(plan__removed_at=None, plan__runs__gte=1)
        if not viewer.can(KEEP):
            rows = rows.filter(plan__state=MovingPlan.State.IN_FORCE)
        return rows.select_related(
            "pupil__person", "pupil__school_class", "group__teacher__person", "group__room__building"
        )
