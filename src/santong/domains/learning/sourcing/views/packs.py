"""Packs: the list, what one holds, seats, use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.learning.resources.public import Resource, rows_of
from santong.domains.learning.sourcing.actions.packs import (
    add_items,
    drop_item,
    entitling,
    give_seat_back,
    put_pack,
    restore_seat,
    take_seat,
)
from santong.domains.learning.sourcing.filters import PackFilter
from santong.domains.learning.sourcing.forms import PackForm
from santong.domains.learning.sourcing.models import Pack, Seat
from santong.domains.learning.sourcing.permissions import KEEP, PACKS
from santong.domains.learning.sourcing.queries.packs import (
    candidates,
    items_of,
    places_of,
    seats_of,
    uses_by_place,
    uses_of,
    with_numbers,
)
from santong.domains.learning.sourcing.tables import PACK_STATES, PACK_TONES, PackTable, PackUseTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, PageAction, TemplatePanel
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.pages.lists import ObjectList
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_numbers

DROP = "packs.drop"
FREE = "packs.free"
MOST_SEATS = 200


def _licence(request: Request, pack: Pack) -> dict[str, Any]:
    viewer = request.viewer
    seats = Seat.objects.belonging_to(pack=pack)
    mine = seats.filter(person=viewer.person_id or 0).first()
    is_entitled = entitling(viewer, pack) is not None
    return {
        "state": PACK_STATES[pack.state],
        "tone": PACK_TONES[pack.state],
        "taken": seats.count() if pack.seats is not None else None,
        "seat": mine,
        "may_take": pack.seats is not None and is_entitled and mine is None and pack.state == "valid",
    }


def _items(request: Request, pack: Pack) -> dict[str, Any]:
    rows = items_of(pack)
    opened = {row.pk for row in rows_of(request.viewer, [row.pk for row in rows])}
    return {
        "items": [(row, row.pk in opened) for row in rows],
        "may_keep": request.viewer.can(KEEP, pack.path),
        "needs_seat": pack.seats is not None,
    }


def _places(request: Request, pack: Pack) -> dict[str, Any]:
    return {"places": places_of(pack), "uses": uses_by_place(pack)}


def _seats(request: Request, pack: Pack) -> dict[str, Any] | None:
    return {"seats": seats_of(pack)[:MOST_SEATS]} if pack.seats is not None else None


class PackPages(ModelPages):
    """Packs that were bought."""

    model = Pack
    name = "packs"
    namespace = "sourcing"
    title = _("Purchased packs")
    icon = "package"
    table = PackTable
    filterset = PackFilter
    form = PackForm
    create = change = KEEP
    export = PACKS
    sort = "-pk"
    new_label = _("New pack")
    empty_text = _("No pack has been bought for your place yet.")
    panels = (
        TemplatePanel(_("Licence of the pack"), template="sourcing/licence.html", context=_licence, side=True),
        TemplatePanel(_("Resources"), template="sourcing/pack_items.html", context=_items),
        FactsPanel(
            _("About this pack"),
            facts=("title", "supplier", "description", Fact(lambda pack: pack.organisation.name, _("kept by"))),
        ),
        TemplatePanel(_("Entitled places and use"), KEEP, template="sourcing/pack_places.html", context=_places),
        TemplatePanel(_("Seats"), KEEP, template="sourcing/pack_seats.html", context=_seats),
        HistoryPanel(_("History"), KEEP, side=True),
    )
    detail_actions = (
        PageAction(_("Add resources"), lambda pack: f"/packs/{pack.pk}/add/", KEEP, icon="plus"),
        PageAction(_("Use as a sheet"), lambda pack: f"/packs/{pack.pk}/use/export/", KEEP, icon="file-export"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return with_numbers(super().rows(viewer).select_related("organisation"))

    def subtitle(self, row: Any) -> str:
        return str(row.supplier)

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return CheckedPackForm(data, instance=row, viewer=request.viewer)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        return put_pack(acting=acting, pack=form.save(), places=list(form.cleaned_data["places"]))


class CheckedPackForm(PackForm):
    """Says beside the field when fewer seats are allowed than are taken."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        seats = data.get("seats")
        if self.instance.pk and seats is not None and seats_of(self.instance).count() > seats:
            self.add_error("seats", _("More seats are taken than you allow. Free some first."))
        return data


@login_required
@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Choose resources for a pack."""
    viewer = request.viewer
    pack = viewer.get(Pack, pk, KEEP)
    text = request.GET.get("q", "")[:60]
    problem = ""
    if request.method == "POST":
        keys = whole_numbers(request.POST.getlist("resource"))
        rows = list(Resource.objects.visible_to(viewer).filter(pk__in=keys))
        try:
            if not rows:
                raise NotPossible(gettext("Choose at least one resource."))
            done = add_items(acting=viewer, pack=pack, resources=rows)
        except NotPossible as error:
            problem = str(error)
        else:
            text = ngettext("Added %(n)s resource.", "Added %(n)s resources.", done) % {"n": done}
            messages.success(request, text)
            return redirect("sourcing:packs-detail", pk)
    context = {"pack": pack, "rows": candidates(viewer, pack, text), "text": text, "problem": problem}
    return render(request, "sourcing/pack_add.html", context, status=422 if problem else 200)


@login_required
@require_POST
def drop(request: Request, pk: int, resource: int) -> HttpResponse:
    """Take a resource out of a pack; that can be undone."""
    pack = request.viewer.get(Pack, pk, KEEP)
    row = get_object_or_404(Resource.objects.unscoped("of the keeper's pack"), pk=resource, pack_item__pack=pack)
    with transaction.atomic():
        drop_item(acting=request.viewer, pack=pack, resource=row)
        offer(request, gettext("Taken out of the pack."), handler=DROP, payload={"pack": pk, "resource": resource})
    return redirect("sourcing:packs-detail", pk)


@login_required
@require_POST
def use(request: Request, pk: int, resource: int) -> HttpResponse:
    """Open a resource of a pack: at first use one takes a seat."""
    pack = request.viewer.get(Pack, pk)
    row = get_object_or_404(Resource.objects.unscoped("of a pack that is seen"), pk=resource, pack_item__pack=pack)
    if pack.seats is not None and not rows_of(request.viewer, [row.pk]):
        try:
            take_seat(acting=request.viewer, pack=pack)
        except NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("sourcing:packs-detail", pk)
        messages.success(request, gettext("You use a seat of this pack now."))
    return redirect("resources:resource", resource)


@login_required
@require_POST
def free(request: Request, pk: int, seat: int) -> HttpResponse:
    """Free a seat; that can be undone."""
    row = request.viewer.get(Seat, seat)
    if row.pack_id != pk:
        raise PermissionDenied(str(seat))
    payload = {"pack": pk, "person": row.person_id, "path": row.path}
    text = gettext("The seat is free. Whoever had it takes one again when opening a resource.")
    with transaction.atomic():
        give_seat_back(acting=request.viewer, seat=row)
        offer(request, text, handler=FREE, payload=payload)
    return redirect("sourcing:packs-detail", pk)


@login_required
@require_safe
def use_export(request: Request, pk: int) -> HttpResponseBase:
    """The use of a pack by place and month as a sheet."""
    pack = request.viewer.get(Pack, pk, KEEP)
    rows = ObjectList(uses_of(pack), table=PackUseTable, query=QueryDict(), sort="-month")
    kind = request.GET.get("format", "xlsx")
    name = gettext("Use of %(pack)s") % {"pack": pack.title}
    return export_response(request, rows.exported(), name=name, kind=kind if kind in TYPES else "xlsx")


@undoable(DROP)
def _undo_drop(viewer: Viewer, payload: dict[str, Any]) -> str:
    pack = viewer.get(Pack, payload["pack"], KEEP)
    add_items(acting=viewer, pack=pack, resources=[viewer.get(Resource, payload["resource"])])
    return gettext("It belongs to the pack again.")


@undoable(FREE)
def _undo_free(viewer: Viewer, payload: dict[str, Any]) -> str:
    pack = viewer.get(Pack, payload["pack"])
    restore_seat(acting=viewer, pack=pack, person_id=payload["person"], path=payload["path"])
    return gettext("The seat is taken again.")
