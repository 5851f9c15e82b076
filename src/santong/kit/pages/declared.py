"""Declared pages: a module says what its pages show, the kit makes them.

    class SchoolPages(ModelPages):
        model = Organisation
        name = "schools"
        table = SchoolTable
        filterset = SchoolFilter
        form = SchoolForm
        change = "organisations.change"
        panels = (FactsPanel(_("Profile"), facts=("code", "division")),)

    urlpatterns = SchoolPages().urls()

gives `schools` (list), `schools-export`, `schools-print`, `schools-bulk`, `schools-new`, `schools-detail`,
`schools-edit` and `schools-remove`, as far as the parts they need are declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ModelForm
from django.http import QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.models import ScopedModel, SoftDeletedModel
from santong.kit.pages import views
from santong.kit.pages.columns import Table
from santong.kit.pages.lists import ObjectList
from santong.kit.pages.panels import Panel
from santong.kit.pages.steps import StepPage, demand_distinct, step_page
from santong.kit.registry import Label


@dataclass(frozen=True)
class BulkAction:
    """What can be done to the selected rows of a list.

    `run(acting, rows)` gets the rows on which the viewer holds `permission`, and returns the
    sentence to show; with `undo` (a handler's name) the step is offered for undo with their ids,
    or with the payload that `run` gives beside the sentence.
    """

    name: str
    label: Label
    permission: str
    run: Callable[[Viewer, QuerySet], str | tuple[str, dict[str, Any]]]
    icon: str = ""
    tone: str = "default"
    undo: str = ""


@dataclass(frozen=True)
class PageAction:
    """A button in the head of a list or detail page, leading somewhere; `url(row)` (None: list).

    `shown(viewer, row)` says what else must hold beside the permission.
    """

    label: Label
    url: Callable[[Any], str]
    permission: str | None = None
    icon: str = ""
    variant: str = "default"
    shown: Callable[[Viewer, Any], bool] = lambda viewer, row: True


class ModelPages:
    """The pages of one model; subclasses declare, and override where they differ."""

    model: ClassVar[type[ScopedModel]]
    name: ClassVar[str]
    namespace: ClassVar[str] = ""
    title: ClassVar[Label] = ""
    icon: ClassVar[str] = "file"
    table: ClassVar[type[Table]]
    filterset: ClassVar[type[FilterSet] | None] = None
    form: ClassVar[type[ModelForm] | None] = None
    panels: ClassVar[Sequence[Panel]] = ()
    bulk: ClassVar[Sequence[BulkAction]] = ()
    steps: ClassVar[Sequence[StepPage]] = ()
    list_actions: ClassVar[Sequence[PageAction]] = ()
    detail_actions: ClassVar[Sequence[PageAction]] = ()
    create: ClassVar[str | None] = None
    change: ClassVar[str | None] = None
    remove: ClassVar[str | None] = None
    export: ClassVar[str | None] = None
    sort: ClassVar[str] = "pk"
    new_label: ClassVar[Label] = _("New")
    save_label: ClassVar[Label] = _("Save")
    """What stands on the button of the form; another where saving does more than that."""
    empty_text: ClassVar[Label] = ""
    detail: ClassVar[bool] = True
    listed: ClassVar[bool] = True
    """Whether there is a list of them; without one, only steps have pages here."""
    list_template: ClassVar[str] = "kit/pages/list.html"
    """A template that extends the kit's and puts something above the list."""
    form_template: ClassVar[str] = "kit/pages/form.html"
    """A template that lays the form out where its fields don't simply stand beside each other."""

    def rows(self, viewer: Viewer) -> QuerySet:
        """The rows of the list; override to join what the columns show."""
        return self.model.objects.visible_to(viewer)

    @property
    def view(self) -> str:
        """The permission that opens the list. Without it people list the rows that are their own."""
        return self.model.scope.view

    def opens_for(self, viewer: Viewer) -> bool:
        """Whether the list opens: to holders of `view`, and to whoever has rows of their own."""
        return self.listed and (viewer.can(self.view) or self._own_rows(viewer).exists())

    def listed_rows(self, viewer: Viewer) -> QuerySet:
        """The rows that this viewer's list is made of."""
        return self.rows(viewer) if viewer.can(self.view) else self._own_rows(viewer)

    @property
    def is_open_to_everyone(self) -> bool:
        """Whether everybody signed in sees each row, so that none is anybody's own."""
        return issubclass(self.model, ScopedModel) and self.model.scope.everyone

    def _own_rows(self, viewer: Viewer) -> QuerySet:
        if not issubclass(self.model, ScopedModel) or self.is_open_to_everyone:
            return self.model._base_manager.none()
        return self.rows(viewer).filter(self.model.scope.own(viewer))

    def get(self, viewer: Viewer, pk: int) -> Any:
        """The row of a detail page; 404 when the viewer can't see it."""
        return viewer.get(self.model, pk)

    def objects(self, request: Request) -> ObjectList:
        """The list as the address asks for it."""
        return ObjectList(
            self.listed_rows(request.viewer),
            table=self.table,
            query=request.GET,  # type: ignore[arg-type]
            filterset=self.filterset,
            sort=self.sort,
            path=self.url("list"),
            request=request,
        )

    def summary(self, objects: ObjectList) -> str:
        """What the rows of a list come to, in words below its filters; "" for nothing. Asked for lists that are counted
        to the end."""
        return ""

    def place(self, row: Any) -> str | None:
        """The path of the organisation that a row belongs to."""
        return str(row.path)

    def subtitle(self, row: Any) -> str:
        """A quiet line below the heading of the detail page."""
        return ""

    def change_objection(self, row: Any) -> str:
        """Why a row can't be changed as it stands, in words; "" when it can. Its page then has no button for it."""
        return ""

    def removal_objection(self, row: Any) -> str:
        """Why a row can't be removed as it stands, in words; "" when it can. Its page then has no button for it."""
        return ""

    def build_form(self, request: Request, row: Model | None, data: QueryDict | None) -> BaseForm:
        """The form for a new row (None) or an existing one, bound to `data` unless that is None."""
        if self.form is None:
            raise LookupError(f"{self.name} has no form")
        return self.form(data, None if data is None else request.FILES, instance=row)

    def save(self, acting: Viewer, form: Any, row: Any) -> Any:
        """Write a valid form; override to call the module's own action."""
        saved = form.save(commit=False)
        if row is None:
            acting.demand(self.create or "", self.place(saved))
        else:
            self.demand_change(acting, saved)
        saved.save()
        form.save_m2m()
        return saved

    def demand_change(self, acting: Viewer, row: Any) -> None:
        """Refuse with 403 unless a changed row may be saved where it stands now.

        Whoever may change a row for who they are to it (its leader) may not move it elsewhere.
        """
        permission, place = self.change or "", self.place(row)
        if not acting.can(permission, place) and self.place(acting.get(self.model, row.pk, permission)) != place:
            raise PermissionDenied(permission)

    def url(self, page: str, row: Any = None) -> str:
        """The address of a page: "list", "export", "print", "bulk", "new"; with a row "detail", "edit", "remove"."""
        suffix = "" if page == "list" else f"-{page}"
        prefix = f"{self.namespace}:" if self.namespace else ""
        return reverse(f"{prefix}{self.name}{suffix}", args=[row.pk] if row is not None else None)

    def detail_url(self, row: Any) -> str:
        """Where a row of the list leads."""
        return f"{self._list_url}{row.pk}/" if self.detail else ""

    def step_url(self, page: StepPage, row: Any) -> str:
        """The address at which a step is taken with a row."""
        return self.url(page.slug, row)

    def after_step(self, row: Any) -> str:
        """Where a step leads that says nothing of its own: the row's page, the list where rows have none."""
        return self.detail_url(row) or self.url("list")

    def after_save(self, request: Request, row: Any) -> str:
        """Where saving a form leads: the row's page, the list where rows have none."""
        return self.detail_url(row) or self.url("list")

    def links(self, objects: ObjectList) -> Callable[[Any], str]:
        """Where the rows of a list lead, for pages that go on within what the list's address selects."""
        return self.detail_url

    @cached_property
    def _list_url(self) -> str:
        # `reverse` for each row of a list would cost more than the row.
        return self.url("list")

    @property
    def can_be_removed(self) -> bool:
        """Whether rows can be removed and restored."""
        return bool(self.remove) and issubclass(self.model, SoftDeletedModel)

    def urls(self) -> list[URLPattern]:
        """The addresses of the pages that the declarations make possible."""
        demand_distinct(self.steps)
        steps = [self._step_address(page) for page in self.steps]
        if not self.listed:
            return steps
        pages: list[tuple[str, str, Any]] = [("", "", views.list_page)]
        if self.export:
            pages += [("export/", "-export", views.export), ("print/", "-print", views.print_list)]
        if self.bulk or self.can_be_removed or any(page.bulk for page in self.steps):
            pages.append(("bulk/", "-bulk", views.bulk))
        if self.form and self.create:
            pages.append(("new/", "-new", views.new))
        if self.detail:
            pages.append(("<int:pk>/", "-detail", views.detail))
        if self.form and self.change:
            pages.append(("<int:pk>/edit/", "-edit", views.edit))
        if self.can_be_removed:
            pages.append(("<int:pk>/remove/", "-remove", views.remove))
        own = [
            path(f"{self.name}/{tail}", view, {"pages": self}, name=f"{self.name}{end}") for tail, end, view in pages
        ]
        return own + steps

    def _step_address(self, page: StepPage) -> URLPattern:
        slug = page.slug
        return path(
            f"{self.name}/<int:pk>/{slug}/", step_page, {"pages": self, "page": page}, name=f"{self.name}-{slug}"
        )
