"""Pages of the audit record. It is read only: entries are never changed or removed here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.audit.filters import AuditFilter
from santong.domains.platform.audit.queries import actor_name, entries, entry, name_objects, object_name, table_name
from santong.domains.platform.audit.tables import AuditTable
from santong.domains.platform.audit.wording import action_name
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.models import AuditEntry
from santong.kit.pages import Fact, FactsPanel, ModelPages, TemplatePanel
from santong.kit.pages.changed import changes_of
from santong.kit.pages.lists import ObjectList


def changes(request: Request, row: AuditEntry) -> dict[str, Any] | None:
    """What the changes panel shows; None leaves it out."""
    return {"changes": list(changes_of(row))} if row.changes else None


def action_in_words(row: AuditEntry) -> SafeString | str:
    """The action, with the name by which it is searched for."""
    return format_html('{} <small class="muted">{}</small>', action_name(row.verb), row.verb) if row.verb else ""


class AuditPages(ModelPages):
    """Who changed what, when and from where."""

    model = AuditEntry  # type: ignore[assignment]
    name = "audit"
    namespace = "audit"
    title = _("Audit record")
    icon = "history"
    table = AuditTable
    filterset = AuditFilter
    export = "audit.view"
    view = "audit.view"  # type: ignore[assignment]
    sort = "-id"
    empty_text = _("Every change that anybody makes appears here.")
    panels = (
        FactsPanel(
            _("What happened"),
            facts=(
                "at",
                Fact(lambda row: " · ".join(filter(None, (actor_name(row), row.username))), _("person")),
                "kind",
                Fact(lambda row: table_name(row.model), _("table")),
                Fact(object_name, _("object")),
                Fact(action_in_words, _("action")),
                "address",
                "request_id",
            ),
        ),
        TemplatePanel(_("Changed values"), template="audit/changes.html", context=changes),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return entries(viewer)

    def objects(self, request: Request) -> ObjectList:
        """The list, whose objects are called as they are called now; an export takes the words of the record."""
        objects = super().objects(request)
        if not request.path.endswith("/export/"):
            name_objects(objects.page.rows)
        return objects

    def get(self, viewer: Viewer, pk: int) -> AuditEntry:
        return entry(viewer, pk)

    def place(self, row: Any) -> str | None:
        return None
