"""The pages of the register, of loans, repairs, retirements and stock-taking."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from santong.domains.campus.assets import actions, mending, retiring, stocktaking
from santong.domains.campus.assets.filters import (
    AssetFilter,
    ClassFilter,
    DifferenceFilter,
    LoanFilter,
    RepairFilter,
    RetirementFilter,
    StockTakeFilter,
)
from santong.domains.campus.assets.forms import (
    AssetClassForm,
    AssetForm,
    FaultForm,
    LendForm,
    NumberingForm,
    OfSchoolForm,
    RefuseForm,
    ResultForm,
    RetirementForm,
    StockTakeForm,
    TakeInForm,
    WordsForm,
)
from santong.domains.campus.assets.models import (
    CHANGE,
    VIEW,
    Asset,
    AssetClass,
    Difference,
    Loan,
    Numbering,
    Repair,
    Retirement,
    StockTake,
)
from santong.domains.campus.assets.panels import (
    ASSET_PANELS,
    DIFFERENCE_FACTS,
    LOAN_FACTS,
    REPAIR_FACTS,
    RETIREMENT_PANELS,
    STOCK_TAKE_PANELS,
)
from santong.domains.campus.assets.queries import totals
from santong.domains.campus.assets.tables import (
    AssetTable,
    ClassTable,
    DifferenceTable,
    LoanTable,
    NumberingTable,
    RepairTable,
    RetirementTable,
    StockTakeTable,
    yuan,
)
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import BulkAction, FactsPanel, ModelPages, PageAction, StepPage
from santong.kit.pages.lists import ObjectList


def _sum(number: int, value: Any) -> str:
    return ngettext("%(n)s asset, bought for %(money)s yuan", "%(n)s assets, bought for %(money)s yuan", number) % {
        "n": number, "money": yuan(value),
    }  # fmt: skip


class RegisterPages(ModelPages):
    """What all of them have in common."""

    namespace = "assets"
    form: type[OfSchoolForm]
    export = VIEW
    sort = "path"

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return self.form(data, instance=row, viewer=request.viewer)


class AssetPages(RegisterPages):
    """The register."""

    model, name = Asset, "assets"
    title, icon = _("Assets"), "package"
    table, filterset, form = AssetTable, AssetFilter, AssetForm
    create = change = remove = CHANGE
    panels = ASSET_PANELS
    list_template = "assets/list.html"
    new_label = _("New asset")
    empty_text = _("Import the list that the school has, or enter the first asset.")
    list_actions = (
        PageAction(_("Import"), lambda row: reverse("imports:new", args=["assets"]), CHANGE, icon="file-import"),
        PageAction(_("Print labels"), lambda row: reverse("assets:labels"), CHANGE, icon="qrcode"),
        PageAction(_("Classes of assets"), lambda row: reverse("assets:asset-classes"), VIEW, icon="tag"),
    )
    bulk = (
        BulkAction("collect", _("Put on the list of retirements"), CHANGE, retiring.collect, icon="archive",
                   undo=retiring.COLLECT),
    )  # fmt: skip
    steps = (
        StepPage(actions.report_fault, _("Report a fault"), done=_("Reported. You hear when it is mended."),
                 form=FaultForm, icon="tools", address="fault"),
        StepPage(actions.lend, _("Lend it"), done=_("Lent."), form=LendForm, icon="switch-horizontal"),
        StepPage(actions.take_back, _("It is back"), done=_("It is back."), icon="arrow-back-up", bulk=True),
        StepPage(actions.rest, _("Not needed at present"), done=_("It is idle now."), icon="player-pause", bulk=True),
        StepPage(actions.use, _("In use again"), done=_("It is in use."), icon="check", bulk=True),
        StepPage(actions.lose, _("Lost"), done=_("It counts as lost."), form=WordsForm, icon="search-off"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("asset_class", "room__building", "keeper", "school")

    def subtitle(self, row: Any) -> str:
        return str(row.number)

    def summary(self, objects: ObjectList) -> str:
        found = totals(objects.rows)
        return _sum(found["number"], found["value"]) if found["value"] else ""

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return actions.put_asset(acting=acting, asset=form.save(commit=False))

    def removal_objection(self, row: Any) -> str:
        if row.state in (Asset.State.LENT, Asset.State.REPAIR):
            return str(_("It is lent or away for mending. Have it back first."))
        if row.state == Asset.State.RETIRED:
            return str(_("What was retired stays in the record."))
        return ""


class ClassPages(RegisterPages):
    """Classes of assets: those of the product, and the schools' own."""

    model, name = AssetClass, "asset-classes"
    title, icon = _("Classes of assets"), "tag"
    table, filterset, form = ClassTable, ClassFilter, AssetClassForm
    create = change = remove = CHANGE
    sort = "-pk"
    new_label = _("New class")
    panels = (FactsPanel(_("Class of assets"), facts=("name", "group", "code", "lifetime")),)
    list_actions = (
        PageAction(_("Rule of numbers"), lambda row: reverse("assets:asset-numbers"), CHANGE, icon="list-details"),
    )
    detail_actions = (
        PageAction(_("Assets"), lambda row: f"{reverse('assets:assets')}?asset_class={row.pk}", VIEW, icon="package"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def removal_objection(self, row: Any) -> str:
        if Asset.objects.belonging_to(asset_class=row).exists():
            return str(_("There are assets of this class. Give them another one first."))
        return ""


class NumberingPages(RegisterPages):
    """By which rule schools number."""

    model, name = Numbering, "asset-numbers"
    title, icon = _("Rule of numbers"), "list-details"
    table, form = NumberingTable, NumberingForm
    create = change = CHANGE
    panels = (FactsPanel(_("Rule of numbers"), facts=("pattern", "last")),)
    empty_text = _("Without a rule numbers are given by year and counter.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")


class LoanPages(RegisterPages):
    """What is lent."""

    model, name = Loan, "loans"
    title, icon = _("Loans"), "switch-horizontal"
    table, filterset = LoanTable, LoanFilter
    sort = "due"
    panels = (LOAN_FACTS,)
    empty_text = _("Nothing is lent. Lend something from the page of an asset.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("asset__school", "borrower", "school_class")


class RepairPages(RegisterPages):
    """What is broken, and what became of it."""

    model, name = Repair, "repairs"
    title, icon = _("Repairs"), "tools"
    table, filterset = RepairTable, RepairFilter
    sort = "-reported_at"
    panels = (REPAIR_FACTS,)
    empty_text = _("Nothing is broken. Report a fault from the page of an asset, or scan the label on it.")
    steps = (
        StepPage(mending.take_in, _("Take it in hand"), done=_("It is being mended."), form=TakeInForm, icon="tools",
                 variant="primary"),
        StepPage(mending.mend, _("It works again"), done=_("Mended."), form=ResultForm, icon="check"),
        StepPage(mending.give_up, _("Can't be mended"), done=_("It is idle now, and can be retired."), form=ResultForm,
                 icon="x"),
        StepPage(mending.withdraw_fault, _("Withdraw the report"), done=_("Withdrawn."), icon="arrow-back-up"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        joined = ("asset__school", "asset__room__building", "reported_by", "mender")
        return super().rows(viewer).select_related(*joined)


class RetirementPages(RegisterPages):
    """Lists of assets to be retired."""

    model, name = Retirement, "retirements"
    title, icon = _("Retirements"), "archive"
    table, filterset, form = RetirementTable, RetirementFilter, RetirementForm
    create = change = CHANGE
    sort = "-pk"
    panels = RETIREMENT_PANELS
    new_label = _("New list")
    empty_text = _("Select assets in the register, and put them on a list.")
    steps = (
        StepPage(retiring.ask_retirement, _("Send for approval"), done=_("Sent to the principal."), icon="send",
                 variant="primary"),
        StepPage(retiring.approve_retirement, _("Approve"), done=_("Approved: they are retired."), icon="check",
                 variant="primary"),
        StepPage(retiring.refuse_retirement, _("Refuse"), done=_("Refused."), form=RefuseForm, icon="x"),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).select_related("school")
        return rows.annotate(number=Count("lines"), value=Sum("lines__asset__price"))

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        if row is None:
            form.instance.person_id = acting.person_id
        return super().save(acting, form, row)

    def change_objection(self, row: Any) -> str:
        return (
            "" if row.state == Retirement.State.DRAFT else str(_("This list was sent for approval and stays as it is."))
        )


class StockTakePages(RegisterPages):
    """Rounds of stock-taking."""

    model, name = StockTake, "stock-takings"
    title, icon = _("Stock-taking"), "clipboard-check"
    table, filterset, form = StockTakeTable, StockTakeFilter, StockTakeForm
    create = CHANGE
    sort = "-since"
    panels = STOCK_TAKE_PANELS
    new_label = _("Begin a round")
    empty_text = _("Begin a round, then go from room to room with the phone.")
    steps = (
        StepPage(stocktaking.end_count, _("Counting is over"), done=_("Now settle the differences."), icon="checks",
                 text=_("The rooms can't be counted any more then. What wasn't seen anywhere counts as not seen.")),
        StepPage(stocktaking.end_round, _("Finish the round"), done=_("Finished."), icon="check", variant="primary"),
    )  # fmt: skip
    detail_actions = (
        PageAction(
            _("Differences"), lambda row: f"{reverse('assets:differences')}?take={row.pk}", VIEW, icon="list-check",
            shown=lambda viewer, row: row.state != StockTake.State.COUNTING,
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        with transaction.atomic():
            return stocktaking.begin(acting=acting, stock_take=form.save(commit=False))


class DifferencePages(RegisterPages):
    """Where rounds and register differ."""

    model, name = Difference, "differences"
    title, icon = _("Differences"), "list-check"
    table, filterset = DifferenceTable, DifferenceFilter
    sort = "pk"
    panels = (DIFFERENCE_FACTS,)
    empty_text = _("A round that was counted leaves its differences here.")
    steps = (
        StepPage(stocktaking.take_over, _("Change the register"), done=_("The register follows what was seen."),
                 icon="check", bulk=True),
        StepPage(stocktaking.leave, _("Leave the register"), done=_("The register stays as it is."), icon="x",
                 bulk=True),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        joined = ("asset__room__building", "room__building", "person", "stock_take")
        return super().rows(viewer).select_related(*joined)

    def after_step(self, row: Any) -> str:
        return f"{self.url('list')}?take={row.stock_take_id}"
