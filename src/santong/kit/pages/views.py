"""The views behind declared pages: they parse, fetch, call and answer."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.models import SoftDeletedModel
from santong.kit.pages.edits import Edit
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.pages.panels import panels_on, shown_panels
from santong.kit.pages.removal import RESTORE, remove_rows
from santong.kit.pages.steps import bulk_steps, buttons, take_with_many
from santong.kit.printing.declare import buttons_of
from santong.kit.printing.documents import Paper, answer
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer
from santong.lib.whole_numbers import whole_numbers

if TYPE_CHECKING:
    from santong.kit.pages.declared import BulkAction, ModelPages
    from santong.kit.pages.steps import StepPage

BULK_LIMIT = 1000
"""Rows that one bulk action may touch within a request."""
MOST_PRINTED = 5000
"""Rows of a list on paper, about 150 pages."""
WIDE = 6
"""Columns that fit on upright paper."""


@login_required
@require_safe
def list_page(request: Request, pages: ModelPages) -> HttpResponse:
    """The list: the whole page, or for htmx the part that filters and paging change."""
    viewer = request.viewer
    if not pages.opens_for(viewer):
        raise PermissionDenied(pages.view)
    objects = pages.objects(request)
    is_part = bool(request.htmx) and not request.htmx.boosted
    context = {
        "pages": pages,
        "list": objects,
        "is_part": is_part,
        "rows": list(objects.shown(pages.links(objects))),
        "summary": "" if objects.count.more else pages.summary(objects),
        "bulk": [action for action in pages.bulk if viewer.can(action.permission)],
        "bulk_steps": bulk_steps(pages.steps, viewer),
        "can_remove": pages.can_be_removed and viewer.can(pages.remove or ""),
        "can_create": bool(pages.form and pages.create and viewer.can(pages.create)),
        "can_export": bool(pages.export and viewer.can(pages.export)),
        "actions": _actions(pages.list_actions, viewer, None, None),
        "column_choices": list(objects.table.columns.values())[1:],
    }
    response = render(request, "kit/pages/list.html#results" if is_part else pages.list_template, context)
    if is_part:
        # The state of the list goes into the address, without empty parameters.
        response["HX-Push-Url"] = objects.here
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_safe
def export(request: Request, pages: ModelPages) -> HttpResponseBase:
    """Every row that the list's address selects, with the columns it shows."""
    request.viewer.demand(pages.export or "")
    kind = request.GET.get("format", "xlsx")
    if kind not in TYPES:
        kind = "xlsx"
    return export_response(request, pages.objects(request).exported(), name=str(pages.title), kind=kind)


@login_required
@require_POST
def print_list(request: Request, pages: ModelPages) -> HttpResponse:
    """On paper what the export holds, up to `MOST_PRINTED` rows."""
    request.viewer.demand(pages.export or "")
    lines = list(islice(pages.objects(request).exported(), MOST_PRINTED + 2))
    if len(lines) > MOST_PRINTED + 1:
        text = _("At most %(limit)s rows go on paper. Narrow the list with filters, or export it.")
        messages.error(request, text % {"limit": MOST_PRINTED})
        return redirect(f"{pages.url('list')}?{request.GET.urlencode()}")
    paper = Paper(
        name=pages.name,
        template="printing/list.html",
        title=str(pages.title),
        context={"heads": lines[0], "lines": lines[1:]},
        rows=len(lines) - 1,
        landscape=len(lines[0]) > WIDE,
    )
    return answer(request, paper)


@login_required
@require_safe
def detail(request: Request, pages: ModelPages, pk: int) -> HttpResponse:
    """A row with its panels."""
    viewer = request.viewer
    row = pages.get(viewer, pk)
    place = pages.place(row)
    own = pages.panels
    added = [panel for panel in panels_on(pages.model) if panel not in own]
    panels = shown_panels([*own, *added], request, row, place)
    context = {
        "pages": pages,
        "row": row,
        "subtitle": pages.subtitle(row),
        "panels": [panel for panel in panels if not panel.side],
        "side": [panel for panel in panels if panel.side],
        "edit_url": pages.url("edit", row)
        if pages.form and pages.change and viewer.may(pages.change, row, place) and not pages.change_objection(row)
        else "",
        "remove_url": pages.url("remove", row)
        if pages.can_be_removed and viewer.may(pages.remove or "", row, place) and not pages.removal_objection(row)
        else "",
        "list_url": pages.url("list") if pages.opens_for(viewer) else "",
        "actions": _actions(pages.detail_actions, viewer, row, place),
        "steps": buttons(pages, viewer, row),
        "printables": buttons_of(pages.model, viewer, row),
    }
    return render(request, "kit/pages/detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request, pages: ModelPages) -> HttpResponse:
    """The form for a new row."""
    request.viewer.demand(pages.create or "")
    form = pages.build_form(request, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, pages, form, None)
        if saved is not None:
            return _saved(request, pages, saved)
    return _form_page(request, pages, form, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: Request, pages: ModelPages, pk: int) -> HttpResponse:
    """The form for an existing row; what others changed meanwhile is kept or asked about."""
    row = request.viewer.get(pages.model, pk, pages.change)
    if objection := pages.change_objection(row):
        messages.error(request, objection)
        return redirect(pages.after_step(row))
    edit = Edit(request, row, lambda row, data: pages.build_form(request, row, data))
    if request.method == "POST":
        with edit.locked():
            saved = _save(request, pages, edit.form, edit.row) if edit.is_valid() else None
        if saved is not None:
            return _saved(request, pages, saved)
    return _form_page(request, pages, edit.form, status=edit.status, row=row, edit=edit)


def _save(request: Request, pages: ModelPages, form: BaseForm, row: Any) -> Any:
    """Write a valid form; None, with a word in the form, when it isn't possible or has just been done."""
    try:
        with transaction.atomic():
            return pages.save(request.viewer, form, row)
    except NotPossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    except IntegrityError:
        # Another request has saved the same between the form's check and now.
        form.add_error(None, _("The same was saved a moment ago. Look at the list before you save it again."))
        return None


def _saved(request: Request, pages: ModelPages, row: Any) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(pages.after_save(request, row))


def _form_page(request: Request, pages: ModelPages, form: BaseForm, *, status: int, **more: Any) -> HttpResponse:
    row = more.get("row")
    context = {
        "pages": pages,
        "form": form,
        "back_url": pages.detail_url(row) if row else pages.url("list"),
        "list_url": pages.url("list"),
        **more,
    }
    return render(request, pages.form_template, context, status=status)


@login_required
@require_POST
def remove(request: Request, pages: ModelPages, pk: int) -> HttpResponse:
    """Remove a row, and offer to take that back."""
    row = request.viewer.get(pages.model, pk, pages.remove)
    _remove(request, pages, [row.pk])
    return redirect(pages.detail_url(row) if pages.removal_objection(row) else pages.url("list"))


@login_required
@require_POST
def bulk(request: Request, pages: ModelPages) -> HttpResponse:
    """Do something to the selected rows, or to all that match the list's address."""
    name = request.POST.get("action", "")
    action = next((a for a in pages.bulk if a.name == name), None)
    page = next((page for page in bulk_steps(pages.steps, request.viewer) if page.slug == name), None)
    permission = _bulk_permission(pages, name, action, page)
    if permission is None:
        raise PermissionDenied(name)
    request.viewer.demand(permission)
    back = f"{pages.url('list')}?{request.POST.get('query', '')}"
    ids = _selected(request, pages, permission)
    if not ids:
        messages.error(request, _("Nothing was selected that you may change. Select rows first."))
    elif len(ids) > BULK_LIMIT:
        text = _("At most %(limit)s rows can be changed at once. Narrow the list with filters and try again.")
        messages.error(request, text % {"limit": BULK_LIMIT})
    elif page is not None:
        take_with_many(request, page, pages.model.objects.visible_to(request.viewer, permission).filter(pk__in=ids))
    elif action is None:
        _remove(request, pages, ids)
    else:
        _run(request, pages, action, ids)
    return redirect(back)


def _bulk_permission(pages: ModelPages, name: str, action: BulkAction | None, page: StepPage | None) -> str | None:
    """The permission whose rows are touched; None for what isn't offered."""
    if page is not None:
        return next(page.step.who.permissions)
    if action is not None:
        return action.permission
    return pages.remove if name == "remove" and pages.can_be_removed else None


def _selected(request: Request, pages: ModelPages, permission: str) -> list[int]:
    viewer = request.viewer
    allowed = pages.model.objects.visible_to(viewer, permission)
    if request.POST.get("all") == "1":
        request.GET = QueryDict(request.POST.get("query", ""))  # type: ignore[assignment]
        matching = pages.objects(request).rows.values("pk")
        return list(allowed.filter(pk__in=matching).order_by("pk").values_list("pk", flat=True)[: BULK_LIMIT + 1])
    ids = whole_numbers(request.POST.getlist("ids"))[: BULK_LIMIT + 1]
    return list(allowed.filter(pk__in=ids).values_list("pk", flat=True))


def _run(request: Request, pages: ModelPages, action: BulkAction, ids: list[int]) -> None:
    viewer = request.viewer
    try:
        with transaction.atomic():
            done = action.run(viewer, pages.model.objects.visible_to(viewer, action.permission).filter(pk__in=ids))
            text, payload = done if isinstance(done, tuple) else (done, {"ids": ids})
            if action.undo:
                offer(request, text, handler=action.undo, payload=payload)
                return
    except NotPossible as problem:
        messages.error(request, str(problem))
        return
    messages.success(request, text)


def _remove(request: Request, pages: ModelPages, ids: list[int]) -> None:
    model = pages.model
    if not issubclass(model, SoftDeletedModel):
        raise TypeError(f"{model} can't be removed softly")
    viewer = request.viewer
    with transaction.atomic():
        rows = model.objects.visible_to(viewer, pages.remove or "").filter(pk__in=ids)
        objections = {row.pk: words for row in rows if (words := pages.removal_objection(row))}
        for words in sorted(set(objections.values())):
            messages.error(request, words)
        ids = [key for key in ids if key not in objections]
        if not ids:
            return
        count = remove_rows(viewer, model, ids, pages.remove or "")
        text = ngettext("Removed %(n)s entry.", "Removed %(n)s entries.", count) % {"n": count}
        payload = {"model": model._meta.label_lower, "ids": ids, "permission": pages.remove}
        offer(request, text, handler=RESTORE, payload=payload)


def _actions(actions: Any, viewer: Viewer, row: Any, place: str | None) -> list[dict[str, Any]]:
    return [
        {"label": a.label, "url": a.url(row), "icon": a.icon, "variant": a.variant}
        for a in actions
        if _may(viewer, a.permission, row, place) and a.shown(viewer, row)
    ]


def _may(viewer: Viewer, permission: str | None, row: Any, place: str | None) -> bool:
    if permission is None:
        return True
    return viewer.can(permission, place) if row is None else viewer.may(permission, row, place)
