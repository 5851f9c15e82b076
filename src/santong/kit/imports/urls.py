"""Addresses of the import wizard."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Viewer
from santong.kit.imports import results, review, steps
from santong.kit.imports.models import ImportRun
from santong.kit.imports.tables import ImportFilter, ImportTable
from santong.kit.pages import ModelPages

app_name = "imports"


class ImportPages(ModelPages):
    """The list of imports; each leads to where it stands."""

    model = ImportRun
    name = "imports"
    namespace = "imports"
    title = _("Imports")
    icon = "file-import"
    table = ImportTable
    filterset = ImportFilter
    sort = "-pk"
    detail = False
    empty_text = _("Files imported from lists (schools, pupils, staff …) appear here.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).defer("head", "tidied")

    def detail_url(self, row: Any) -> str:
        return reverse("imports:run", args=[row.pk])


urlpatterns = [
    *ImportPages().urls(),
    path("imports/new/<slug:name>/", steps.new, name="new"),
    path("imports/new/<slug:name>/template/", steps.template, name="template"),
    path("imports/<int:pk>/", results.run_page, name="run"),
    path("imports/<int:pk>/headings/", steps.headings, name="headings"),
    path("imports/<int:pk>/columns/", steps.columns, name="columns"),
    path("imports/<int:pk>/check/", review.check, name="check"),
    path("imports/<int:pk>/check/numbers/", review.summary, name="numbers"),
    path("imports/<int:pk>/check/kind/", review.decide_kind, name="decide-kind"),
    path("imports/<int:pk>/rows/<int:row_pk>/", review.decide_row, name="decide"),
    path("imports/<int:pk>/annotated/", review.annotated, name="annotated"),
    path("imports/<int:pk>/remaining/", review.remaining, name="remaining"),
    path("imports/<int:pk>/correct/", results.correct, name="correct"),
    path("imports/<int:pk>/start/", results.start, name="start"),
    path("imports/<int:pk>/stop/", results.halt, name="stop"),
    path("imports/<int:pk>/undo/", results.undo, name="undo"),
    path("imports/<int:pk>/remove/", results.remove, name="remove"),
]
