"""Panels of a detail page: facts about a row, and lists of what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.http import Request
from santong.kit.models import AuditEntry
from santong.kit.pages.columns import Table
from santong.kit.pages.lists import ObjectList
from santong.kit.registry import Declared, Label, registry


@dataclass(frozen=True)
class Fact:
    """A labelled value; `value` is a field's name, or a function of the row."""

    value: str | Callable[[Any], Any]
    label: Label = ""

    def shown(self, viewer: Viewer, row: Model) -> tuple[str, Any]:
        """Label and value, "" for an empty one."""
        if callable(self.value):
            return str(self.label), self.value(row) or ""
        model_field = row._meta.get_field(self.value)
        label = self.label or model_field.verbose_name  # type: ignore[union-attr]
        display = f"get_{self.value}_display"
        value = getattr(row, display)() if hasattr(row, display) else getattr(row, self.value)
        return str(label), "" if value is None else value


@dataclass(frozen=True)
class ViewerFact:
    """A labelled value that depends on who asks; `value(viewer, row)`."""

    value: Callable[[Viewer, Any], Any]
    label: Label = ""

    def shown(self, viewer: Viewer, row: Model) -> tuple[str, Any]:
        """Label and value, "" for an empty one."""
        return str(self.label), self.value(viewer, row) or ""


@dataclass(frozen=True)
class Panel:
    """Part of a detail page. Subclasses fill `html`; `side` puts it beside the main column."""

    title: Label
    permission: str | None = None
    side: bool = False

    def html(self, request: Request, row: Any) -> SafeString | str:
        """The panel's content, "" to leave it out."""
        raise NotImplementedError


@dataclass(frozen=True)
class FactsPanel(Panel):
    """A description list. What is empty is left out, and so is a panel of which nothing remains."""

    facts: Sequence[Fact | ViewerFact | str] = ()

    def html(self, request: Request, row: Any) -> SafeString | str:
        named = [Fact(fact) if isinstance(fact, str) else fact for fact in self.facts]
        shown = [fact.shown(request.viewer, row) for fact in named]
        facts = [(label, value) for label, value in shown if value != ""]
        return render_to_string("kit/pages/facts.html", {"facts": facts}, request) if facts else ""


@dataclass(frozen=True)
class ListPanel(Panel):
    """The first rows of what belongs to the row, with a link to the whole list."""

    table: type[Table] = Table
    rows: Callable[[Viewer, Any], QuerySet] = field(default=lambda viewer, row: QuerySet())
    url: Callable[[Any], str] = field(default=lambda row: "")
    more: Callable[[Any], str] = field(default=lambda row: "")
    sort: str = "pk"
    empty: Label = ""

    def html(self, request: Request, row: Any) -> SafeString | str:
        viewer = request.viewer
        objects = ObjectList(self.rows(viewer, row), table=self.table, query=QueryDict("size=25"), sort=self.sort)
        context = {"list": objects, "rows": list(objects.shown(self.url)), "more": self.more(row), "empty": self.empty}
        return render_to_string("kit/pages/list_panel.html", context, request)


@dataclass(frozen=True)
class TemplatePanel(Panel):
    """A panel with its own template; `context(request, row)` fills it, None leaves it out."""

    template: str = ""
    context: Callable[[Request, Any], dict[str, Any] | None] = field(default=lambda request, row: {})

    def html(self, request: Request, row: Any) -> SafeString | str:
        context = self.context(request, row)
        return "" if context is None else render_to_string(self.template, {**context, "row": row}, request)


@dataclass(frozen=True)
class HistoryPanel(Panel):
    """What the audit record holds about the row, newest first."""

    def html(self, request: Request, row: Any) -> SafeString | str:
        entries = AuditEntry.objects.filter(model=row._meta.label_lower, object_id=str(row.pk)).order_by("-id")[:20]
        return render_to_string("kit/pages/history.html", {"entries": list(entries), "row": row}, request)


@dataclass(frozen=True)
class PanelOn(Declared):
    """A panel that one module puts on the page of every row of another one's `model` ("organisations.Organisation").

    Its `html(request, row)` gets a row that the viewer may see, and leaves itself out by answering "".
    """

    model: str
    panel: Panel
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A model that isn't there, a permission that nobody declares."""
        yield from unknown_permission(self, self.panel.permission)
        if self.model not in {model._meta.label for model in apps.get_models()}:
            yield f"{self.panel.title} stands on the page of {self.model!r}, and no model is called so"


def panels_on(model: type[Model]) -> list[Panel]:
    """The panels that other modules put on the pages of a model."""
    label = model._meta.concrete_model._meta.label  # type: ignore[union-attr]
    return [each.panel for each in registry.of(PanelOn) if each.model == label]


@dataclass(frozen=True)
class ShownPanel:
    """A panel ready for the template."""

    title: Label
    content: Any
    side: bool


def shown_panels(panels: Sequence[Panel], request: Request, row: Any, path: str | None) -> list[ShownPanel]:
    """The panels that this viewer may see, rendered."""
    viewer: Viewer = request.viewer
    allowed = [p for p in panels if p.permission is None or viewer.can(p.permission, path)]
    rendered = [ShownPanel(panel.title, panel.html(request, row), panel.side) for panel in allowed]
    return [panel for panel in rendered if panel.content]


def link(url: str, text: Any) -> SafeString:
    """A link, for facts that lead somewhere."""
    return format_html('<a class="link" href="{}">{}</a>', url, text)
