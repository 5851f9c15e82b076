"""The library of a school (校本资源库): what came from it, as far as the reader may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.filters import SchoolLibraryFilter
from santong.domains.learning.sourcing.tables import SchoolLibraryTable
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.pages import ModelPages


class SchoolLibraryPages(ModelPages):
    """Admitted resources by the school that they come from; one's own school first."""

    model = Resource
    name = "school-library"
    namespace = "sourcing"
    title = _("School-based library")
    icon = "school"
    table = SchoolLibraryTable
    filterset = SchoolLibraryFilter
    detail = False
    export = "resources.view"
    sort = "-pk"
    empty_text = _("Nothing that came from this school has been admitted yet.")

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = super().rows(viewer).filter(organisation__kind=Organisation.Kind.SCHOOL)
        return rows.select_related("organisation")

    def detail_url(self, row: Any) -> str:
        return f"/resources/{row.pk}/"
