"""The resources in the library that come from a place, for those who oversee it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.filters import FromHereFilter
from santong.domains.learning.resources.models import Resource, not_over
from santong.domains.learning.resources.tables import FromHereTable
from santong.kit.access import Viewer
from santong.kit.addresses import row_address
from santong.kit.pages import ModelPages

PERMISSION = "resources.oversee"


class FromHerePages(ModelPages):
    """What is in the library today from the places that the viewer oversees."""

    model = Resource
    name = "from-here"
    namespace = "resources"
    title = _("Resources from here")
    icon = "books"
    table = FromHereTable
    filterset = FromHereFilter
    sort = "-pk"
    export = PERMISSION
    detail = False
    empty_text = _("What is admitted from your schools appears here.")

    @property
    def view(self) -> str:
        return PERMISSION

    def opens_for(self, viewer: Viewer) -> bool:
        return viewer.can(PERMISSION)

    def rows(self, viewer: Viewer) -> QuerySet:
        rows = Resource.objects.visible_to(viewer, PERMISSION).select_related("organisation")
        return rows.filter(not_over(), status=Resource.Status.ADMITTED)

    def detail_url(self, row: Any) -> str:
        return row_address("resources:resource", row.pk)
