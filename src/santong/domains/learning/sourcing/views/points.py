"""Points: one's statement, the exchange, prices, the rules, the ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.exchanging import obtain, set_price
from santong.domains.learning.sourcing.actions.ledger import reverse as take_back
from santong.domains.learning.sourcing.actions.rules import change_rules
from santong.domains.learning.sourcing.filters import PriceFilter, StatementFilter, TransactionFilter
from santong.domains.learning.sourcing.forms import PriceForm, RulesForm
from santong.domains.learning.sourcing.models import Entry, Price, Rule, Transaction
from santong.domains.learning.sourcing.permissions import OVERSEE_POINTS, POINTS, SPEND
from santong.domains.learning.sourcing.queries.points import own_accounts, own_entries
from santong.domains.learning.sourcing.rules import table
from santong.domains.learning.sourcing.tables import EntryTable, PriceTable, StatementTable, TransactionTable
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ListPanel, ModelPages, PageAction, TemplatePanel
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

RULES = PageAction(_("Rules"), lambda row: reverse("sourcing:rules"), POINTS, icon="list-details")


class StatementPages(ModelPages):
    """One's own statement, and those of the places for which one spends."""

    model = Entry
    name = "points"
    namespace = "sourcing"
    title = _("Points")
    icon = "credit-card"
    table = StatementTable
    filterset = StatementFilter
    export = POINTS
    sort = "-pk"
    detail = False
    empty_text = _("Share resources: once one is admitted, used by another school or certified, points arrive here.")
    list_template = "sourcing/statement.html"
    list_actions = (
        PageAction(_("Ledger"), lambda row: reverse("sourcing:ledger"), OVERSEE_POINTS, icon="table"),
        RULES,
        PageAction(_("Exchange"), lambda row: reverse("sourcing:exchange"), POINTS, icon="switch-horizontal"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return own_entries(viewer)


def _offer(request: Request, price: Price) -> dict[str, Any] | None:
    viewer = request.viewer
    places = Organisation.objects.open_to_everyone().filter(path__in=viewer.paths(SPEND))
    accounts = own_accounts(viewer)
    return {
        "is_own": price.resource.author_id == viewer.person_id,
        "is_open": Resource.objects.visible_to(viewer).filter(pk=price.resource_id).exists(),
        "balance": sum(each.balance for each in accounts if each.person_id),
        "places": [(at, sum(a.balance for a in accounts if a.organisation_id == at.pk)) for at in places],
    }


class ExchangePages(ModelPages):
    """What others offer for points."""

    model = Price
    name = "exchange"
    namespace = "sourcing"
    title = _("Exchange of resources")
    icon = "switch-horizontal"
    table = PriceTable
    filterset = PriceFilter
    export = POINTS
    sort = "-pk"
    empty_text = _("Nobody asks for points: everything in the library is free.")
    list_actions = (RULES, PageAction(_("Points"), lambda row: reverse("sourcing:points"), POINTS, icon="credit-card"))
    panels = (
        FactsPanel(
            _("About this resource"),
            facts=(
                Fact(lambda price: price.resource.summary, _("summary")),
                Fact(lambda price: price.resource.get_kind_display(), _("kind of resource")),
                Fact(lambda price: price.resource.get_stage_display(), _("stage")),
                Fact(lambda price: price.resource.subject, _("subject")),
                Fact(lambda price: price.resource.organisation.name, _("comes from")),
                Fact("points"),
            ),
        ),
        TemplatePanel(_("Obtain it"), template="sourcing/obtain.html", context=_offer, side=True),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("resource__organisation")

    def place(self, row: Any) -> str:
        return str(row.resource.path)


@login_required
@require_POST
def buy(request: Request, pk: int) -> HttpResponse:
    """Obtain a resource, for oneself or for a school."""
    viewer = request.viewer
    price = viewer.get(Price, pk)
    place = None
    if chosen := request.POST.get("place", ""):
        rows = Organisation.objects.open_to_everyone().filter(path__in=viewer.paths(SPEND))
        place = get_object_or_404(rows, pk=whole_number(chosen))
    try:
        obtain(acting=viewer, price=price, for_place=place)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("sourcing:exchange-detail", pk)
    messages.success(request, gettext("It is yours now. You find it in the library too."))
    return redirect("resources:resource", price.resource_id)


@login_required
@require_http_methods(["GET", "POST"])
def price(request: Request, resource: int) -> HttpResponse:
    """Say what a resource of one's own costs."""
    viewer = request.viewer
    rows = Resource.objects.of_acting(viewer)
    row = rows.select_related("organisation", "audience_place").filter(pk=resource).first()
    if row is None:
        raise Http404(str(resource))
    viewer.demand(POINTS)
    edit = Edit(request, row, lambda row, data: PriceForm(data, initial={"points": _price_of(row)}))
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid() and _set_price(request, edit.row, edit.form):
                return redirect("resources:resource", resource)
    shown = {"form": edit.form, "edit": edit, "row": row, "heading": gettext("Price in points")}
    return render(request, "sourcing/form.html", {**shown, "back": f"/resources/{row.pk}/"}, status=edit.status)


def _price_of(resource: Resource) -> int:
    there = Price.objects.belonging_to(resource=resource).first()
    return there.points if there else 0


def _set_price(request: Request, resource: Resource, form: PriceForm) -> bool:
    try:
        made = set_price(acting=request.viewer, resource=resource, points=form.cleaned_data["points"])
    except NotPossible as problem:
        form.add_error("points", str(problem))
        return False
    messages.success(request, gettext("Price set.") if made else gettext("It is free now."))
    return True


@login_required
@require_http_methods(["GET", "POST"])
def rules(request: Request) -> HttpResponse:
    """What brings points; the bureau changes the numbers."""
    viewer = request.viewer
    viewer.demand(POINTS)
    if not viewer.can(OVERSEE_POINTS):
        if request.method == "POST":
            raise PermissionDenied(OVERSEE_POINTS)
        return render(request, "sourcing/rules.html", {"lines": table()})
    edit = Edit(
        request,
        None,
        lambda _row, data: RulesForm(data, table=table()),
        rows=Rule.objects.all(),
        trail=lambda: list(Rule.objects.all()),
    )
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid():
                _change_rules(request, edit.form.cleaned_data)
                return redirect("sourcing:rules")
    return render(request, "sourcing/rules.html", {"form": edit.form, "edit": edit}, status=edit.status)


def _change_rules(request: Request, data: dict[str, Any]) -> None:
    rewards = {at.name: (data[f"{at.name}-person"], data[f"{at.name}-school"]) for at, _p, _s in table()}
    change_rules(acting=request.viewer, rewards=rewards)
    messages.success(request, gettext("Saved. It holds from now on; what was given stays."))


def _entries(viewer: Viewer, row: Transaction) -> QuerySet:
    rows = Entry.objects.belonging_to(transaction=row)
    return rows.select_related("account__person", "account__organisation")


def _correction(request: Request, row: Transaction) -> dict[str, Any] | None:
    reversed_by = Transaction.objects.visible_to(request.viewer).filter(reverses=row).first()
    return {
        "reversed_by": reversed_by,
        "may": row.kind != Transaction.Kind.REVERSE and reversed_by is None,
        "reverses": row.reverses_id,
    }


class LedgerPages(ModelPages):
    """All transactions, for who oversees the ledger."""

    model = Transaction
    name = "ledger"
    namespace = "sourcing"
    title = _("Ledger of points")
    icon = "table"
    table = TransactionTable
    filterset = TransactionFilter
    export = OVERSEE_POINTS
    sort = "-pk"
    empty_text = _("No points have been given yet.")
    list_template = "sourcing/ledger.html"
    list_actions = (RULES,)
    panels = (
        ListPanel(_("Entries"), table=EntryTable, rows=_entries),
        FactsPanel(
            _("Transaction"),
            facts=(
                "kind",
                Fact("at"),
                Fact(lambda row: row.resource.title if row.resource else "", _("resource")),
                Fact("memo"),
                Fact(lambda row: row.by.name if row.by else "", _("made by")),
            ),
        ),
        TemplatePanel(
            _("Correction of the ledger"),
            OVERSEE_POINTS,
            template="sourcing/correction.html",
            context=_correction,
            side=True,
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        taken_back = Transaction.objects.unscoped("of a row that is seen").filter(reverses=OuterRef("pk"))
        rows = super().rows(viewer).select_related("resource")
        received = Sum("entries__amount", filter=Q(entries__amount__gt=0))
        return rows.annotate(amount=received, taken_back=Exists(taken_back))


@login_required
@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Take a transaction back by its reverse."""
    row = request.viewer.get(Transaction, pk, OVERSEE_POINTS)
    try:
        made = take_back(acting=request.viewer, row=row, because=request.POST.get("reason", ""))
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("sourcing:ledger-detail", pk)
    messages.success(request, gettext("Taken back by a reverse entry."))
    return redirect("sourcing:ledger-detail", made.pk)
