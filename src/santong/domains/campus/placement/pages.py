"""The pages of placements."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement import actions
from santong.domains.campus.placement.filters import PlacementFilter
from santong.domains.campus.placement.forms import (
    DropPairForm,
    InForceForm,
    LateForm,
    PairForm,
    PlacementForm,
    WithdrawForm,
)
from santong.domains.campus.placement.models import KEEP, VIEW, Placement
from santong.domains.campus.placement.panels import CLASSES, DRAWING, LIST, MINE, PAIRS, PROOF
from santong.domains.campus.placement.tables import PlacementTable
from santong.kit.access import Viewer
from santong.kit.draws import DrawForm
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage


def _shows_import(viewer: Viewer, row: Placement) -> bool:
    return row.is_draft


class PlacementPages(ModelPages):
    """Class placements."""

    model, name, namespace = Placement, "class-placements", "placement"
    title, icon = _("Class placement"), "switch-horizontal"
    table, filterset, form = PlacementTable, PlacementFilter, PlacementForm
    create = change = remove = KEEP
    export = VIEW
    sort = "-pk"
    new_label = _("New placement")
    empty_text = _("Choose a grade whose classes are there; the pupils come from the roll.")
    panels = (
        MINE,
        DRAWING,
        CLASSES,
        LIST,
        PAIRS,
        FactsPanel(
            _("Class placement"),
            side=True,
            facts=(
                "state",
                Fact(lambda row: row.school, _("school")),
                "whom",
                Fact(lambda row: _t("yes") if row.weighs_boarders else "", _("spread boarders evenly")),
                Fact(lambda row: _t("yes") if row.weighs_results else "", _("make the classes equal in results")),
                "published_at",
                "drawn_at",
            ),
        ),
        PROOF,
    )
    detail_actions = (
        PageAction(
            _("Import results"), lambda row: f"{reverse('imports:new', args=['placement_results'])}", KEEP,
            icon="file-import", shown=_shows_import,
        ),
    )  # fmt: skip
    steps = (
        StepPage(
            actions.publish, _("Publish the list"), done=_("Published. Draw a number in public now."), icon="send",
            variant="primary",
            text=_("The list is fixed, and a secret that nobody knows is committed to. Families see it from now on."),
        ),
        StepPage(
            actions.draw, _("Draw"), done=_("The lots are falling."), form=DrawForm, icon="switch-horizontal",
            variant="primary",
            text=_("The number is joined with the secret, and the classes follow from both. There is no second draw."),
        ),
        StepPage(
            actions.put_in_force, _("Put into the classes"), done=_("The pupils are in their classes."),
            form=InForceForm, icon="check", variant="primary",
            text=_("All pupils change to the classes that were drawn. Later changes are made on pupils' pages."),
        ),
        StepPage(actions.ask_for_pair, _("Together or apart"), done=_("Noted."), form=PairForm, icon="users-group"),
        StepPage(actions.drop_pair, _("Drop a pair"), done=_("The pair is dropped."), form=DropPairForm, icon="x"),
        StepPage(actions.take_in, _("Update from the roll"), done=_("The list is as the roll."), icon="refresh"),
        StepPage(
            actions.take_results, _("Take results of the examination"), done=_("The results are taken over."),
            icon="file-import",
            text=_("Released results of the latest examination make the classes equal, and do nothing else."),
        ),
        StepPage(actions.add_late, _("Late arrival"), done=_("Placed by lot among the classes that fit best."),
                 form=LateForm, icon="user-plus"),
        StepPage(
            actions.withdraw, _("Withdraw the list"), done=_("It is a draft again."), form=WithdrawForm,
            icon="arrow-back-up",
            text=_("The list may change again. Its commitment stays in the history, where everybody sees it."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("grade", "school").annotate(number=Count("pupils"))

    def subtitle(self, row: Any) -> str:
        return str(row.school)

    def change_objection(self, row: Any) -> str:
        return "" if row.is_draft else _t("The list is published. Withdraw it first to change what is weighed.")

    def removal_objection(self, row: Any) -> str:
        # A placement that could be removed could be drawn again until the lots please somebody.
        return "" if row.is_draft else _t("What was published isn't removed: there is no second draw.")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return PlacementForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_placement(acting=acting, placement=form.save(commit=False))
